"""Sharing out to the cent: exact, deterministic, fair to a cent."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.split import SplitError, split_equal, split_weighted

amounts = st.decimals("-9999999999.99", "9999999999.99", places=2)
weights = st.lists(st.decimals("0", "1000000", places=2), min_size=1, max_size=40).filter(any)


def test_a_cent_in_three_goes_to_the_first():
    assert split_equal(Decimal("0.01"), 3) == [Decimal("0.01"), Decimal("0.00"), Decimal("0.00")]


def test_ten_euros_in_three():
    assert split_equal(Decimal("10.00"), 3) == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]


def test_the_largest_remainders_get_the_cents():
    shares = split_weighted(Decimal("100.00"), [Decimal("1"), Decimal("1"), Decimal("4")])
    assert shares == [Decimal("16.67"), Decimal("16.67"), Decimal("66.66")]


@given(amounts, st.integers(1, 60))
def test_equal_parts_add_up_and_differ_by_a_cent_at_most(amount, count):
    shares = split_equal(amount, count)
    assert sum(shares) == amount
    assert max(shares) - min(shares) <= Decimal("0.01")


@given(amounts, weights)
def test_shares_add_up_exactly_and_stay_within_a_cent_of_their_quota(amount, parts):
    shares = split_weighted(amount, parts)
    total = sum(Fraction(part) for part in parts)
    assert sum(shares) == amount
    for share, part in zip(shares, parts, strict=True):
        quota = Fraction(amount) * Fraction(part) / total
        assert abs(Fraction(share) - quota) < Fraction(1, 100)
        assert share * amount >= 0


@given(amounts, weights)
def test_a_weight_of_zero_gets_nothing(amount, parts):
    shares = split_weighted(amount, parts)
    assert all(share == 0 for share, part in zip(shares, parts, strict=True) if part == 0)


@given(amounts, weights, st.integers(1, 1000))
def test_the_scale_of_the_weights_does_not_matter(amount, parts, factor):
    assert split_weighted(amount, parts) == split_weighted(amount, [part * factor for part in parts])


@given(weights)
def test_a_reduction_never_takes_more_than_there_is(parts):
    total = sum(parts)
    for share, part in zip(split_weighted(-total, parts), parts, strict=True):
        assert part + share >= 0


@given(amounts, weights)
def test_taking_back_mirrors_sharing_out(amount, parts):
    assert split_weighted(-amount, parts) == [-share for share in split_weighted(amount, parts)]


@pytest.mark.parametrize("parts", [[], [Decimal(0), Decimal(0)]])
def test_nobody_to_share_with(parts):
    with pytest.raises(SplitError):
        split_weighted(Decimal("1.00"), parts)


@pytest.mark.parametrize(
    ("amount", "parts"),
    [("0.001", ["1"]), ("NaN", ["1"]), ("1", ["-1", "2"]), ("1", ["Infinity"]), ("1", ["NaN"])],
)
def test_what_is_not_an_amount_is_refused(amount, parts):
    with pytest.raises(ValueError, match=r"cents|finite"):
        split_weighted(Decimal(amount), [Decimal(part) for part in parts])
