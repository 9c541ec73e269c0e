"""Tasks with calendars of their own: part-time weeks, leave, another region's holidays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.scheduling import (
    Cause,
    InvalidPlan,
    LagUnit,
    Link,
    LinkType,
    NeverWorks,
    PinOnDayOff,
    Rescheduler,
    TaskSpec,
    WorkingCalendar,
    back_from_launch,
    earliest_chain,
    latest_chain,
    schedule,
)
from campaigns.scheduling.rescue import Draft, applied, holds, rescue
from tests.campaigns.scheduling.test_schedule_properties import DAYS, calendars, carried, plans, starts

FRANCE = WorkingCalendar()
EVERY_DAY = WorkingCalendar(country=None, weekdays=frozenset(range(7)))
TUESDAY_AND_THURSDAY = WorkingCalendar(weekdays=frozenset({1, 3}))
MONDAY = date(2026, 11, 16)


def day(number: int) -> date:
    return date(2026, 11, number)


def dates(plan):
    return {task.id: (task.start, task.end) for task in plan.tasks.values()}


def test_a_part_time_week_stretches_a_task():
    tasks = [TaskSpec("photos", 3, calendar=TUESDAY_AND_THURSDAY), TaskSpec("after", 1)]

    plan = schedule(tasks, [Link("photos", "after")], FRANCE, MONDAY)

    assert dates(plan) == {"photos": (day(17), day(24)), "after": (day(25), day(25))}
    assert (plan.tasks["photos"].duration, plan.makespan) == (3, 8)


def test_leave_moves_a_task_to_its_end():
    away = WorkingCalendar(closures=frozenset(day(number) for number in range(16, 21)))

    plan = schedule([TaskSpec("a", 2, calendar=away)], [], FRANCE, MONDAY)

    assert dates(plan)["a"] == (day(23), day(24))


def test_another_region_keeps_its_holidays():
    alsace = WorkingCalendar(subdivision="67")
    tasks = [TaskSpec("paris", 2), TaskSpec("strasbourg", 2, calendar=alsace)]

    plan = schedule(tasks, [], FRANCE, date(2025, 12, 24))

    assert dates(plan) == {
        "paris": (date(2025, 12, 24), date(2025, 12, 26)),
        "strasbourg": (date(2025, 12, 24), date(2025, 12, 29)),
    }


def test_counted_back_it_starts_early_enough():
    tasks = [TaskSpec("photos", 3, calendar=TUESDAY_AND_THURSDAY), TaskSpec("after", 2)]
    links = [Link("photos", "after")]

    plan = schedule(tasks, links, FRANCE, None, launch=day(26))
    back = back_from_launch(tasks, links, FRANCE, day(26))

    assert dates(plan) == {"photos": (day(12), day(19)), "after": (day(24), day(25))}
    assert back.tasks["photos"].start == plan.start == day(12)


def test_slack_is_up_to_the_last_day_it_works():
    tasks = [TaskSpec("photos", 1, calendar=TUESDAY_AND_THURSDAY), TaskSpec("long", 5)]

    photos = schedule(tasks, [], FRANCE, MONDAY).tasks["photos"]

    assert (photos.early_start, photos.late_start) == (day(17), day(19))
    assert (photos.total_slack, photos.free_slack, photos.critical) == (2, 2, False)


def test_a_pin_on_a_day_its_task_does_not_work_moves_and_says_so():
    plan = schedule([TaskSpec("a", 1, pinned=day(18), calendar=TUESDAY_AND_THURSDAY)], [], FRANCE, MONDAY)

    assert dates(plan)["a"] == (day(19), day(19))
    assert plan.problems == (PinOnDayOff("a", day(18), day(19)),)


def test_the_chain_goes_through_it():
    tasks = [TaskSpec("a", 1), TaskSpec("photos", 2, calendar=TUESDAY_AND_THURSDAY), TaskSpec("b", 1)]
    links = [Link("a", "photos"), Link("photos", "b")]
    plan = schedule(tasks, links, FRANCE, MONDAY)

    assert [(step.task, step.cause) for step in earliest_chain(plan, "b")] == [
        ("a", Cause.PLAN_START),
        ("photos", Cause.LINK),
        ("b", Cause.LINK),
    ]
    assert [step.task for step in latest_chain(plan, "a")] == ["b", "photos", "a"]


@pytest.mark.parametrize("weekdays", [{5}, {5, 6}])
def test_a_task_that_never_works_with_the_plan_is_refused(weekdays):
    task = TaskSpec("a", 1, calendar=WorkingCalendar(weekdays=frozenset(weekdays)))

    with pytest.raises(InvalidPlan) as caught:
        schedule([task], [], FRANCE, MONDAY)

    assert caught.value.problems == (NeverWorks("a"),)


def test_a_long_leave_is_waited_for():
    away = WorkingCalendar(closures=frozenset(MONDAY + timedelta(days=n) for n in range(3 * 365)))

    plan = schedule([TaskSpec("a", 1, calendar=away)], [], FRANCE, MONDAY)

    assert plan.tasks["a"].start == MONDAY + timedelta(days=3 * 365)


def test_it_is_not_kept_step_by_step():
    task = TaskSpec("a", 1, calendar=TUESDAY_AND_THURSDAY)

    with pytest.raises(ValueError, match="calendar of its own"):
        Rescheduler([task], [], FRANCE, MONDAY)
    with pytest.raises(ValueError, match="calendar of its own"):
        Rescheduler([TaskSpec("a", 1)], [], FRANCE, MONDAY).set_task(task)


@given(plans(pins=True, latest=True), calendars, st.none() | DAYS, DAYS, st.sets(st.integers(0, 6)))
def test_a_calendar_that_is_always_open_changes_nothing(plan_input, calendar, start, launch, own):
    tasks, links = plan_input
    opened = [replace(task, calendar=EVERY_DAY) if task.id in own else task for task in tasks]

    plain, with_own = (schedule(each, links, calendar, start, launch) for each in (tasks, opened))

    assert dict(plain.tasks) == dict(with_own.tasks)
    assert (plain.makespan, plain.critical, plain.problems) == (
        with_own.makespan,
        with_own.critical,
        with_own.problems,
    )
    for task in plain.tasks:
        assert earliest_chain(plain, task) == earliest_chain(with_own, task)
        assert latest_chain(plain, task) == latest_chain(with_own, task)


@st.composite
def own_plans(draw, **how):
    tasks, links = draw(plans(**how))
    # Friday and Saturday stay worked in common, whatever the plan's week.
    weeks = st.frozensets(st.integers(0, 6)).map(lambda days: days | {4})
    calendars = st.builds(WorkingCalendar, weekdays=weeks, closures=st.frozensets(DAYS, max_size=20))
    return [replace(task, calendar=draw(st.none() | calendars)) for task in tasks], links


MONDAY_TO_FRIDAY = st.builds(WorkingCalendar, closures=st.frozensets(DAYS, max_size=15))


def works(plan, task, offset):
    plan_day = plan.trace.timeline.day_at(offset)
    return task.calendar is None or not task.duration or task.calendar.is_working_day(plan_day)


def finish_of(plan, task, start):
    """The offset after the day on which the task has worked its duration, day by day."""
    at, left = start, task.duration
    while left:
        left -= works(plan, task, at)
        at += 1
    return at


def link_holds(plan, link, s, f, t, g):
    if link.lag_unit == LagUnit.WORKING or not link.lag:
        ends = {"FS": (t, f), "SS": (t, s), "FF": (g, f), "SF": (g, s)}[link.type]
        return ends[0] >= ends[1] + link.lag
    day_at, lag = plan.trace.timeline.day_at, timedelta(days=link.lag)
    match link.type:
        case LinkType.FS:
            return day_at(t) > day_at(f - 1) + lag
        case LinkType.SS:
            return day_at(t) >= day_at(s) + lag
        case LinkType.FF:
            return day_at(g - 1) >= day_at(f - 1) + lag
        case LinkType.SF:
            return day_at(g) >= day_at(s) + lag


@given(own_plans(), MONDAY_TO_FRIDAY, DAYS)
@settings(max_examples=60)
def test_earliest_starts_are_the_first_that_hold_day_by_day(plan_input, calendar, start):
    tasks, links = plan_input
    plan = schedule(tasks, links, calendar, start)
    early = starts(plan)
    finish = {task.id: finish_of(plan, task, early[task.id]) for task in tasks}

    for task in tasks:

        def holds_at(at, task=task):
            before = [link for link in links if link.successor == task.id]
            in_time = task.not_before is None or carried(plan, task, at) >= task.not_before
            ends = at, finish_of(plan, task, at)
            return (
                works(plan, task, at)
                and in_time
                and all(
                    link_holds(plan, link, early[link.predecessor], finish[link.predecessor], *ends)
                    for link in before
                )
            )

        assert holds_at(early[task.id])
        assert not any(holds_at(at) for at in range(max(0, early[task.id] - 8), early[task.id]))
        row = plan.tasks[task.id]
        if task.duration:
            assert row.end == plan.trace.timeline.day_at(finish[task.id] - 1)


@given(own_plans(latest=True), MONDAY_TO_FRIDAY, DAYS, DAYS)
@settings(max_examples=60)
def test_latest_starts_are_the_last_that_hold_day_by_day(plan_input, calendar, start, launch):
    tasks, links = plan_input
    plan = schedule(tasks, links, calendar, start, launch)
    late = starts(plan, "late")
    finish = {task.id: finish_of(plan, task, late[task.id]) for task in tasks}

    for task in tasks:

        def holds_at(at, task=task):
            ended = finish_of(plan, task, at)
            last = plan.trace.timeline.day_at(ended - 1)
            in_time = last < launch and (task.not_after is None or last <= task.not_after)
            after = [link for link in links if link.predecessor == task.id]
            return (
                works(plan, task, at)
                and in_time
                and all(
                    link_holds(plan, link, at, ended, late[link.successor], finish[link.successor])
                    for link in after
                )
            )

        assert holds_at(late[task.id])
        assert not any(holds_at(at) for at in range(late[task.id] + 1, late[task.id] + 9))


@given(own_plans(pins=True, latest=True), MONDAY_TO_FRIDAY, DAYS, DAYS)
@settings(max_examples=40)
def test_a_late_plan_with_own_calendars_is_rescued_too(plan_input, calendar, start, launch):
    late = Draft(tuple(plan_input[0]), tuple(plan_input[1]), calendar, start, launch)

    found = rescue(late)

    assert (found is None) == holds(late.schedule())
    for proposal in found.proposals if found else ():
        assert holds(applied(late, proposal.changes).schedule())
