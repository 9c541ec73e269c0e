"""Whose signature still stands in a new request, so that they are not asked again."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from campaigns.models import Signature, SignOffRequest
from campaigns.services.inviting import Asked
from campaigns.signoff.contents import content_kind
from campaigns.signoff.diff import content_changes
from campaigns.signoff.parts import concerned

Status = SignOffRequest.Status
_NEVER = datetime.min.replace(tzinfo=UTC)


def carried(
    request: SignOffRequest, before: SignOffRequest | None, asked: Sequence[Asked]
) -> dict[str, Signature]:
    """Final approvals that still stand, by address: nothing of what they answer for changed since.

    The last approval of each person for the same part counts, whatever became of its request meanwhile,
    unless they refused a later one. Empty where fewer than all answers settle the request, where the
    version was approved or refused already (asking again for it is asking everybody again), and where
    nobody would be left to ask but the asker: what changed is seen by four eyes.
    """
    if before is None or request.rule != SignOffRequest.Rule.ALL:
        return {}
    if before.snapshot_id == request.snapshot_id and before.status in (Status.APPROVED, Status.REJECTED):
        return {}
    given = _decisions(request)
    kept = {
        each.email: approval
        for each in asked
        if (approval := _standing_approval(given.get(each.email.lower(), ()), each.part))
        and not _concerned(approval, request)
    }
    asker = request.requested_by.user.email.lower() if request.requested_by else ""
    left = {each.email.lower() for each in asked if each.email not in kept}
    return kept if left - {asker} else {}


def _decisions(request: SignOffRequest) -> Mapping[str, list[Signature]]:
    """What each address decided on this kind of content before, oldest first."""
    rows = Signature.objects.filter(
        request__campaign=request.campaign, request__kind=request.kind, decided_at__isnull=False
    ).exclude(request=request)
    found: dict[str, list[Signature]] = defaultdict(list)
    for signature in rows.select_related("request__snapshot"):
        found[signature.email.lower()].append(signature)
    for signatures in found.values():
        # A place carried over repeats an old decision, and became one of its own request.
        signatures.sort(key=lambda each: (each.final_at or each.decided_at or _NEVER, each.pk))
    return found


def _standing_approval(decisions: Sequence[Signature], part: str) -> Signature | None:
    """The last final approval for a part, unless a refusal came after it."""
    for signature in reversed(decisions):
        if not signature.approves:
            return None
        if signature.final_at and signature.part == part:
            return signature
    return None


def _concerned(approval: Signature, request: SignOffRequest) -> bool:
    before, after = approval.request.snapshot.content, request.snapshot.content
    fields = content_kind(request.kind).fields
    return concerned(approval.part, content_changes(json.loads(before), json.loads(after), fields))
