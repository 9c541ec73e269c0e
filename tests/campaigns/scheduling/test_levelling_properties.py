"""What holds of every levelled plan."""

import pytest
from hypothesis import given, settings

from campaigns.scheduling import TaskSpec
from campaigns.scheduling.levelling import CannotLevel, LevelledLate, PinnedOverCapacity, level
from campaigns.scheduling.passes import forward
from tests.campaigns.scheduling.levelling_cases import (
    broken_links,
    cases,
    compiled,
    overfull,
    shortest,
)


def levelled_case(case, **options):
    """(level's own arguments, its result), or None when pins alone overfill a pool."""
    tasks, links, demands, capacity, calendar = case
    plan = compiled(tasks, links, calendar)
    try:
        return plan, level(*plan, demands, capacity, **options)
    except CannotLevel as problem:
        refused = problem
    assert {type(problem) for problem in refused.problems} == {PinnedOverCapacity}
    return None


@given(cases())
def test_no_link_calendar_pin_or_capacity_is_ever_violated(case):
    found = levelled_case(case)
    if found is None:
        return
    (network, timeline, bounds), answer = found
    assert not broken_links(network, timeline, bounds, answer.starts)
    assert not overfull(network, case[2], case[3], answer.starts)
    early = forward(network, timeline, bounds)
    assert all(answer.starts[task] == early[task] for task in bounds.pinned)
    ends = [start + days for start, days in zip(answer.starts, network.durations, strict=True)]
    assert answer.makespan == max([0, *ends])


@given(cases())
def test_what_is_late_is_listed_with_its_days_and_nothing_else_is(case):
    found = levelled_case(case)
    if found is None:
        return
    (network, _, bounds), answer = found
    late = {miss.task: miss.days_late for miss in answer.late if isinstance(miss, LevelledLate)}
    expected = {
        network.tasks[task].id: answer.starts[task] - latest
        for task, latest in bounds.latest.items()
        if answer.starts[task] > latest
    }
    assert late == expected


@given(cases())
def test_a_task_waits_for_a_pool_that_had_too_little_left_the_day_before(case):
    found = levelled_case(case)
    if found is None:
        return
    (network, _, _), answer = found
    for task, waits in answer.reasons.items():
        place = network.position[task]
        for wait in waits:
            assert wait.start == answer.starts[place] > wait.ready
            assert wait.demand == case[2][place][wait.pool]
            held = [network.position[holder] for holder in wait.holders]
            assert place not in held
            assert wait.used == sum(case[2][holder][wait.pool] for holder in held)
            assert wait.used + wait.demand > wait.capacity


@given(cases())
def test_whoever_waits_without_being_pinned_has_a_reason(case):
    found = levelled_case(case)
    if found is None:
        return
    (network, timeline, bounds), answer = found
    for task, start in enumerate(answer.starts):
        sooner = [*answer.starts]
        sooner[task] = start - 1
        if task in bounds.pinned or broken_links(network, timeline, bounds, sooner) or not start:
            continue
        assert network.tasks[task].id in answer.reasons


@given(cases(most_tasks=4, latest=False, calendar_days=False))
@settings(max_examples=60)
def test_the_bound_never_exceeds_the_shortest_schedule_there_is(case):
    found = levelled_case(case)
    if found is None or found[1].makespan > 8:
        return
    plan, answer = found
    best = shortest(*plan, case[2], case[3], horizon=answer.makespan)
    assert answer.lower_bound <= best <= answer.makespan


@given(cases())
def test_the_instant_answer_is_the_same_each_time(case):
    found, again = levelled_case(case), levelled_case(case)
    if found is None or again is None:
        assert found is again
        return
    assert found[1] == again[1]
    assert found[1].reasons == again[1].reasons


@pytest.mark.parametrize("count", [1, 7, 40])
def test_tasks_of_one_team_follow_one_another(count):
    tasks = [TaskSpec(number, 2) for number in range(count)]
    answer = level(*compiled(tasks), [{"team": 1}] * count, {"team": 1})
    assert answer.starts == [2 * number for number in range(count)]
    assert (answer.makespan, answer.proven) == (2 * count, True)
