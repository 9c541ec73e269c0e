"""Months, and the table a frozen budget is shown as."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from budgets.months import every_month
from budgets.words import currency_symbol, month_long, month_short, sort_key

register = template.Library()
register.filter("currency_symbol", currency_symbol)
register.filter("month_long", month_long)
register.filter("month_short", month_short)


@register.filter
def iso_month_long(month: str) -> str:
    """«mars 2027» for a month as a frozen content writes it, "2027-03-01"."""
    return month_long(date.fromisoformat(month))


@register.filter
def inside(channel_id: int, ids: set[int]) -> bool:
    """Whether a set of ids holds this one."""
    return channel_id in ids


@dataclass(frozen=True)
class FrozenRow:
    name: str
    amounts: tuple[tuple[date, Decimal | None], ...]
    total: Decimal


@dataclass(frozen=True)
class FrozenTable:
    """A budget as it was frozen: (month, amount) pairs, an amount of None where nothing was planned."""

    currency: str
    months: tuple[date, ...]
    rows: tuple[FrozenRow, ...]
    columns: tuple[tuple[date, Decimal], ...]
    planned: Decimal
    total: Decimal

    @property
    def rest(self) -> Decimal:
        return self.total - self.planned

    @property
    def digits(self) -> int:
        """Decimals to write: cents only where some amount has any."""
        amounts = [amount for row in self.rows for _month, amount in row.amounts if amount]
        return 2 if any(amount % 1 for amount in [*amounts, self.total]) else 0


@register.simple_tag
def frozen_budget(content: Mapping[str, Any]) -> FrozenTable:
    """The table channel × month of a frozen content, from its JSON alone."""
    lines = [(line["channel"], date.fromisoformat(line["month"]), line) for line in content["lines"]]
    names = {key: line["channel_name"] for key, _month, line in lines}
    amounts = {(key, month): Decimal(line["planned"]) for key, month, line in lines}
    months = every_month({month for _key, month, _line in lines})
    rows = tuple(
        FrozenRow(
            name,
            tuple((month, amounts.get((key, month))) for month in months),
            sum((amount for (each, _month), amount in amounts.items() if each == key), Decimal(0)),
        )
        for key, name in sorted(names.items(), key=lambda item: sort_key(item[1]))
    )
    columns = tuple(
        (month, sum((amount for (_key, each), amount in amounts.items() if each == month), Decimal(0)))
        for month in months
    )
    return FrozenTable(
        content["currency"],
        months,
        rows,
        columns,
        sum(amounts.values(), Decimal(0)),
        Decimal(content["total"]),
    )
