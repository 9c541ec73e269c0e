"""Plans that cannot be: what is wrong is named, with what it takes to say so."""

from datetime import date

import pytest

from campaigns.scheduling import (
    Cycle,
    DeadlineMissed,
    DuplicateTask,
    InvalidPlan,
    Link,
    LinkType,
    NegativeDuration,
    PinConflict,
    PinOnDayOff,
    SelfLink,
    TaskSpec,
    UnknownTask,
    WorkingCalendar,
    schedule,
)

FRANCE = WorkingCalendar()
MONDAY = date(2026, 11, 16)


def day(number: int) -> date:
    return date(2026, 11, number)


def problems_of(tasks, links):
    with pytest.raises(InvalidPlan) as caught:
        schedule(tasks, links, FRANCE, MONDAY)
    return caught.value.problems


def test_everything_wrong_is_told_at_once():
    ghost, loop = Link("a", "ghost"), Link("a", "a")
    tasks = [TaskSpec("a", 1), TaskSpec("b", -2), TaskSpec("a", 3)]

    assert problems_of(tasks, [ghost, loop]) == (
        DuplicateTask("a"),
        NegativeDuration("b", -2),
        UnknownTask("ghost", ghost),
        SelfLink("a"),
    )


def test_an_id_used_three_times_is_told_once():
    assert problems_of([TaskSpec("a", 1)] * 3, []) == (DuplicateTask("a"),)


def test_a_cycle_is_named_without_what_hangs_on_it():
    tasks = [TaskSpec(name, 1) for name in ["before", "c", "a", "b", "after"]]
    links = [Link(*pair) for pair in ["ab", "bc", "ca"]]
    links += [Link("before", "a"), Link("b", "after")]

    assert problems_of(tasks, links) == (Cycle(("c", "a", "b")),)


@pytest.mark.parametrize("link_type", list(LinkType))
def test_a_cycle_of_any_link_is_a_cycle(link_type):
    links = [Link("a", "b"), Link("b", "a", link_type, -100)]

    assert problems_of([TaskSpec("a", 1), TaskSpec("b", 1)], links) == (Cycle(("a", "b")),)


def test_a_cycle_of_ten_thousand_tasks_is_named_whole():
    count = 10_000
    tasks = [TaskSpec(number, 1) for number in range(count)]
    links = [Link(number, (number + 1) % count) for number in range(count)]

    assert problems_of(tasks, links) == (Cycle(tuple(range(count))),)


def test_a_chain_of_ten_thousand_tasks_is_dated():
    tasks = [TaskSpec(number, 1) for number in range(10_000)]
    links = [Link(number - 1, number) for number in range(1, 10_000)]

    assert schedule(tasks, links, FRANCE, MONDAY).makespan == 10_000


def test_a_missed_not_after_is_counted_in_working_days():
    tasks = [TaskSpec("a", 4), TaskSpec("b", 2, not_after=day(18))]

    plan = schedule(tasks, [Link("a", "b")], FRANCE, MONDAY)

    assert plan.problems == (DeadlineMissed("b", day(18), day(23), 3),)
    assert [plan.tasks[name].total_slack for name in "ab"] == [-3, -3]


def test_not_after_on_a_day_off_means_the_working_day_before():
    tasks = [TaskSpec("a", 5, not_after=date(2026, 11, 22)), TaskSpec("long", 9)]

    plan = schedule(tasks, [], FRANCE, MONDAY)

    assert plan.feasible
    assert plan.tasks["a"].late_finish == day(20)


def test_a_window_that_cannot_hold_its_task_is_a_missed_deadline():
    plan = schedule([TaskSpec("a", 3, not_before=day(19), not_after=day(18))], [], FRANCE, MONDAY)

    assert plan.problems == (DeadlineMissed("a", day(18), day(23), 3),)


