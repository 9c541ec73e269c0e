"""Pace: is a measure where it should be by now? Pure arithmetic, no database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

#: How far behind the expected value a measure may be before it is called behind.
TOLERANCE = Decimal("0.15")
#: Before this share of the window is over, a day's noise says more than the trend.
MINIMUM_SHARE = Decimal("0.10")


@dataclass(frozen=True)
class Pace:
    """Where a measure stands against a straight line from 0 at the start to the target at the end.

    `expected` is what the line says for the day judged; `projected` what the end would be at this pace
    (None before any day is over). For a ratio, both are the target itself: it does not accumulate.
    """

    actual: Decimal
    expected: Decimal
    target: Decimal
    projected: Decimal | None
    behind: bool

    @property
    def gap(self) -> Decimal:
        """Actual less expected, in the measure's unit."""
        return self.actual - self.expected


def elapsed_share(start: date, end: date, on: date) -> Decimal:
    """Share of a window (both days included) that is over at the end of day `on`, between 0 and 1."""
    if on < start:
        return Decimal(0)
    total = (end - start).days + 1
    return min(Decimal(1), Decimal((on - start).days + 1) / total)


def pace_of_sum(*, actual: Decimal, target: Decimal, start: date, end: date, on: date) -> Pace:
    """Pace of a measure that adds up over days (leads, sales)."""
    share = elapsed_share(start, end, on)
    expected = target * share
    projected = actual / share if share else None
    behind = share >= MINIMUM_SHARE and actual < expected * (1 - TOLERANCE)
    return Pace(actual, expected, target, projected, behind)


def pace_of_ratio(
    *, actual: Decimal, target: Decimal, direction: Literal["up", "down"], start: date, end: date, on: date
) -> Pace:
    """Pace of a ratio (cost per lead, click rate): judged against its target as it stands."""
    early = elapsed_share(start, end, on) < MINIMUM_SHARE
    worse = actual < target * (1 - TOLERANCE) if direction == "up" else actual > target * (1 + TOLERANCE)
    return Pace(actual, target, target, actual, worse and not early)


def pace_of_cap(*, actual: Decimal, target: Decimal, start: date, end: date, on: date) -> Pace:
    """Pace of a sum that should stay low (a cost): behind means spent faster than time passes."""
    share = elapsed_share(start, end, on)
    expected = target * share
    projected = actual / share if share else None
    behind = share >= MINIMUM_SHARE and actual > expected * (1 + TOLERANCE)
    return Pace(actual, expected, target, projected, behind)
