"""Playbooks hold together: every key resolves, every plan is acyclic and fits its preparation time."""

import ast
import re
from datetime import date, timedelta
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils.translation import override

import campaigns.playbooks
from campaigns.playbooks import PLAYBOOKS, CampaignType, Playbook, duration_warning, playbook
from campaigns.playbooks.base import TaskTemplate
from campaigns.playbooks.dictionaries import (
    CHANNELS,
    FORMATS,
    FUNCTIONS,
    KPIS,
    SECTORS,
    SOURCES,
    TEAMS,
    formats_of,
)
from campaigns.playbooks.retroplanning import default_end, retroplanning, wave_windows
from campaigns.scheduling.calendar import WorkingCalendar

# A quiet stretch, one full of public holidays in May, and one across Christmas.
LAUNCHES = [date(2026, 10, 6), date(2027, 6, 1), date(2027, 1, 12), date(2028, 2, 29)]

every_playbook = pytest.mark.parametrize("book", PLAYBOOKS, ids=lambda book: book.type.value)
every_launch = pytest.mark.parametrize("launch", LAUNCHES, ids=str)


def keys(templates):
    return {template.key for template in templates}


def task_lists(book: Playbook) -> list[tuple[TaskTemplate, ...]]:
    return [book.tasks] + ([book.period.tasks] if book.period else [])


def event_of(book: Playbook, launch: date) -> date | None:
    return launch + timedelta(days=50) if book.type == CampaignType.EVENEMENTIELLE else None


def test_there_is_one_playbook_for_each_type():
    assert [book.type for book in PLAYBOOKS] == list(CampaignType)
    assert playbook("FLASH") is playbook(CampaignType.FLASH)
    with pytest.raises(ValueError, match="TV"):
        playbook("TV")


@pytest.mark.parametrize(
    "entries",
    [CHANNELS, FORMATS, KPIS, TEAMS, FUNCTIONS, SECTORS, SOURCES],
    ids=lambda e: type(e[0]).__name__,
)
def test_dictionary_keys_are_unique_slugs_that_fit_their_column(entries):
    found = [entry.key for entry in entries]
    assert len(found) == len(set(found))
    assert all(re.fullmatch(r"[a-z0-9_-]{1,40}", key) for key in found)
    assert all(len(str(entry.name)) <= 120 for entry in entries)


def test_dictionaries_refer_to_each_other():
    sources = keys(SOURCES) | {""}
    for channel in CHANNELS:
        assert channel.team_key in keys(TEAMS)
        assert channel.measured_by in sources
        assert bool(formats_of(channel.key)) != channel.budget_only
    assert {fmt.channel_key for fmt in FORMATS} <= keys(CHANNELS)


def test_a_ratio_divides_two_sums():
    sums = {kpi.key for kpi in KPIS if kpi.aggregation == "sum"}
    for kpi in KPIS:
        if kpi.aggregation == "ratio":
            assert {kpi.numerator, kpi.denominator} <= sums, kpi.key
        else:
            assert (kpi.numerator, kpi.denominator, kpi.factor) == (None, None, 1), kpi.key


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.key)
def test_format_specifications_make_sense(fmt):
    assert fmt.mimes
    assert fmt.key.startswith(fmt.channel_key.split("_")[0])
    for limit in (fmt.width, fmt.height, fmt.duration_s, fmt.max_bytes):
        assert limit is None or limit > 0
    if fmt.medium in ("image", "video"):
        assert fmt.width
        assert fmt.height
    if fmt.medium in ("video", "audio"):
        assert fmt.duration_s
    if fmt.medium == "print":
        assert fmt.print_mm


def test_well_known_specifications():
    story = next(fmt for fmt in FORMATS if fmt.key == "meta-story")
    assert (story.width, story.height, story.max_bytes) == (1080, 1920, 30_000_000)
    pave = next(fmt for fmt in FORMATS if fmt.key == "display-pave")
    assert (pave.width, pave.height, pave.max_bytes) == (300, 250, 150_000)


@every_playbook
def test_every_key_resolves(book):
    assert set(book.channels) <= keys(CHANNELS)
    assert set(book.kpis) <= keys(KPIS)
    assert book.main_kpi in book.kpis
    assert len(keys(book.waves)) == len(book.waves)
    for wave in book.waves:
        for channel_key, format_keys in wave.channels:
            assert format_keys
            assert set(format_keys) <= keys(formats_of(channel_key)), (wave.key, channel_key)
    together = [task.key for tasks in task_lists(book) for task in tasks]
    assert len(together) == len(set(together))
    for tasks in task_lists(book):
        for task in tasks:
            assert task.team_key in keys(TEAMS)
            assert task.wave_key is None or task.wave_key in keys(book.waves)
            assert set(task.signers) <= keys(FUNCTIONS)
            assert {key for key, _kind, _lag in task.after} <= keys(tasks) - {task.key}
            assert len({key for key, _kind, _lag in task.after}) == len(task.after), "one link for each pair"


