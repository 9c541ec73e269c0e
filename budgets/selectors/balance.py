"""Whether a budget adds up: its lines against its total, for many campaigns at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from budgets.models import Budget
from budgets.selectors.sums import ZERO
from campaigns.gates import read_once
from campaigns.models import Campaign, Phase
from campaigns.signoff.standing import campaign_places
from core.formatting import money


@dataclass(frozen=True)
class Balance:
    """A campaign's total and what its lines plan, with what a sentence about them needs."""

    slug: str
    reference: str
    currency: str
    owner: str
    since: date
    total: Decimal
    planned: Decimal

    @property
    def holds(self) -> bool:
        return bool(self.total) and self.total == self.planned

    @property
    def why(self) -> str:
        """What does not add up, in a sentence; empty when everything does."""
        values = {
            "rest": money(abs(self.total - self.planned), self.currency),
            "total": money(self.total, self.currency),
            "planned": money(self.planned, self.currency),
        }
        if self.holds:
            return ""
        if not self.total:
            return _("Le total n’est pas encore fixé.")
        if self.planned < self.total:
            return _("Il reste %(rest)s à répartir sur %(total)s.") % values
        return _("Les lignes dépassent le total de %(rest)s (%(planned)s pour %(total)s).") % values

    @property
    def fix_label(self) -> str:
        if not self.total:
            return _("Fixer le total")
        return _("Répartir le reste") if self.planned < self.total else _("Corriger les lignes")


def budget_totals(campaign_ids: Iterable[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """{campaign id: its total and what its lines plan}, one query; a campaign without a budget is left out.

    Call it through `read_once`: the check and the figure beside the campaign ask the same.
    """
    rows = Budget.objects.filter(campaign__in=set(campaign_ids)).values_list("campaign_id", "total")
    return {
        pk: (total, planned or ZERO) for pk, total, planned in rows.annotate(planned=Sum("lines__planned"))
    }


def balances(campaigns: Iterable[Campaign]) -> dict[int, Balance]:
    """{campaign id: its balance}: one query, beside those of campaigns that come without their people; a
    campaign without a budget has a total of zero."""
    ids = {campaign.pk for campaign in campaigns}
    totals = read_once(budget_totals, ids, phases=[Phase.BUDGET])
    places = read_once(campaign_places, ids)
    return {
        pk: Balance(
            places[pk].slug,
            places[pk].reference,
            places[pk].currency,
            places[pk].owner,
            places[pk].phase_since,
            *totals.get(pk, (ZERO, ZERO)),
        )
        for pk in ids
    }
