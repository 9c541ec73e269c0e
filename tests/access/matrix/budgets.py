"""Who may open the budgets' addresses. Partners see no money at all."""

from datetime import date
from decimal import Decimal

from budgets.models import Budget, DelegationLevel, Entry
from tests.access.matrix import ADMIN, CAMPAIGN, CONTRIBUTOR, MANAGER, VIEWER, WORKSPACE, Route


def LINE(t):  # noqa: N802 - reads as a constant in the table
    return {**CAMPAIGN(t), "pk": t.budget_line.pk}


def ENTRY(t):  # noqa: N802
    return {**CAMPAIGN(t), "pk": t.entry.pk}


def CELL(t):  # noqa: N802
    return {**CAMPAIGN(t), "channel": t.channel.pk, "month": date(2027, 1, 1)}


def LEVEL(t):  # noqa: N802
    return {**WORKSPACE(t), "pk": t.level.pk}


def furnish(t):
    """One line of 100 € with one order on it, and a level above which the owner signs."""
    t.level = DelegationLevel.objects.create(workspace=t.workspace, above=Decimal("50.00"), owner=True)
    budget = Budget.objects.create(campaign=t.campaign, total=Decimal("100.00"))
    t.budget_line = budget.lines.create(channel=t.channel, month=date(2027, 1, 1), planned=Decimal("100.00"))
    t.entry = Entry.objects.create(
        line=t.budget_line, kind="committed", amount=Decimal("10.00"), on=date(2027, 1, 1), label="Commande"
    )


ROUTES = [
    Route("budgets:overview", WORKSPACE, get=VIEWER),
    Route("budgets:delegation", WORKSPACE, get=VIEWER, post=ADMIN),
    Route("budgets:delegation-add", WORKSPACE, get=ADMIN, post=ADMIN),
    Route("budgets:delegation-level", LEVEL, get=ADMIN, post=ADMIN),
    Route("budgets:delegation-remove", LEVEL, post=ADMIN),
    Route("budgets:budget", CAMPAIGN, get=VIEWER),
    Route("budgets:total", CAMPAIGN, get=MANAGER, post=MANAGER),
    Route("budgets:export", CAMPAIGN, get=VIEWER),
    Route("budgets:split", CAMPAIGN, get=MANAGER, post=MANAGER),
    Route("budgets:cell", CELL, post=MANAGER),
    Route("budgets:line-add", CAMPAIGN, get=MANAGER, post=MANAGER),
    Route("budgets:line", LINE, get=VIEWER),
    Route("budgets:line-edit", LINE, post=MANAGER),
    Route("budgets:line-remove", LINE, post=MANAGER),
    Route("budgets:entry-add", LINE, post=CONTRIBUTOR),
    Route("budgets:entry-warnings", LINE, get=CONTRIBUTOR),
    Route("budgets:entry-correct", ENTRY, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("budgets:entry-cancel", ENTRY, get=CONTRIBUTOR, post=CONTRIBUTOR),
]
