"""Plans small enough to date by hand. The calendar page of November 2026 to January 2027 helps."""

from datetime import date

import pytest

from campaigns.scheduling import (
    LagUnit,
    LaunchMissed,
    Link,
    LinkType,
    OutOfCalendar,
    TaskSpec,
    WorkingCalendar,
    schedule,
)

FRANCE = WorkingCalendar()
MONDAY = date(2026, 11, 16)


def dates(plan):
    return {task.id: (task.start, task.end) for task in plan.tasks.values()}


def day(number: int) -> date:
    return date(2026, 11, number)


def test_a_chain_follows_itself_over_the_weekend():
    tasks = [TaskSpec("brief", 2), TaskSpec("création", 5), TaskSpec("relecture", 1)]
    links = [Link("brief", "création"), Link("création", "relecture")]

    plan = schedule(tasks, links, FRANCE, MONDAY)

    assert dates(plan) == {
        "brief": (day(16), day(17)),
        "création": (day(18), day(24)),
        "relecture": (day(25), day(25)),
    }
    assert (plan.start, plan.finish, plan.makespan) == (day(16), day(25), 8)
    assert plan.critical == ("brief", "création", "relecture")
    assert plan.feasible


def test_a_plan_started_on_a_day_off_begins_on_the_next_working_day():
    plan = schedule([TaskSpec("a", 1)], [], FRANCE, date(2026, 11, 11))

    assert plan.start == plan.tasks["a"].start == day(12)


def test_slack_is_what_a_task_can_slip():
    tasks = [TaskSpec("long", 5), TaskSpec("short", 2), TaskSpec("then", 1), TaskSpec("end", 1)]
    links = [Link("short", "then"), Link("long", "end"), Link("then", "end")]

    plan = schedule(tasks, links, FRANCE, MONDAY)

    slack = {task.id: (task.total_slack, task.free_slack) for task in plan.tasks.values()}
    assert slack == {"long": (0, 0), "short": (2, 0), "then": (2, 2), "end": (0, 0)}
    assert plan.critical == ("long", "end")
    assert (plan.tasks["short"].late_start, plan.tasks["short"].late_finish) == (day(18), day(19))


@pytest.mark.parametrize(
    ("link_type", "lag", "start", "end"),
    [
        ("FS", 0, 20, 24),
        ("FS", 2, 24, 26),
        ("FS", -2, 18, 20),
        ("SS", 0, 16, 18),
        ("SS", 3, 19, 23),
        ("FF", 0, 17, 19),
        ("FF", 3, 20, 24),
        ("SF", 0, 16, 18),  # nothing starts before the plan
        ("SF", 5, 18, 20),
    ],
)
def test_each_link_type_with_a_lag_in_working_days(link_type, lag, start, end):
    tasks = [TaskSpec("first", 4), TaskSpec("second", 3)]  # the first works from the 16th to the 19th

    plan = schedule(tasks, [Link("first", "second", LinkType(link_type), lag)], FRANCE, MONDAY)

    assert dates(plan)["second"] == (day(start), day(end))


@pytest.mark.parametrize(
    ("link_type", "lag", "start", "end"),
    [
        ("FS", 0, 20, 24),
        ("FS", 1, 23, 25),  # Friday passes, so does the weekend
        ("FS", 3, 23, 25),  # Friday, Saturday and Sunday pass
        ("FS", 4, 24, 26),
        ("SS", 5, 23, 25),  # the 21st is a Saturday
        ("FF", 2, 19, 23),  # ends two days after the 19th, a Saturday: on Monday
        ("SF", 5, 18, 20),
    ],
)
def test_each_link_type_with_a_lag_in_calendar_days(link_type, lag, start, end):
    tasks = [TaskSpec("first", 4), TaskSpec("second", 3)]
    link = Link("first", "second", LinkType(link_type), lag, LagUnit.CALENDAR)

    plan = schedule(tasks, [link], FRANCE, MONDAY)

    assert dates(plan)["second"] == (day(start), day(end))


def test_a_critical_path_goes_through_a_lag_in_calendar_days():
    tasks = [TaskSpec("print order", 1), TaskSpec("unpack", 1), TaskSpec("aside", 3)]
    link = Link("print order", "unpack", lag=10, lag_unit=LagUnit.CALENDAR)

    plan = schedule(tasks, [link], FRANCE, MONDAY)

    assert dates(plan)["unpack"] == (day(27), day(27))
    assert plan.critical == ("print order", "unpack")


def test_a_milestone_carries_the_day_its_last_predecessor_ends():
    tasks = [TaskSpec("a", 2), TaskSpec("b", 5), TaskSpec("ready", 0), TaskSpec("after", 1)]
    links = [Link("a", "ready"), Link("b", "ready"), Link("ready", "after")]

    plan = schedule(tasks, links, FRANCE, MONDAY)

    ready = plan.tasks["ready"]
    assert ready.start == ready.end == ready.late_finish == day(20), "b ends on Friday"
    assert ready.is_milestone
    assert plan.tasks["after"].start == day(23)


def test_a_milestone_nothing_precedes_carries_the_first_day():
    plan = schedule([TaskSpec("kick-off", 0), TaskSpec("a", 1)], [Link("kick-off", "a")], FRANCE, MONDAY)

    assert dates(plan) == {"kick-off": (day(16), day(16)), "a": (day(16), day(16))}


def test_not_before_holds_a_task_and_moves_to_a_working_day():
    tasks = [TaskSpec("a", 1, not_before=date(2026, 11, 21)), TaskSpec("m", 0, not_before=day(24))]

    plan = schedule(tasks, [], FRANCE, MONDAY)

    assert dates(plan) == {"a": (day(23), day(23)), "m": (day(24), day(24))}


