"""What a budget's signature means: its total and its planned lines. Never committed, actual or landing."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from budgets.models import BudgetLine
from budgets.selectors.balance import balances
from budgets.selectors.board import budget_of
from campaigns.models import Campaign
from campaigns.signoff import ContentKind
from campaigns.signoff.diff import Field
from core.formatting import amount


def budget_content(campaign: Campaign) -> dict[str, Any]:
    """Total, currency and planned lines by channel key and month. A line of zero plans nothing: left out,
    so that imported spend on an unplanned channel voids nothing."""
    lines = BudgetLine.objects.filter(budget__campaign=campaign, planned__gt=0).select_related("channel")
    return {
        "currency": campaign.workspace.currency,
        "total": budget_of(campaign).total,
        "lines": [
            {
                "line": str(line),
                "channel": line.channel.key,
                "channel_name": line.channel.name,
                "month": line.month,
                "planned": line.planned,
            }
            for line in lines.order_by("channel__key", "month")
        ],
    }


def budget_unready(campaign: Campaign) -> list[str]:
    """Why a signature would not open the gate yet."""
    why = balances([campaign])[campaign.pk].why
    return [why] if why else []


BUDGET = ContentKind(
    key="budget",
    label=_("le budget"),
    title=_("Budget"),
    build=budget_content,
    template="budgets/signoff_content.html",
    url_name="budgets:budget",
    fields={
        "total": Field(_("Total"), show=amount),
        "currency": Field(_("Devise")),
        "lines": Field(_("Ligne"), name="line"),
        "lines.planned": Field(_("prévu"), show=amount),
        "lines.channel": Field("", hidden=True),
        "lines.channel_name": Field(_("nom du canal")),
        "lines.month": Field("", hidden=True),
    },
    unready=budget_unready,
    amended=_("au budget"),
)
