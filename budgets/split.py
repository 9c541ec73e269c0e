"""Sharing an amount out to the cent: largest remainder, exact and deterministic. Pure Python, no Django.

Every share is its exact quota rounded down to the cent; the cents left over go to the largest remainders,
the earlier share first where two are equal (Hamilton's method). Quotas are fractions, never floats, so the
same input gives the same cents on every machine.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

CENT = Decimal("0.01")


class SplitError(ValueError):
    """There is nothing to share between, or the weights say nothing."""


def split_weighted(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Share `amount` (euros, at most two decimals, may be negative) in proportion to `weights`.

    The shares add up to `amount` exactly, each within a cent of its quota; a weight of zero gets nothing.
    Raises SplitError when there is no weight above zero, ValueError when a weight is negative or not
    finite, or when `amount` has parts of a cent.
    """
    if not all(weight.is_finite() and weight >= 0 for weight in weights):
        raise ValueError("Weights are finite and not negative")
    if not amount.is_finite() or amount != amount.quantize(CENT):
        raise ValueError("The amount is a whole number of cents")
    parts = [Fraction(weight) for weight in weights]
    total = sum(parts, Fraction(0))
    if total == 0:
        raise SplitError("No weight is above zero")
    cents = abs(int(amount.scaleb(2)))
    quotas = [cents * part / total for part in parts]
    shares = [int(quota) for quota in quotas]
    left = cents - sum(shares)
    # sorted() is stable: equal remainders keep the order of the shares.
    by_remainder = sorted(range(len(quotas)), key=lambda index: shares[index] - quotas[index])
    for index in by_remainder[:left]:
        shares[index] += 1
    sign = -1 if amount < 0 else 1
    return [Decimal(sign * share).scaleb(-2) for share in shares]


def split_equal(amount: Decimal, count: int) -> list[Decimal]:
    """Share `amount` in `count` equal parts to the cent; the first ones get the cents left over.

    Raises SplitError when there are no parts.
    """
    return split_weighted(amount, [Decimal(1)] * count)
