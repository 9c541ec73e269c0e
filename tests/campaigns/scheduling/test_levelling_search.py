"""The search: never worse than the instant answer, proven on small plans, stopped when asked.

Limits are far beyond what these plans take: a search ends because nothing is left to win, or is told to.
"""

import itertools
import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import given, settings

from campaigns.scheduling import Link, TaskSpec
from campaigns.scheduling.levelling import CannotLevel, Method, level
from tests.campaigns.scheduling.levelling_cases import (
    START,
    broken_links,
    cases,
    compiled,
    levelled,
    overfull,
    shortest,
)

LONG = 600.0


def stop_after(count):
    """A `cancelled` that says yes from the given question on."""
    asked = itertools.count(1)
    return lambda: next(asked) >= count


def day(offset):
    return START + timedelta(days=offset)


def rank(answer):
    return sum(miss.days_late for miss in answer.late), answer.makespan


@given(cases())
@settings(max_examples=60, deadline=None)
def test_the_search_keeps_to_everything_and_never_gives_anything_worse(case):
    tasks, links, demands, capacity, calendar = case
    plan = compiled(tasks, links, calendar)
    try:
        instant = level(*plan, demands, capacity)
    except CannotLevel:
        return
    answer = level(*plan, demands, capacity, time_limit=LONG, cancelled=stop_after(60))
    assert rank(answer) <= rank(instant)
    assert instant.lower_bound <= answer.lower_bound <= answer.makespan
    assert not broken_links(*plan, answer.starts)
    assert not overfull(plan[0], demands, capacity, answer.starts)
    assert all(answer.starts[task] == instant.starts[task] for task in plan[2].pinned)


@given(cases(most_tasks=4, pins=False, latest=False, calendar_days=False))
@settings(max_examples=60, deadline=None)
def test_on_tiny_plans_the_search_proves_the_shortest_schedule_there_is(case):
    tasks, links, demands, capacity, calendar = case
    plan = compiled(tasks, links, calendar)
    answer = level(*plan, demands, capacity, time_limit=LONG)
    assert answer.proven
    if answer.makespan <= 9:
        assert answer.makespan == shortest(*plan, demands, capacity, horizon=answer.makespan)


def hard_case(**options):
    """Seven tasks on two pools: 13 days at once, 11 at best; links and work alone bound it by 9."""
    days = [4, 3, 3, 3, 2, 3, 1]
    links = [(3, 4), (1, 5), (3, 5), (4, 6)]
    demands = [
        {"a": 2, "b": 2},
        {"a": 1, "b": 2},
        {},
        {"a": 2, "b": 2},
        {"a": 2, "b": 1},
        {"b": 1},
        {"b": 2},
    ]
    tasks = [TaskSpec(number, duration) for number, duration in enumerate(days)]
    return levelled(tasks, [Link(*pair) for pair in links], demands, {"a": 3, "b": 3}, **options)


def test_the_search_ends_as_soon_as_it_has_proven_the_shortest():
    assert (hard_case().makespan, hard_case().lower_bound) == (13, 9)
    answer = hard_case(time_limit=LONG)
    assert (answer.makespan, answer.lower_bound, answer.proven) == (11, 11, True)
    assert answer.method in {Method.SEARCH, Method.SOLVER}


def test_one_worker_takes_turns_and_stops_when_told():
    answer = hard_case(time_limit=LONG, workers=1, cancelled=stop_after(500))
    assert answer.makespan == 11


def test_a_search_cancelled_at_once_gives_the_instant_answer():
    answer = hard_case(time_limit=LONG, cancelled=lambda: True)
    assert (answer.starts, answer.method) == (hard_case().starts, hard_case().method)


def test_progress_only_ever_gets_better_and_starts_from_the_instant_answer():
    told = []
    answer = hard_case(time_limit=LONG, progress=told.append)
    assert (told[0].makespan, told[0].lower_bound) == (13, 9)
    assert (told[-1].makespan, told[-1].lower_bound) == (answer.makespan, answer.lower_bound)
    assert all(
        a.makespan >= b.makespan and a.lower_bound <= b.lower_bound for a, b in itertools.pairwise(told)
    )
    assert all(0 <= state.elapsed <= state.time_limit == LONG for state in told)


def test_a_promised_date_comes_before_a_short_plan():
    """By priority the long chain goes first and the date is missed; the search keeps the date."""
    tasks = [TaskSpec("a", 3), TaskSpec("b", 6), TaskSpec("c", 4, not_after=day(4)), TaskSpec("d", 2)]
    links = [Link("a", "b")]
    demands = [{"studio": 1}, {}, {"studio": 1}, {"studio": 1}]
    answer = levelled(tasks, links, demands, {"studio": 1}, time_limit=LONG)
    assert answer.late == ()
    assert answer.starts[2] == 0
    assert answer.makespan == 13


def test_a_date_nothing_can_keep_is_as_little_late_as_can_be():
    tasks = [TaskSpec(name, 3, not_after=day(3)) for name in "abc"]
    answer = levelled(tasks, [], [{"studio": 1}] * 3, {"studio": 1}, time_limit=LONG)
    assert sum(miss.days_late for miss in answer.late) == 2 + 5
    assert (answer.makespan, answer.lower_bound) == (9, 9)


@pytest.mark.parametrize("workers", [1, 2])
def test_varying_capacity_and_pins_before_the_plan_are_solved_as_they_are_placed(workers):
    tasks = [TaskSpec("past", 3, pinned=day(-2)), *(TaskSpec(number, 2) for number in range(4))]
    demands = [{"studio": 2}, *[{"studio": 1}] * 4]
    answer = levelled(
        tasks,
        [],
        demands,
        {"studio": [2, 1, 1, 0, 2]},
        time_limit=LONG,
        workers=workers,
        cancelled=stop_after(400),
    )
    assert answer.starts[0] == -2
    assert sorted(answer.starts[1:]) == [1, 4, 4, 6]


def test_the_instant_answer_loads_no_solver():
    program = (
        "import sys, campaigns.scheduling.levelling; print(any('ortools' in name for name in sys.modules))"
    )
    command = [sys.executable, "-c", program]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert shown.stdout.strip() == "False"
