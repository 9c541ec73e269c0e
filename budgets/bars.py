"""Geometry of the bars planned / committed / actual, one row per channel. Pure: amounts in, shares out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Bar:
    """Widths in hundredths of the chart's width, as SVG attributes want them ("43.21%").

    `over` begins where the plan ends and is empty while nothing exceeds it.
    """

    name: str
    planned: Decimal
    committed: Decimal
    actual: Decimal
    planned_width: str
    committed_width: str
    actual_width: str
    over: Decimal
    over_start: str
    over_width: str


def bars(rows: Sequence[tuple[str, Decimal, Decimal, Decimal]]) -> list[Bar]:
    """(name, planned, committed, actual) → bars on one common scale, the largest amount filling it."""
    largest = max((amount for row in rows for amount in row[1:]), default=Decimal(0))
    return [_bar(row, largest) for row in rows]


def _bar(row: tuple[str, Decimal, Decimal, Decimal], largest: Decimal) -> Bar:
    name, planned, committed, actual = row
    over = max(committed, actual) - planned
    return Bar(
        name=name,
        planned=planned,
        committed=committed,
        actual=actual,
        planned_width=_share(planned, largest),
        committed_width=_share(committed, largest),
        actual_width=_share(actual, largest),
        over=max(over, Decimal(0)),
        over_start=_share(planned, largest),
        over_width=_share(over, largest),
    )


def _share(amount: Decimal, largest: Decimal) -> str:
    if largest <= 0 or amount <= 0:
        return "0%"
    return f"{100 * amount / largest:.2f}%"
