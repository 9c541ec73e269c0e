"""Tracking set-up: what is promised, and where the figures come from."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access import CampaignAccess, campaign_for
from core.editing import EditConflict
from core.http import see_other
from core.models import Role
from core.submissions import new_submission_key, submit_once
from tracking.forms.setup import SourceForm, TargetForm
from tracking.models import KpiTarget, Source
from tracking.selectors.setup import setup_of
from tracking.services import setup as services
from tracking.views.budget_void import telling_void


@require_safe
def setup(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference)
    context = _context(access, setup=setup_of(access.campaign), may_edit=access.covers(Role.CONTRIBUTOR))
    return render(request, "tracking/setup.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def target_add(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    form = TargetForm(request.POST if request.method == "POST" else None, campaign=access.campaign)
    said = _("Objectif ajouté : %(name)s.")
    return _add(request, access, form, _("Ajouter un objectif KPI"), add=services.target_add, said=said)


@require_http_methods(["GET", "HEAD", "POST"])
def target_edit(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    target = get_object_or_404(KpiTarget, pk=pk, campaign=access.campaign)
    form = TargetForm(
        request.POST if request.method == "POST" else None, instance=target, campaign=access.campaign
    )
    said, save = _("Objectif enregistré : %(name)s."), partial(services.target_edit, target=target)
    return _edit(request, access, form, _("Modifier l’objectif KPI"), save=save, said=said, target=target)


@require_http_methods(["GET", "HEAD", "POST"])
def target_remove(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """A page asks first; the figures themselves stay."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    target = get_object_or_404(KpiTarget.objects.select_related("kpi"), pk=pk, campaign=access.campaign)
    if request.method == "POST":
        try:
            services.target_remove(target=target, actor=access)
            messages.success(request, _("Objectif retiré : %(name)s.") % {"name": target})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return see_other(_setup_url(access))
    return render(request, "tracking/target_remove.html", _context(access, target=target))


@require_http_methods(["GET", "HEAD", "POST"])
def source_add(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    form = SourceForm(
        request.POST if request.method == "POST" else None,
        campaign=access.campaign,
        initial=request.GET.dict(),
    )
    said = _("Source déclarée : %(name)s.")
    return _add(request, access, form, _("Déclarer une source"), add=services.source_add, said=said)


@require_http_methods(["GET", "HEAD", "POST"])
def source_edit(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    source = get_object_or_404(Source, pk=pk, campaign=access.campaign)
    form = SourceForm(
        request.POST if request.method == "POST" else None, instance=source, campaign=access.campaign
    )
    said, save = _("Source enregistrée : %(name)s."), partial(services.source_edit, source=source)
    return _edit(request, access, form, _("Modifier la source"), save=save, said=said, source=source)


def _add(
    request: HttpRequest,
    access: CampaignAccess,
    form: TargetForm | SourceForm,
    title: str,
    *,
    add: Callable[..., object],
    said: str,
) -> HttpResponse:
    """The page of a form that makes a row: made once, or shown again with why not."""
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            made = add(campaign=access.campaign, actor=access, values=form.changes())
            messages.success(request, said % {"name": made})
            return _setup_url(access)

        try:
            return see_other(submit_once(request, action=make))
        except ValidationError as error:
            form.add_error(None, error)
    return _form_page(request, access, form, title)


def _edit(
    request: HttpRequest,
    access: CampaignAccess,
    form: TargetForm | SourceForm,
    title: str,
    *,
    save: Callable[..., object],
    said: str,
    **row: KpiTarget | Source,
) -> HttpResponse:
    """The page of a form that changes a row: saved, or shown again with who changed what meanwhile."""
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            with telling_void(request, access.campaign):
                save(actor=access, expected_version=form.expected_version, changes=form.changes())
            messages.success(request, said % {"name": form.instance})
            return see_other(_setup_url(access))
        except EditConflict as conflict:
            form.show_conflict(conflict)
            status = 409
        except ValidationError as error:
            form.add_error(None, error)
    return _form_page(request, access, form, title, status=status, **row)


def _form_page(
    request: HttpRequest,
    access: CampaignAccess,
    form: TargetForm | SourceForm,
    title: str,
    *,
    status: int = 422,
    **more: object,
) -> HttpResponse:
    context = _context(
        access,
        form=form,
        title=title,
        submission=request.POST.get("submission") or new_submission_key(),
        **more,
    )
    return render(request, "tracking/setup_form.html", context, status=status if form.errors else 200)


def _context(access: CampaignAccess, **more: object) -> dict[str, object]:
    return {"access": access, "campaign": access.campaign, **more}


def _setup_url(access: CampaignAccess) -> str:
    return reverse("tracking:setup", args=[access.workspace.slug, access.campaign.reference])
