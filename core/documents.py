"""PDF documents: asked for on a page, made by a task, downloaded when ready."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.access import Access
from core.models import Document, OutboxMessage
from core.outbox import outbox_add
from core.pdf import Resource, pdf_render


@dataclass(frozen=True)
class Page:
    """What a builder hands over: a template, its context and the pictures it names."""

    template: str
    context: dict[str, Any]
    resources: Mapping[str, Resource] = field(default_factory=dict)
    finish: Callable[[bytes], bytes] | None = None  # what becomes of the file: attachments, a seal


Builder = Callable[[str], Page]
Reader = Callable[[Access, Document], bool]
_builders: dict[str, Builder] = {}
_readers: dict[str, Reader] = {}


class SubjectGone(Exception):
    """A builder's subject no longer exists; the document fails with these words."""


def document_builder(name: str, builder: Builder, *, may_read: Reader | None = None) -> None:
    """Apps register, in ready(), how each kind of document gathers its content from its subject.

    `may_read` narrows who downloads it among those who may read its scope.
    """
    _builders[name] = builder
    if may_read:
        _readers[name] = may_read


def document_open_to(access: Access, document: Document) -> bool:
    """Whether this reader of the scope may have this very document."""
    may_read = _readers.get(document.builder)
    return may_read is None or may_read(access, document)


def document_request(*, access: Access, builder: str, subject: str, scope: str, title: str) -> Document:
    """Ask for a PDF. While the same one is still being made, that one is returned instead."""
    if builder not in _builders:
        raise LookupError(f"No document builder is called {builder!r}")
    pending = Document.objects.filter(
        workspace=access.workspace,
        builder=builder,
        subject=subject,
        language=access.user.language,
        status__in=[Document.Status.WAITING, Document.Status.WORKING],
    ).first()
    if pending:
        return pending
    document = Document.objects.create(
        workspace=access.workspace,
        scope=scope,
        builder=builder,
        subject=subject,
        title=title,
        language=access.user.language,
        requested_by=access.user,
    )
    outbox_add(
        kind=OutboxMessage.Kind.PDF,
        key=f"document:{document.pk}",
        payload={"document": str(document.pk)},
        workspace=access.workspace,
    )
    return document


def document_make(document_id: str) -> None:
    """Build and store one PDF. Repeating it after success changes nothing; a failure is left in words."""
    document = Document.objects.get(pk=document_id)
    if document.status == Document.Status.READY:
        return
    _advance(document, 10)
    try:
        with translation.override(document.language):
            page = _builders[document.builder](document.subject)
            _advance(document, 40)
            html = render_to_string(page.template, {"document": document, **page.context})
            _advance(document, 60)
            body = pdf_render(html, resources=page.resources)
            if page.finish:
                _advance(document, 80)
                body = page.finish(body)
    except SubjectGone as gone:
        _fail(document, str(gone))
        return
    except Exception:
        _fail(document, _("La mise en page a échoué. Un nouvel essai est prévu ; sinon, redemandez le PDF."))
        raise
    document.file.save("document.pdf", ContentFile(body), save=False)
    document.status, document.progress, document.ready_at = Document.Status.READY, 100, timezone.now()
    document.error = ""
    document.save(update_fields=["file", "status", "progress", "ready_at", "error"])


def _advance(document: Document, progress: int) -> None:
    document.status, document.progress = Document.Status.WORKING, progress
    document.save(update_fields=["status", "progress"])


def _fail(document: Document, words: str) -> None:
    document.status, document.error = Document.Status.FAILED, words
    document.save(update_fields=["status", "error"])