@every_playbook
def test_tasks_are_acyclic_and_of_a_sensible_kind(book):
    for tasks in task_lists(book):
        graph = {task.key: [key for key, _kind, _lag in task.after] for task in tasks}
        assert list(TopologicalSorter(graph).static_order())
        for task in tasks:
            assert (task.duration == 0) == (task.kind == "milestone"), task.key
            assert bool(task.signers) == (task.kind == "approval"), task.key
            assert str(task.what).endswith("."), task.key
            assert len(str(task.name)) <= 160


@every_playbook
def test_a_plan_has_what_a_plan_needs(book):
    kinds = {task.kind for task in book.tasks}
    phases = {task.phase for task in book.tasks}
    low, high = (10, 18) if book.type in (CampaignType.FLASH, CampaignType.ALWAYS_ON) else (20, 37)
    assert low <= len(book.tasks) <= high
    assert kinds == {"task", "milestone", "approval"}
    assert {"PLANNING", "BUDGET", "COORDINATION", "EXECUTION", "SUIVI"} == phases
    for wave in book.waves:
        pinned = [t for t in book.tasks if t.wave_key == wave.key and t.phase == "EXECUTION" and t.anchor]
        assert pinned, f"nothing goes live in {wave.key}"


@every_playbook
@every_launch
def test_preparation_fits_in_its_weeks(book, launch):
    plan = retroplanning(book, launch=launch, event=event_of(book, launch))
    assert launch - plan.prepares_on <= timedelta(weeks=book.preparation_weeks)


@every_playbook
@every_launch
def test_dates_keep_every_link_and_the_working_week(book, launch):
    calendar = WorkingCalendar()
    plan = retroplanning(book, launch=launch, event=event_of(book, launch), calendar=calendar)
    dated = {planned.template.key: planned for planned in plan.tasks}
    for planned in plan.tasks:
        task = planned.template
        assert calendar.is_working_day(planned.start)
        assert calendar.is_working_day(planned.end)
        assert calendar.working_days_between(planned.start, planned.end) == max(task.duration - 1, 0)
        assert planned.pinned_on is None or planned.start == planned.pinned_on
        for key, kind, lag in task.after:
            before = dated[key]
            gap = calendar.working_days_between(before.end, planned.start) - lag
            instant = "milestone" in (task.kind, before.template.kind)
            if kind == "FS":
                assert gap >= (0 if instant else 1), (task.key, key)
            elif kind == "SS":
                assert calendar.working_days_between(before.start, planned.start) >= lag, (task.key, key)
            else:
                assert planned.end >= before.end, (task.key, key)


@every_playbook
@every_launch
def test_what_prepares_a_wave_is_done_before_it(book, launch):
    plan = retroplanning(book, launch=launch, event=event_of(book, launch))
    last = default_end(book, launch)
    for planned in plan.tasks:
        task = planned.template
        if task.phase not in ("EXECUTION", "SUIVI"):
            live = plan.waves[task.wave_key][0] if task.wave_key else launch
            assert planned.end < live, task.key
        if planned.start > last:
            assert task.phase == "SUIVI", task.key


@every_playbook
@every_launch
def test_the_bilan_is_written_in_its_days(book, launch):
    plan = retroplanning(book, launch=launch, event=event_of(book, launch))
    last = max(planned.end for planned in plan.tasks)
    days = WorkingCalendar().working_days_between(default_end(book, launch), last)
    assert book.open_ended or 0 < days <= book.wrap_up_days + 1


@every_playbook
@every_launch
def test_waves_fill_the_live_window_in_order(book, launch):
    end = default_end(book, launch)
    windows = list(wave_windows(book, launch, end, event_of(book, launch)).values())
    assert windows[0][0] == launch
    assert windows[-1][1] == end
    for (_first, last), (following, _end) in pairwise(windows):
        assert following == last + timedelta(days=1)


@every_playbook
@pytest.mark.parametrize("days", [1, 2, 3, 9])
def test_a_window_too_short_for_its_waves_still_dates_them(book, days):
    launch = date(2027, 1, 12)
    end = launch + timedelta(days=days - 1)
    for first, last in wave_windows(book, launch, end).values():
        assert launch <= first <= last <= end
    assert retroplanning(book, launch=launch, end=end).tasks


