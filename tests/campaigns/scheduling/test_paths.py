"""Every critical path, and the dates of groups."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given

from campaigns.scheduling import (
    CriticalPath,
    LagUnit,
    Link,
    LinkType,
    Summary,
    TaskSpec,
    WorkingCalendar,
    critical_paths,
    schedule,
    summaries,
)
from tests.campaigns.scheduling.test_own_days import EVERY_DAY
from tests.campaigns.scheduling.test_schedule_properties import DAYS, calendars, plans

FRANCE = WorkingCalendar()
MONDAY = date(2026, 11, 16)


def day(number: int) -> date:
    return date(2026, 11, number)


def paths(tasks, links, most=20):
    found = critical_paths(schedule(tasks, links, FRANCE, MONDAY), most)
    return [path.tasks for path in found.paths], found.more


def test_paths_that_are_as_long_are_both_found():
    tasks = [TaskSpec("a", 1), TaskSpec("b", 2), TaskSpec("c", 2), TaskSpec("d", 1), TaskSpec("short", 1)]
    links = [Link(*pair) for pair in ("ab", "ac", "bd", "cd")]
    links += [Link("a", "short"), Link("short", "d")]

    assert paths(tasks, links) == ([("a", "b", "d"), ("a", "c", "d")], False)


def test_a_path_goes_through_lags_of_both_units_and_says_which_link():
    tasks = [TaskSpec("a", 2), TaskSpec("b", 2), TaskSpec("c", 1), TaskSpec("aside", 3)]
    links = [Link("a", "b", LinkType.SS, 1), Link("b", "c", lag=11, lag_unit=LagUnit.CALENDAR)]

    found = critical_paths(schedule(tasks, links, FRANCE, MONDAY))

    assert found.paths == (CriticalPath(("a", "b", "c"), tuple(links)),)


def test_a_link_with_room_ties_no_path():
    tasks = [TaskSpec("a", 5), TaskSpec("b", 5)]

    assert paths(tasks, [Link("a", "b", LinkType.SS, -3)]) == ([("a",), ("b",)], False)


def test_more_paths_than_anybody_reads_are_counted_no_further():
    tasks = [TaskSpec(number, 1) for number in range(60)]
    links = [Link(a, b) for a in range(0, 57, 3) for b in (a + 1, a + 2)]
    links += [Link(b, a + 3) for a in range(0, 57, 3) for b in (a + 1, a + 2)]

    found, more = paths(tasks, links, most=5)

    assert (len(found), more) == (5, True)
    assert len(set(found)) == 5


def test_a_chain_of_ten_thousand_tasks_is_one_path():
    tasks = [TaskSpec(number, 1) for number in range(10_000)]
    links = [Link(*pair) for pair in pairwise(range(10_000))]

    assert paths(tasks, links) == ([tuple(range(10_000))], False)


@given(plans(pins=True, latest=True), calendars, DAYS)
def test_paths_hold_every_critical_task_and_nothing_else(plan_input, calendar, start):
    tasks, links = plan_input
    plan = schedule(tasks, links, calendar, start)

    found = critical_paths(plan, most=1000)

    assert {task for path in found.paths for task in path.tasks} == set(plan.critical)
    for path in found.paths:
        assert set(path.links) <= set(links)
        assert [(link.predecessor, link.successor) for link in path.links] == list(pairwise(path.tasks))
    opened = schedule([replace(task, calendar=EVERY_DAY) for task in tasks], links, calendar, start)
    assert critical_paths(opened, most=1000) == found


def test_a_group_spans_its_tasks_and_its_groups():
    tasks = [TaskSpec("a", 2), TaskSpec("b", 3), TaskSpec("c", 1), TaskSpec("alone", 1)]
    plan = schedule(tasks, [Link("a", "b")], FRANCE, MONDAY)

    assert summaries(plan, {"a": "print", "c": "web", "b": "web", "print": "all", "web": "all"}) == {
        "print": Summary(day(16), day(17), 0, True),
        "web": Summary(day(16), day(20), 0, True),
        "all": Summary(day(16), day(20), 0, True),
    }
    assert summaries(plan, {"c": "web"}) == {"web": Summary(day(16), day(16), 4, False)}


def test_groups_that_make_no_tree_are_refused():
    plan = schedule([TaskSpec("a", 1)], [], FRANCE, MONDAY)

    with pytest.raises(ValueError, match="part of itself"):
        summaries(plan, {"a": "x", "x": "y", "y": "x"})
    with pytest.raises(KeyError):
        summaries(plan, {"ghost": "x"})
