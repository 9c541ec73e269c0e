"""`schedule_plan` within capacities: what levelling answers, and what it refuses."""

import pytest

from tests.campaigns.scheduling.documents import TASK, ask, document

__all__ = ["ask"]

STUDIO = {"demand": {"studio": 1}}


def test_a_plan_is_levelled_to_its_capacity(ask):
    tasks = [{"id": name, "duration": 2, **STUDIO} for name in "abc"]

    answer = ask(document(*tasks, capacity={"studio": 1}, level=True, launch="2026-11-23"))[1]

    assert (answer["makespan"], answer["lower_bound"], answer["levelling"]["proven"]) == (6, 6, True)
    assert sorted(task["start"][-2:] for task in answer["tasks"]) == ["16", "18", "20"]
    assert [task["early_start"][-2:] for task in answer["tasks"]] == ["16"] * 3
    assert (answer["feasible"], answer["late_by"]) == (False, 1)
    assert [conflict["kind"] for conflict in answer["conflicts"]] == ["launch_missed"]


def test_capacity_is_left_alone_unless_asked(ask):
    tasks = [{"id": name, "duration": 2, **STUDIO} for name in "abc"]

    assert ask(document(*tasks, capacity={"studio": 1}))[1]["makespan"] == 2


def test_counted_back_a_levelled_plan_begins_in_time(ask):
    tasks = [{"id": name, "duration": 2, **STUDIO} for name in "abc"]

    answer = ask(document(*tasks, capacity={"studio": 1}, level=True, start=None, launch="2026-11-24"))[1]

    assert (answer["feasible"], answer["makespan"]) == (True, 6)
    assert min(task["start"] for task in answer["tasks"]) == "2026-11-16"
    assert max(task["end"] for task in answer["tasks"]) == "2026-11-23"


def test_deadlines_that_capacity_overruns_are_conflicts(ask):
    tasks = [{"id": name, "duration": 2, "not_after": "2026-11-18", **STUDIO} for name in "ab"]

    answer = ask(document(*tasks, capacity={"studio": 1}, level=True))[1]

    [conflict] = answer["conflicts"]
    assert (conflict["kind"], conflict["not_after"], conflict["end"], answer["late_by"]) == (
        "deadline_missed",
        "2026-11-18",
        "2026-11-19",
        1,
    )


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"demand": {"studio": 2}}, "demand_above_capacity"),
        ({"pinned": "2026-11-16", **STUDIO}, "pinned_over_capacity"),
    ],
)
def test_capacities_that_no_plan_keeps_are_refused_in_words(ask, change, kind):
    tasks = [{**TASK, **change}, {**TASK, "id": "b", **change}]

    status, answer, said = ask(document(*tasks, capacity={"studio": 1}, level=True))

    assert (status, {problem["kind"] for problem in answer["problems"]}) == (2, {kind})
    assert "studio" in said