def test_the_waves_of_an_event_follow_its_date():
    book = playbook(CampaignType.EVENEMENTIELLE)
    windows = wave_windows(
        book, date(2027, 1, 12), date(2027, 3, 10), date(2027, 3, 4), event_end=date(2027, 3, 5)
    )
    assert windows["avant"] == (date(2027, 1, 12), date(2027, 3, 3))
    assert windows["pendant"] == (date(2027, 3, 4), date(2027, 3, 5))
    assert windows["apres"] == (date(2027, 3, 6), date(2027, 3, 10))


def test_a_launch_on_a_sunday_is_activated_the_friday_before():
    book = playbook(CampaignType.FLASH)
    plan = retroplanning(book, launch=date(2027, 1, 17))
    opening = next(task for task in plan.tasks if task.template.key == "activation-ouverture")
    assert opening.pinned_on == opening.start == date(2027, 1, 15)


def test_always_on_has_periods_and_no_end():
    book = playbook(CampaignType.ALWAYS_ON)
    assert book.period is not None
    start = date(2027, 1, 4)
    plan = retroplanning(book, launch=start, tasks=book.period.tasks)
    assert all(start <= planned.start for planned in plan.tasks)
    assert [other.open_ended for other in PLAYBOOKS].count(True) == 1


def test_flash_is_signed_once():
    book = playbook(CampaignType.FLASH)
    assert book.combined_sign_off
    assert "une seule demande" in str(book.sign_off_note)
    before_creation = [t for t in book.tasks if t.kind == "approval" and t.phase in ("PLANNING", "BUDGET")]
    assert [task.key for task in before_creation] == ["validation-unique"]
    assert sum(task.hours or 0 for task in book.tasks) <= 40
    assert not any(other.combined_sign_off for other in PLAYBOOKS if other is not book)


@pytest.mark.parametrize(
    ("kind", "days", "expected"),
    [
        ("LANCEMENT", 27, "too_short"),
        ("LANCEMENT", 28, None),
        ("LANCEMENT", 56, None),
        ("LANCEMENT", 57, "too_long"),
        ("SAISONNIERE", 13, "too_short"),
        ("SAISONNIERE", 14, None),
        ("SAISONNIERE", 28, None),
        ("SAISONNIERE", 29, "too_long"),
        ("FLASH", 1, None),
        ("FLASH", 7, None),
        ("FLASH", 8, "too_long"),
        ("BRAND", 55, "too_short"),
        ("BRAND", 56, None),
        ("BRAND", 84, None),
        ("BRAND", 85, "too_long"),
        ("EVENEMENTIELLE", 1, None),
        ("EVENEMENTIELLE", 300, None),
        ("ALWAYS_ON", 91, "has_an_end"),
    ],
)
def test_durations_outside_the_rule_warn(kind, days, expected):
    launch = date(2028, 2, 1)
    warning = duration_warning(kind, launch, launch + timedelta(days=days - 1))
    assert (warning.kind if warning else None) == expected


def test_the_warning_says_the_rule_the_length_and_why():
    with override("fr"):
        warning = duration_warning(CampaignType.FLASH, date(2027, 3, 1), date(2027, 3, 10))
    assert warning is not None
    assert warning.days == 10
    assert warning.suggested_end == date(2027, 3, 7)
    assert "1 à 7 jours" in warning.text
    assert "10 jours" in warning.text
    assert "l’urgence ne joue plus" in warning.text


@pytest.mark.parametrize("kind", CampaignType)
def test_a_missing_or_impossible_end_is_left_to_the_form(kind):
    assert duration_warning(kind, date(2027, 3, 10), None) is None
    assert duration_warning(kind, date(2027, 3, 10), date(2027, 3, 9)) is None


@every_playbook
def test_default_length_and_preparation_suit_the_rule(book):
    launch = date(2027, 1, 12)
    end = None if book.open_ended else default_end(book, launch)
    assert duration_warning(book.type, launch, end) is None
    assert book.duration.words
    assert book.duration.why
    assert len(book.warnings) >= 3


def test_playbooks_import_no_model():
    folder = Path(campaigns.playbooks.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert not re.search(r"\bmodels\b|^core|^django\.db", node.module or ""), path.name


def test_french_typography():
    folder = Path(campaigns.playbooks.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
                for text in (arg.value for arg in node.args if isinstance(arg, ast.Constant)):
                    assert not re.search(r"\w'\w| (?:[:;!?€»]|%(?!\())|« ", str(text)), f"{path.name}: {text}"
