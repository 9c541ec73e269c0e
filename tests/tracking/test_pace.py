"""Pace is arithmetic: on the line, behind it, too early to tell."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.pace import elapsed_share, pace_of_cap, pace_of_ratio, pace_of_sum

START, END = date(2027, 1, 1), date(2027, 1, 10)


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (date(2026, 12, 31), "0"),
        (START, "0.1"),
        (date(2027, 1, 5), "0.5"),
        (END, "1"),
        (date(2027, 2, 1), "1"),
    ],
)
def test_the_share_that_is_over_counts_both_days(on, share):
    assert elapsed_share(START, END, on) == Decimal(share)


def test_a_sum_is_held_to_a_straight_line_and_projected():
    pace = pace_of_sum(actual=Decimal(40), target=Decimal(100), start=START, end=END, on=date(2027, 1, 5))
    assert (pace.expected, pace.projected, pace.gap, pace.behind) == (50, 80, -10, True)


def test_a_little_behind_is_not_behind():
    pace = pace_of_sum(actual=Decimal(43), target=Decimal(100), start=START, end=END, on=date(2027, 1, 5))
    assert not pace.behind


def test_nothing_is_behind_before_a_tenth_of_the_window():
    start, end = date(2027, 1, 1), date(2027, 3, 31)
    pace = pace_of_sum(actual=Decimal(0), target=Decimal(100), start=start, end=end, on=date(2027, 1, 3))
    assert not pace.behind


@pytest.mark.parametrize(
    ("direction", "actual", "behind"), [("down", 21, True), ("down", 20, False), ("up", 15, True)]
)
def test_a_ratio_is_held_to_its_target(direction, actual, behind):
    pace = pace_of_ratio(
        actual=Decimal(actual), target=Decimal(18), direction=direction, start=START, end=END, on=END
    )
    assert (pace.expected, pace.behind) == (18, behind)


def test_a_cap_is_behind_when_it_is_used_up_too_fast():
    pace = pace_of_cap(actual=Decimal(60), target=Decimal(100), start=START, end=END, on=date(2027, 1, 5))
    assert pace.behind


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.dates(START, END))
def test_being_on_the_line_is_never_behind(extra, target, on):
    share = elapsed_share(START, END, on)
    pace = pace_of_sum(actual=target * share + extra, target=Decimal(target), start=START, end=END, on=on)
    assert not pace.behind
