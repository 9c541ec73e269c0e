"""Figures typed by hand, source by source: what was typed, one more, a correction, one taken out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.access import CampaignAccess, campaign_for
from core.http import HttpResponseSeeOther, see_other
from core.models import Role
from tracking.forms.setup import FactForm
from tracking.models import KpiFact, Source
from tracking.selectors.typed import facts_typed
from tracking.services import typed as services
from tracking.services.typed import FactGone
from tracking.views.budget_void import telling_void

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """One figure by hand, for sources that export nothing, above those typed before."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    source = get_object_or_404(
        Source.objects.select_related("channel"), pk=pk, campaign=access.campaign, platform=Source.MANUAL
    )
    form = FactForm(request.POST if request.method == "POST" else None, campaign=access.campaign)
    if request.method == "POST" and form.is_valid():
        try:
            with telling_void(request, access.campaign):
                made = services.fact_enter(source=source, actor=access, **form.cleaned_data)
            messages.success(request, _("Chiffre enregistré : %(kpi)s.") % {"kpi": made.kpi})
            return _back(access, source.pk)
        except ValidationError as error:
            form.add_error(None, error)
    page = Paginator(facts_typed(source), PER_PAGE).get_page(request.GET.get("page"))
    context = _context(access, source=source, form=form, page=page)
    return render(request, "tracking/enter.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Correct a typed figure."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    found = _fact_of(access, pk)
    form = FactForm(
        request.POST if request.method == "POST" else None, campaign=access.campaign, correcting=found
    )
    status = 422
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "seen": form.cleaned_data["seen"] or found.value}
        try:
            with telling_void(request, access.campaign):
                services.fact_correct(fact=found, actor=access, **values)
            messages.success(request, _("Chiffre corrigé : %(kpi)s.") % {"kpi": values["kpi"]})
            return _back(access, found.source_id)
        except FactGone:
            return _gone(request, access, found)
        except ValidationError as error:
            if getattr(error, "code", "") == "conflict":
                form.show_current(found)
                status = 409
            form.add_error(None, error)
    context = _context(access, source=found.source, fact=found, form=form)
    return render(request, "tracking/enter.html", context, status=status if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def fact_remove(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """A page asks first."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    found = _fact_of(access, pk)
    if request.method == "POST":
        try:
            with telling_void(request, access.campaign):
                services.fact_remove(fact=found, actor=access)
            messages.success(request, _("Chiffre retiré : %(kpi)s.") % {"kpi": found.kpi})
        except FactGone:
            return _gone(request, access, found)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return _back(access, found.source_id)
    return render(request, "tracking/fact_remove.html", _context(access, fact=found, source=found.source))


def _fact_of(access: CampaignAccess, pk: int) -> KpiFact:
    rows = KpiFact.objects.select_related("kpi", "source__channel")
    return get_object_or_404(
        rows,
        pk=pk,
        campaign=access.campaign,
        source__platform=Source.MANUAL,
        brought_by=None,
        replaced_by_import=None,
    )


def _gone(request: HttpRequest, access: CampaignAccess, found: KpiFact) -> HttpResponseSeeOther:
    messages.info(request, _("Ce chiffre a été retiré entre-temps."))
    return _back(access, found.source_id)


def _context(access: CampaignAccess, **more: object) -> dict[str, object]:
    return {"access": access, "campaign": access.campaign, **more}


def _back(access: CampaignAccess, source: int) -> HttpResponseSeeOther:
    return see_other(
        reverse("tracking:enter", args=[access.workspace.slug, access.campaign.reference, source])
    )
