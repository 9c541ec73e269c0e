"""Waivers: the campaign's list, asking for one, lifting one or taking its request back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.forms.errors import refuse
from campaigns.forms.waivers import LiftForm, WaiverForm
from campaigns.models import Waiver
from campaigns.selectors.waivers import (
    may_ask_waiver,
    may_waive,
    may_withdraw,
    state_words,
    waiver_lines,
    waiver_title,
)
from campaigns.services import waivers as service
from campaigns.services.signoff_rows import SignOffClosed
from core.http import see_other
from core.submissions import new_submission_key, submit_once


@require_safe
def waivers(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference)
    page = {
        "access": access,
        "campaign": access.campaign,
        "lines": waiver_lines(access),
        "can_ask": may_ask_waiver(access, access.campaign),
    }
    return render(request, "campaigns/waivers.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def waiver(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Ask for a waiver. Whoever grants it themselves goes on to the page they sign."""
    access = campaign_for(request, slug, reference)
    campaign = access.campaign
    if not may_ask_waiver(access, campaign):
        raise PermissionDenied(
            _("Seule l’équipe de la campagne, tant qu’elle est ouverte, demande une dérogation.")
        )
    asked = {"check_key": request.GET.get("critere", ""), "wave": request.GET.get("vague", "")}
    posted = request.POST if request.method == "POST" else None
    initial = {key: value for key, value in asked.items() if value}
    form = WaiverForm(posted, campaign=campaign, reader=access.membership, initial=initial)
    if posted is not None and form.is_valid():
        try:
            return see_other(_send(request, access, form))
        except ValidationError as error:
            refuse(form, error)
    page = {
        "access": access,
        "campaign": campaign,
        "form": form,
        "submission": request.POST.get("submission") or new_submission_key(),
    }
    return render(request, "campaigns/waiver.html", page, status=422 if posted is not None else 200)


def _send(request: HttpRequest, access: CampaignAccess, form: WaiverForm) -> str:
    def send() -> str:
        made = service.waiver_ask(campaign=access.campaign, actor=access, **form.cleaned_data)
        place = made.request.signatures.get() if made.request else None
        if place and place.membership_id == access.membership.pk:
            return reverse("campaigns:sign", args=[access.workspace.slug, place.pk])
        messages.success(
            request,
            _("La demande est partie à %(who)s. Rien n’est excepté avant sa signature.")
            % {"who": place.name if place else ""},
        )
        return _list_url(access)

    return submit_once(request, action=send)


@require_http_methods(["GET", "HEAD", "POST"])
def waiver_revoke(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """End a waiver before its day, or take back the request of one that nobody has signed yet."""
    access = campaign_for(request, slug, reference)
    rows = Waiver.objects.told().filter(campaign=access.campaign)
    row = get_object_or_404(rows, pk=pk)
    row.campaign = access.campaign
    asked = row.is_asked
    allowed = may_withdraw(access, row) if asked else may_waive(access, access.campaign)
    if not allowed:
        raise PermissionDenied(
            _(
                "Un administrateur ou le sponsor membre lève une dérogation ; une demande se retire "
                "aussi par qui l’a faite."
            )
        )
    form = LiftForm(request.POST if request.method == "POST" else None, campaign=access.campaign)
    if request.method == "POST" and form.is_valid():
        return _end(request, access, row, form.cleaned_data["reason"])
    page: dict[str, Any] = {
        "access": access,
        "campaign": access.campaign,
        "waiver": row,
        "title": waiver_title(row),
        "said": state_words(row),
        "asked": asked,
        "over": not asked and not row.in_force,
        "form": form,
    }
    return render(request, "campaigns/waiver_revoke.html", page)


def _end(request: HttpRequest, access: CampaignAccess, row: Waiver, reason: str) -> HttpResponse:
    if not row.is_asked:
        service.waiver_revoke(waiver=row, actor=access, reason=reason)
        messages.success(request, _("La dérogation est levée. Le critère doit être tenu de nouveau."))
        return see_other(_list_url(access))
    try:
        service.waiver_withdraw(waiver=row, actor=access)
    except SignOffClosed as closed:
        words = _("La demande n’est plus en attente : elle est « %(status)s ».")
        messages.info(request, words % {"status": closed.request.get_status_display()})
    else:
        messages.success(request, _("La demande est retirée. Le lien envoyé ne s’ouvre plus."))
    return see_other(_list_url(access))


def _list_url(access: CampaignAccess) -> str:
    return reverse("campaigns:waivers", args=[access.workspace.slug, access.campaign.reference])
