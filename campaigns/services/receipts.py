"""Asking for the receipt of a settled request: once, in the transaction that settles it."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.models import SignOffRequest
from campaigns.selectors.receipts import BUILDER, receipt_subject
from campaigns.signoff.amendments import request_kind
from core.models import Document, OutboxMessage
from core.outbox import outbox_add
from core.services.documents import document_retry


def receipt_order(request: SignOffRequest) -> Document:
    """Queue the PDF. The request is locked and settled by the caller, so this happens once."""
    campaign, asker = request.campaign, request.requested_by
    language = asker.user.language if asker else "fr"
    with override(language):
        words = {"kind": request_kind(request).title, "name": campaign.name}
        title = _("Reçu de validation : %(kind)s, %(name)s") % words
    document = Document.objects.create(
        workspace=campaign.workspace,
        scope=campaign.scope,
        builder=BUILDER,
        subject=receipt_subject(request),
        title=title[:200],
        language=language,
    )
    outbox_add(
        kind=OutboxMessage.Kind.PDF,
        key=f"receipt:{request.pk}",
        payload={"document": str(document.pk)},
        workspace=campaign.workspace,
    )
    return document


def receipts_remake(requests: Iterable[int]) -> None:
    """Destroy the files of these requests' receipts and queue new ones: somebody they name was erased."""
    subjects = [f"signoffrequest:{pk}" for pk in requests]
    rows = Document.objects.filter(builder=BUILDER, subject__in=subjects, status=Document.Status.READY)
    for document in rows:
        transaction.on_commit(partial(document.file.storage.delete, str(document.file.name)))
        document.file, document.status = "", Document.Status.FAILED
        document.save(update_fields=["file", "status"])
        document_retry(document=document)