def test_not_before_in_the_past_changes_nothing():
    plan = schedule([TaskSpec("a", 1, not_before=date(2025, 1, 1))], [], FRANCE, MONDAY)

    assert plan.tasks["a"].start == MONDAY


def test_a_launch_gives_room_or_takes_it():
    tasks, links = [TaskSpec("a", 3), TaskSpec("b", 2)], [Link("a", "b")]

    roomy = schedule(tasks, links, FRANCE, MONDAY, launch=day(25))
    exact = schedule(tasks, links, FRANCE, MONDAY, launch=day(21))

    assert (roomy.late_by, roomy.margin, roomy.deadline) == (0, 2, 7)
    assert roomy.tasks["b"].late_finish == day(24), "the eve of the launch"
    assert [task.total_slack for task in roomy.tasks.values()] == [2, 2]
    assert roomy.critical == ("a", "b"), "the tightest chain, even with room"
    assert (exact.late_by, exact.margin) == (0, 0)


def test_a_missed_launch_is_counted_and_nothing_is_turned_around():
    tasks, links = [TaskSpec("a", 3), TaskSpec("b", 2), TaskSpec("free", 1)], [Link("a", "b")]

    plan = schedule(tasks, links, FRANCE, MONDAY, launch=day(18))

    assert plan.late_by == 3
    assert plan.problems == (LaunchMissed(day(18), day(20), 3),)
    assert dates(plan)["b"] == (day(19), day(20)), "dated as it would really be"
    assert {task.id: task.total_slack for task in plan.tasks.values()} == {"a": -3, "b": -3, "free": 1}
    assert plan.critical == ("a", "b")
    assert plan.tasks["a"].late_start == date(2026, 11, 10), "it would have had to start the week before"


def test_a_launch_before_the_start_is_late_by_the_whole_plan_and_more():
    plan = schedule([TaskSpec("a", 3)], [], FRANCE, MONDAY, launch=day(12))

    assert plan.deadline == -2
    assert plan.late_by == 5


def test_a_launch_on_a_holiday_leaves_the_working_days_before_it():
    tasks = [TaskSpec("a", 2)]

    plan = schedule(tasks, [], FRANCE, date(2026, 12, 21), launch=date(2026, 12, 25))
    monday_after = schedule(tasks, [], FRANCE, date(2026, 12, 21), launch=date(2026, 12, 28))

    assert plan.tasks["a"].late_finish == monday_after.tasks["a"].late_finish == date(2026, 12, 24)


def test_a_plan_crosses_a_year_of_53_weeks():
    plan = schedule([TaskSpec("a", 10)], [], FRANCE, date(2026, 12, 21))

    # Off: Christmas (a Friday), New Year's Day (a Friday), two weekends.
    assert plan.finish == date(2027, 1, 5)


def test_a_plan_works_on_29_february():
    plan = schedule([TaskSpec("a", 2), TaskSpec("b", 1)], [Link("a", "b")], FRANCE, date(2028, 2, 28))

    assert dates(plan) == {
        "a": (date(2028, 2, 28), date(2028, 2, 29)),
        "b": (date(2028, 3, 1), date(2028, 3, 1)),
    }


def test_daylight_saving_days_are_days_like_others():
    spring = schedule([TaskSpec("a", 2)], [], FRANCE, date(2026, 3, 27))  # the clock moves on Sunday 29
    autumn = schedule([TaskSpec("a", 2)], [], FRANCE, date(2026, 10, 23))  # and on Sunday 25

    assert (spring.finish, autumn.finish) == (date(2026, 3, 30), date(2026, 10, 26))


def test_a_task_longer_than_the_campaign_is_only_late():
    plan = schedule([TaskSpec("a", 300)], [], FRANCE, MONDAY, launch=day(30))

    assert plan.late_by == 290


def test_an_absurd_duration_is_refused():
    with pytest.raises(OutOfCalendar):
        schedule([TaskSpec("a", 10**9)], [], FRANCE, MONDAY)


@pytest.mark.parametrize("unit", list(LagUnit))
def test_an_absurd_lag_is_refused(unit):
    tasks = [TaskSpec("a", 1), TaskSpec("b", 1)]

    with pytest.raises(OutOfCalendar):
        schedule(tasks, [Link("a", "b", lag=10**9, lag_unit=unit)], FRANCE, MONDAY)


def test_an_empty_plan_is_a_plan():
    plan = schedule([], [], FRANCE, MONDAY, launch=date(2026, 11, 12))

    assert (plan.finish, plan.makespan, plan.late_by, plan.critical) == (None, 0, 0, ())
    assert plan.feasible


def test_a_plan_needs_an_anchor():
    with pytest.raises(ValueError, match="start or a launch"):
        schedule([TaskSpec("a", 1)], [], FRANCE, None)


def test_tasks_come_back_in_the_order_given_under_ids_of_either_kind():
    plan = schedule([TaskSpec(7, 1), TaskSpec("x", 1), TaskSpec(2, 1)], [Link(2, 7)], FRANCE, MONDAY)

    assert list(plan.tasks) == [7, "x", 2]
    assert plan.tasks[7].start == day(17)


def test_two_links_between_the_same_tasks_both_hold():
    tasks = [TaskSpec("a", 5), TaskSpec("b", 2)]
    links = [Link("a", "b", LinkType.SS, 2), Link("a", "b", LinkType.FF, 1)]

    plan = schedule(tasks, links, FRANCE, MONDAY)

    assert dates(plan)["b"] == (day(20), day(23))
