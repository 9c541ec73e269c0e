"""The follow-up of one campaign: a sentence, key figures, its promised measures, and charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgets.models import BudgetLine
from budgets.selectors.overspend import overspent_channels
from budgets.selectors.sums import Sums, grouped_sums, row_sums
from campaigns.models import Campaign, Kpi
from campaigns.playbooks.kpis import kpi_words
from core.charts import Medium
from core.formatting import amount, date_range, date_short, money, number, percent, with_unit
from tracking.selectors.broadcast import days_apart
from tracking.selectors.charts import Chart, channel_names, charts_of
from tracking.selectors.performance import (
    ADDED_UP,
    Standing,
    Totals,
    campaign_window,
    last_days,
    measured,
    standings,
    totals_of,
    value_of,
    with_both,
)
from tracking.selectors.standing_words import Figure, figure_of, is_over, main_standing, name_of, sentence_of

#: What every channel shows first; then come the promised measures, up to this many columns in all.
BY_CHANNEL = ("cost", "impressions", "clicks")
MOST_COLUMNS = 7
#: When nothing is promised yet.
OTHERS = ("leads", "registrations", "conversions", "conversion_value", "ctr", "cpc", "cpl")


@dataclass(frozen=True)
class Cell:
    """One value of the table by channel, with the head of its column (narrow screens show them as pairs)."""

    head: str
    text: str


@dataclass(frozen=True)
class Head:
    """A column of the table by channel: its name, and its unit apart."""

    name: str
    unit: str


@dataclass(frozen=True)
class ChannelRow:
    channel: str
    cells: list[Cell]


@dataclass(frozen=True)
class Dashboard:
    """`tiles` are what components/figures.html draws. `period` says which days are judged, `notes` how the
    table by channel is to be read.
    """

    sentence: str
    period: str
    tiles: list[dict[str, Any]]
    figures: list[Figure]
    charts: list[Chart]
    heads: list[Head]
    channels: list[ChannelRow]
    notes: list[str]
    last_day: date | None


def dashboard_of(campaign: Campaign, *, on: date, medium: Medium = "screen") -> Dashboard:
    """Everything the page shows as of a day, in a number of queries that does not grow with the figures."""
    rows = standings([campaign], on=on)[campaign.pk]
    start, end = campaign_window(campaign, on)
    running = {"start": start} if campaign.ends_on is None else {}
    totals = totals_of([campaign.pk], end=on, **running).get(campaign.pk, {})
    kpis = {kpi.key: kpi for kpi in Kpi.objects.filter(workspace=campaign.workspace_id)}
    main = main_standing(rows)
    shown, names = _shown(rows, kpis, totals), channel_names(campaign)
    heads, channels = _by_channel(totals, shown, names)
    spend = _spend(campaign, start, end)
    said = sentence_of(rows, start, end, on, monthly=campaign.ends_on is None)
    return Dashboard(
        sentence=" ".join([*_overspend(campaign), said]),
        period=_period(campaign, start, end, on),
        tiles=_tiles(campaign, main, spend, start, end, on),
        figures=[figure_of(row, over=is_over(end)) for row in rows],
        charts=charts_of(campaign, main, totals, on=on, medium=medium),
        heads=heads,
        channels=channels,
        notes=[*_ratio_notes(shown, totals, names), *_cost_note(totals, spend, campaign.workspace.currency)],
        last_day=max(last_days([campaign.pk]).values(), default=None),
    )


def _overspend(campaign: Campaign) -> list[str]:
    """The channel furthest beyond its plan, if any: the first thing to know."""
    rows = overspent_channels([campaign]).get(campaign.pk, [])
    if not rows or not campaign.is_open:
        return []
    worst, currency = rows[0], campaign.workspace.currency
    said = _("%(channel)s dépasse son budget de %(over)s (%(planned)s prévus).") % {
        "channel": worst.channel_name,
        "over": money(round(worst.over), currency),
        "planned": money(round(worst.planned), currency),
    }
    return [said]


def _period(campaign: Campaign, start: date, end: date, on: date) -> str:
    """The days judged, and those that count beside them because somebody asked."""
    said = date_range(start, end)
    apart = days_apart(campaign, start, end, on)
    if not apart:
        return said
    words = ngettext(
        "%(period)s, et %(count)s jour hors diffusion compté aussi",
        "%(period)s, et %(count)s jours hors diffusion comptés aussi",
        apart,
    )
    return words % {"period": said, "count": apart}


def _tiles(
    campaign: Campaign, main: Standing | None, spend: Sums, start: date, end: date, on: date
) -> list[dict[str, Any]]:
    tiles: list[dict[str, Any]] = []
    if main and main.actual is not None:
        tiles.append(_main_tile(main))
    adds_up = main is not None and main.kpi.aggregation == Kpi.Aggregation.SUM
    if main and adds_up and main.pace and main.pace.projected is not None and start <= on < end:
        tiles.append(_projection_tile(main))
    if spend.planned or spend.actual:
        tiles.append(_spend_tile(campaign, spend))
    if on >= start:
        tiles.append(_time_tile(start, end, on))
    return tiles


def _main_tile(main: Standing) -> dict[str, Any]:
    goal = with_unit(main.target.target, main.kpi.unit)
    tile: dict[str, Any] = {
        "label": name_of(main),
        "value": with_unit(main.actual, main.kpi.unit),
        "detail": _("sur %(goal)s promis") % {"goal": goal},
    }
    if main.kpi.aggregation != Kpi.Aggregation.SUM:
        return {**tile, "detail": _("cible %(goal)s") % {"goal": goal}}
    tone = "bad" if main.pace and main.pace.behind else "ok"
    return {**tile, "amount": float(main.actual or 0), "max": float(main.target.target), "tone": tone}


def _projection_tile(main: Standing) -> dict[str, Any]:
    projected = main.pace.projected if main.pace else None
    share = percent(projected / main.target.target) if projected and main.target.target else "—"
    return {
        "label": _("À ce rythme, à la fin"),
        "value": with_unit(round(projected or 0), main.kpi.unit),
        "detail": _("%(share)s de la cible") % {"share": share},
    }


def _spend(campaign: Campaign, start: date, end: date) -> Sums:
    """What was planned and spent; for an always-on campaign, this month's."""
    lines = BudgetLine.objects.filter(budget__campaign=campaign)
    if campaign.ends_on is None:
        lines = lines.filter(month__range=(start.replace(day=1), end))
    rows = grouped_sums(lines, "budget")
    return next((row_sums(row) for row in rows), Sums())


