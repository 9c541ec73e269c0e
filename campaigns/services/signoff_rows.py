"""The rows of sign-off, locked in one order, settled and logged in one way."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from campaigns.evidence import moment
from campaigns.models import Campaign, Signature, SignOffRequest
from campaigns.services.evidence import evidence_append
from campaigns.services.signoff_mail import mail_ended
from campaigns.signoff.amendments import request_title
from campaigns.signoff.contents import content_kind
from core.access import Access
from core.audit import audit_record

Status = SignOffRequest.Status
ALIVE = (Status.OPEN, Status.APPROVED)


class SignOffClosed(Exception):
    """Too late: withdrawn, voided, replaced, settled, decided already, final, or its signer left."""

    def __init__(self, request: SignOffRequest, signature: Signature | None = None) -> None:
        super().__init__(f"Sign-off {request.pk} is {request.status}")
        self.request = request
        self.signature = signature


class HolderChanged(SignOffClosed):
    """The place went to a stand-in: whoever still holds the page has nothing to do, or to read, in it."""


def campaign_lock(campaign: Campaign) -> Campaign:
    """The lock everything of a campaign meets, taken before any row below it.

    FOR NO KEY UPDATE: rows that point to the campaign can still be inserted, or two editors adding rows
    would each wait for the other.
    """
    rows: QuerySet[Campaign] = Campaign.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("workspace").get(pk=campaign.pk)


def request_lock(pk: int) -> SignOffRequest:
    """A request, locked; take its campaign first."""
    rows: QuerySet[SignOffRequest] = SignOffRequest.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("campaign__workspace", "snapshot", "requested_by__user").get(pk=pk)


def signature_lock(signature: Signature) -> tuple[SignOffRequest, Signature]:
    """A signature of an open request, and that request, locked. Raises SignOffClosed when it is too late.

    HolderChanged when the place is no longer held by whoever `signature` was read for.
    """
    campaign_lock(signature.request.campaign)
    request = request_lock(signature.request_id)
    rows: QuerySet[Signature] = Signature.objects.select_for_update(of=("self",))
    current = rows.select_related("membership__user", "stakeholder").get(pk=signature.pk)
    current.request = request
    if current.email.lower() != signature.email.lower():
        raise HolderChanged(request, current)
    if request.status != Status.OPEN or not current.invited_at:
        raise SignOffClosed(request, current)
    return request, current


def undecided_lock(signature: Signature) -> tuple[SignOffRequest, Signature]:
    """The same, still without a decision, and its signer there to give one."""
    request, current = signature_lock(signature)
    if current.decision or current.signer_left or content_kind(request.kind).ended(current):
        raise SignOffClosed(request, current)
    return request, current


@dataclass(frozen=True)
class Settler:
    """Whose act ends a request; without a name when nobody's did."""

    name: str = ""
    email: str = ""

    @classmethod
    def of(cls, actor: Access | None) -> "Settler":
        return cls(actor.user.name, actor.user.email) if actor else cls()


def request_settle(request: SignOffRequest, status: str, by: Settler, reason: str = "") -> None:
    """End a request: approved, refused, withdrawn, replaced or void. Written to the chain of evidence."""
    request.status, request.settled_at = status, timezone.now()
    request.settled_by_name, request.settled_reason = by.name, reason[:300]
    request.save(update_fields=["status", "settled_at", "settled_by_name", "settled_reason"])
    evidence_append(
        campaign=request.campaign,
        kind=f"request_{status}",
        subject=f"signoffrequest:{request.pk}",
        data={
            "content": request.kind,
            "version": request.snapshot.number,
            "sha256": request.snapshot.sha256,
            "status": str(status),
            "settled_at": moment(request.settled_at),
        },
        who={"by": by.name, "email": by.email, "reason": request.settled_reason},
    )
    if status in (Status.VOIDED, Status.WITHDRAWN):
        mail_ended(request, but=by.email)


def proof_actor(actor: Access) -> dict[str, Any]:
    """Who acted, as the evidence names a member."""
    return {"by": actor.user.name, "email": actor.user.email, "member": actor.membership.pk}


def signoff_log(request: SignOffRequest, actor: Access | None, verb: str, *, name: str = "") -> None:
    """One line of the campaign's history about a request, or about one of its signers by `name`."""
    audit_record(
        workspace=request.campaign.workspace,
        actor=actor.user if actor else None,
        verb=verb,
        scope=request.campaign.scope,
        subject=f"signoffrequest:{request.pk}",
        label=name or request_title(request),
        changes={"kind": request.kind, "version": request.snapshot.number},
    )
