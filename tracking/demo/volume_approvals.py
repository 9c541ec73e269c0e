"""Approvals in volume: requests about contents as they stand, with their evidence, without their mails."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from campaigns.evidence import moment, moment_or_none
from campaigns.evidence.canonical import fingerprint
from campaigns.models import Campaign, Signature, SignOffRequest, Snapshot
from campaigns.services.deciding import proof_data, proof_stated, proof_who
from campaigns.services.evidence import Fact, evidence_append_all
from campaigns.services.inviting import place_data, place_who
from campaigns.services.signoff_rows import proof_actor
from campaigns.signoff.consent import consent_text
from campaigns.signoff.contents import current_canonical
from core.access import Access

CHUNK = 1000


def approvals_write(campaigns: Sequence[Campaign], kind: str, actor: Access, *, approved: bool) -> None:
    """One request a campaign, asked of `actor`, approved or waiting."""
    if not campaigns:
        return
    now = timezone.now()
    snapshots = Snapshot.objects.bulk_create(_snapshots(campaigns, kind, actor), batch_size=CHUNK)
    requests = SignOffRequest.objects.bulk_create(
        (_request(snapshot, actor, now if approved else None) for snapshot in snapshots), batch_size=CHUNK
    )
    signatures = Signature.objects.bulk_create(
        (_signature(request, actor, now, approved=approved) for request in requests), batch_size=CHUNK
    )
    facts = [fact for signature in signatures for fact in _facts(signature, actor)]
    evidence_append_all(workspace=actor.workspace, facts=facts)


def _snapshots(campaigns: Sequence[Campaign], kind: str, actor: Access) -> Iterator[Snapshot]:
    for campaign in campaigns:
        content = current_canonical(campaign, kind)
        yield Snapshot(
            campaign=campaign,
            kind=kind,
            number=1,
            content=content,
            sha256=fingerprint(content),
            author=actor.membership,
            author_name=actor.user.name,
        )


def _request(snapshot: Snapshot, actor: Access, settled_at: datetime | None) -> SignOffRequest:
    return SignOffRequest(
        campaign=snapshot.campaign,
        kind=snapshot.kind,
        snapshot=snapshot,
        status=SignOffRequest.Status.APPROVED if settled_at else SignOffRequest.Status.OPEN,
        due_on=timezone.localdate() + timedelta(days=3),
        requested_by=actor.membership,
        requested_by_name=actor.user.name,
        settled_at=settled_at,
        settled_by_name=actor.user.name if settled_at else "",
    )


def _signature(request: SignOffRequest, actor: Access, now: datetime, *, approved: bool) -> Signature:
    """A member signs in the application, so nobody is sent a link."""
    decided: dict[str, Any] = {
        "decision": Signature.Decision.APPROVED,
        "typed_name": actor.user.name,
        "decided_at": now,
        "code_verified_at": now,
        "final_at": now,
        "consent_sha256": fingerprint(consent_text(request)),
    }
    return Signature(
        request=request,
        membership=actor.membership,
        name=actor.user.name,
        email=actor.user.email,
        invited_at=now,
        **(decided if approved else {}),
    )


def _facts(signature: Signature, actor: Access) -> Iterator[Fact]:
    request, snapshot = signature.request, signature.request.snapshot
    campaign, who = request.campaign, proof_actor(actor)
    version = {"content": request.kind, "version": snapshot.number, "sha256": snapshot.sha256}
    asked, place = f"signoffrequest:{request.pk}", f"signature:{signature.pk}"
    terms = {
        "rule": request.rule,
        "quorum": request.quorum,
        "due_on": request.due_on,
        "requested_at": moment(request.requested_at),
    }
    frozen = {**version, "created_at": moment(snapshot.created_at)}
    yield Fact(campaign, "version_frozen", f"snapshot:{snapshot.pk}", frozen, who)
    yield Fact(campaign, "request_sent", asked, {**version, **terms}, {**who, "message": ""})
    yield Fact(campaign, "signer_named", place, _asked(signature), {**place_who(signature), "typed_name": ""})
    if signature.final_at:
        given = {**proof_data(signature), "consent": consent_text(request), **proof_stated(signature)}
        yield Fact(campaign, "decision_given", place, given, proof_who(signature))
        final = {"decision": signature.decision, "final_at": moment(signature.final_at)}
        yield Fact(campaign, "decision_final", place, {**proof_data(signature), **final})
        settled = {**version, "status": "approved", "settled_at": moment_or_none(request.settled_at)}
        yield Fact(campaign, "request_approved", asked, settled, {**who, "reason": ""})


def _asked(signature: Signature) -> dict[str, Any]:
    """The place as it was before its signer decided."""
    undecided = {"decision": "", "decided_at": None, "code_verified_at": None, "final_at": None}
    return {**place_data(signature), **undecided, "consent_sha256": ""}
