"""Filters for frozen contents, whose JSON holds dates and choices as text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

from campaigns.contents_brief import sector_label, type_label
from campaigns.playbooks import duration_warning
from campaigns.playbooks.kpis import kpi_words

register = template.Library()
register.filter("kpi_words", kpi_words)

register.filter("type_label", type_label)
register.filter("sector_label", sector_label)


@register.filter
def as_date(value: Any) -> date | None:
    """An ISO date of the JSON as a date, for ``|date_short`` and its kin; None when there is none."""
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


@register.simple_tag
def frozen_duration(content: Mapping[str, Any]) -> str:
    """What to say of the campaign's length when it does not suit its type, else ""."""
    launch, end = as_date(content["launch_on"]), as_date(content["ends_on"])
    warning = duration_warning(content["type"], launch, end) if launch else None
    return warning.text if warning else ""
