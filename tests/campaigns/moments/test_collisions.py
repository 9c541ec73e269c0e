"""Waves that meet and teams asked for too much, against a reckoning by brute force."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.moments import Kind
from campaigns.moments.collisions import OnAir, Work, overlaps, overloads
from campaigns.moments.fit import HURTS, fit

MONDAY = date(2027, 2, 1)
DAYS = st.integers(0, 40)
SOME = st.frozensets(st.integers(1, 3), max_size=2)


def on(day):
    return MONDAY + timedelta(days=day)


def worked(day):
    return day.weekday() < 5


def air(wave, campaign, start, end, audiences=frozenset({1}), channels=frozenset({1})):
    return OnAir(wave, campaign, on(start), on(end), audiences, channels)


WAVES = st.lists(st.tuples(st.integers(1, 3), DAYS, st.integers(0, 9), SOME, SOME), max_size=12).map(
    lambda rows: [
        air(wave, campaign, start, start + length, audiences, channels)
        for wave, (campaign, start, length, audiences, channels) in enumerate(rows, start=1)
    ]
)


@given(WAVES)
def test_every_pair_that_meets_and_no_other(windows):
    expected = {
        frozenset({a.wave, b.wave})
        for a in windows
        for b in windows
        if a.campaign != b.campaign
        and a.audiences & b.audiences
        and a.channels & b.channels
        and a.start <= b.end
        and b.start <= a.end
    }
    found = overlaps(windows)
    assert {frozenset({pair.first.wave, pair.second.wave}) for pair in found} == expected
    assert len(found) == len(expected)
    assert all(pair.start <= pair.end and pair.audiences and pair.channels for pair in found)


def test_a_pair_says_when_and_over_what_it_meets():
    first = air(1, 1, 0, 10, frozenset({1, 2}), frozenset({5}))
    second = air(2, 2, 5, 20, frozenset({2, 3}), frozenset({5, 6}))
    (pair,) = overlaps([second, first])
    assert (pair.first, pair.second) == (first, second)
    assert (pair.start, pair.end) == (on(5), on(10))
    assert (pair.audiences, pair.channels) == ({2}, {5})


def test_one_campaign_does_not_collide_with_itself():
    assert overlaps([air(1, 1, 0, 10), air(2, 1, 0, 10)]) == []


@given(st.lists(st.tuples(st.integers(1, 2), DAYS, st.integers(0, 9)), max_size=12), st.integers(1, 3))
def test_runs_hold_exactly_the_days_that_are_too_much(rows, capacity):
    work = [
        Work(task, task, team, on(start), on(start + length))
        for task, (team, start, length) in enumerate(rows, start=1)
    ]
    expected = {
        (team, on(day))
        for team in (1, 2)
        for day in range(60)
        if worked(on(day))
        and sum(each.team == team and each.start <= on(day) <= each.end for each in work) > capacity
    }
    runs = overloads(work, {1: capacity, 2: capacity}, worked)
    found = {
        (run.team, run.start + timedelta(days=day))
        for run in runs
        for day in range((run.end - run.start).days + 1)
        if worked(run.start + timedelta(days=day))
    }
    assert found == expected
    assert sum(run.days for run in runs) == len(expected)
    assert all(run.peak > run.capacity for run in runs)


def test_a_week_end_breaks_no_run_and_a_quiet_day_does():
    friday, monday = 4, 7
    two = [Work(task, task, 1, on(friday), on(monday)) for task in (1, 2)]
    (run,) = overloads(two, {1: 1}, worked)
    assert (run.start, run.end, run.days, run.peak, run.tasks) == (on(4), on(7), 2, 2, (1, 2))
    apart = [*two, *(Work(task, task, 1, on(9), on(9)) for task in (3, 4))]
    assert [run.start for run in overloads(apart, {1: 1}, worked)] == [on(4), on(9)]


def test_a_team_of_unknown_size_is_not_judged():
    assert overloads([Work(1, 1, 9, on(0), on(3)), Work(2, 1, 9, on(0), on(3))], {1: 1}, worked) == []


def test_what_goes_with_what():
    assert fit("SAISONNIERE", Kind.SALES, "soldes_hiver") > 0
    assert fit("BRAND", Kind.SALES, "black_friday") == HURTS
    assert fit("LANCEMENT", Kind.SEASON, "calme_aout") == HURTS
    assert fit("ALWAYS_ON", Kind.SALES, "soldes_hiver") == 0
    assert fit("LANCEMENT", None, "own") == 0
