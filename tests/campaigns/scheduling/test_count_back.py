"""Plans counted back from a launch."""

from datetime import date

from campaigns.scheduling import (
    LagUnit,
    LatestDates,
    LaunchMissed,
    Link,
    TaskSpec,
    WorkingCalendar,
    back_from_launch,
    schedule,
)

FRANCE = WorkingCalendar()
LAUNCH = date(2027, 1, 12)  # a Tuesday; 1 January is a Friday

TASKS = [TaskSpec("brief", 2), TaskSpec("création", 4), TaskSpec("média", 1), TaskSpec("prêt", 0)]
LINKS = [Link("brief", "création"), Link("brief", "média"), Link("création", "prêt"), Link("média", "prêt")]


def test_durations_count_back_from_the_eve_of_the_launch():
    back = back_from_launch(TASKS, LINKS, FRANCE, LAUNCH)

    assert back.preparation_start == date(2027, 1, 4)
    assert back.working_days == 6
    assert back.tasks == {
        "brief": LatestDates(date(2027, 1, 4), date(2027, 1, 5), 6),
        "création": LatestDates(date(2027, 1, 6), date(2027, 1, 11), 4),
        "média": LatestDates(date(2027, 1, 11), date(2027, 1, 11), 1),
        "prêt": LatestDates(date(2027, 1, 11), date(2027, 1, 11), 0),
    }


def test_holidays_push_the_preparation_earlier():
    back = back_from_launch([TaskSpec("a", 10)], [], FRANCE, date(2027, 1, 4))

    assert back.preparation_start == date(2026, 12, 17), "Christmas and New Year's Day are Fridays"


def test_a_plan_without_a_start_lies_as_late_as_it_can():
    plan = schedule(TASKS, LINKS, FRANCE, None, launch=LAUNCH)
    back = back_from_launch(TASKS, LINKS, FRANCE, LAUNCH)

    assert plan.start == back.preparation_start
    assert {task.id: (task.start, task.end) for task in plan.tasks.values()} == {
        task: (latest.start, latest.end) for task, latest in back.tasks.items()
    }
    assert plan.tasks["média"].early_start == date(2027, 1, 6)
    assert (plan.late_by, plan.margin) == (0, 0)


def test_starting_on_the_preparation_day_holds_the_launch_and_a_day_later_misses_it():
    back = back_from_launch(TASKS, LINKS, FRANCE, LAUNCH)

    assert schedule(TASKS, LINKS, FRANCE, back.preparation_start, LAUNCH).late_by == 0
    assert schedule(TASKS, LINKS, FRANCE, date(2027, 1, 5), LAUNCH).late_by == 1


def test_a_lag_in_calendar_days_is_counted_back_too():
    tasks = [TaskSpec("order", 1), TaskSpec("unpack", 1)]
    link = Link("order", "unpack", lag=10, lag_unit=LagUnit.CALENDAR)

    back = back_from_launch(tasks, [link], FRANCE, LAUNCH)

    # Ten days pass between the end of the 31st and the morning of the 11th.
    assert back.preparation_start == date(2026, 12, 31)


def test_a_first_milestone_lies_on_the_day_preparation_begins():
    tasks = [TaskSpec("go", 0), TaskSpec("a", 2)]

    back = back_from_launch(tasks, [Link("go", "a")], FRANCE, LAUNCH)

    assert back.tasks["go"].start == back.preparation_start == date(2027, 1, 8)


def test_a_task_that_cannot_begin_early_enough_is_not_counted_back_before_it_can():
    tasks = [TaskSpec("stock", 2, not_before=date(2027, 1, 11)), TaskSpec("photos", 2)]

    plan = schedule(tasks, [Link("stock", "photos")], FRANCE, None, launch=LAUNCH)

    assert plan.late_by == 3
    assert plan.problems == (LaunchMissed(LAUNCH, date(2027, 1, 14), 3),)
    assert plan.tasks["stock"].start == date(2027, 1, 11)
    assert plan.tasks["photos"].start == date(2027, 1, 13)


def test_nothing_to_do_needs_no_preparation():
    back = back_from_launch([], [], FRANCE, LAUNCH)

    assert (back.preparation_start, back.working_days, back.tasks) == (LAUNCH, 0, {})
