"""Evidence for the gate out of PLANNING: the plan is complete, and the stakeholders approved it.

The launch criterion «Planning approuvé» is registered by `checks_brief`, with the brief's.
"""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.gates import Check, Finding, Scope, check_register
from campaigns.models import Campaign, Phase
from campaigns.selectors.plan_missing import Missing, plan_missing
from campaigns.signoff.standing import signoff_findings


def planning_findings(scopes: Sequence[Scope]) -> list[Finding]:
    """The livrable «Planning détaillé»: acyclic, every task dated and owned, milestones, inside the
    campaign's window; then approved by the stakeholders. Five queries however many scopes."""
    missing = plan_missing(scope.campaign for scope in scopes)
    approved = signoff_findings(scopes, "plan")
    return [
        _incomplete(scope.campaign, missing[scope.campaign.pk])
        if missing[scope.campaign.pk].sentences
        else finding
        for scope, finding in zip(scopes, approved, strict=True)
    ]


def _incomplete(campaign: Campaign, missing: Missing) -> Finding:
    return Finding(
        ok=False,
        why=" ".join(missing.sentences[:2]),
        held_by=campaign.owner.user.name,
        since=timezone.localtime(campaign.phase_since).date(),
        fix_url=reverse("campaigns:planning", args=[campaign.workspace.slug, campaign.reference]),
        fix_label=_("Compléter le planning"),
    )


def register() -> None:
    check_register(
        Check(
            key="planning",
            label=gettext_lazy("Planning détaillé"),
            kind="livrable",
            phase=Phase.PLANNING,
            evaluate=planning_findings,
            order=20,
        )
    )
