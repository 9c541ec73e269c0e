"""The mails of sign-off: the request, its reminder, codes, questions, and word of the outcome."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from campaigns.models import Campaign, Signature, SignOffNote, SignOffRequest
from campaigns.selectors.signed import amended_changes
from campaigns.signoff.amendments import request_kind
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
            "link": f"{settings.SITE_URL}{path}#{request.kind}",
        },
        key=f"signoff_settled:{request.pk}",
        workspace=campaign.workspace,
        language=asker.user.language,
    )
