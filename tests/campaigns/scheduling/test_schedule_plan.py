"""`manage.py schedule_plan`: the document in, the answer out, and what is refused."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.campaigns.scheduling.documents import FRANCE, TASK, after, ask, document

ROOT = Path(__file__).parents[3]

__all__ = ["ask"]


def test_a_plan_is_answered_with_every_key(ask):
    status, answer, said = ask(
        document(
            {"id": "brief", "duration": 2},
            {"id": "print", "duration": 3, "after": after("brief")},
            {"id": 7, "duration": 1, "after": after("brief")},
            {"id": "ready", "duration": 0, "after": after("print", 7)},
            capacity={},
            level=False,
            time_limit=5,
        )
    )

    assert (status, said) == (0, "")
    rows = {task["id"]: task for task in answer.pop("tasks")}
    assert answer == {
        "feasible": True,
        "late_by": 0,
        "makespan": 5,
        "critical": ["brief", "print", "ready"],
        "lower_bound": 5,
        "conflicts": [],
    }
    assert list(rows) == ["brief", "print", 7, "ready"]
    assert rows[7] == {
        "id": 7,
        "start": "2026-11-18",
        "end": "2026-11-18",
        "early_start": "2026-11-18",
        "early_finish": "2026-11-18",
        "late_start": "2026-11-20",
        "late_finish": "2026-11-20",
        "total_slack": 2,
        "free_slack": 2,
        "critical": False,
    }
    assert rows["ready"]["start"] == rows["ready"]["end"] == "2026-11-20", "the day its work ends"


def test_a_late_plan_is_an_answer_with_its_reason(ask):
    tasks = [
        {"id": "a", "duration": 3},
        {"id": "b", "duration": 4, "after": after("a"), "not_after": "2026-11-18"},
    ]

    status, answer, _ = ask(document(*tasks, launch="2026-11-20"))

    assert (status, answer["feasible"], answer["late_by"]) == (0, False, 4)
    launch, deadline = answer["conflicts"]
    assert (launch["kind"], launch["days_late"], launch["chain"]) == ("launch_missed", 3, ["a", "b"])
    assert launch["words"] == (
        "Il manque 3 jours ouvrés pour lancer le 2026-11-20 : tout serait prêt le 2026-11-24."
    )
    assert (deadline["kind"], deadline["task"], deadline["days_late"]) == ("deadline_missed", "b", 4)


def test_without_a_start_the_plan_lies_as_late_as_it_can(ask):
    tasks = [
        {"id": "a", "duration": 3},
        {"id": "b", "duration": 1, "after": after("a")},
        {"id": "c", "duration": 1},
    ]

    status, answer, _ = ask(document(*tasks, start=None, launch="2026-11-20"))

    assert (status, answer["late_by"], answer["makespan"]) == (0, 0, 4)
    assert [(task["start"], task["end"]) for task in answer["tasks"]] == [
        ("2026-11-16", "2026-11-18"),
        ("2026-11-19", "2026-11-19"),
        ("2026-11-19", "2026-11-19"),
    ]


def test_everything_optional_can_be_left_out_or_null(ask):
    bare = {"start": "2026-12-24", "tasks": [{"id": "a", "duration": 2}]}
    nulls = {
        **bare,
        "calendar": {"subdivision": None, "closures": None, "weekdays": None},
        "launch": None,
        "capacity": None,
        "time_limit": None,
        "tasks": [
            {"id": "a", "duration": 2, "after": None, "demand": None}
            | dict.fromkeys(["not_before", "not_after", "pinned"])
        ],
    }

    assert ask(bare) == ask(nulls)
    assert ask(bare)[1]["tasks"][0]["end"] == "2026-12-28", "Christmas, then a weekend"


def test_without_a_country_christmas_is_worked(ask):
    plan = document({"id": "a", "duration": 2}, start="2026-12-24", calendar={"country": None})

    assert ask(plan)[1]["tasks"][0]["end"] == "2026-12-25"


def test_closures_lags_and_constraints_are_read(ask):
    calendar = {**FRANCE, "closures": ["2026-11-17"], "weekdays": [0, 1, 2, 3, 4, 5]}
    tasks = [
        {"id": "a", "duration": 2},
        {"id": "ss", "duration": 1, "after": after("a", type="SS", lag=3)},
        {"id": "days", "duration": 1, "after": after("a", lag=5, lag_unit="calendar")},
        {"id": "pin", "duration": 1, "pinned": "2026-11-26"},
    ]

    answer = ask(document(*tasks, calendar=calendar))[1]

    assert [task["start"][-2:] for task in answer["tasks"]] == ["16", "20", "24", "26"]


@pytest.mark.parametrize("launch", ["2020-01-02", "2026-11-16"])
def test_a_launch_in_the_past_is_only_late(ask, launch):
    status, answer, _ = ask(document(TASK, launch=launch))

    assert (status, answer["feasible"]) == (0, False)
    assert answer["late_by"] >= 1


def test_no_task_is_no_problem(ask):
    status, answer, _ = ask(document(launch="2026-11-16"))

    assert (status, answer["feasible"], answer["makespan"], answer["tasks"]) == (0, True, 0, [])


def test_pins_that_contradict_each_other_are_refused_and_both_are_named(ask):
    tasks = [
        {"id": "a", "duration": 3, "pinned": "2026-11-19"},
        {"id": "between", "duration": 2, "after": after("a")},
        {"id": "b", "duration": 1, "pinned": "2026-11-25", "after": after("between")},
    ]

    status, answer, said = ask(document(*tasks))

    assert status == 2
    [problem] = answer["problems"]
    assert {key: problem[key] for key in ("kind", "first", "second", "days_missing")} == {
        "kind": "pins_apart",
        "first": "a",
        "second": "b",
        "days_missing": 1,
    }
    assert "« a » et « b »" in said
    tasks[2]["pinned"] = "2026-11-26"
    assert ask(document(*tasks))[1]["feasible"]


def test_a_pin_that_only_costs_days_is_a_conflict(ask):
    tasks = [
        {"id": "a", "duration": 3},
        {"id": "b", "duration": 1, "pinned": "2026-11-17", "after": after("a")},
    ]

    status, answer, _ = ask(document(*tasks))

    assert (status, answer["feasible"], answer["late_by"]) == (0, False, 2)
    [conflict] = answer["conflicts"]
    assert (conflict["kind"], conflict["days_late"], conflict["link"]["predecessor"]) == (
        "pin_conflict",
        2,
        "a",
    )


def test_a_cycle_of_ten_thousand_tasks_is_named(ask):
    count = 10_000
    tasks = [{"id": number, "duration": 1, "after": after((number + 1) % count)} for number in range(count)]

    status, answer, said = ask(document(*tasks))

    assert status == 2
    assert sorted(answer["problems"][0]["path"]) == list(range(count))
    assert "10000 tâches s’attendent en rond" in said
    assert len(said) < 200


@pytest.mark.parametrize(
    ("tasks", "kind", "said"),
    [
        ([{"id": "a", "duration": 1, "after": after("ghost")}], "unknown_task", "« ghost »"),
        ([{"id": "a", "duration": 1, "after": after("a")}], "self_link", "« a » dépend d’elle-même"),
        ([TASK, TASK], "duplicate_task", "« a »"),
        ([{"id": "a", "duration": -1}], "negative_duration", "durée négative : -1"),
        ([{"id": "a", "duration": 400_000}], "out_of_calendar", "calendrier"),
        (
            [TASK, {"id": "b", "duration": 1, "after": after("a", lag=399_999, lag_unit="calendar")}],
            "out_of_calendar",
            "calendrier",
        ),
    ],
)
def test_what_makes_no_plan_is_refused_in_words(ask, tasks, kind, said):
    status, answer, words = ask(document(*tasks))

    assert status == 2
    assert [problem["kind"] for problem in answer["problems"]] == [kind]
    assert said in words
    assert answer["error"] == words.strip()


@pytest.mark.parametrize(
    ("change", "kind", "path"),
    [
        ({"start": None}, "no_anchor", "start"),
        ({"start": "16/11/2026"}, "not_a_date", "start"),
        ({"start": "20261116"}, "not_a_date", "start"),
        ({"start": "2026-W47-1"}, "not_a_date", "start"),
        ({"start": "2026-02-29"}, "not_a_date", "start"),
        ({"start": 20261116}, "not_a_date", "start"),
        ({"launch": "0001-01-01"}, "out_of_range", "launch"),
        ({"tasks": {}}, "wrong_type", "tasks"),
        ({"tasks": [[]]}, "wrong_type", "tasks[0]"),
        ({"tasks": [{"id": "a"}]}, "missing_key", "tasks[0].duration"),
        ({"tasks": [{"duration": 1}]}, "missing_key", "tasks[0].id"),
        ({"tasks": [{"id": True, "duration": 1}]}, "wrong_type", "tasks[0].id"),
        ({"tasks": [{"id": None, "duration": 1}]}, "wrong_type", "tasks[0].id"),
        ({"tasks": [{"id": "a", "duration": True}]}, "wrong_type", "tasks[0].duration"),
        ({"tasks": [{"id": "a", "duration": 1.0}]}, "wrong_type", "tasks[0].duration"),
        ({"tasks": [{"id": "a", "duration": "1"}]}, "wrong_type", "tasks[0].duration"),
        ({"tasks": [{"id": "a", "duration": 10**4000}]}, "out_of_range", "tasks[0].duration"),
        ({"tasks": [{**TASK, "not_befor": None}]}, "unknown_key", "tasks[0].not_befor"),
        ({"tasks": [{**TASK, "pinned": ""}]}, "not_a_date", "tasks[0].pinned"),
        ({"tasks": [{**TASK, "after": {}}]}, "wrong_type", "tasks[0].after"),
        ({"tasks": [{**TASK, "after": ["b"]}]}, "wrong_type", "tasks[0].after[0]"),
        (
            {"tasks": [{**TASK, "after": [{"id": "a", "type": "XX"}]}]},
            "not_a_choice",
            "tasks[0].after[0].type",
        ),
        ({"tasks": [{**TASK, "after": [{"id": "a", "type": []}]}]}, "not_a_choice", "tasks[0].after[0].type"),
        ({"tasks": [{**TASK, "after": [{"id": "a", "lag": False}]}]}, "wrong_type", "tasks[0].after[0].lag"),
        ({"tasks": [{**TASK, "demand": {"studio": -1}}]}, "out_of_range", "tasks[0].demand.studio"),
        ({"tasks": [{**TASK, "demand": {"studio": 1}}], "level": True}, "unknown_pool", "capacity"),
        ({"capacity": {"studio": True}}, "wrong_type", "capacity.studio"),
        ({"capacity": []}, "wrong_type", "capacity"),
        ({"level": 1}, "wrong_type", "level"),
        ({"time_limit": "5"}, "wrong_type", "time_limit"),
        ({"time_limit": -1}, "out_of_range", "time_limit"),
        ({"stat": "2026-11-16"}, "unknown_key", "stat"),
        ({"calendar": "FR"}, "wrong_type", "calendar"),
        ({"calendar": {**FRANCE, "weekdays": []}}, "no_working_day", "calendar.weekdays"),
        ({"calendar": {**FRANCE, "weekdays": [7]}}, "out_of_range", "calendar.weekdays[0]"),
        ({"calendar": {**FRANCE, "weekdays": [True]}}, "wrong_type", "calendar.weekdays[0]"),
        ({"calendar": {**FRANCE, "closures": ["Noël"]}}, "not_a_date", "calendar.closures[0]"),
        ({"calendar": {**FRANCE, "closures": {}}}, "wrong_type", "calendar.closures"),
        ({"calendar": {**FRANCE, "country": "XX"}}, "unknown_country", "calendar.country"),
        ({"calendar": {**FRANCE, "country": 33}}, "wrong_type", "calendar.country"),
        ({"calendar": {**FRANCE, "subdivision": "Zone A"}}, "unknown_subdivision", "calendar.subdivision"),
        ({"calendar": {**FRANCE, "subdivision": "GES"}}, "ambiguous_subdivision", "calendar.subdivision"),
        ({"calendar": {"country": None, "subdivision": "67"}}, "unknown_subdivision", "calendar.subdivision"),
    ],
)
def test_a_fault_is_named_by_its_path(ask, change, kind, path):
    status, answer, said = ask({**document(TASK), **change})

    assert status == 2
    assert [(problem["kind"], problem["path"]) for problem in answer["problems"]] == [(kind, path)]
    assert said.strip() == answer["error"]
    assert len(said) < 300


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"tasks": ' + b"9" * 5_000 + b"}",
        b'{"tasks": [], "start": "2026-11-16"} x',
    ],
)
def test_what_is_not_json_is_refused(ask, text):
    status, answer, said = ask(text)

    assert (status, answer["problems"][0]["kind"]) == (2, "not_json")
    assert "JSON" in said


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_a_number_that_is_none_is_refused(ask, number):
    text = json.dumps(document(TASK)).replace('"duration": 1', f'"duration": {number}')

    assert ask(text.encode())[0] == 2


def test_everything_wrong_is_told_at_once(ask):
    text = b'{"start": "2026-11-16", "start": null, "tasks": [{"id": 1.5, "x": 0, "duration": 1}, 3]}'

    status, answer, said = ask(text)

    assert status == 2
    assert [(problem["kind"], problem["path"]) for problem in answer["problems"]] == [
        ("double_key", "start"),
        ("no_anchor", "start"),
        ("unknown_key", "tasks[0].x"),
        ("wrong_type", "tasks[0].id"),
        ("wrong_type", "tasks[1]"),
    ]
    assert len(said.splitlines()) == 5


def test_a_document_of_the_wrong_kind_is_refused(ask):
    assert ask([])[1]["problems"][0]["words"] == "document : il faut un objet, et non […]."


def test_half_a_character_in_an_id_breaks_nothing(ask):
    status, answer, _ = ask(b'{"start": "2026-11-16", "tasks": [{"id": "\\ud800", "duration": 1}]}')

    assert (status, answer["critical"]) == (0, ["\ud800"])


def test_a_file_that_is_not_there_is_told(tmp_path):
    out, err = StringIO(), StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("schedule_plan", str(tmp_path / "none.json"), stdout=out, stderr=err)

    assert left.value.code == 2
    assert "none.json" in err.getvalue()
    assert not out.getvalue()


def test_without_json_a_person_reads_a_table(tmp_path):
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(document({"id": "a", "duration": 3}, launch="2026-11-17")))
    out = StringIO()

    call_command("schedule_plan", str(file), stdout=out)

    row, why = out.getvalue().splitlines()
    assert row.split() == ["*", "2026-11-16", "…", "2026-11-18", "-2", "a"]
    assert why.startswith("Il manque 2 jours ouvrés")


def test_a_process_of_its_own_answers_from_stdin_without_settings():
    """Neither a database that is not there nor settings that are wrong concern it."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "manage.py", "schedule_plan", "-", "--json"],
        input=json.dumps(document({"id": "é", "duration": 2, "after": after("é")})).encode(),
        capture_output=True,
        cwd=ROOT,
        env={"DATABASE_URL": "nonsense", "PORT": "nonsense", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        check=False,
    )

    assert done.returncode == 2
    assert json.loads(done.stdout)["problems"][0]["task"] == "é"
    assert b"Traceback" not in done.stderr


def test_a_closed_stdin_is_told():
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" manage.py schedule_plan <&-', sys.executable],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
