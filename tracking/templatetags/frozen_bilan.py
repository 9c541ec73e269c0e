"""A frozen bilan as its signers read it, from its JSON alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.template import Context

from core.charts import Medium
from tracking.models import Learning
from tracking.selectors.bilan import BilanPage, page_shown
from tracking.selectors.charts import Chart, charts_drawn

register = template.Library()


@dataclass(frozen=True)
class FrozenLearning:
    text: str
    kind: str
    evidence: str
    channel: str


@dataclass(frozen=True)
class FrozenBilan:
    """What a bilan said when it was frozen. `shown` is None for one whose figures were not."""

    period: tuple[date | None, date | None]
    learnings: list[FrozenLearning]
    shown: BilanPage | None
    charts: list[Chart]


@register.simple_tag(takes_context=True)
def frozen_bilan(context: Context, content: Mapping[str, Any]) -> FrozenBilan:
    """The figures in words, the learnings, the curves drawn for the screen or for print."""
    start, end = (_day(content["period"][key]) for key in ("start", "end"))
    figures = content["figures"]
    kinds = dict(Learning.Kind.choices)
    learnings = [
        FrozenLearning(row["text"], str(kinds.get(row["kind"], row["kind"])), row["evidence"], row["channel"])
        for row in content["learnings"]
    ]
    if not figures or start is None or end is None:
        return FrozenBilan((start, end), learnings, None, [])
    shown = page_shown(
        figures,
        currency=content["currency"],
        period=(start, end),
        by_period=bool(figures["budget"].get("by_day")),
    )
    medium: Medium = "print" if context.get("pdf") else "screen"
    return FrozenBilan((start, end), learnings, shown, charts_drawn(shown.charts, medium=medium))


def _day(iso: Any) -> date | None:
    return date.fromisoformat(iso) if iso else None
