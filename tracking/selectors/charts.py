"""The charts of a campaign's follow-up: their figures, and the drawing of them for screen and print.

Figures are plain JSON, so that a published bilan keeps its own and is drawn from them for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Channel, Kpi
from campaigns.playbooks.kpis import kpi_words
from core.charts import NARROW, Bar, Mark, Medium, Series, chart_bars, chart_lines
from core.formatting import date_short, percent, with_unit
from tracking.selectors.performance import Standing, Totals, campaign_window, daily

Json = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """`narrow` is the same drawn for a phone; empty in print."""

    sentence: str
    svg: SafeString
    narrow: str = ""


@dataclass(frozen=True)
class Course:
    """From which day to which a target is to be reached, and its value."""

    start: date
    end: date
    goal: Decimal


def charts_of(
    campaign: Campaign,
    main: Standing | None,
    totals: Mapping[int | None, Totals],
    *,
    on: date,
    medium: Medium = "screen",
) -> list[Chart]:
    """The main measure over time, and what each channel brought of it, from today's figures."""
    return charts_drawn(chart_figures(campaign, main, totals, on=on), medium=medium)


def chart_figures(
    campaign: Campaign,
    main: Standing | None,
    totals: Mapping[int | None, Totals],
    *,
    on: date,
    course: Course | None = None,
) -> Json | None:
    """What the charts draw. `course` is the campaign's window and target unless a bilan asks for another."""
    if main is None or main.actual is None:
        return None
    adds_up = main.kpi.aggregation == Kpi.Aggregation.SUM
    course = course or Course(*campaign_window(campaign, on), main.target.target)
    points = [
        (day, value)
        for day, value in daily(campaign, main.kpi, channel_id=main.target.channel_id)
        if day <= on and (campaign.ends_on or not adds_up or day >= course.start)
    ]
    names = channel_names(campaign)
    brought = {names.get(channel, ""): sums.get(main.kpi.key) for channel, sums in totals.items() if channel}
    return {
        "kpi": main.kpi.name,
        "name": " · ".join(str(part) for part in (main.kpi, main.target.channel) if part),
        "unit": main.kpi.unit,
        "adds_up": adds_up,
        "on": on.isoformat(),
        "start": course.start.isoformat(),
        "end": course.end.isoformat(),
        "goal": str(course.goal if adds_up else main.target.target),
        "actual": str(main.actual),
        "points": [[day.isoformat(), str(value)] for day, value in points],
        "channels": [[name, str(value)] for name, value in brought.items() if value] if adds_up else [],
    }


def charts_drawn(figures: Json | None, *, medium: Medium = "screen") -> list[Chart]:
    """The charts of figures, today's or frozen ones. No query."""
    if not figures:
        return []
    figures = {**figures, **{key: kpi_words(figures[key]) for key in ("kpi", "name")}}
    over_time = _progress(figures, medium) if figures["adds_up"] else _readings(figures, medium)
    return [chart for chart in (over_time, _channels(figures, medium)) if chart]


def _progress(figures: Json, medium: Medium) -> Chart | None:
    """The main measure, accumulated day by day, against the straight line to its target."""
    by_day = dict(_points(figures))
    if not by_day:
        return None
    start, end, on = (date.fromisoformat(figures[key]) for key in ("start", "end", "on"))
    last = max(start, min(on, max(by_day)))
    points: list[tuple[date, Decimal]] = []
    # The curve covers the days announced: what counts of earlier ones is where it begins.
    total = sum((brought for day, brought in by_day.items() if day < start), Decimal(0))
    value = Decimal(figures["goal"])
    for step in range((last - start).days + 1):
        day = start + timedelta(step)
        total += by_day.get(day, Decimal(0))
        points.append((day, total))
    goal = with_unit(value, figures["unit"])
    said = _("%(kpi)s, cumul : %(actual)s au %(day)s, pour une cible de %(goal)s.") % {
        "kpi": figures["name"],
        "actual": with_unit(total, figures["unit"]),
        "day": date_short(last),
        "goal": goal,
    }
    expected = Series(_("Rythme attendu"), [(start, Decimal(0)), (end, value)], "muted", dashed=True)
    return _drawn(
        said,
        [expected, Series(figures["kpi"], points, "main")],
        unit=figures["unit"],
        target=Mark(_("Cible : %(goal)s") % {"goal": goal}, value),
        today=on if start <= on < end and medium == "screen" else None,
        medium=medium,
    )


def _readings(figures: Json, medium: Medium) -> Chart | None:
    """A ratio or a survey day by day, against its target."""
    points = [point for point in _points(figures) if point[0].isoformat() >= figures["start"]]
    if len(points) < 2:
        return None
    value = Decimal(figures["goal"])
    goal = with_unit(value, figures["unit"])
    said = _("%(kpi)s : %(actual)s, pour une cible de %(goal)s.") % {
        "kpi": figures["name"],
        "actual": with_unit(Decimal(figures["actual"]) or points[-1][1], figures["unit"]),
        "goal": goal,
    }
    return _drawn(
        said,
        [Series(figures["kpi"], points, "main")],
        unit=figures["unit"],
        target=Mark(_("Cible : %(goal)s") % {"goal": goal}, value),
        medium=medium,
    )


def _drawn(said: str, series: list[Series], *, medium: Medium, **options: Any) -> Chart:
    wide = chart_lines(series, description=said, medium=medium, **options)
    if medium == "print":
        return Chart(said, wide)
    return Chart(said, wide, chart_lines(series, description=said, medium=medium, width=NARROW, **options))


def _channels(figures: Json, medium: Medium) -> Chart | None:
    """What each channel brought of the main measure; nothing to compare with one channel."""
    rows = sorted(((name, Decimal(value)) for name, value in figures["channels"]), key=lambda row: -row[1])
    if len(rows) < 2:
        return None
    whole = sum((value for _channel, value in rows), Decimal(0))
    said = _("%(kpi)s par canal : %(channel)s apporte le plus, %(value)s, soit %(share)s.") % {
        "kpi": figures["kpi"],
        "channel": rows[0][0],
        "value": with_unit(rows[0][1], figures["unit"]),
        "share": percent(rows[0][1] / whole),
    }
    bars = [Bar(name, [(figures["kpi"], value, "main")]) for name, value in rows]
    wide = chart_bars(bars, description=said, unit=figures["unit"], medium=medium)
    if medium == "print":
        return Chart(said, wide)
    narrow = chart_bars(bars, description=said, unit=figures["unit"], medium=medium, width=NARROW)
    return Chart(said, wide, narrow)


def _points(figures: Json) -> list[tuple[date, Decimal]]:
    return [(date.fromisoformat(day), Decimal(value)) for day, value in figures["points"]]


def channel_names(campaign: Campaign) -> dict[int, str]:
    """Every channel of the campaign's workspace, by id."""
    return dict(Channel.objects.filter(workspace=campaign.workspace_id).values_list("pk", "name"))
