"""The figures of a bilan: what was promised against what happened.

Gathered live while the bilan is a draft, frozen as plain JSON when it is published: from then on pages
and PDF show the frozen ones. Amounts and values are Decimal text, days are ISO text.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from budgets.models import BudgetLine
from budgets.months import month_add, month_end, month_of
from budgets.selectors.sums import Sums, grouped_sums, row_sums
from campaigns.models import Campaign, Kpi, Task, Waiver
from coordination.models import Activation
from tracking.models import Alert, KpiTarget
from tracking.selectors.charts import Course, chart_figures
from tracking.selectors.performance import Totals, measured, standings, totals_of
from tracking.selectors.spent import Amounts, spent_between
from tracking.selectors.standing_words import main_standing

Json = dict[str, Any]


def bilan_figures(campaign: Campaign, *, start: date, end: date) -> Json:
    """Everything a bilan counts, for a period (both days included), as JSON-able data."""
    totals = _measured(campaign, start, end)
    return {
        "period": {"start": start.isoformat(), "end": end.isoformat()},
        "dates": _dates(campaign),
        "plan": _plan(campaign),
        "budget": _budget(campaign, start, end),
        "kpis": _kpis(campaign, totals, start, end),
        "channels": _channels(campaign, totals),
        "waivers": _waivers(campaign),
        "interruptions": _interruptions(campaign),
        "alerts": _alerts(campaign),
        "charts": _charts(campaign, totals, start, end),
    }


def _dates(campaign: Campaign) -> list[Json]:
    """Each wave's channels: the day planned and the day each went live."""
    live: dict[tuple[int, int], date] = {
        (row.wave_id, row.channel_id): timezone.localtime(row.live_at).date()
        for row in Activation.objects.filter(wave__campaign=campaign)
    }
    rows = []
    for wave in campaign.waves.prefetch_related("placements__channel").order_by("number"):
        channels = {row.channel_id: row.channel.name for row in wave.placements.all()}
        for pk, name in sorted(channels.items(), key=lambda item: item[1]):
            went = live.get((wave.pk, pk))
            rows.append(
                {
                    "wave": wave.name,
                    "channel": name,
                    "planned": wave.goes_live_on.isoformat(),
                    "actual": went.isoformat() if went else None,
                    "days_late": (went - wave.goes_live_on).days if went else None,
                }
            )
    return rows


def _plan(campaign: Campaign) -> Json:
    """Tasks done, and those done after the day planned."""
    tasks = list(campaign.tasks.all())
    done = [task for task in tasks if task.status == Task.Status.DONE]
    late = [
        task
        for task in done
        if task.status_since and task.ends_on and timezone.localtime(task.status_since).date() > task.ends_on
    ]
    milestones = [
        {
            "name": task.name,
            "planned": task.ends_on.isoformat() if task.ends_on else None,
            "actual": timezone.localtime(task.status_since).date().isoformat()
            if task.status == Task.Status.DONE and task.status_since
            else None,
        }
        for task in tasks
        if task.is_milestone
    ]
    return {"total": len(tasks), "done": len(done), "late": len(late), "milestones": milestones}


def _budget(campaign: Campaign, start: date, end: date) -> Json:
    """Planned, committed and spent by channel; of an always-on campaign, over the days of the period."""
    rows = _spent_in(campaign, start, end) if campaign.ends_on is None else _spent(campaign)
    totals = {
        name: str(sum((Decimal(row[name]) for row in rows), Decimal("0.00")))
        for name in ("planned", "committed", "actual")
    }
    budget = getattr(campaign, "budget", None)
    return {
        "total": str(budget.total) if budget else "0.00",
        "channels": rows,
        "by_day": campaign.ends_on is None,
        **totals,
    }


def _spent(campaign: Campaign) -> list[Json]:
    lines = BudgetLine.objects.filter(budget__campaign=campaign)
    rows = grouped_sums(lines, "channel__name").order_by("channel__name")
    return [{"channel": row["channel__name"], **_amounts(row_sums(row))} for row in rows]


def _spent_in(campaign: Campaign, start: date, end: date) -> list[Json]:
    rows = spent_between(campaign, start, end)
    return [{"channel": channel, **_amounts(amounts)} for channel, amounts in rows.items()]


def _amounts(sums: Sums | Amounts) -> Json:
    return {"planned": str(sums.planned), "committed": str(sums.committed), "actual": str(sums.actual)}


