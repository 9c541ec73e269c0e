"""Why a date is what it is."""

from datetime import date

import pytest

from campaigns.scheduling import (
    Cause,
    LagUnit,
    Link,
    TaskSpec,
    WorkingCalendar,
    binding_chain,
    critical_chain,
    earliest_chain,
    latest_chain,
    schedule,
)

FRANCE = WorkingCalendar()
MONDAY = date(2026, 11, 16)


def day(number: int) -> date:
    return date(2026, 11, number)


def steps(chain):
    return [(step.task, step.cause, step.day) for step in chain]


def test_a_chain_goes_from_the_start_of_the_plan_through_the_links_that_bind():
    tasks = [TaskSpec("long", 4), TaskSpec("short", 1), TaskSpec("mid", 1), TaskSpec("end", 1)]
    links = [Link("short", "end"), Link("long", "mid"), Link("mid", "end", lag=1)]

    plan = schedule(tasks, links, FRANCE, MONDAY)
    chain = binding_chain(plan, "end")

    assert steps(chain) == [
        ("long", Cause.PLAN_START, day(16)),
        ("mid", Cause.LINK, day(20)),
        ("end", Cause.LINK, day(24)),
    ]
    assert [step.link for step in chain] == [None, links[1], links[2]]
    assert critical_chain(plan) == chain


def test_a_chain_ends_on_a_constraint():
    tasks = [TaskSpec("a", 1), TaskSpec("b", 1, not_before=day(19)), TaskSpec("c", 1)]
    tasks += [TaskSpec("d", 1, pinned=day(24)), TaskSpec("e", 1)]
    links = [Link("a", "b"), Link("b", "c"), Link("c", "d"), Link("d", "e")]

    plan = schedule(tasks, links, FRANCE, MONDAY)

    assert steps(binding_chain(plan, "c")) == [
        ("b", Cause.NOT_BEFORE, day(19)),
        ("c", Cause.LINK, day(20)),
    ]
    assert steps(binding_chain(plan, "e")) == [("d", Cause.PINNED, day(24)), ("e", Cause.LINK, day(25))]


def test_a_chain_goes_through_a_lag_in_calendar_days():
    link = Link("order", "unpack", lag=10, lag_unit=LagUnit.CALENDAR)

    plan = schedule([TaskSpec("order", 1), TaskSpec("unpack", 1)], [link], FRANCE, MONDAY)

    assert [step.link for step in earliest_chain(plan, "unpack")] == [None, link]
    assert [step.link for step in latest_chain(plan, "order")] == [None, link]


def test_latest_dates_are_explained_from_the_launch():
    tasks = [TaskSpec("a", 1), TaskSpec("b", 2)]

    plan = schedule(tasks, [Link("a", "b")], FRANCE, MONDAY, launch=day(25))

    assert steps(latest_chain(plan, "a")) == [("b", Cause.LAUNCH, day(24)), ("a", Cause.LINK, day(20))]


def test_latest_dates_are_explained_by_the_link_that_leaves_least_time():
    tasks = [TaskSpec("a", 1), TaskSpec("short", 1), TaskSpec("long", 3)]
    links = [Link("a", "short"), Link("a", "long")]

    plan = schedule(tasks, links, FRANCE, MONDAY)

    assert latest_chain(plan, "a")[-1].link == links[1]


def test_of_links_that_bind_alike_the_first_given_is_named():
    links = [Link("a", "c"), Link("b", "c")]
    tasks = [TaskSpec("a", 1), TaskSpec("b", 1), TaskSpec("c", 1)]

    assert earliest_chain(schedule(tasks, links, FRANCE, MONDAY), "c")[-1].link == links[0]
    assert earliest_chain(schedule(tasks, links[::-1], FRANCE, MONDAY), "c")[-1].link == links[1]


@pytest.mark.parametrize(
    ("constraint", "cause"),
    [({"not_after": day(24)}, Cause.NOT_AFTER), ({"pinned": day(24)}, Cause.PINNED), ({}, Cause.PLAN_FINISH)],
)
def test_latest_dates_are_explained_by_what_limits_them(constraint, cause):
    tasks = [TaskSpec("a", 1), TaskSpec("b", 1, **constraint), TaskSpec("long", 9)]

    plan = schedule(tasks, [Link("a", "b")], FRANCE, MONDAY)

    assert [(step.task, step.cause) for step in latest_chain(plan, "a")] == [("b", cause), ("a", Cause.LINK)]


def test_a_plan_counted_back_is_explained_from_its_launch():
    tasks = [TaskSpec("a", 1), TaskSpec("aside", 1), TaskSpec("b", 2)]

    plan = schedule(tasks, [Link("a", "b")], FRANCE, None, launch=day(25))

    assert steps(binding_chain(plan, "a")) == [("b", Cause.LAUNCH, day(24)), ("a", Cause.LINK, day(20))]
    assert steps(binding_chain(plan, "aside")) == [("aside", Cause.LAUNCH, day(24))]


def test_a_task_of_a_plan_counted_back_that_cannot_start_sooner_says_so():
    tasks = [TaskSpec("stock", 2, not_before=day(24))]

    plan = schedule(tasks, [], FRANCE, None, launch=day(25))

    assert steps(binding_chain(plan, "stock")) == [("stock", Cause.NOT_BEFORE, day(24))]


def test_an_empty_plan_has_no_critical_chain():
    assert critical_chain(schedule([], [], FRANCE, MONDAY)) == ()


def test_an_unknown_task_has_no_chain():
    with pytest.raises(KeyError):
        binding_chain(schedule([], [], FRANCE, MONDAY), "ghost")
