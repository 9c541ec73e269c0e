"""What a budget's signature means: its total, its planned lines, the overruns it authorises.

Never committed, actual or landing: an overrun is a ceiling that money crossed (`services.overruns`).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.models import BudgetLine
from budgets.selectors.balance import balances
from budgets.selectors.board import budget_of
from budgets.selectors.overruns import ceiling_of
from budgets.words import month_long
from campaigns.models import Campaign
from campaigns.signoff import ContentKind
from campaigns.signoff.diff import Field
from campaigns.signoff.naming import named


def budget_content(campaign: Campaign) -> dict[str, Any]:
    """Total, currency and planned lines by channel key and month. A line of zero plans nothing: left out,
    so that imported spend on an unplanned channel voids nothing. `overruns` is there only when there are
    any, so that a budget without them keeps the text it always had."""
    planned = BudgetLine.objects.filter(budget__campaign=campaign, planned__gt=0)
    lines = list(planned.select_related("channel", "overrun").order_by("channel__key", "month"))
    overruns = [_overrun(line, up_to) for line in lines if (up_to := ceiling_of(line))]
    return {
        "currency": campaign.workspace.currency,
        "total": budget_of(campaign).total,
        "lines": [_line(line) for line in lines],
        **({"overruns": overruns} if overruns else {}),
    }


def _line(line: BudgetLine) -> dict[str, Any]:
    return {
        "line": f"{named(line.channel)} · {line.month:%m/%Y}",
        "channel": line.channel.key,
        "channel_name": named(line.channel),
        "month": line.month,
        "planned": line.planned,
    }


def _overrun(line: BudgetLine, up_to: Decimal) -> dict[str, Any]:
    return {**_line(line), "up_to": up_to}


def _up_to(value: Any) -> str:
    return _("jusqu’à %(amount)s") % {"amount": value} if value else ""


def _line_words(row: Mapping[str, Any]) -> str:
    """«Meta, janvier 2027»: the channel as it was called when the content was frozen."""
    channel, month = str(row.get("channel_name", "")), str(row.get("month", ""))
    try:
        values = {"channel": channel, "month": month_long(date.fromisoformat(month))}
    except ValueError:
        return str(row.get("line", ""))
    return _("%(channel)s, %(month)s") % values


def budget_unready(campaign: Campaign) -> list[str]:
    """Why a signature would not open the gate yet."""
    why = balances([campaign])[campaign.pk].why
    return [why] if why else []


BUDGET = ContentKind(
    key="budget",
    label=gettext_lazy("le budget"),
    title=gettext_lazy("Budget"),
    build=budget_content,
    template="budgets/signoff_content.html",
    url_name="budgets:budget",
    fields={
        "total": Field(gettext_lazy("Total"), money=True),
        "currency": Field(gettext_lazy("Devise")),
        "lines": Field(gettext_lazy("Ligne"), name="line", called=_line_words),
        "lines.line": Field("", hidden=True),
        "lines.planned": Field(gettext_lazy("prévu"), money=True),
        "lines.channel": Field("", hidden=True),
        "lines.channel_name": Field(gettext_lazy("nom du canal")),
        "lines.month": Field("", hidden=True),
        "overruns": Field(gettext_lazy("Dépassement autorisé"), name="line", called=_line_words),
        "overruns.line": Field("", hidden=True),
        "overruns.up_to": Field(gettext_lazy("plafond"), _up_to, money=True),
        "overruns.planned": Field("", hidden=True),
        "overruns.channel": Field("", hidden=True),
        "overruns.channel_name": Field("", hidden=True),
        "overruns.month": Field("", hidden=True),
    },
    unready=budget_unready,
    amended=gettext_lazy("au budget"),
)
