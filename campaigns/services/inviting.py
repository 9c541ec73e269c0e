"""Giving signers their places in a request, and their links."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from campaigns.evidence import moment_or_none
from campaigns.models import Signature, SignOffRequest, Stakeholder
from campaigns.services.evidence import evidence_append
from campaigns.services.signoff_mail import mail_link
from campaigns.signoff.parts import EVERYTHING
from campaigns.signoff.rules import Place, step_to_invite
from core.models import Membership

LINK_DAYS = 30


@dataclass(frozen=True)
class Asked:
    """Somebody to ask: what they answer for (`signoff.parts`), at which step, and in whose place.

    `required_for` says why they must sign (`signoff.required`); `services.requiring` alone sets it.
    """

    signer: Stakeholder | Membership
    part: str = EVERYTHING
    step: int = 1
    stands_in_for: str = ""
    required_for: str = ""

    @property
    def member(self) -> Membership | None:
        return self.signer if isinstance(self.signer, Membership) else None

    @property
    def stakeholder(self) -> Stakeholder | None:
        return self.signer if isinstance(self.signer, Stakeholder) else None

    @property
    def name(self) -> str:
        return self.signer.user.name if isinstance(self.signer, Membership) else self.signer.name

    @property
    def email(self) -> str:
        return self.signer.user.email if isinstance(self.signer, Membership) else self.signer.email

    @property
    def function(self) -> str:
        return self.signer.job_title if isinstance(self.signer, Membership) else self.signer.function


def present(asked: Asked) -> Asked:
    """The same, or the stand-in of somebody who is away today and named one who is there."""
    person = asked.stakeholder
    if person is None or not person.absent_until or person.absent_until < timezone.localdate():
        return asked
    if person.stand_in is None or not person.stand_in.is_active:
        return asked
    return replace(asked, signer=person.stand_in, stands_in_for=person.name)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def place_make(request: SignOffRequest, asked: Asked, *, carried_from: Signature | None) -> Signature:
    """One signer's place. With `carried_from`, decided already: that signature still stands."""
    signature = Signature(
        request=request,
        membership=asked.member,
        stakeholder=asked.stakeholder,
        name=asked.name,
        email=asked.email,
        function=asked.function,
        part=asked.part,
        step=asked.step,
        stands_in_for=asked.stands_in_for,
        required_for=asked.required_for,
    )
    if carried_from:
        signature.carried_from, signature.invited_at = carried_from, timezone.now()
        for name in ("decision", "typed_name", "reason", "code_verified_at", "consent_sha256", "decided_at"):
            setattr(signature, name, getattr(carried_from, name))
        signature.final_at = signature.invited_at
    signature.full_clean(exclude=["request"])
    signature.save()
    evidence_append(
        campaign=request.campaign,
        kind="signer_named",
        subject=f"signature:{signature.pk}",
        data=place_data(signature),
        who=place_who(signature),
    )
    return signature


def place_data(signature: Signature) -> dict[str, Any]:
    """What the evidence says of a place, without its holder."""
    return {
        "request": signature.request_id,
        "part": signature.part,
        "step": signature.step,
        **({"required_for": signature.required_for} if signature.required_for else {}),
        "carried_from": signature.carried_from_id,
        # Empty, unless the place is carried over from an earlier version.
        "decision": str(signature.decision),
        "decided_at": moment_or_none(signature.decided_at),
        "code_verified_at": moment_or_none(signature.code_verified_at),
        "consent_sha256": signature.consent_sha256,
        "final_at": moment_or_none(signature.final_at),
    }


def place_who(signature: Signature) -> dict[str, Any]:
    """Who holds a place."""
    return {
        "name": signature.name,
        "email": signature.email,
        "function": signature.function,
        "stands_in_for": signature.stands_in_for,
        "member": signature.membership_id,
        "stakeholder": signature.stakeholder_id,
        "typed_name": signature.typed_name,
        "reason": signature.reason,
    }


def places_of(request: SignOffRequest) -> list[Place]:
    """The rule's view of a request's signatures.

    Where fewer than all answers settle it, a place carried over is no answer: it would settle by itself
    what nobody approved in this version, or outvote whoever refuses it.
    """
    counts_all = request.rule == SignOffRequest.Rule.ALL
    return [
        Place(
            signature.step,
            signature.approves if signature.final_at else None,
            required=bool(signature.required_for),
        )
        for signature in request.signatures.all()
        if counts_all or not signature.carried_from_id
    ]


def invite_step(request: SignOffRequest) -> None:
    """Mail their link to the signers whose turn has come."""
    turn = step_to_invite(places_of(request))
    waiting = request.signatures.filter(step__lte=turn, invited_at__isnull=True)
    for signature in waiting.select_related("membership__user", "stakeholder"):
        signature.request = request
        signature.invited_at = timezone.now()
        link_send(signature, "signoff_request")


def link_send(signature: Signature, template: str) -> None:
    """Save a place, locked by the caller, and mail a fresh link; the one mailed before stops working."""
    token = _link_new(signature)
    signature.save()
    mail_link(signature, template, token)


def link_renew(signature: Signature) -> str:
    """A fresh secret for a signature, saved as its hash; returns the secret, which nothing else keeps.

    Only the link is written: the morning's mail read this place a while ago, without a lock, and its signer
    may have decided since.
    """
    token = _link_new(signature)
    signature.save(update_fields=["token_hash", "expires_at"])
    return token


def _link_new(signature: Signature) -> str:
    token = secrets.token_urlsafe(32)
    signature.token_hash = token_hash(token)
    signature.expires_at = timezone.now() + timedelta(days=LINK_DAYS)
    return token
