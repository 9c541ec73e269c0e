"""What was measured against what was promised, for one campaign or many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum

from budgets.months import month_end
from campaigns.models import Campaign, Kpi
from campaigns.selectors.live import live_starts
from tracking.models import KpiFact, KpiTarget
from tracking.pace import Pace, pace_of_cap, pace_of_ratio, pace_of_sum

Totals = dict[str, Decimal]  # measure key → value
#: What facts of several days may be summed into; the parts of a ratio are summed, never the ratio.
ADDED_UP = (Kpi.Aggregation.SUM, Kpi.Aggregation.RATIO)


@dataclass(frozen=True)
class Standing:
    """One promised measure: its target, what was measured (None: nothing yet) and its pace."""

    target: KpiTarget
    actual: Decimal | None
    pace: Pace | None

    @property
    def kpi(self) -> Kpi:
        return self.target.kpi

    @property
    def reached(self) -> bool:
        """The promise is kept as of now, whatever the pace."""
        if self.actual is None:
            return False
        up = self.kpi.direction == Kpi.Direction.UP
        return self.actual >= self.target.target if up else self.actual <= self.target.target


def current_facts(campaigns: Iterable[int]) -> QuerySet[KpiFact]:
    """Facts that count: those no newer import has replaced."""
    return KpiFact.objects.filter(campaign__in=list(campaigns), replaced_by_import__isnull=True)


def totals_of(
    campaigns: Iterable[int], *, start: date | None = None, end: date | None = None
) -> dict[int, dict[int | None, Totals]]:
    """Values by campaign, then by channel id (None: all channels), then by measure key. Three queries.

    Measures that add up are summed. A survey says what its last study since the launch found; an average
    is the mean of its readings: neither is ever added up. Both days, when given, are included.
    """
    facts = current_facts(campaigns)
    if start:
        facts = facts.filter(day__gte=start)
    if end:
        facts = facts.filter(day__lte=end)
    found: dict[int, dict[int | None, Totals]] = defaultdict(lambda: defaultdict(dict))
    sums = facts.filter(kpi__aggregation__in=ADDED_UP).order_by()
    rows = sums.values_list("campaign_id", "channel_id", "kpi__key").annotate(total=Sum("value"))
    for campaign, channel, key, total in rows:
        found[campaign][channel][key] = total
        everywhere = found[campaign][None]
        everywhere[key] = everywhere.get(key, Decimal(0)) + total
    _add_readings(found, facts)
    return found


def _add_readings(found: dict[int, dict[int | None, Totals]], facts: QuerySet[KpiFact]) -> None:
    """Put in what does not add up: the last reading of a survey, the mean of an average."""
    readings = facts.exclude(kpi__aggregation__in=ADDED_UP)
    values: dict[tuple[int, int | None, str], list[Decimal]] = defaultdict(list)
    surveys: set[str] = set()
    rows = list(
        readings.order_by("day", "pk").values_list(
            "campaign_id", "channel_id", "kpi__key", "kpi__aggregation", "day", "value"
        )
    )
    since = live_starts({row[0] for row in rows})
    for campaign, channel, key, aggregation, day, value in rows:
        if day < since[campaign]:
            continue  # a study made before the launch is where the campaign started from
        values[campaign, channel, key].append(value)
        values[campaign, None, key].append(value)
        if aggregation == Kpi.Aggregation.SURVEY:
            surveys.add(key)
    for (campaign, place, key), series in values.items():
        last_or_mean = series[-1] if key in surveys else sum(series, Decimal(0)) / len(series)
        found[campaign][place][key] = last_or_mean


def value_of(kpi: Kpi, totals: Mapping[str, Decimal]) -> Decimal | None:
    """A measure's value from sums: its own sum, or the ratio of two. None when it cannot be known."""
    if kpi.aggregation != Kpi.Aggregation.RATIO:
        return totals.get(kpi.key)
    over, under = totals.get(kpi.numerator_key), totals.get(kpi.denominator_key)
    return None if over is None or not under else kpi.factor * over / under


def measured(
    kpi: Kpi, totals: Mapping[int | None, Mapping[str, Decimal]], channel: int | None = None
) -> Decimal | None:
    """A measure's value on one channel, or on all (None), from the totals of a campaign.

    A ratio over all channels counts those that have both its figures: what one channel earned says nothing
    of what others cost.
    """
    if channel is not None or kpi.aggregation != Kpi.Aggregation.RATIO:
        return value_of(kpi, totals.get(channel, {}))
    keys = (kpi.numerator_key, kpi.denominator_key)
    both = [totals[place] for place in with_both(kpi, totals)]
    return value_of(kpi, {key: sum((sums[key] for sums in both), Decimal(0)) for key in keys if both})


