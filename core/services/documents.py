"""Asking again for a document whose making failed."""

from django.db import transaction
from django.utils import timezone

from core.models import Document, OutboxMessage
from core.outbox import outbox_add, wake


def document_retry(*, document: Document) -> None:
    """Put a failed document back in the queue, at once. Any other state is left alone."""
    with transaction.atomic():
        current = Document.objects.select_for_update().get(pk=document.pk)
        if current.status != Document.Status.FAILED:
            return
        current.status, current.progress, current.error = Document.Status.WAITING, 0, ""
        current.save(update_fields=["status", "progress", "error"])
        message = outbox_add(
            kind=OutboxMessage.Kind.PDF,
            key=f"document:{current.pk}",
            payload={"document": str(current.pk)},
            workspace=current.workspace,
        )
        OutboxMessage.objects.filter(pk=message.pk).update(
            status=OutboxMessage.Status.QUEUED, attempts=0, due_at=timezone.now(), lease_until=None
        )
        transaction.on_commit(lambda: wake(message.pk, OutboxMessage.Kind.PDF))
