"""Charts: one Vega-Lite description, drawn to SVG by vl-convert for the page and for the PDF.

On screen the colours are the style sheet's custom properties, so a chart follows light and dark; in
print they are plain inks, because a PDF has no style sheet to ask. Nothing is fetched: data are inline.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal

import vl_convert
from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

Medium = Literal["screen", "print"]
Role = Literal["main", "second", "muted", "ok", "bad"]
Number = Decimal | float | int

VEGA_LITE = "5.20"
#: The width of a drawing that a phone shows at its own size: up to it, names stand inside the drawing.
NARROW = 240
INKS: dict[str, dict[str, str]] = {
    "screen": {
        "main": "var(--accent)",
        "second": "var(--warn)",
        "muted": "var(--line-strong)",
        "ok": "var(--ok)",
        "bad": "var(--bad)",
        "ink": "var(--ink)",
        "label": "var(--ink-2)",
        "grid": "var(--line)",
        "band": "var(--accent-soft)",
    },
    "print": {
        "main": "#2b4acb",
        "second": "#8f5a00",
        "muted": "#cbc6bb",
        "ok": "#1a7a4c",
        "bad": "#b3261e",
        "ink": "#1d1b18",
        "label": "#57524a",
        "grid": "#e3e0d9",
        "band": "#e8ecfb",
    },
}
FRENCH = {
    "format": {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", "\u00a0€"]},
    "time": {
        "dateTime": "%A %e %B %Y à %X",
        "date": "%d/%m/%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
        "shortDays": ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
        "months": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
                   "octobre", "novembre", "décembre"],
        "shortMonths": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
                        "nov.", "déc."],
    },
}  # fmt: skip


@dataclass(frozen=True)
class Series:
    """A named line of (day, value) points, in the chart's unit."""

    name: str
    points: Sequence[tuple[date, Number]]
    role: Role = "main"
    dashed: bool = False


@dataclass(frozen=True)
class Mark:
    """A horizontal line with its value: usually the target."""

    label: str
    value: Number


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart: a label and its parts, drawn one under the other."""

    label: str
    parts: Sequence[tuple[str, Number, Role]]


def chart_lines(
    series: Sequence[Series],
    *,
    description: str,
    unit: str = "",
    target: Mark | None = None,
    today: date | None = None,
    medium: Medium = "screen",
    width: int = 620,
    height: int = 210,
) -> SafeString:
    """Lines over days, directly labelled at their ends; `description` is what a screen reader says."""
    inks = INKS[medium]
    rows = [
        {"day": day.isoformat(), "value": float(value), "series": line.name}
        for line in series
        for day, value in line.points
    ]
    layers: list[dict[str, Any]] = [_line_layer(rows, line, inks) for line in series]
    narrow = width <= NARROW
    layers += [_end_label(rows, line, inks, inside=narrow) for line in series if line.points]
    if target:
        layers += _target_layers(target, inks, width)
    if today:
        layers += _today_layers(today, inks, height)
    y_axis = {"title": unit or None, "titleAngle": 0, "titleAlign": "left", "titleY": -8, "titleX": 0}
    x_axis = {"title": None, "format": "%-d %b", "grid": False, "tickCount": 4 if narrow else 7}
    spec = {
        "width": width,
        "height": height,
        "encoding": {
            "x": {"field": "day", "type": "temporal", "axis": x_axis},
            "y": {
                "field": "value",
                "type": "quantitative",
                "axis": {**y_axis, "tickCount": 4},
                "scale": {"zero": True},
            },
        },
        "layer": layers,
    }
    return _draw(spec, inks, description)


def chart_bars(
    bars: Sequence[Bar],
    *,
    description: str,
    unit: str = "",
    medium: Medium = "screen",
    width: int = 520,
) -> SafeString:
    """Horizontal bars, grouped by row, each part with its own value at its end."""
    inks = INKS[medium]
    rows = [
        {"label": bar.label, "part": name, "value": float(value), "ink": inks[role]}
        for bar in bars
        for name, value, role in bar.parts
    ]
    order = [bar.label for bar in bars]
    parts = list(dict.fromkeys(name for bar in bars for name, _value, _role in bar.parts))
    narrow = width <= NARROW
    limit = 150 if narrow else 260
    shared = {
        "y": {
            "field": "label",
            "type": "nominal",
            "sort": order,
            "axis": {"title": None, "labelLimit": limit},
        },
        "yOffset": {"field": "part", "sort": parts},
        "x": {
            "field": "value",
            "type": "quantitative",
            "axis": {"title": unit or None, "tickCount": 2 if narrow else 4, "titleAlign": "right"},
        },
    }
    spec = {
        # The names and the values at the ends stand beside the bars: on a phone they leave them half.
        "width": 100 if narrow else width,
        "height": {"step": 15},
        "data": {"values": rows},
        "encoding": shared,
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadiusEnd": 2},
                "encoding": {"color": {"field": "ink", "type": "nominal", "scale": None}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "color": inks["label"], "fontSize": 11},
                "encoding": {"text": {"field": "value", "type": "quantitative", "format": ",.0f"}},
            },
        ],
    }
    return _draw(spec, inks, description)


def _line_layer(rows: list[dict[str, Any]], line: Series, inks: dict[str, str]) -> dict[str, Any]:
    mark = {"type": "line", "color": inks[line.role], "strokeWidth": 2, "strokeJoin": "round"}
    if line.dashed:
        mark |= {"strokeDash": [4, 3], "strokeWidth": 1.5}
    return {"data": {"values": [row for row in rows if row["series"] == line.name]}, "mark": mark}


def _end_label(
    rows: list[dict[str, Any]], line: Series, inks: dict[str, str], *, inside: bool
) -> dict[str, Any]:
    """The line's name after its last point; on a phone above it, inside the drawing."""
    last = [row for row in rows if row["series"] == line.name][-1]
    color = inks["label"] if line.role == "muted" else inks[line.role]
    where = {"align": "right", "dx": 4, "dy": 12} if inside else {"align": "left", "dx": 6}
    return {
        "data": {"values": [last]},
        "mark": {"type": "text", "color": color, "fontSize": 12, **where},
        "encoding": {"text": {"field": "series", "type": "nominal"}},
    }


