"""What a budget holds, summed by the database in whole cents."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from budgets.models import BudgetLine, Entry
from budgets.months import month_of
from campaigns.models import Phase
from core.money import MoneyField

ZERO = Decimal("0.00")
#: A campaign that is over spends no more of what was merely planned.
ENDED = (Phase.CLOTUREE, Phase.ABANDONNEE)


@dataclass(frozen=True)
class Sums:
    """Four amounts in euros that read together.

    `landing` («atterrissage») is what is spent, plus what is promised and not yet invoiced, plus what is
    planned and neither promised nor spent in the present month and those to come.
    """

    planned: Decimal = ZERO
    committed: Decimal = ZERO
    actual: Decimal = ZERO
    landing: Decimal = ZERO

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def used(self) -> Decimal:
        """Promised or spent, whichever is more: an invoice usually settles an order counted before it."""
        return max(self.committed, self.actual)

    @property
    def over(self) -> Decimal:
        """How much of `used` goes beyond what was planned; zero when none does."""
        return max(self.used - self.planned, ZERO)


def lines_with_sums(lines: QuerySet[BudgetLine], *, today: date | None = None) -> QuerySet[BudgetLine]:
    """Lines with `committed`, `actual` and `landing` beside their `planned`: exact, one query."""
    this_month = month_of(today or timezone.localdate())
    spends_on = Q(month__gte=this_month) & ~Q(budget__campaign__phase__in=ENDED)
    return lines.annotate(
        committed=_entries(Entry.Kind.COMMITTED), actual=_entries(Entry.Kind.ACTUAL)
    ).annotate(
        landing=Case(
            When(spends_on, then=Greatest("planned", "committed", "actual")),
            default=Greatest("committed", "actual"),
            output_field=MoneyField(),
        )
    )


def line_sums(line: BudgetLine) -> Sums:
    """The sums of one line of `lines_with_sums`."""
    annotated: Any = line
    return Sums(line.planned, annotated.committed, annotated.actual, annotated.landing)


def grouped_sums(lines: QuerySet[BudgetLine], *by: str, today: date | None = None) -> QuerySet[Any, Any]:
    """Rows of `by` fields with the four sums of their lines, added up by the database."""
    amounts = {name: Coalesce(Sum(name), zero(), output_field=MoneyField()) for name in _NAMES}
    totals = {f"sum_{name}": amount for name, amount in amounts.items()}
    rows: QuerySet[Any, Any] = lines_with_sums(lines, today=today).order_by().values(*by).annotate(**totals)
    return rows


def row_sums(row: dict[str, Any]) -> Sums:
    """The sums of one row of `grouped_sums`."""
    return Sums(*(row[f"sum_{name}"] for name in _NAMES))


_NAMES = tuple(each.name for each in fields(Sums))


def _entries(kind: str) -> Coalesce:
    rows = Entry.objects.filter(line=OuterRef("pk"), kind=kind).order_by().values("line")
    total = rows.annotate(total=Sum(F("amount"))).values("total")
    return Coalesce(Subquery(total), zero(), output_field=MoneyField())


def zero() -> Value:
    """Nothing, in cents, for Coalesce."""
    return Value(ZERO, output_field=MoneyField())
