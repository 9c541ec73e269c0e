"""Whose signature is awaited, content by content: those a reminder would reach."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from campaigns.access import CampaignAccess
from campaigns.models import Campaign, Signature, SignOffRequest
from campaigns.signoff import answering, family_of
from campaigns.signoff.standing import people
from core.models import Role

#: The launch criteria that a signature holds up, and the content it is about: for the whole campaign, then
#: for each wave, where it is a family of contents.
SIGNED = {"brief_validated": "brief", "plan_approved": "plan", "budget_signed": "budget"}
SIGNED_OF_WAVE = {"assets_approved": "assets"}


@dataclass(frozen=True)
class Reminder:
    """A criterion's one click: where it is posted, whom it reaches, when they were last reminded."""

    url: str
    who: str
    last: datetime | None


def awaited_signatures(campaign: Campaign) -> Mapping[str, list[Signature]]:
    """Signatures asked, not given, of people who can still give them: {kind: signatures}, one query."""
    rows = Signature.objects.filter(
        request__campaign=campaign,
        request__status=SignOffRequest.Status.OPEN,
        decision="",
        invited_at__isnull=False,
    ).select_related("request__campaign__workspace", "membership__user", "stakeholder")
    found: dict[str, list[Signature]] = defaultdict(list)
    for signature in rows.order_by("id"):
        if not signature.signer_left:
            found[signature.request.kind].append(signature)
    return found


def reminders(access: CampaignAccess) -> Mapping[str, Reminder]:
    """{kind of content: its reminder}, for those who may send one; nothing for others. One query."""
    if not access.covers(Role.MANAGER) or not access.campaign.is_open:
        return {}
    awaited = awaited_signatures(access.campaign)
    return {kind: _reminder(access, kind, signatures) for kind, signatures in awaited.items()}


def reminders_by_check(found: Mapping[str, Reminder], *, wave: int | None = None) -> Mapping[str, Reminder]:
    """{criterion: its reminder} for the whole campaign, or for a wave by its pk."""
    kinds = SIGNED if wave is None else {check: f"{kind}-{wave}" for check, kind in SIGNED_OF_WAVE.items()}
    return {
        check: found[asked] for check, kind in kinds.items() for asked in answering(kind) if asked in found
    }


def may_remind(kind: str) -> bool:
    """Whether a launch criterion waits for this kind of content."""
    whole = {asked for held in SIGNED.values() for asked in answering(held)}
    return kind in whole or family_of(kind)[0] in SIGNED_OF_WAVE.values()


def _reminder(access: CampaignAccess, kind: str, signatures: list[Signature]) -> Reminder:
    return Reminder(
        url=reverse("campaigns:launch-remind", args=[access.workspace.slug, access.campaign.reference, kind]),
        who=people([signature.name for signature in signatures]),
        last=max((each.reminded_at for each in signatures if each.reminded_at), default=None),
    )