def _today_layers(today: date, inks: dict[str, str], height: int) -> list[dict[str, Any]]:
    """A dashed line from top to bottom, named above the drawing."""
    data = {"values": [{"day": today.isoformat(), "label": gettext("aujourd’hui")}]}
    where = {"field": "day", "type": "temporal"}
    name = {"type": "text", "align": "center", "baseline": "bottom", "color": inks["bad"], "fontSize": 12}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "color": inks["bad"], "strokeDash": [3, 3]},
            "encoding": {"x": where, "y": {"value": 0}, "y2": {"value": height}},
        },
        {
            "data": data,
            "mark": name,
            "encoding": {"x": where, "y": {"value": -3}, "text": {"field": "label", "type": "nominal"}},
        },
    ]


def _target_layers(target: Mark, inks: dict[str, str], width: int) -> list[dict[str, Any]]:
    values = {"values": [{"target": float(target.value), "label": target.label}]}
    where = {"y": {"field": "target", "type": "quantitative"}, "x": {"value": 0}}
    return [
        {
            "data": values,
            "mark": {"type": "rule", "color": inks["ink"]},
            "encoding": {**where, "x2": {"value": width}},
        },
        {
            "data": values,
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 4,
                "dy": -7,
                "color": inks["ink"],
                "fontSize": 12,
            },
            "encoding": {**where, "text": {"field": "label", "type": "nominal"}},
        },
    ]


def _draw(spec: dict[str, Any], inks: dict[str, str], description: str) -> SafeString:
    # A document has no style sheet to inherit from.
    font = "Inter, Liberation Sans, sans-serif" if inks is INKS["print"] else "inherit"
    axis = {
        "domain": False,
        "ticks": False,
        "labelColor": inks["label"],
        "titleColor": inks["label"],
        "gridColor": inks["grid"],
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelPadding": 6,
    }
    spec = {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE.split('.')[0]}.json",
        "background": None,
        "padding": {"left": 2, "right": 8, "top": 14, "bottom": 2},
        "config": {"view": {"stroke": None}, "axis": axis, "font": font},
        **spec,
    }
    language = "fr" if (get_language() or "fr").startswith("fr") else "en"
    text = json.dumps(spec, sort_keys=True)
    key = f"chart:{language}:{sha256(text.encode()).hexdigest()}"
    svg: str | None = cache.get(key)
    if svg is None:
        svg = _clean(vl_convert.vegalite_to_svg(text, **_options(language)))
        cache.set(key, svg, 3600)
    label = f'<svg role="img" aria-label="{escape(description)}" class="chart-svg"'
    # Drawn by vl-convert, which escapes its text; our label is escaped above.
    return mark_safe(svg.replace("<svg", label, 1))


def _options(language: str) -> dict[str, Any]:
    options: dict[str, Any] = {"vl_version": VEGA_LITE, "allowed_base_urls": []}
    if language == "fr":
        options |= {"format_locale": FRENCH["format"], "time_format_locale": FRENCH["time"]}
    return options


def _clean(svg: str) -> str:
    """Scale with the page, and leave the accessible name to the description alone."""
    head, rest = svg.split(">", 1)
    head = re.sub(r' (width|height|class|version|xmlns:xlink)="[^"]*"', "", head)
    rest = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", rest)
    return f"{head}>{rest}"
