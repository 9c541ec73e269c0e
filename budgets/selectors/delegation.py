"""The delegation of signature by amount, and the tolerance: what the workspace settled."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet, Sum
from django.utils.translation import gettext as _

from budgets.models import BudgetRules, DelegationLevel, Overrun
from budgets.selectors.board import budget_of
from campaigns.models import Campaign
from campaigns.signoff.required import Signer, can_sign, signer_words
from core.models import Workspace


@dataclass(frozen=True)
class LevelRow:
    """One level as the settings show it; `gone` are people it names who can no longer sign."""

    level: DelegationLevel
    who: tuple[str, ...]
    gone: tuple[str, ...]


def levels_of(workspace: Workspace) -> QuerySet[DelegationLevel]:
    """From the lowest amount up, with their people: three queries."""
    levels = DelegationLevel.objects.filter(workspace=workspace).order_by("above")
    return levels.prefetch_related("members__user", "stakeholders")


def level_rows(workspace: Workspace) -> list[LevelRow]:
    return [_row(level) for level in levels_of(workspace)]


def _row(level: DelegationLevel) -> LevelRow:
    people: list[Signer] = [*level.members.all(), *level.stakeholders.all()]
    there = [signer_words(person) for person in people if can_sign(person)]
    if level.owner:
        there.insert(0, _("la personne responsable de la campagne"))
    return LevelRow(
        level, tuple(there), tuple(signer_words(person) for person in people if not can_sign(person))
    )


def level_for(workspace: Workspace, amount: Decimal) -> DelegationLevel | None:
    """The highest level that an amount exceeds, to the cent: 10 000,00 € does not exceed 10 000 €."""
    return levels_of(workspace).filter(above__lt=amount).order_by("-above").first()


def signed_amount(campaign: Campaign) -> Decimal:
    """What signing a budget commits to: its total, and the overruns it would authorise beyond it."""
    held = Overrun.objects.filter(
        line__budget__campaign=campaign, line__planned=F("planned"), line__planned__gt=0
    )
    sums = held.aggregate(planned=Sum("planned"), up_to=Sum("up_to"))
    beyond = (sums["up_to"] or Decimal(0)) - (sums["planned"] or Decimal(0))
    total: Decimal = budget_of(campaign).total
    return total + beyond


def rules_of(workspace: Workspace) -> BudgetRules:
    """The workspace's rules; unsaved ones with the defaults where nobody settled any."""
    return BudgetRules.objects.filter(workspace=workspace).first() or BudgetRules(workspace=workspace)


def tolerance_of(workspace: Workspace) -> int:
    """In percent of what is planned."""
    return rules_of(workspace).tolerance