def _measured(campaign: Campaign, start: date, end: date) -> dict[int | None, Totals]:
    """What counts for a bilan: the period of an always-on campaign, everything measured for another.

    A study made after the last day, or a sale attributed late, is still the campaign's.
    """
    period = {"start": start, "end": end} if campaign.ends_on is None else {}
    return totals_of([campaign.pk], **period).get(campaign.pk, {})


def months_in(start: date, end: date) -> Decimal:
    """How many months a period is (both days included): a part of a month counts for its share of days."""
    count = Decimal(0)
    month = month_of(start)
    while month <= end:
        last = month_end(month)
        days = (min(end, last) - max(start, month)).days + 1
        count += Decimal(days) / last.day
        month = month_add(month, 1)
    return count


def promised(target: KpiTarget, campaign: Campaign, start: date, end: date) -> Decimal:
    """The value promised for a period: what an always-on campaign promises each month adds up."""
    if campaign.ends_on is not None or target.kpi.aggregation != Kpi.Aggregation.SUM:
        return target.target
    return (target.target * months_in(start, end)).quantize(Decimal(1))


def _kpis(campaign: Campaign, totals: dict[int | None, Totals], start: date, end: date) -> list[Json]:
    """Promised measures: target, what was obtained, and whether the promise was kept."""
    rows = []
    for target in campaign.kpi_targets.select_related("kpi", "channel"):
        actual = measured(target.kpi, totals, target.channel_id)
        up = target.kpi.direction == Kpi.Direction.UP
        goal = promised(target, campaign, start, end)
        kept = None if actual is None else (actual >= goal if up else actual <= goal)
        rows.append(
            {
                "kpi": target.kpi.name,
                "unit": target.kpi.unit,
                "direction": target.kpi.direction,
                "channel": target.channel.name if target.channel else "",
                "target": f"{goal:f}",
                "monthly": f"{target.target:f}" if goal != target.target else "",
                "actual": None if actual is None else str(round(actual, 4)),
                "kept": kept,
            }
        )
    return rows


def _channels(campaign: Campaign, totals: dict[int | None, Totals]) -> list[Json]:
    """What was measured on each channel."""
    names = dict(campaign.workspace.channels.values_list("pk", "name"))
    return [
        {
            "channel": names.get(channel, ""),
            "totals": {key: str(value) for key, value in sorted(sums.items())},
        }
        for channel, sums in sorted(totals.items(), key=lambda item: names.get(item[0] or 0, ""))
        if channel is not None
    ]


def _charts(campaign: Campaign, totals: dict[int | None, Totals], start: date, end: date) -> Json | None:
    """What the charts draw: they are frozen with the rest."""
    on = end if campaign.ends_on is None else timezone.localdate()
    main = main_standing(standings([campaign], on=on)[campaign.pk])
    course = None
    if main and campaign.ends_on is None:
        course = Course(start, end, promised(main.target, campaign, start, end))
    return chart_figures(campaign, main, totals, on=on, course=course)


def _waivers(campaign: Campaign) -> list[Json]:
    """Those that were granted, whatever became of them. A signed one says which version was signed."""
    rows = Waiver.objects.told().filter(campaign=campaign)
    granted = sorted(
        ((row.granted_on, row) for row in rows if row.was_granted and row.granted_on),
        key=lambda each: (each[0], each[1].pk),
    )
    return [
        {
            "check": waiver.check_key,
            "reason": waiver.reason,
            "by": waiver.grantor,
            "on": timezone.localtime(day).date().isoformat(),
            "until": waiver.valid_until.isoformat(),
            "revoked": waiver.revoked_at is not None,
            **({"wave": waiver.wave.name} if waiver.wave else {}),
            **({"sha256": waiver.approval.snapshot.sha256} if waiver.approval else {}),
        }
        for day, waiver in granted
    ]


def _interruptions(campaign: Campaign) -> list[Json]:
    """Pauses, resumptions, stops and reopenings, in order."""
    return [
        {
            "verb": change.verb,
            "target": change.target,
            "reason": change.reason,
            "by": change.actor_name,
            "on": timezone.localtime(change.at).date().isoformat(),
        }
        for change in campaign.phase_changes.exclude(verb__in=["advance", "open_wave"]).order_by("at")
    ]


def _alerts(campaign: Campaign) -> Json:
    """How many alerts of each kind there were."""
    counts: dict[str, int] = {}
    for kind in Alert.objects.filter(campaign=campaign).values_list("kind", flat=True):
        counts[kind] = counts.get(kind, 0) + 1
    return counts
