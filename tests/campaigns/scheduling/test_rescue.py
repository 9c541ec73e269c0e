"""Plans that cannot be, and what would make them hold."""

from datetime import date
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.scheduling import Cause, LagUnit, Link, LinkType, TaskSpec, WorkingCalendar
from campaigns.scheduling.rescue import (
    Draft,
    DropLink,
    DropTask,
    Failure,
    FreeStart,
    Leeway,
    MoveDeadline,
    MoveLaunch,
    Overlap,
    Shorten,
    Unpin,
    applied,
    holds,
    rescue,
)
from tests.campaigns.scheduling.test_schedule_properties import DAYS, calendars, plans

FRANCE = WorkingCalendar()
MONDAY = date(2026, 11, 16)


def day(number: int) -> date:
    return date(2026, 11, number)


def draft(tasks, links=(), launch=None, start=MONDAY):
    return Draft(tuple(tasks), tuple(links), FRANCE, start, launch)


def changes_of(late, **leeway):
    return [proposal.changes for proposal in rescue(late, Leeway(**leeway)).proposals]


def test_a_plan_that_holds_needs_no_rescue():
    assert rescue(draft([TaskSpec("a", 3)], launch=day(19))) is None


def test_a_late_plan_says_what_is_missing_and_why():
    tasks = [TaskSpec("brief", 2), TaskSpec("film", 6), TaskSpec("aside", 1)]
    link = Link("brief", "film")

    found = rescue(draft(tasks, [link], launch=day(24)))

    assert (found.failure, found.days_missing) == (Failure.LAUNCH, 2)
    assert [(step.task, step.cause, step.link, step.day) for step in found.chain] == [
        ("brief", Cause.PLAN_START, None, day(16)),
        ("film", Cause.LINK, link, day(18)),
    ]


def test_every_way_of_mending_one_chain_is_proposed_fewest_days_first():
    tasks = [TaskSpec("brief", 2), TaskSpec("film", 6), TaskSpec("aside", 1)]
    link = Link("brief", "film")

    assert changes_of(draft(tasks, [link], launch=day(24))) == [
        (Shorten("film", 6, 4),),
        (DropLink(link, 2),),
        (DropTask("brief", 2),),
        (MoveLaunch(day(24), day(26), 2),),
        (DropTask("film", 6),),
    ]


def test_what_is_kept_or_needed_is_left_alone():
    tasks = [TaskSpec("brief", 2), TaskSpec("film", 6), TaskSpec("aside", 1)]
    late = draft(tasks, [Link("brief", "film")], launch=day(24))

    assert changes_of(late, kept=frozenset({"film"}), needed=frozenset({"brief"})) == [
        (MoveLaunch(day(24), day(26), 2),)
    ]
    assert changes_of(late, kept=frozenset({"brief", "film"}), launch_moves=False) == []


def test_two_chains_are_both_cut():
    tasks = [TaskSpec("photo", 6), TaskSpec("film", 7), TaskSpec("end", 1)]
    links = [Link("photo", "end"), Link("film", "end")]

    late = draft(tasks, links, launch=day(23))

    assert (Shorten("film", 7, 4), Shorten("photo", 6, 4)) in changes_of(late, needed=frozenset({"end"}))


def test_one_cut_where_chains_meet_is_better_than_two():
    tasks = [TaskSpec("a", 4), TaskSpec("b", 4), TaskSpec("both", 4)]
    links = [Link("a", "both"), Link("b", "both")]

    first = changes_of(draft(tasks, links, launch=day(24)))[0]

    assert first == (Shorten("both", 4, 2),)


def test_minimum_durations_are_kept():
    tasks = [TaskSpec("a", 6), TaskSpec("b", 6)]
    late = draft(tasks, [Link("a", "b")], launch=day(27))

    proposed = changes_of(late, minimum={"a": 5, "b": 4})

    assert (Shorten("b", 6, 4), Shorten("a", 6, 5)) in [tuple(reversed(each)) for each in proposed] + proposed


def test_a_lag_in_calendar_days_can_be_cut_to_nothing():
    link = Link("order", "unpack", lag=10, lag_unit=LagUnit.CALENDAR)
    late = draft([TaskSpec("order", 1), TaskSpec("unpack", 1)], [link], launch=day(25))

    # Without a lag of ten days it would be ready on the 27th; seven end on Tuesday the 24th.
    assert (Overlap(link, 7),) in changes_of(late)


