"""The mails of sign-off: the request, its reminder, codes, questions, and word of the outcome."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from campaigns.models import Campaign, Signature, SignOffNote, SignOffRequest
from campaigns.selectors.signed import amended_changes
from campaigns.selectors.signoff import changes_to_current
from campaigns.signoff import Change
from campaigns.signoff.amendments import request_kind
from campaigns.signoff.outcomes import approved_words
from core.mail import mail_queue


def mail_link(signature: Signature, template: str, token: str, **more: Any) -> None:
    """Queue `template` to a signer: members get the page of the application, others their secret link."""
    request = signature.request
    member = signature.membership
    path = (
        reverse("campaigns:sign", args=[request.campaign.workspace.slug, signature.pk])
        if member
        else reverse("campaigns:signoff-link", args=[token])
    )
    mail_queue(
        to=signature.email,
        template=template,
        context={
            "signature": signature,
            "request": request,
            "campaign": request.campaign,
            "kind": request_kind(request),
            "amended": amended_changes(request),
            "link": f"{settings.SITE_URL}{path}",
            **more,
        },
        key=f"{template}:{signature.pk}:{(signature.token_hash or '')[:16]}",
        workspace=request.campaign.workspace,
        language=member.user.language if member else "fr",
    )


def mail_code(signature: Signature, digits: str, code_pk: int) -> None:
    """Queue the six digits to the signer's address, whoever holds the page."""
    request, member = signature.request, signature.membership
    mail_queue(
        to=signature.email,
        template="signoff_code",
        context={
            "signature": signature,
            "request": request,
            "campaign": request.campaign,
            "kind": request_kind(request),
            "digits": digits,
        },
        key=f"signoff_code:{code_pk}",
        workspace=request.campaign.workspace,
        language=member.user.language if member else "fr",
    )


def mail_question(note: SignOffNote) -> None:
    """Tell whoever asked for the approval, or the campaign's owner when they left, that a signer asks."""
    request = note.signature.request
    asker = request.requested_by
    reader = asker if asker and asker.is_active else request.campaign.owner
    mail_queue(
        to=reader.user.email,
        template="signoff_question",
        context={
            "note": note,
            "request": request,
            "campaign": request.campaign,
            "kind": request_kind(request),
            "link": f"{settings.SITE_URL}{_overview(request.campaign)}#{request.kind}",
        },
        key=f"signoff_question:{note.pk}",
        workspace=request.campaign.workspace,
        language=reader.user.language,
    )


def _overview(campaign: Campaign) -> str:
    return reverse("campaigns:signoff", args=[campaign.workspace.slug, campaign.reference])


def mail_settled(request: SignOffRequest, last: Signature) -> None:
    """Tell whoever asked that the request is approved or refused. Nothing when they left."""
    asker = request.requested_by
    if asker is None or not asker.is_active or asker.pk == last.membership_id:
        return
    campaign = request.campaign
    path = _overview(campaign)
    mail_queue(
        to=asker.user.email,
        template="signoff_settled",
        context={
            "request": request,
            "campaign": campaign,
            "kind": request_kind(request),
            "last": last,
            "outcome": lambda: approved_words(request, list(request.signatures.all())),
            "link": f"{settings.SITE_URL}{path}#{request.kind}",
        },
        key=f"signoff_settled:{request.pk}",
        workspace=campaign.workspace,
        language=asker.user.language,
    )


#: Lines of what changed that a mail says; the others are counted.
CHANGES_TOLD = 10


def mail_ended(request: SignOffRequest, *, but: str) -> None:
    """Tell those invited that a request is void or withdrawn, and that nothing is left to do.

    Not whoever left, and not `but`, the address of whoever ended it: they know.
    """
    invited = request.signatures.filter(invited_at__isnull=False).exclude(email__iexact=but)
    told: dict[str, list[Change]] = {}
    for signature in invited.select_related("membership__user", "stakeholder"):
        if signature.signer_left:
            continue
        language = signature.membership.user.language if signature.membership else "fr"
        if language not in told:
            told[language] = _changes_in(language, request)
        mail_queue(
            to=signature.email,
            template="signoff_ended",
            context={
                "signature": signature,
                "request": request,
                "campaign": request.campaign,
                "kind": request_kind(request),
                "changes": told[language][:CHANGES_TOLD],
                "more": len(told[language][CHANGES_TOLD:]),
            },
            key=f"signoff_ended:{signature.pk}",
            workspace=request.campaign.workspace,
            language=language,
        )


def _changes_in(language: str, request: SignOffRequest) -> list[Change]:
    """What made a request void, in the words of its reader."""
    if request.status != SignOffRequest.Status.VOIDED:
        return []
    with override(language):
        return changes_to_current(request)
