"""PDF documents: how far they are, the file when it is ready, another try when it failed."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import Access, access_for
from core.documents import document_open_to
from core.http import HttpResponseFile, see_other
from core.models import Document
from core.services.documents import document_retry


def document_for(request: HttpRequest, slug: str, pk: UUID) -> tuple[Access, Document]:
    """A document of the workspace; a partner's own only. Raises Http404, PermissionDenied for others."""
    access = access_for(request, slug, team_only=True)
    documents = Document.objects.filter(workspace=access.workspace, pk=pk)
    if access.membership.team_only:
        documents = documents.filter(requested_by=access.user)
    found = documents.first()
    if found is None:
        raise Http404(_("Ce document n’existe pas dans cet espace."))
    if not document_open_to(access, found):
        raise PermissionDenied(_("Ce document nomme des personnes : il est réservé à ceux qu’il concerne."))
    return access, found


@require_safe
def document(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Progress, then the download. The page asks again for its status until there is nothing to wait for."""
    access, found = document_for(request, slug, pk)
    waiting = found.status in (Document.Status.WAITING, Document.Status.WORKING)
    template = "core/document.html#status" if request.htmx else "core/document.html"  # type: ignore[attr-defined]
    context = {"access": access, "document": found, "waiting": waiting, "size": _size(found)}
    return render(request, template, context)


def _size(found: Document) -> int | None:
    """Bytes of the file, or None while there is none (or no more)."""
    try:
        return found.file.size if found.file else None
    except FileNotFoundError:
        return None


@require_safe
def document_download(request: HttpRequest, slug: str, pk: UUID) -> HttpResponseBase:
    _access, found = document_for(request, slug, pk)
    if found.status != Document.Status.READY or not found.file:
        return see_other("core:document", slug, pk)
    try:
        body = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("Le fichier de ce document a été effacé. Redemandez le PDF.")) from error
    name = slugify(found.title)[:80] or "document"
    return HttpResponseFile(body, as_attachment=True, filename=f"{name}.pdf", content_type="application/pdf")


@require_POST
def document_again(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    _access, found = document_for(request, slug, pk)
    document_retry(document=found)
    return see_other("core:document", slug, pk)
