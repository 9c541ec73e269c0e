"""Bringing figures in: upload, preview with its questions, apply, undo."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from campaigns.access import CampaignAccess, campaign_for
from core.http import see_other
from core.models import Role
from tracking.forms.imports import AnswersForm, UploadForm
from tracking.models import Import, Reading
from tracking.selectors.imports import export_names, preview_of
from tracking.selectors.readings import reading_of, states_of
from tracking.services import imports as services
from tracking.services.imports import ImportSettled, import_upload
from tracking.services.readings import reading_ensure, reading_glance, reading_retry
from tracking.views.budget_void import telling_void


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The imports of a campaign, and the form that begins one."""
    needed = Role.CONTRIBUTOR if request.method == "POST" else Role.VIEWER
    access = campaign_for(request, slug, reference, at_least=needed)
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        campaign=access.campaign,
        initial=request.GET.dict(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            record = import_upload(
                source=form.cleaned_data["source"], upload=form.cleaned_data["file"], actor=access
            )
            services.import_recall(record=record)
            reading_ensure(record=record)
            return see_other(_url(access, "tracking:import", record.pk))
        except ValidationError as error:
            form.add_error(None, error)
    rows = Import.objects.filter(source__campaign=access.campaign).select_related("source")
    records = list(rows.exclude(status=Import.Status.DISCARDED)[:50])
    states = states_of(records)
    context = {
        "access": access,
        "campaign": access.campaign,
        "form": form,
        "records": [(record, states[record.pk]) for record in records],
        "max_bytes": services.MAX_TEXT_BYTES,
        "max_workbook": services.MAX_WORKBOOK_BYTES,
        "sources": access.campaign.sources.filter(is_active=True),
        "may_edit": access.covers(Role.CONTRIBUTOR),
    }
    return render(request, "tracking/imports.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """What a file would bring, or how far its reading is. POST answers its questions; nothing is imported."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    record = _import_of(access, pk)
    if record.status != Import.Status.PREVIEW:
        return render(request, "tracking/import_done.html", _context(access, record=record))
    kept, reading = reading_glance(record=record, reading=reading_of(record))
    if kept is None:
        return _reading(request, access, record, reading)
    if request.htmx:  # type: ignore[attr-defined]
        # It asked how far the reading was: the whole page is another one now.
        return HttpResponseClientRefresh()
    result = kept.result
    shown = preview_of(record, kept)
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        result=result,
        names=export_names(result),
        currency=access.workspace.currency,
        outside=shown.outside,
        initial=record.options,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.import_answer(record=record, actor=access, answers=form.answers())
            reading_ensure(record=record)
        except ImportSettled:
            messages.info(request, _("Cet import a été réglé entre-temps."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return see_other(_url(access, "tracking:import", record.pk))
    context = _context(access, record=record, preview=shown, form=form)
    return render(request, "tracking/import.html", context, status=422 if form.errors else 200)


def _reading(
    request: HttpRequest, access: CampaignAccess, record: Import, reading: Reading | None
) -> HttpResponse:
    """Progress, or why there is none. A page without scripts asks again by its link."""
    name = "tracking/import_reading.html"
    template = f"{name}#status" if request.htmx else name  # type: ignore[attr-defined]
    return render(request, template, _context(access, record=record, reading=reading))


@require_POST
def again(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Read a file once more: its reading failed, stands still or is out of date."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    record = _import_of(access, pk)
    if record.status == Import.Status.PREVIEW:
        reading_retry(record=record)
    return see_other(_url(access, "tracking:import", record.pk))


@require_POST
def apply(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    record = _import_of(access, pk)
    try:
        with telling_void(request, access.campaign):
            done = services.import_apply(record=record, actor=access)
    except ImportSettled:
        messages.info(request, _("Ce fichier est déjà importé : rien n’a été ajouté deux fois."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see_other(_url(access, "tracking:import", record.pk))
    else:
        said = ngettext("%(count)s ligne importée.", "%(count)s lignes importées.", done.rows)
        messages.success(request, said % {"count": done.rows})
    return see_other("tracking:dashboard", access.workspace.slug, access.campaign.reference)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """A page asks first: the figures go, those they had replaced come back."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    record = _import_of(access, pk)
    if request.method == "POST":
        try:
            with telling_void(request, access.campaign):
                services.import_undo(record=record, actor=access)
            messages.success(request, _("Import annulé : « %(name)s ».") % {"name": record.filename})
        except ImportSettled:
            messages.info(request, _("Cet import n’est pas en vigueur : il n’y a rien à annuler."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return see_other(_url(access, "tracking:imports"))
    template = "tracking/import_undo.html"
    if record.status != Import.Status.APPLIED:
        template = "tracking/import_done.html"  # there is nothing to take back
    return render(request, template, _context(access, record=record))


@require_POST
def discard(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    record = _import_of(access, pk)
    try:
        services.import_discard(record=record, actor=access)
        messages.info(request, _("Import abandonné : rien n’a été ajouté."))
    except ImportSettled:
        messages.info(request, _("Cet import a été réglé entre-temps."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return see_other(_url(access, "tracking:imports"))


def _import_of(access: CampaignAccess, pk: int) -> Import:
    rows = Import.objects.select_related("source__campaign__workspace", "source__channel")
    return get_object_or_404(rows, pk=pk, source__campaign=access.campaign)


def _context(access: CampaignAccess, **more: object) -> dict[str, object]:
    return {"access": access, "campaign": access.campaign, **more}


def _url(access: CampaignAccess, name: str, *more: int) -> str:
    return reverse(name, args=[access.workspace.slug, access.campaign.reference, *more])
