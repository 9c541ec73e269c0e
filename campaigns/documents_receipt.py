"""The receipt of a settled request: who decided what and when, sealed, content and evidence inside."""

import hashlib
import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from campaigns.documents_version import frozen_version
from campaigns.evidence import Link
from campaigns.evidence.bundle import bundle_text
from campaigns.models import SignOffRequest
from campaigns.selectors.receipt_check import EVIDENCE
from campaigns.selectors.receipts import BUILDER, may_read_receipt, receipt_links
from campaigns.selectors.signed import amended_changes
from campaigns.signoff.amendments import request_kind
from core.documents import Page, SubjectGone, document_builder
from core.formatting import datetime_short
from core.pdf import pdf_render
from core.sealing import Attachment, pdf_seal, seal_credentials

VERSION = "version-figee.pdf"


def signoff_receipt(subject: str) -> Page:
    """`subject` is "signoffrequest:<id>". Raises SubjectGone."""
    rows = SignOffRequest.objects.select_related("campaign__workspace", "snapshot")
    request = rows.filter(pk=int(subject.partition(":")[2])).first()
    if request is None:
        raise SubjectGone(_("Cette demande n’existe plus."))
    credentials = seal_credentials(request.campaign.workspace)
    links = receipt_links(request)
    approved = any(link.kind == "request_approved" for link in links)
    context = {
        "workspace": request.campaign.workspace,
        "campaign": request.campaign,
        "request": request,
        "snapshot": request.snapshot,
        "kind": request_kind(request),
        "approved": approved,
        "amended": amended_changes(request),
        "signatures": list(request.signatures.filter(final_at__isnull=False)),
        "silent": list(request.signatures.filter(final_at__isnull=True)),
        "consents": _consents(links),
        "first": links[0] if links else None,
        "last": links[-1] if links else None,
        "events": len(links),
        "certificate": _certificate(credentials),
        "timestamped": bool(settings.TIMESTAMP_URL),
        "facts": _facts(request, approved),
    }
    return Page("pdf/receipt.html", context, finish=partial(_sealed, request, credentials))


def _facts(request: SignOffRequest, approved: bool) -> list[dict[str, str]]:
    settled = datetime_short(request.settled_at)
    result = _("Validée") if approved else _("Refusée")
    return [
        {"label": _("Version"), "value": str(request.snapshot.number), "detail": ""},
        {"label": _("Résultat"), "value": result, "detail": settled},
        {"label": _("Demandée par"), "value": request.requested_by_name, "detail": ""},
    ]


def _consents(links: Sequence[Link]) -> list[str]:
    """The words the signers agreed to, each in the language it was read in."""
    stated = (json.loads(link.payload)["data"].get("consent", "") for link in links)
    return list(dict.fromkeys(filter(None, stated)))


def _certificate(credentials: bytes) -> dict[str, str]:
    own = x509.load_pem_x509_certificates(credentials)[0]
    return {"name": own.subject.rfc4514_string(), "sha256": own.fingerprint(hashes.SHA256()).hex()}


def _sealed(request: SignOffRequest, credentials: bytes, pdf: bytes) -> bytes:
    """The page with the frozen version and the evidence attached, under the workspace's seal."""
    page = frozen_version(f"snapshot:{request.snapshot_id}")
    version = pdf_render(render_to_string(page.template, page.context), resources=page.resources)
    return pdf_seal(
        pdf,
        attachments=[
            Attachment(VERSION, version, "application/pdf", _("La version figée, telle qu’elle a été lue")),
            Attachment(EVIDENCE, _bundle(request, version), "application/json", _("Les preuves")),
        ],
        credentials=credentials,
        reason=_("Reçu de validation, cachet de %(name)s") % {"name": request.campaign.workspace.name},
    )


def _bundle(request: SignOffRequest, version: bytes) -> bytes:
    campaign = request.campaign
    about: dict[str, Any] = {
        "workspace": campaign.workspace.slug,
        "campaign": campaign.reference,
        "request": request.pk,
        "kind": request.kind,
        "version": request.snapshot.number,
    }
    files = {VERSION: hashlib.sha256(version).hexdigest()}
    links = receipt_links(request)
    return bundle_text(about=about, content=request.snapshot.content, files=files, links=links).encode()


def register() -> None:
    document_builder(BUILDER, signoff_receipt, may_read=may_read_receipt)