def _spend_tile(campaign: Campaign, sums: Sums) -> dict[str, Any]:
    currency = campaign.workspace.currency
    return {
        "label": _("Dépensé"),
        "value": money(round(sums.actual), currency),
        "detail": _("sur %(planned)s prévus") % {"planned": money(round(sums.planned), currency)},
        "amount": float(sums.actual),
        "max": float(max(sums.planned, sums.actual)),
        "tone": "bad" if sums.actual > sums.planned else "",
    }


def _time_tile(start: date, end: date, on: date) -> dict[str, Any]:
    total = (end - start).days + 1
    day = min(total, (on - start).days + 1)
    left = total - day
    detail = ngettext("encore %(count)s jour", "encore %(count)s jours", left) % {"count": left}
    return {
        "label": _("Jours de diffusion"),
        "value": _("%(day)s sur %(total)s") % {"day": day, "total": total},
        "detail": detail if left else _("terminé le %(day)s") % {"day": date_short(end)},
        "amount": day,
        "max": total,
    }


def _shown(rows: Sequence[Standing], kpis: dict[str, Kpi], totals: dict[int | None, Totals]) -> list[Kpi]:
    """The columns of the table by channel: what it cost and reached, then what was promised."""
    everywhere = totals.get(None, {})
    keys = dict.fromkeys([*BY_CHANNEL, *(row.kpi.key for row in rows), *(() if rows else OTHERS)])
    known = [
        kpis[key]
        for key in keys
        if key in kpis and kpis[key].aggregation in ADDED_UP and value_of(kpis[key], everywhere) is not None
    ]
    return known[:MOST_COLUMNS]


def _by_channel(
    totals: dict[int | None, Totals], shown: list[Kpi], names: dict[int, str]
) -> tuple[list[Head], list[ChannelRow]]:
    """The table of channels: sums, then ratios of those sums. The last row is all channels together."""
    whole = {kpi.key: measured(kpi, totals) for kpi in shown}
    digits = {kpi.key: _digits(kpi, whole[kpi.key]) for kpi in shown}
    rows = [
        ChannelRow(
            names.get(channel, ""),
            [_cell(kpi, measured(kpi, totals, channel), digits[kpi.key]) for kpi in shown],
        )
        for channel in sorted(totals, key=lambda place: names.get(place or 0, ""))
        if channel is not None
    ]
    if len(rows) > 1:
        rows.append(ChannelRow(_("Ensemble"), [_cell(kpi, whole[kpi.key], digits[kpi.key]) for kpi in shown]))
    return [Head(kpi_words(kpi.name), kpi.unit) for kpi in shown], rows


def _ratio_notes(shown: Sequence[Kpi], totals: dict[int | None, Totals], names: dict[int, str]) -> list[str]:
    """Over which channels each ratio is taken, when these are not all of them."""
    channels = {channel for channel in totals if channel is not None}
    notes = []
    for kpi in shown:
        keys = {kpi.numerator_key, kpi.denominator_key}
        if kpi.aggregation != Kpi.Aggregation.RATIO or not totals.get(None, {}).keys() >= keys:
            continue
        both = with_both(kpi, totals)
        if not both:
            said = _("%(kpi)s : aucun canal n’a les deux chiffres dont il est le rapport.")
            notes.append(said % {"kpi": kpi.name})
        elif both != channels:
            counted = ", ".join(sorted(names.get(channel, "") for channel in both))
            said = _("%(kpi)s, ensemble : %(channels)s seulement ; les autres n’ont pas les deux chiffres.")
            notes.append(said % {"kpi": kpi.name, "channels": counted})
    return notes


def _cost_note(totals: dict[int | None, Totals], spend: Sums, currency: str) -> list[str]:
    """Why what the platforms say differs from what the budget says was spent."""
    cost = totals.get(None, {}).get("cost")
    if cost is None or not spend.actual or round(cost, 2) == spend.actual:
        return []
    said = _(
        "Coût : %(cost)s, ce que disent les sources pour ces jours. Dépensé : %(spent)s, tout le réalisé du "
        "budget, factures et autres jours compris."
    )
    return [said % {"cost": money(round(cost), currency), "spent": money(round(spend.actual), currency)}]


def _digits(kpi: Kpi, whole: Decimal | None) -> int:
    """Decimals of a column: none once its total is in thousands."""
    value = whole or Decimal(0)
    return 0 if kpi.aggregation == Kpi.Aggregation.SUM and (abs(value) >= 1000 or not kpi.unit) else 2


def _cell(kpi: Kpi, value: Decimal | None, digits: int) -> Cell:
    write = amount if kpi.unit == "€" and digits else number
    text = "—" if value is None else write(round(value, digits), digits)
    name = kpi_words(kpi.name)
    return Cell(f"{name} ({kpi.unit})" if kpi.unit else name, text)
