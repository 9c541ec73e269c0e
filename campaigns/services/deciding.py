"""Deciding on a frozen content: a decision, its fifteen minutes of grace, and what it settles."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.evidence import moment_or_none
from campaigns.evidence.canonical import fingerprint
from campaigns.models import Signature, SigningCode, SignOffRequest
from campaigns.services.evidence import evidence_append
from campaigns.services.inviting import invite_step, places_of
from campaigns.services.receipts import receipt_order
from campaigns.services.signing_codes import code_use
from campaigns.services.signoff_mail import mail_settled
from campaigns.services.signoff_rows import (
    Settler,
    SignOffClosed,
    Status,
    request_settle,
    signature_lock,
    undecided_lock,
)
from campaigns.signoff.consent import consent_text
from campaigns.signoff.contents import content_kind
from campaigns.signoff.rules import GRACE, outcome
from core.audit import audit_record

Decision = Signature.Decision


@dataclass(frozen=True)
class Origin:
    """Where a decision came from."""

    ip_address: str | None
    user_agent: str


def decision_check(*, decision: str, typed_name: str, reason: str) -> None:
    """Raises ValidationError, field by field, for an answer that cannot be taken."""
    errors = {}
    if decision not in Decision.values:
        errors["decision"] = _("Choisissez : approuver, approuver avec réserves ou refuser.")
    if not typed_name.strip():
        errors["typed_name"] = _("Écrivez votre nom pour signer.")
    if decision == Decision.REJECTED and not reason.strip():
        errors["reason"] = _("Dites pourquoi vous refusez : l’équipe saura quoi corriger.")
    if decision == Decision.RESERVED and not reason.strip():
        errors["reason"] = _("Écrivez vos réserves : l’équipe s’engage à les lire.")
    if errors:
        raise ValidationError(errors)


def signature_decide(
    *,
    signature: Signature,
    decision: str,
    typed_name: str,
    reason: str,
    code: SigningCode,
    origin: Origin,
    now: datetime | None = None,
) -> Signature:
    """Record one signer's decision on the frozen content. It counts after `GRACE`, or once they close it.

    `code` is one that `code_check` accepted; it is spent here. Raises SignOffClosed when there is nothing
    to decide any more, ValidationError when the name, the reason or the code is missing.
    """
    typed_name, reason = typed_name.strip(), reason.strip()
    decision_check(decision=decision, typed_name=typed_name, reason=reason)
    with transaction.atomic():
        request, current = undecided_lock(signature)
        verified = code_use(code=code)
        current.decision, current.decided_at = decision, now or timezone.now()
        current.typed_name = typed_name
        current.reason = "" if decision == Decision.APPROVED else reason
        current.code_verified_at = now or verified
        consent = consent_text(request)
        current.consent_sha256 = fingerprint(consent)
        current.ip_address, current.user_agent = origin.ip_address, origin.user_agent[:300]
        current.full_clean(exclude=["token_hash"])
        current.save()
        _prove(current, "decision_given", who=proof_who(current), consent=consent, **proof_stated(current))
        _log(current, f"signoff_{decision}")
    return current


def signature_take_back(*, signature: Signature) -> Signature:
    """Undo one's decision while it does not count yet: the page asks again. Raises SignOffClosed."""
    with transaction.atomic():
        request, current = signature_lock(signature)
        if not current.decision or current.final_at:
            raise SignOffClosed(request, current)
        _prove(current, "decision_taken_back", decision=str(current.decision))
        _log(current, "signoff_taken_back")
        current.decision = current.typed_name = current.reason = current.consent_sha256 = ""
        current.decided_at = current.code_verified_at = current.ip_address = None
        current.user_agent = ""
        current.save()
    return current


def signature_close(*, signature: Signature, now: datetime | None = None) -> SignOffRequest:
    """Make a decision final at once, and settle what it settles.

    The campaign is locked first, so decisions become final one after the other and the last one settles
    the request exactly once. Raises SignOffClosed when it is final already or the request ended.
    """
    with transaction.atomic():
        request, current = signature_lock(signature)
        if not current.decision or current.final_at:
            raise SignOffClosed(request, current)
        current.final_at = now or timezone.now()
        current.save(update_fields=["final_at"])
        _prove(
            current,
            "decision_final",
            decision=str(current.decision),
            final_at=moment_or_none(current.final_at),
        )
        _conclude(request, current)
    return request


def decisions_due(*, now: datetime | None = None) -> list[int]:
    """Signatures whose time of grace is over and that do not count yet."""
    before = (now or timezone.now()) - GRACE
    rows = Signature.objects.filter(
        decided_at__lte=before, final_at__isnull=True, request__status=Status.OPEN
    )
    return list(rows.order_by("decided_at").values_list("pk", flat=True))


def decision_settle_due(*, pk: int) -> bool:
    """Close one of `decisions_due`; False when somebody was faster, or the request ended meanwhile."""
    signature = Signature.objects.select_related("request__campaign").filter(pk=pk).first()
    if signature is None:
        return False
    try:
        signature_close(signature=signature)
    except SignOffClosed:
        return False
    return True


def _conclude(request: SignOffRequest, last: Signature) -> None:
    """Settle a request that final decisions settle; otherwise invite whoever's turn it now is."""
    result = outcome(request.rule, request.quorum, places_of(request))
    if result == "open":
        invite_step(request)
        return
    status = Status.APPROVED if result == "approved" else Status.REJECTED
    by = Settler(last.name, last.email)
    request_settle(request, status, by, last.reason if result == "rejected" else "")
    content_kind(request.kind).settled(request, last)
    receipt_order(request)
    mail_settled(request, last)


def proof_stated(signature: Signature) -> dict[str, Any]:
    """What a decision states, without anything that names its signer."""
    return {
        "decision": str(signature.decision),
        "decided_at": moment_or_none(signature.decided_at),
        "code_verified_at": moment_or_none(signature.code_verified_at),
        "consent_sha256": signature.consent_sha256,
        "part": signature.part,
    }


def proof_who(signature: Signature) -> dict[str, Any]:
    """What a decision says of its signer."""
    return {
        "name": signature.name,
        "email": signature.email,
        "function": signature.function,
        "typed_name": signature.typed_name,
        "reason": signature.reason,
        "ip_address": signature.ip_address,
        "user_agent": signature.user_agent,
    }


def proof_data(signature: Signature) -> dict[str, Any]:
    """What every event about a decision names: the request and the exact version."""
    request = signature.request
    return {
        "request": request.pk,
        "content": request.kind,
        "version": request.snapshot.number,
        "sha256": request.snapshot.sha256,
    }


def _prove(signature: Signature, kind: str, *, who: dict[str, Any] | None = None, **stated: Any) -> None:
    evidence_append(
        campaign=signature.request.campaign,
        kind=kind,
        subject=f"signature:{signature.pk}",
        data={**proof_data(signature), **stated},
        who=who,
    )


def _log(signature: Signature, verb: str) -> None:
    request = signature.request
    audit_record(
        workspace=request.campaign.workspace,
        actor=signature.membership.user if signature.membership else None,
        verb=verb,
        scope=request.campaign.scope,
        subject=f"signature:{signature.pk}",
        label=signature.name,
        changes={"kind": request.kind, "version": request.snapshot.number, "reason": signature.reason},
    )
