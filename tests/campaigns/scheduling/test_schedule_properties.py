"""What holds of every schedule, and a slow scheduler that dates by trying day after day."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from campaigns.scheduling import (
    LagUnit,
    Link,
    LinkType,
    PinConflict,
    TaskSpec,
    WorkingCalendar,
    back_from_launch,
    earliest_chain,
    latest_chain,
    schedule,
)

DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))


@st.composite
def plans(draw, pins=False, latest=False):
    """Tasks and links that go from a lower to a higher number, given in any order."""
    count = draw(st.integers(1, 7))
    tasks = [
        TaskSpec(
            number,
            draw(st.integers(0, 6)),
            not_before=draw(st.none() | DAYS),
            not_after=draw(st.none() | DAYS) if latest else None,
            pinned=draw(st.none() | DAYS) if pins else None,
        )
        for number in range(count)
    ]
    pairs = [(i, j) for j in range(count) for i in range(j)]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=12)) if pairs else []
    links = [
        Link(i, j, draw(st.sampled_from(LinkType)), draw(st.integers(-4, 9)), draw(st.sampled_from(LagUnit)))
        for i, j in chosen
    ]
    return draw(st.permutations(tasks)), links


calendars = st.builds(
    WorkingCalendar,
    subdivision=st.sampled_from([None, "67", "974"]),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    closures=st.frozensets(DAYS, max_size=15),
)


def starts(plan, kind="early"):
    """Start offsets by task."""
    return dict(zip(plan.tasks, getattr(plan.trace, kind), strict=True))


def link_holds(plan, link, s, t):
    """The definition of a link, word for word, on the offsets where its two tasks start."""
    d, e = plan.tasks[link.predecessor].duration, plan.tasks[link.successor].duration
    f, g = s + d, t + e
    if link.lag_unit == LagUnit.WORKING or not link.lag:
        return {
            "FS": t >= f + link.lag,
            "SS": t >= s + link.lag,
            "FF": g >= f + link.lag,
            "SF": g >= s + link.lag,
        }[link.type]
    day, lag = plan.trace.timeline.day_at, timedelta(days=link.lag)
    match link.type:
        case LinkType.FS:
            return day(t) > day(f - 1) + lag
        case LinkType.SS:
            return day(t) >= day(s) + lag
        case LinkType.FF:
            return day(g - 1) >= day(f - 1) + lag
        case LinkType.SF:
            return day(g) >= day(s) + lag


def carried(plan, task, start):
    """The day a milestone lies on when it starts at this offset, or the first day of a task."""
    return plan.trace.timeline.day_at(start if task.duration or not start else start - 1)


@given(plans(), calendars, DAYS)
def test_earliest_starts_are_the_first_that_hold(plan_input, calendar, start):
    tasks, links = plan_input
    plan = schedule(tasks, links, calendar, start)

    early = starts(plan)
    for task in sorted(tasks, key=lambda task: task.id):
        before = [link for link in links if link.successor == task.id]

        def holds(at, task=task, before=before):
            in_time = task.not_before is None or carried(plan, task, at) >= task.not_before
            return in_time and all(link_holds(plan, link, early[link.predecessor], at) for link in before)

        first = early[task.id]
        assert first >= 0
        assert holds(first)
        assert first == 0 or not holds(first - 1)


@given(plans(latest=True), calendars, DAYS, DAYS)
def test_latest_starts_are_the_last_that_hold(plan_input, calendar, start, launch):
    tasks, links = plan_input
    plan = schedule(tasks, links, calendar, start, launch)

    late = starts(plan, "late")
    for task in sorted(tasks, key=lambda task: -task.id):
        after = [link for link in links if link.predecessor == task.id]

        def holds(at, task=task, after=after):
            last = plan.trace.timeline.day_at(at + task.duration - 1)
            in_time = last < launch and (task.not_after is None or last <= task.not_after)
            return in_time and all(link_holds(plan, link, at, late[link.successor]) for link in after)

        assert holds(late[task.id])
        assert not holds(late[task.id] + 1)


@given(plans(pins=True, latest=True), calendars, DAYS, st.none() | DAYS)
def test_dates_are_working_days_and_last_as_long_as_the_task(plan_input, calendar, start, launch):
    plan = schedule(*plan_input, calendar, start, launch)

    for task in plan.tasks.values():
        spans = [
            (task.start, task.end),
            (task.early_start, task.early_finish),
            (task.late_start, task.late_finish),
        ]
        for first, last in spans:
            assert calendar.is_working_day(first)
            assert calendar.is_working_day(last)
            assert calendar.working_days_between(first, last) == max(0, task.duration - 1)


@given(plans(pins=True), calendars, DAYS)
def test_a_plan_without_a_pin_conflict_keeps_every_link_and_pin(plan_input, calendar, start):
    tasks, links = plan_input
    plan = schedule(tasks, links, calendar, start)
    assume(not any(isinstance(problem, PinConflict) for problem in plan.problems))

    early = starts(plan)
    assert all(link_holds(plan, link, early[link.predecessor], early[link.successor]) for link in links)
    for task in tasks:
        if task.pinned is not None:
            assert plan.tasks[task.id].start == calendar.next_working_day(task.pinned)


@given(plans(pins=True), calendars, DAYS)
def test_a_pinned_task_is_on_its_pin_even_in_conflict(plan_input, calendar, start):
    tasks, links = plan_input
    plan = schedule(tasks, links, calendar, start)

    for task in tasks:
        if task.pinned is not None and task.duration:
            assert plan.tasks[task.id].start == calendar.next_working_day(task.pinned)


@given(plans(), calendars, DAYS)
def test_without_a_launch_the_passes_agree_on_the_finish(plan_input, calendar, start):
    plan = schedule(*plan_input, calendar, start)

    slack = [task.total_slack for task in plan.tasks.values()]
    assert min(slack) == 0, "what finishes last cannot slip"
    assert all(0 <= task.free_slack <= task.total_slack for task in plan.tasks.values())
    assert plan.feasible


@given(plans(latest=True), calendars, DAYS, st.none() | DAYS)
def test_critical_tasks_are_those_of_least_slack(plan_input, calendar, start, launch):
    plan = schedule(*plan_input, calendar, start, launch)

    least = min(task.total_slack for task in plan.tasks.values())
    assert set(plan.critical) == {task.id for task in plan.tasks.values() if task.total_slack == least}
    assert all(plan.tasks[task].critical for task in plan.critical)


@given(plans(), calendars, DAYS, DAYS)
def test_a_launch_is_missed_exactly_when_some_slack_is_negative(plan_input, calendar, start, launch):
    plan = schedule(*plan_input, calendar, start, launch)

    assert bool(plan.late_by) == any(task.total_slack < 0 for task in plan.tasks.values())
    assert bool(plan.late_by) == (not plan.feasible)


@given(plans(), calendars, DAYS, DAYS)
def test_a_slipped_task_moves_nothing_within_its_free_slack(plan_input, calendar, start, launch):
    tasks, links = plan_input
    plan = schedule(tasks, links, calendar, start, launch)
    early = starts(plan)

    for task in tasks:
        free = plan.tasks[task.id].free_slack
        after = [link for link in links if link.predecessor == task.id]
        if free >= 0:
            assert all(link_holds(plan, link, early[task.id] + free, early[link.successor]) for link in after)


@given(plans(), calendars, DAYS)
def test_a_plan_counted_back_holds_its_launch_and_starting_later_does_not(plan_input, calendar, launch):
    tasks, links = plan_input
    tasks = [TaskSpec(task.id, task.duration) for task in tasks]
    back = back_from_launch(tasks, links, calendar, launch)
    plan = schedule(tasks, links, calendar, None, launch)

    assert plan.start == back.preparation_start
    assert plan.late_by == 0
    assert {task.id: (task.start, task.end) for task in plan.tasks.values()} == {
        task: (latest.start, latest.end) for task, latest in back.tasks.items()
    }
    late = starts(plan, "late")
    assert all(link_holds(plan, link, late[link.predecessor], late[link.successor]) for link in links)
    assert min(late.values()) == 0, "some task must begin on the first day"


@given(plans(), calendars, DAYS)
def test_a_plan_counted_back_breaks_no_link_even_when_late(plan_input, calendar, launch):
    tasks, links = plan_input
    plan = schedule(tasks, links, calendar, None, launch)
    early, late = starts(plan), starts(plan, "late")
    placed = {task: max(early[task], late[task]) for task in plan.tasks}

    assert all(link_holds(plan, link, placed[link.predecessor], placed[link.successor]) for link in links)
    for task in tasks:
        assert plan.tasks[task.id].start == carried(plan, task, placed[task.id])
        assert task.not_before is None or plan.tasks[task.id].start >= task.not_before


@given(plans(pins=True, latest=True), calendars, DAYS, st.none() | DAYS)
def test_every_date_has_a_chain_of_links_that_exist(plan_input, calendar, start, launch):
    tasks, links = plan_input
    plan = schedule(tasks, links, calendar, start, launch)

    for task in tasks:
        for chain, ends in [
            (earliest_chain(plan, task.id), ("predecessor", "successor")),
            (latest_chain(plan, task.id), ("successor", "predecessor")),
        ]:
            assert chain[0].link is None
            assert chain[-1].task == task.id
            for cause, held in itertools.pairwise(chain):
                assert held.link in links
                assert (getattr(held.link, ends[0]), getattr(held.link, ends[1])) == (cause.task, held.task)


@given(plans(pins=True, latest=True), calendars, DAYS, st.none() | DAYS, st.randoms())
def test_the_order_tasks_and_links_come_in_changes_no_date(plan_input, calendar, start, launch, random):
    tasks, links = plan_input
    shuffled_tasks, shuffled_links = list(tasks), list(links)
    random.shuffle(shuffled_tasks)
    random.shuffle(shuffled_links)

    plan = schedule(tasks, links, calendar, start, launch)
    shuffled = schedule(shuffled_tasks, shuffled_links, calendar, start, launch)

    assert dict(plan.tasks) == dict(shuffled.tasks)


@pytest.mark.parametrize("link_type", list(LinkType))
@given(calendar=calendars, start=DAYS, lag=st.integers(-6, 20), durations=st.tuples(*[st.integers(0, 9)] * 2))
@settings(max_examples=50)
def test_a_longer_lag_never_starts_a_task_sooner(link_type, calendar, start, lag, durations):
    tasks = [TaskSpec("a", durations[0], not_before=start + timedelta(days=30)), TaskSpec("b", durations[1])]

    def second(days):
        plan = schedule(tasks, [Link("a", "b", link_type, days, LagUnit.CALENDAR)], calendar, start)
        return plan.tasks["b"].start

    assert second(lag) <= second(lag + 1)
