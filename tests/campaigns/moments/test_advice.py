"""Launch dates: the parts add up, weights decide, what cannot be is said apart."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.moments import Kind
from campaigns.moments.advice import (
    DEFAULT_WEIGHTS,
    DayFacts,
    Obstacle,
    PartKey,
    advise,
    value_of,
)
from campaigns.moments.fit import reach

DAY = date(2027, 3, 8)
EASY = DayFacts(DAY, days_left=40, days_needed=20, slack=12, fits=(("Rentrée", 2),), kept=4, promised=4)
FACTS = st.builds(
    DayFacts,
    day=st.dates(date(2027, 1, 1), date(2027, 12, 31)),
    obstacle=st.none() | st.sampled_from(Obstacle),
    days_left=st.integers(0, 90),
    days_needed=st.integers(0, 90),
    slack=st.none() | st.integers(-5, 60),
    collisions=st.lists(st.just("autre"), max_size=4).map(tuple),
    fits=st.lists(st.tuples(st.just("Soldes"), st.integers(-2, 2)), max_size=3).map(tuple),
)
WEIGHTS = st.fixed_dictionaries({key: st.integers(0, 100) for key in PartKey})


@given(st.lists(FACTS, max_size=20), WEIGHTS)
def test_parts_add_up_and_every_day_is_told_once(days, weights):
    advice = advise(days, weights)
    assert len(advice.ranked) + len(advice.infeasible) == len(days)
    assert advice.most == sum(weights.values())
    for candidate in advice.ranked:
        assert candidate.score == sum(part.points for part in candidate.parts)
        assert all(0 <= part.points <= part.weight for part in candidate.parts)
        assert {part.key for part in candidate.parts} == {key for key in PartKey if weights[key]}
    order = [(-candidate.score, candidate.day) for candidate in advice.ranked]
    assert order == sorted(order)
    assert all(facts.obstacle for facts in advice.infeasible)


@given(FACTS)
def test_values_stay_between_nothing_and_all(facts):
    assert all(0 <= value_of(key, facts) <= 1 for key in PartKey)


def test_a_day_with_everything_has_every_point():
    (best,) = advise([EASY], DEFAULT_WEIGHTS).ranked
    assert best.score == sum(DEFAULT_WEIGHTS.values()) == 100


@pytest.mark.parametrize(
    ("key", "worse"),
    [
        (PartKey.DAYS, {"days_left": 22}),
        (PartKey.SLACK, {"slack": 3}),
        (PartKey.COLLISIONS, {"collisions": ("Lancement",)}),
        (PartKey.MOMENT, {"fits": (("Rentrée", 2), ("Creux d’août", -2))}),
        (PartKey.SCHOOL, {"zones": ("A", "B"), "zones_away": ("A",)}),
        (PartKey.LOAD, {"load_days": 10, "overloaded_days": 4}),
        (PartKey.PAST, {"kept": 1, "promised": 4}),
    ],
)
def test_each_part_takes_off_its_own_points_only(key, worse):
    better, lower = advise(
        [EASY, replace(EASY, day=DAY + timedelta(days=1), **worse)], DEFAULT_WEIGHTS
    ).ranked
    lost = {a.key: a.points - b.points for a, b in zip(better.parts, lower.parts, strict=True)}
    assert [each for each, points in lost.items() if points] == [key]
    assert lost[key] > 0


def test_weights_choose_between_two_days():
    calm = replace(EASY, fits=())
    roomy = replace(EASY, day=DAY + timedelta(days=7), slack=0)
    assert advise([calm, roomy], {PartKey.SLACK: 10}).ranked[0].facts is calm
    assert advise([calm, roomy], {PartKey.MOMENT: 10}).ranked[0].facts is roomy


def test_of_two_days_as_good_the_earlier_comes_first():
    later = replace(EASY, day=DAY + timedelta(days=1))
    assert [candidate.day for candidate in advise([later, EASY], DEFAULT_WEIGHTS).ranked] == [DAY, later.day]


def test_what_is_not_known_counts_for_half():
    unknown = DayFacts(DAY)
    assert value_of(PartKey.PAST, unknown) == value_of(PartKey.MOMENT, unknown) == 0.5


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        advise([EASY], {PartKey.SLACK: -1})


def test_presents_are_bought_before_the_feast():
    feast = date(2027, 5, 30)
    assert reach(Kind.FEAST, feast, feast, date(2027, 5, 10))
    assert not reach(Kind.FEAST, feast, feast, date(2027, 5, 8))
    assert not reach(Kind.FEAST, feast, feast, date(2027, 5, 31))
    assert not reach(Kind.ELECTION, feast, feast, date(2027, 5, 29))