def with_both(kpi: Kpi, totals: Mapping[int | None, Mapping[str, Decimal]]) -> set[int]:
    """Channels that have both figures of a ratio."""
    return {
        place
        for place, sums in totals.items()
        if place is not None and kpi.numerator_key in sums and kpi.denominator_key in sums
    }


def standings(campaigns: Sequence[Campaign], *, on: date) -> dict[int, list[Standing]]:
    """Every promised measure of each campaign as of a day, over its window. Few queries, however many.

    Always-on campaigns are judged on their current month, the others on everything measured for them:
    a sale that comes after the last day is still theirs.
    """
    ids = [campaign.pk for campaign in campaigns]
    running = [campaign.pk for campaign in campaigns if campaign.ends_on is None]
    ended = [campaign.pk for campaign in campaigns if campaign.ends_on is not None]
    totals = totals_of(ended, end=on) | totals_of(running, start=on.replace(day=1), end=on)
    windows = windows_of(campaigns, on)
    found: dict[int, list[Standing]] = {pk: [] for pk in ids}
    for target in KpiTarget.objects.filter(campaign__in=ids).select_related("kpi", "channel"):
        actual = measured(target.kpi, totals.get(target.campaign_id, {}), target.channel_id)
        pace = None if actual is None else _pace(target, actual, windows[target.campaign_id], on)
        found[target.campaign_id].append(Standing(target, actual, pace))
    return found


def campaign_window(campaign: Campaign, on: date) -> tuple[date, date]:
    """The days over which targets are meant, both included: see `windows_of`."""
    return windows_of([campaign], on)[campaign.pk]


def windows_of(campaigns: Sequence[Campaign], on: date) -> dict[int, tuple[date, date]]:
    """{campaign id: the days over which targets are meant}, in one query.

    From the first live day to the end, or to the day it was stopped; for an always-on campaign, the month
    of `on` as far as it was live.
    """
    since = live_starts([campaign.pk for campaign in campaigns])
    month = on.replace(day=1)
    windows = {}
    for campaign in campaigns:
        start = since[campaign.pk]
        if campaign.ends_on is None:
            start, last = max(start, month), month_end(month)
        else:
            last = campaign.stopped_on or campaign.ends_on
        windows[campaign.pk] = (start, max(start, last))
    return windows


def _pace(target: KpiTarget, actual: Decimal, window: tuple[date, date], on: date) -> Pace:
    start, end = window
    kpi = target.kpi
    if kpi.aggregation == Kpi.Aggregation.SUM:
        judge = pace_of_sum if kpi.direction == Kpi.Direction.UP else pace_of_cap
        return judge(actual=actual, target=target.target, start=start, end=end, on=on)
    return pace_of_ratio(
        actual=actual,
        target=target.target,
        direction="up" if kpi.direction == Kpi.Direction.UP else "down",
        start=start,
        end=end,
        on=on,
    )


def last_days(campaigns: Iterable[int]) -> dict[int, date]:
    """{source id: last day with a figure}, in one query."""
    rows = current_facts(campaigns).values("source").order_by().annotate(last=Max("day"))
    return {row["source"]: row["last"] for row in rows}


def daily(campaign: Campaign, kpi: Kpi, *, channel_id: int | None = None) -> list[tuple[date, Decimal]]:
    """A measure day by day: sums, the day's ratio, or the day's reading. Days without figures are absent."""
    keys = [kpi.key] if kpi.aggregation != Kpi.Aggregation.RATIO else [kpi.numerator_key, kpi.denominator_key]
    scope = Q(kpi__key__in=keys) & (Q(channel=channel_id) if channel_id else Q())
    facts = current_facts([campaign.pk]).filter(scope).order_by("day", "pk")
    by_day: dict[date, Totals] = defaultdict(dict)
    rows: Any
    if kpi.aggregation == Kpi.Aggregation.RATIO:
        return _daily_ratio(kpi, facts, channel_id)
    if kpi.aggregation in ADDED_UP:
        rows = facts.order_by("day").values_list("day", "kpi__key").annotate(total=Sum("value"))
    else:
        rows = facts.values_list("day", "kpi__key", "value")
    for day, key, value in rows:
        by_day[day][key] = value
    values = ((day, value_of(kpi, totals)) for day, totals in sorted(by_day.items()))
    return [(day, value) for day, value in values if value is not None]


def _daily_ratio(kpi: Kpi, facts: QuerySet[KpiFact], channel_id: int | None) -> list[tuple[date, Decimal]]:
    """A ratio day by day, over the channels that have both its figures that day."""
    by_day: dict[date, dict[int | None, Totals]] = defaultdict(lambda: defaultdict(dict))
    rows = facts.order_by("day").values_list("day", "channel_id", "kpi__key").annotate(total=Sum("value"))
    for day, channel, key, total in rows:
        by_day[day][channel][key] = total
    values = ((day, measured(kpi, totals, channel_id)) for day, totals in sorted(by_day.items()))
    return [(day, value) for day, value in values if value is not None]
