"""What the app answers to the apps below it, and takes from those above it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from budgets.models import Budget, BudgetLine, Entry
from budgets.months import month_add, months_apart
from budgets.selectors.balance import budget_totals
from budgets.selectors.board import budget_of
from budgets.selectors.overruns import voided_since, voided_words
from budgets.selectors.sums import ZERO
from budgets.services.spend import SpendReport, spend_record
from campaigns.gates import read_once
from campaigns.models import Campaign
from campaigns.pages_required import GROUP
from campaigns.ports import Fact, Tab
from core.access import Access
from core.context import Place
from core.formatting import money
from core.settings_area import SettingsPage

PLACE = Place("budgets", gettext_lazy("Budgets"), "budgets:overview", icon="budget", order=40, wide=True)
TAB = Tab("budget", gettext_lazy("Budget"), "budgets:budget", order=40)

LEVELS_PAGE = SettingsPage(
    "delegation", gettext_lazy("Seuils de délégation"), "budgets:delegation", "budget", 50, GROUP
)

#: What the campaign's history says of an entry, and the workspace's of its rules, after the author's name.
VERBS = (
    ("delegation_added", gettext_lazy("a ajouté un seuil de délégation à %(label)s"), "plus"),
    ("delegation_changed", gettext_lazy("a changé le seuil de délégation de %(label)s"), "edit"),
    ("delegation_removed", gettext_lazy("a retiré le seuil de délégation de %(label)s"), "trash"),
    ("entry_added", gettext_lazy("a saisi « %(label)s »"), "budget"),
    ("entry_corrected", gettext_lazy("a corrigé « %(label)s »"), "edit"),
    ("entry_cancelled", gettext_lazy("a annulé « %(label)s »"), "undo"),
    ("entry_moved", gettext_lazy("a déplacé « %(label)s » sur une autre ligne"), "swap"),
    ("entry_imported", gettext_lazy("a mis à jour « %(label)s »"), "upload"),
)


def budget_facts(campaign: Campaign) -> list[Fact]:
    """«Budget engagé»: two queries; nothing while there is no total."""
    total, _planned = read_once(budget_totals, [campaign.pk]).get(campaign.pk, (ZERO, ZERO))
    if not total:
        return []
    entries = Entry.objects.filter(line__budget__campaign=campaign).order_by().values_list("kind")
    sums = dict(entries.annotate(sum=Sum("amount")))
    committed, actual = (sums.get(kind, ZERO) for kind in (Entry.Kind.COMMITTED, Entry.Kind.ACTUAL))
    currency = campaign.workspace.currency
    return [
        Fact(
            label=_("Budget engagé"),
            value=money(committed, currency),
            detail=_("sur %(total)s, %(actual)s réalisés")
            % {"total": money(total, currency), "actual": money(actual, currency)},
            done=float(committed),
            total=float(total),
            url=reverse("budgets:budget", args=[campaign.workspace.slug, campaign.reference]),
        )
    ]


def budget_created(campaign: Campaign, actor: Access) -> None:
    """A new campaign has a budget to fill in: no total, no lines."""
    Budget.objects.get_or_create(campaign=campaign)


def budget_to_copy(source: Campaign) -> list[str]:
    """What `budget_copied` takes, in a line; nothing while no total is planned."""
    model = budget_of(source)
    if not model.total:
        return []
    lines = model.lines.filter(planned__gt=0).count() if model.pk else 0
    words = ngettext(
        "le budget prévu de %(total)s, en %(lines)s ligne",
        "le budget prévu de %(total)s, en %(lines)s lignes",
        lines,
    )
    return [words % {"total": money(model.total, source.workspace.currency), "lines": lines}]


def budget_copied(source: Campaign, copy: Campaign, actor: Access) -> None:
    """The copy plans what its model planned, its months moved as its launch moved. No entries."""
    model = budget_of(source)
    shift = months_apart(source.launch_on, copy.launch_on)
    with transaction.atomic():
        budget, _made = Budget.objects.get_or_create(campaign=copy)
        budget.total, budget.note = model.total, model.note
        budget.save(update_fields=["total", "note"])
        lines = model.lines.filter(planned__gt=0) if model.pk else BudgetLine.objects.none()
        BudgetLine.objects.bulk_create(
            BudgetLine(
                budget=budget,
                channel_id=line.channel_id,
                month=month_add(line.month, shift),
                planned=line.planned,
                note=line.note,
            )
            for line in lines
        )


def actual_replace(
    *,
    campaign: Campaign,
    source_label: str,
    amounts: Mapping[tuple[int, date], Decimal],
    actor: Access | None,
) -> SpendReport:
    """The door of imported spend, for the tracking app: see `spend_record`."""
    return spend_record(campaign=campaign, source_label=source_label, amounts=amounts, actor=actor)


def void_told(campaign: Campaign, since: datetime) -> str:
    """What to tell whoever just brought money in, when it made the budget's signature void; else empty."""
    voided = voided_since(campaign, since)
    return voided_words(voided) if voided else ""