def test_a_deadline_missed_can_be_moved():
    late = draft([TaskSpec("a", 4), TaskSpec("b", 2, not_after=day(18))], [Link("a", "b")])

    found = rescue(late)

    assert (found.failure, found.days_missing) == (Failure.DEADLINE, 3)
    assert (MoveDeadline("b", day(18), day(23), 3),) in [each.changes for each in found.proposals]


def test_a_pin_too_early_can_go_and_so_can_what_holds_its_task():
    late = draft([TaskSpec("a", 5), TaskSpec("b", 1, pinned=day(18))], [Link("a", "b")])

    found = rescue(late)

    assert (found.failure, found.days_missing) == (Failure.PIN, 3)
    assert [step.task for step in found.chain] == ["a", "b"]
    proposed = [each.changes for each in found.proposals]
    assert (Unpin("b", day(18), 3),) in proposed
    assert (DropTask("a", 5),) in proposed


def test_what_begins_too_late_can_begin_sooner_even_counted_back():
    stock = TaskSpec("stock", 2, not_before=day(23))

    for start in (MONDAY, None):
        late = draft([stock, TaskSpec("b", 2)], [Link("stock", "b")], launch=day(26), start=start)
        assert (FreeStart("stock", day(23), 1),) in changes_of(late)
        assert (MoveLaunch(day(26), day(27), 1),) in changes_of(late)


def test_what_holds_when_dated_needs_no_rescue_even_on_the_day_of_the_launch():
    done = TaskSpec("done", 0, pinned=date(2026, 1, 1))
    mondays = WorkingCalendar(weekdays=frozenset({0}))

    plan = Draft((done,), (), mondays, None, date(2026, 1, 1))

    assert holds(plan.schedule())
    assert rescue(plan) is None


def test_a_chain_of_many_short_tasks_takes_several_cuts():
    tasks = [TaskSpec(number, 2) for number in range(12)]
    links = [Link(*pair) for pair in pairwise(range(12))]

    proposed = changes_of(draft(tasks, links, launch=date(2026, 12, 15)))

    assert [len(each) for each in proposed if {type(change) for change in each} == {Shorten}] == [3]


def test_what_a_dropped_task_waited_for_is_still_waited_for():
    plan = draft(
        [TaskSpec("a", 3), TaskSpec("b", 2), TaskSpec("c", 1)], [Link("a", "b"), Link("b", "c")], day(30)
    )

    after = applied(plan, [DropTask("b", 2), Shorten("a", 3, 2), MoveLaunch(day(30), day(27), 0)])

    assert after == draft([TaskSpec("a", 2), TaskSpec("c", 1)], [Link("a", "c")], day(27))


@given(plans(pins=True, latest=True), calendars, st.none() | DAYS, DAYS)
@settings(max_examples=60)
def test_a_proposal_makes_the_plan_hold_and_no_part_of_it_does(plan_input, calendar, start, launch):
    tasks, links = plan_input
    late = Draft(tuple(tasks), tuple(links), calendar, start, launch)

    found = rescue(late)

    assert (found is None) == holds(late.schedule())
    for proposal in found.proposals if found else ():
        after = applied(late, proposal.changes).schedule()
        assert holds(after)
        assert after.finish == proposal.finish
        for size in range(len(proposal.changes)):
            for part in combinations(proposal.changes, size):
                assert not holds(applied(late, part).schedule())


@given(plans(), calendars, DAYS, DAYS)
@settings(max_examples=60)
def test_a_plan_late_for_its_launch_alone_can_always_launch_later(plan_input, calendar, start, launch):
    tasks, links = plan_input
    found = rescue(Draft(tuple(tasks), tuple(links), calendar, start, launch))

    assert found is None or any(
        isinstance(change, MoveLaunch) for proposal in found.proposals for change in proposal.changes
    )


def test_the_same_plan_gets_the_same_proposals():
    tasks = [TaskSpec(number, 1 + number % 5) for number in range(40)]
    links = [Link(a, b, LinkType.FS) for b in range(40) for a in (b - 1, b - 3) if a >= 0]
    late = draft(tasks, links, launch=date(2027, 1, 15))

    assert rescue(late) == rescue(late)