def test_a_pinned_task_stays_and_moves_what_follows():
    tasks = [TaskSpec("a", 1), TaskSpec("show", 2, pinned=day(24)), TaskSpec("after", 1)]

    plan = schedule(tasks, [Link("a", "show"), Link("show", "after")], FRANCE, MONDAY)

    assert plan.feasible
    assert (plan.tasks["show"].start, plan.tasks["after"].start) == (day(24), day(26))
    assert plan.tasks["a"].late_finish == day(23), "what precedes a pin has until its eve"
    assert plan.tasks["show"].total_slack == 0


def test_a_pin_with_nothing_at_stake_does_not_hide_the_critical_path():
    tasks = [TaskSpec("meeting", 1, pinned=day(18)), TaskSpec("long", 5), TaskSpec("short", 2)]

    plan = schedule(tasks, [], FRANCE, MONDAY, launch=date(2026, 12, 1))

    assert {task.id: task.total_slack for task in plan.tasks.values()} == {
        "meeting": 0,
        "long": 6,
        "short": 9,
    }
    assert plan.critical == ("long", "meeting")


def test_a_pin_too_early_stays_and_names_the_link_it_breaks():
    tasks = [TaskSpec("a", 5), TaskSpec("quick", 1), TaskSpec("b", 1, pinned=day(18))]
    links = [Link("quick", "b"), Link("a", "b")]

    plan = schedule(tasks, links, FRANCE, MONDAY)

    assert plan.problems == (PinConflict("b", day(18), day(23), 3, links[1]),)
    assert plan.tasks["b"].start == day(18)
    assert plan.tasks["a"].total_slack == -3


def test_two_pins_that_contradict_name_the_pair():
    tasks = [TaskSpec("a", 3, pinned=day(19)), TaskSpec("b", 1, pinned=day(20))]
    link = Link("a", "b")

    plan = schedule(tasks, [link], FRANCE, MONDAY)

    assert plan.problems == (PinConflict("b", day(20), day(24), 2, link),)


@pytest.mark.parametrize("duration", [0, 1, 3])
def test_a_pin_before_the_plan_starts_has_no_link_to_blame(duration):
    plan = schedule([TaskSpec("a", duration, pinned=day(13))], [], FRANCE, MONDAY)

    assert plan.problems == (PinConflict("a", day(13), day(16), 1, None),)


def test_a_pin_before_its_own_not_before():
    plan = schedule([TaskSpec("a", 1, not_before=day(19), pinned=day(18))], [], FRANCE, MONDAY)

    assert plan.problems == (PinConflict("a", day(18), day(19), 1, None),)


def test_a_pin_on_a_holiday_moves_to_the_next_working_day_and_says_so():
    christmas = date(2026, 12, 25)

    plan = schedule([TaskSpec("a", 1, pinned=christmas)], [], FRANCE, MONDAY)

    assert plan.problems == (PinOnDayOff("a", christmas, date(2026, 12, 28)),)
    assert plan.tasks["a"].start == date(2026, 12, 28)


def test_a_pinned_milestone_carries_its_day_and_waits_for_the_work_of_that_day():
    tasks = [TaskSpec("a", 3), TaskSpec("ready", 0, pinned=day(18)), TaskSpec("after", 1)]

    plan = schedule(tasks, [Link("a", "ready"), Link("ready", "after")], FRANCE, MONDAY)

    assert plan.feasible, "a ends on the 18th too"
    assert plan.tasks["ready"].start == day(18)
    assert plan.tasks["after"].start == day(19)


def test_a_milestone_pinned_on_the_first_day_may_come_before_its_work_or_after():
    before = schedule([TaskSpec("go", 0, pinned=MONDAY), TaskSpec("a", 1)], [Link("go", "a")], FRANCE, MONDAY)
    after = schedule(
        [TaskSpec("a", 1), TaskSpec("done", 0, pinned=MONDAY)], [Link("a", "done")], FRANCE, MONDAY
    )

    assert before.feasible
    assert after.feasible
    assert {task.start for plan in (before, after) for task in plan.tasks.values()} == {MONDAY}
