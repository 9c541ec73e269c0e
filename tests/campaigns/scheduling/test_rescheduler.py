"""A plan edited step by step lies where the plan dated whole does."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.scheduling import (
    Cycle,
    InvalidPlan,
    LagUnit,
    Link,
    LinkType,
    NegativeDuration,
    OutOfCalendar,
    Rescheduler,
    SelfLink,
    TaskSpec,
    UnknownTask,
    WorkingCalendar,
    schedule,
)
from tests.campaigns.scheduling.test_schedule_properties import DAYS, calendars, plans

FRANCE = WorkingCalendar()
MONDAY = date(2026, 11, 16)


def chain(count=4):
    tasks = [TaskSpec(number, 2) for number in range(count)]
    return tasks, [Link(number - 1, number) for number in range(1, count)]


@st.composite
def edits(draw, count):
    """What is edited next: a task's new values, a link to add, or the number of a link to remove."""
    kind = draw(st.sampled_from(["task", "add", "remove"]))
    if kind == "task":
        return kind, TaskSpec(
            draw(st.integers(0, count - 1)),
            draw(st.integers(0, 8)),
            draw(st.none() | DAYS),
            draw(st.none() | DAYS),
            draw(st.none() | st.none() | DAYS),
        )
    if kind == "remove":
        return kind, draw(st.integers(0, 20))
    ends = draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=2))
    return kind, Link(
        *ends, draw(st.sampled_from(LinkType)), draw(st.integers(-4, 9)), draw(st.sampled_from(LagUnit))
    )


@given(plans(pins=True, latest=True), calendars, DAYS, st.none() | DAYS, st.data())
@settings(max_examples=150)
def test_any_edits_leave_what_dating_the_plan_whole_gives(plan_input, calendar, start, launch, data):
    tasks, links = plan_input
    kept = Rescheduler(tasks, links, calendar, start, launch)

    for _ in range(data.draw(st.integers(1, 8))):
        before = dict(kept.tasks)
        kind, what = data.draw(edits(len(tasks)))
        try:
            if kind == "task":
                edit = kept.set_task(what)
            elif kind == "add":
                edit = kept.add_link(what)
            elif kept.links:
                edit = kept.remove_link(kept.links[what % len(kept.links)])
            else:
                continue
        except InvalidPlan:
            assert dict(kept.tasks) == before
            continue
        whole = schedule(kept.specs, kept.links, calendar, start, launch)
        assert dict(kept.tasks) == dict(whole.tasks)
        assert (edit.makespan, edit.late_by) == (whole.makespan, whole.late_by)
        assert edit.changed == {task: row for task, row in whole.tasks.items() if row != before[task]}, (
            "the tasks that changed, and no other"
        )


def test_an_edit_that_moves_nothing_changes_its_own_task_alone():
    tasks, links = chain()
    kept = Rescheduler([*tasks, TaskSpec("aside", 1)], links, FRANCE, MONDAY, launch=date(2026, 12, 1))

    assert list(kept.set_task(TaskSpec("aside", 2)).changed) == ["aside"]
    assert kept.set_task(TaskSpec("aside", 2)).changed == {}


def test_a_shorter_predecessor_lets_its_successors_come_back():
    tasks, links = chain()
    kept = Rescheduler(tasks, links, FRANCE, MONDAY, launch=date(2026, 12, 1))
    first = dict(kept.tasks)

    edit = kept.set_task(replace(tasks[1], duration=5))
    assert (sorted(edit.changed), edit.makespan) == ([0, 1, 2, 3], 11)
    kept.set_task(tasks[1])

    assert dict(kept.tasks) == first


def test_a_link_that_closes_a_circle_is_refused_and_the_plan_stays():
    tasks, links = chain()
    kept = Rescheduler(tasks, links, FRANCE, MONDAY)
    before = dict(kept.tasks)

    with pytest.raises(InvalidPlan) as caught:
        kept.add_link(Link(3, 1))

    assert caught.value.problems == (Cycle((1, 2, 3)),)
    assert (dict(kept.tasks), kept.links) == (before, tuple(links))


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda kept: kept.add_link(Link(0, 0)), SelfLink(0)),
        (lambda kept: kept.add_link(Link(9, 0)), UnknownTask(9, Link(9, 0))),
        (lambda kept: kept.set_task(TaskSpec(0, -1)), NegativeDuration(0, -1)),
    ],
)
def test_an_edit_that_makes_no_plan_is_refused(edit, problem):
    kept = Rescheduler(*chain(), FRANCE, MONDAY)

    with pytest.raises(InvalidPlan) as caught:
        edit(kept)

    assert caught.value.problems == (problem,)


@pytest.mark.parametrize(
    "edit",
    [
        lambda kept: kept.set_task(TaskSpec(1, 10**9)),
        lambda kept: kept.set_task(TaskSpec(1, 2, not_before=date.max)),
        lambda kept: kept.add_link(Link(0, 3, lag=10**9)),
        lambda kept: kept.add_link(Link(0, 3, lag=10**9, lag_unit=LagUnit.CALENDAR)),
    ],
)
def test_an_edit_that_leaves_the_calendar_leaves_the_plan_as_it_was(edit):
    tasks, links = chain()
    kept = Rescheduler(tasks, links, FRANCE, MONDAY)
    before = dict(kept.tasks)

    with pytest.raises(OutOfCalendar):
        edit(kept)

    assert (dict(kept.tasks), kept.specs, kept.links) == (before, tuple(tasks), tuple(links))
    assert kept.set_task(replace(tasks[0], duration=3)).makespan == 9


def test_what_is_not_in_the_plan_cannot_be_edited():
    kept = Rescheduler(*chain(), FRANCE, MONDAY)

    with pytest.raises(KeyError):
        kept.set_task(TaskSpec("ghost", 1))
    with pytest.raises(KeyError):
        kept.remove_link(Link(0, 3))
