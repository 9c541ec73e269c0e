"""Evidence for the gates: the budget adds up to the cent, and it is signed."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from budgets.selectors.balance import Balance, balances
from campaigns.gates import Check, Finding, Scope, evaluating
from campaigns.models import Phase
from campaigns.signoff.standing import signoff_findings


def budget_findings(scopes: Sequence[Scope]) -> list[Finding]:
    """The livrable «Budget alloué»: lines add up to the total to the cent, and the whole is signed."""
    campaigns = [scope.campaign for scope in scopes]
    with evaluating(campaigns):
        found = balances(campaigns)
        signed = signoff_findings(scopes, "budget")
    return [
        finding if found[scope.campaign.pk].holds else _short(found[scope.campaign.pk])
        for scope, finding in zip(scopes, signed, strict=True)
    ]


def signed_findings(scopes: Sequence[Scope]) -> list[Finding]:
    """The criterion «Budget signé»."""
    return signoff_findings(scopes, "budget")


def _short(balance: Balance) -> Finding:
    return Finding(
        ok=False,
        why=balance.why,
        held_by=balance.owner,
        since=balance.since,
        fix_url=reverse("budgets:budget", args=[balance.slug, balance.reference]),
        fix_label=balance.fix_label,
    )


CHECKS = (
    Check(
        key="budget",
        label=gettext_lazy("Budget alloué"),
        kind="livrable",
        phase=Phase.BUDGET,
        evaluate=budget_findings,
        order=30,
    ),
    Check(
        key="budget_signed",
        label=gettext_lazy("Budget signé"),
        kind="criterion",
        phase=Phase.COORDINATION,
        evaluate=signed_findings,
        order=30,
    ),
)
