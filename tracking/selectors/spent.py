"""What an always-on campaign planned, promised and spent over any days.

Budgets are monthly. Here each month is a line from nothing, before its first day on the air, to its whole
amount on its last: a period takes what the line gains between its ends. Periods that follow one another
therefore add up to the whole, to the cent.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum

from budgets.models import BudgetLine, Entry
from budgets.months import month_end, month_of
from campaigns.models import Campaign
from campaigns.selectors.live import live_since
from core.money import round_cents
from tracking.selectors.performance import current_facts

ZERO = Decimal("0.00")
Daily = Mapping[date, Decimal]


@dataclass(frozen=True)
class Amounts:
    planned: Decimal = ZERO
    committed: Decimal = ZERO
    actual: Decimal = ZERO


@dataclass(frozen=True)
class MonthOnAir:
    """The days of a month that count, both included."""

    first: date
    last: date

    def gained(self, amount: Decimal, start: date, end: date, daily: Daily | None = None) -> Decimal:
        """The part of a month's amount that falls between two days, both included.

        Day by day where `daily` says what each cost, in equal days otherwise.
        """
        before = start - timedelta(days=1)
        return self._until(amount, end, daily) - self._until(amount, before, daily)

    def _until(self, amount: Decimal, day: date, daily: Daily | None) -> Decimal:
        if day < self.first:
            return ZERO
        if day >= self.last:
            return amount
        if daily:
            return round_cents(sum((cost for on, cost in daily.items() if on <= day), ZERO))
        return round_cents(amount * ((day - self.first).days + 1) / ((self.last - self.first).days + 1))


def spent_between(campaign: Campaign, start: date, end: date) -> dict[str, Amounts]:
    """{channel name: amounts of the days from `start` to `end`}, by name. Four queries."""
    lines = BudgetLine.objects.filter(
        budget__campaign=campaign, month__range=(month_of(start), month_of(end))
    ).select_related("channel")
    by_pk = {line.pk: line for line in lines.order_by("channel__name", "month")}
    since = live_since(campaign)
    months = {line.month: _on_air(line.month, since, campaign.stopped_on) for line in by_pk.values()}
    found = {line.channel.name: Amounts() for line in by_pk.values()}
    for line in by_pk.values():
        name, gained = line.channel.name, months[line.month].gained(line.planned, start, end)
        found[name] = replace(found[name], planned=found[name].planned + gained)
    daily = _daily_costs(campaign)
    for pk, kind, source, amount in _entries(list(by_pk)):
        line = by_pk[pk]
        name, known = line.channel.name, None
        if kind == Entry.Kind.ACTUAL and source:
            known = daily.get((source, line.channel_id, line.month))
        gained = months[line.month].gained(amount, start, end, known)
        field = "actual" if kind == Entry.Kind.ACTUAL else "committed"
        found[name] = replace(found[name], **{field: getattr(found[name], field) + gained})
    return found


def _entries(lines: list[int]) -> list[tuple[int, str, str, Decimal]]:
    """Sums by line, kind and source; what people wrote has no source."""
    rows = Entry.objects.filter(line__in=lines).order_by().values_list("line_id", "kind", "source")
    return list(rows.annotate(total=Sum("amount")))


def _daily_costs(campaign: Campaign) -> dict[tuple[str, int, date], dict[date, Decimal]]:
    """{(source name, channel id, month): {day: cost}}: what imported entries are the sums of."""
    facts = current_facts([campaign.pk]).filter(kpi__key="cost").order_by()
    rows = facts.values_list("source__name", "channel_id", "day").annotate(total=Sum("value"))
    found: dict[tuple[str, int, date], dict[date, Decimal]] = defaultdict(dict)
    for source, channel, day, total in rows:
        found[source, channel, month_of(day)][day] = total
    return found


def _on_air(month: date, since: date, until: date | None) -> MonthOnAir:
    """The month, without the days before the launch or after a stop when it holds one of these."""
    first, last = month, month_end(month)
    if first <= since <= last:
        first = since
    if until and first <= until <= last:
        last = until
    return MonthOnAir(first, last)
