"""Addresses of the brief and of sign-off, for `campaigns.ROUTES`."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from campaigns.models import BriefAudience, KeyMessage, Objective, Signature
from campaigns.services.signoff import signoff_request
from campaigns.strategy_files import strategy_name
from core.access import Access
from tests.access.matrix import (
    ADMIN,
    CAMPAIGN,
    CONTRIBUTOR,
    MANAGER,
    PUBLIC,
    REDIRECT,
    VIEWER,
    WORKSPACE,
    Route,
    Tenant,
)

GONE = frozenset({404})


def furnish(t: Tenant) -> None:
    """A brief with a row in each list and a document, and a request to a member and a stakeholder."""
    campaign, today = t.campaign, timezone.localdate()
    Objective.objects.create(campaign=campaign, name="Leads", kpi=t.kpi, target=500, deadline=today)
    BriefAudience.objects.create(campaign=campaign, audience=t.audience)
    KeyMessage.objects.create(campaign=campaign, text="Dormez mieux")
    # The document's name is a fingerprint: each tenant has one of its own, so that neither opens the other's.
    t.strategy_digest = f"{campaign.pk:064x}"
    default_storage.save(strategy_name(campaign, t.strategy_digest, "pdf"), ContentFile(b"%PDF-1.7"))
    actor = Access(t.workspace, t.manager)
    t.signoff = signoff_request(
        campaign=campaign, actor=actor, kind="brief", signers=[t.viewer, t.stakeholder], due_on=today
    )
    t.member_signature = Signature.objects.get(request=t.signoff, membership=t.viewer)
    t.signature = Signature.objects.get(request=t.signoff, stakeholder=t.stakeholder)


def _with(**more: Any):
    return lambda t: {**CAMPAIGN(t), **more}


def _row(section: str, rows: str):
    return lambda t: {**CAMPAIGN(t), "section": section, "pk": getattr(t.campaign, rows).get().pk}


def DOCUMENT(t: Tenant):  # noqa: N802
    return {**CAMPAIGN(t), "digest": t.strategy_digest, "suffix": "pdf"}


def REQUEST(t: Tenant):  # noqa: N802
    return {**CAMPAIGN(t), "pk": t.signoff.pk}


def SIGNATURE(t: Tenant):  # noqa: N802
    return {**CAMPAIGN(t), "pk": t.signature.pk}


def MINE(t: Tenant):  # noqa: N802
    return {**WORKSPACE(t), "pk": t.member_signature.pk}


ROWS = {"objectifs": "objectives", "cibles": "brief_audiences", "messages": "key_messages"}

#: A version is frozen in both tenants, so that its number does not tell them apart: the campaign does.
VERSION = _with(kind="brief", number=1)

ROUTES: list[Route] = [
    # The brief
    Route("campaigns:brief", CAMPAIGN, get=VIEWER),
    Route("campaigns:brief-pdf", CAMPAIGN, post=VIEWER),
    Route("campaigns:brief-document", DOCUMENT, get=VIEWER),
    *[
        Route("campaigns:brief-text", _with(section=section), get=CONTRIBUTOR, post=CONTRIBUTOR)
        for section in ("strategie", "fond", "ton")
    ],
    *[
        Route("campaigns:brief-row-add", _with(section=section), get=CONTRIBUTOR, post=CONTRIBUTOR)
        for section in ROWS
    ],
    *[
        Route("campaigns:brief-row", _row(section, rows), get=CONTRIBUTOR, post=CONTRIBUTOR)
        for section, rows in ROWS.items()
    ],
    *[
        Route("campaigns:brief-row-remove", _row(section, rows), post=CONTRIBUTOR)
        for section, rows in ROWS.items()
    ],
    *[
        Route("campaigns:brief-row-move", _row(section, rows), post=CONTRIBUTOR)
        for section, rows in ROWS.items()
    ],
    # Sign-off: the team
    Route("campaigns:signoff", CAMPAIGN, get=VIEWER),
    Route("campaigns:signoff-request", _with(kind="brief"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("campaigns:signoff-version", VERSION, get=VIEWER),
    Route("campaigns:signoff-version-pdf", VERSION, post=VIEWER),
    Route("campaigns:signoff-withdraw", REQUEST, post=MANAGER),
    Route("campaigns:signoff-remind", SIGNATURE, post=CONTRIBUTOR),
    Route("campaigns:signoff-answer", SIGNATURE, post=CONTRIBUTOR),
    Route("campaigns:legal-signers", WORKSPACE, get=VIEWER, post=ADMIN),
    # Sign-off: a member signs what is asked of them, and of nobody else, whatever the role
    Route("campaigns:to-sign", WORKSPACE, get=VIEWER),
    Route(
        "campaigns:sign",
        MINE,
        get=VIEWER,
        post=VIEWER,
        but={
            f"{method} {actor}": 404
            for method in ("get", "post")
            for actor in ("contributor", "manager", "admin")
        },
    ),
    # Sign-off: without an account. Nobody here opened a link, so all of them see the neutral page.
    Route(
        "campaigns:signoff-page",
        lambda t: {"pk": t.signature.pk},
        get=PUBLIC,
        post=PUBLIC,
        get_ok=GONE,
        post_ok=GONE,
    ),
    Route("campaigns:signoff-document", lambda t: {"pk": t.signature.pk}, get=PUBLIC, get_ok=GONE),
    Route("campaigns:signoff-receipt", lambda t: {"pk": t.signature.pk}, get=PUBLIC, get_ok=GONE),
    Route("campaigns:signoff-receipt-pdf", lambda t: {"pk": t.signature.pk}, get=PUBLIC, get_ok=GONE),
    Route("campaigns:signoff-link", lambda t: {"token": "inconnu"}, get=PUBLIC, get_ok=REDIRECT | GONE),
]
