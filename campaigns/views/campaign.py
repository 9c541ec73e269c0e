"""The page of one campaign, its history and its settings."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.forms.campaign import CampaignForm
from campaigns.forms.creation import agreement
from campaigns.forms.errors import refuse
from campaigns.selectors.campaign import campaign_menu, campaign_page, partner_overview
from campaigns.selectors.collisions import campaign_collisions
from campaigns.selectors.history import history_entries
from campaigns.selectors.words import voided_words
from campaigns.services.campaign import DATES, campaign_edit
from core.editing import EditConflict
from core.models import Role

_HISTORY_PAGE = 40
_HISTORY_FILTERS = {
    "": gettext_lazy("Tout"),
    "phases": gettext_lazy("Changements de phase"),
    "derogations": gettext_lazy("Dérogations"),
}


@require_safe
def campaign(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Where the campaign stands. Partners see its waves and the tabs open to them."""
    access = campaign_for(request, slug, reference, team_only=True)
    page: dict[str, Any] = {"access": access, "campaign": access.campaign}
    if access.membership.team_only:
        page["overview"] = partner_overview(access)
        return render(request, "campaigns/campaign_partner.html", page)
    overview, frame = campaign_page(access, request.path)
    page |= {"overview": overview, "frame": frame, "menu": campaign_menu(access)}
    return render(request, "campaigns/campaign.html", page)


@require_safe
def history(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Everything that happened, newest first, a page at a time (`avant` is where the last one ended)."""
    access = campaign_for(request, slug, reference)
    only = request.GET.get("quoi", "")
    only = only if only in _HISTORY_FILTERS else ""
    before = _moment(request.GET.get("avant", ""))
    entries = history_entries(access.campaign, limit=_HISTORY_PAGE + 1, before=before, only=only)
    page = {
        "access": access,
        "campaign": access.campaign,
        "entries": entries[:_HISTORY_PAGE],
        "older": entries[_HISTORY_PAGE - 1].when.isoformat() if len(entries) > _HISTORY_PAGE else "",
        "newest": before is None,
        "only": only,
        "filters": list(_HISTORY_FILTERS.items()),
    }
    return render(request, "campaigns/history.html", page)


def _moment(text: str) -> datetime | None:
    """An aware moment from the address, or None when it is no such thing."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    posted = request.POST if request.method == "POST" else None
    form = CampaignForm(posted, instance=access.campaign, access=access)
    page: dict[str, Any] = {
        "access": access,
        "campaign": access.campaign,
        "form": form,
        "collisions": campaign_collisions(access.campaign),
    }
    status = 200
    if posted is not None:
        status = 422
        if form.is_valid():
            page["warnings"] = form.warnings()
            if form.cleaned_data["accepted"] != (wanted := agreement(page["warnings"])):
                page["accepting"] = wanted
                return render(request, "campaigns/settings.html", page, status=status)
            try:
                return _saved(request, access, form)
            except ValidationError as error:
                refuse(form, error)
            except EditConflict as conflict:
                form.show_conflict(conflict)
                status = 409
    return render(request, "campaigns/settings.html", page, status=status)


def _saved(request: HttpRequest, access: CampaignAccess, form: CampaignForm) -> HttpResponse:
    edited = campaign_edit(
        campaign=access.campaign,
        actor=access,
        expected_version=form.expected_version,
        changes=form.changes(),
        move_along=form.cleaned_data["move_along"],
    )
    messages.success(request, _("La campagne est enregistrée."))
    for words in voided_words(edited.voided):
        messages.warning(request, words)
    if DATES & edited.diff.keys():
        for collision in campaign_collisions(access.campaign)[:3]:
            messages.warning(request, collision.text)
    url = reverse("campaigns:campaign", args=[access.workspace.slug, access.campaign.reference])
    return HttpResponseRedirect(url, status=303)
