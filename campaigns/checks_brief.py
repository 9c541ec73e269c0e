"""Evidence of the brief, and of the approvals that this app owns: what the gates read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.brief_quality import Missing, brief_missing
from campaigns.gates import Check, Finding, Scope, check_register, read_once
from campaigns.models import Brief, BriefAudience, Campaign, KeyMessage, Objective, Phase
from campaigns.signoff.standing import CampaignPlace, campaign_places, people, signoff_findings


def brief_findings(scopes: Sequence[Scope]) -> list[Finding]:
    """The livrable «Brief campagne»: complete, and this very content validated. Eight queries.

    The dates are consistent with the type when there is an end where one is due; a length outside the
    type's rule is shown to the signers, whose approval of these very dates is what accepts it.
    """
    if not scopes:
        return []
    campaigns = {scope.campaign.pk: scope.campaign for scope in scopes}
    contents = _evidence(campaigns)
    places = read_once(campaign_places, campaigns)
    found = []
    for scope, approval in zip(scopes, signoff_findings(scopes, "brief"), strict=True):
        missing = brief_missing(contents[scope.campaign.pk])
        found.append(_incomplete(missing, places[scope.campaign.pk]) if missing else approval)
    return found


def _evidence(campaigns: Mapping[int, Campaign]) -> dict[int, dict[str, Any]]:
    """What `brief_missing` looks at of each campaign's content, and no more: four queries."""
    found: dict[int, dict[str, Any]] = {
        pk: {
            "strategy": {"url": "", "file_sha256": ""},
            "objectives": [],
            "audiences": [],
            "messages": [],
            "ends_on": campaign.ends_on,
            "type": campaign.type,
        }
        for pk, campaign in campaigns.items()
    }
    mine = {"campaign__in": campaigns}
    briefs = Brief.objects.filter(**mine).values_list("campaign_id", "strategy_url", "strategy_file")
    for pk, url, file in briefs:
        found[pk]["strategy"] = {"url": url, "file_sha256": file}  # a document is there, whatever is in it
    objectives = Objective.objects.filter(**mine).order_by()
    for pk, *values in objectives.values_list("campaign_id", "kpi__name", "target", "unit", "deadline"):
        found[pk]["objectives"].append(dict(zip(("kpi", "target", "unit", "deadline"), values, strict=True)))
    for part, rows in (("audiences", BriefAudience.objects), ("messages", KeyMessage.objects)):
        for pk in rows.filter(**mine).order_by().values_list("campaign_id", flat=True):
            found[pk][part].append(True)
    return found


def _incomplete(missing: Sequence[Missing], place: CampaignPlace) -> Finding:
    return Finding(
        ok=False,
        why=_("Il manque %(things)s.") % {"things": people([each.what for each in missing])},
        held_by=place.owner,
        since=place.phase_since,
        fix_url=reverse("campaigns:brief", args=[place.slug, place.reference]),
        fix_label=_("Compléter le brief"),
    )


def brief_validated(scopes: Sequence[Scope]) -> list[Finding]:
    return signoff_findings(scopes, "brief")


def plan_approved(scopes: Sequence[Scope]) -> list[Finding]:
    return signoff_findings(scopes, "plan")


def register() -> None:
    check_register(
        Check("brief", gettext_lazy("Brief campagne"), "livrable", Phase.BRIEF, brief_findings, order=10)
    )
    check_register(
        Check(
            "brief_validated",
            gettext_lazy("Brief validé"),
            "criterion",
            Phase.COORDINATION,
            brief_validated,
            order=10,
        )
    )
    check_register(
        Check(
            "plan_approved",
            gettext_lazy("Planning approuvé par les parties prenantes"),
            "criterion",
            Phase.COORDINATION,
            plan_approved,
            order=20,
        )
    )
