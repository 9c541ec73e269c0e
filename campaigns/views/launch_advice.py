"""«Quand lancer ?»: launch dates ranked, the consequences of one, and moving the launch there."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.forms.launch_advice import LaunchAdviceForm, LaunchMoveForm
from campaigns.selectors.launch_advice import default_window, launch_advice, launch_closed
from campaigns.selectors.launch_advice_page import SHOWN, advice_page, consequences
from campaigns.selectors.words import voided_words
from campaigns.services.campaign import campaign_edit
from core.editing import EditConflict
from core.formatting import date_long
from core.http import see_other
from core.models import Role

TEMPLATE = "campaigns/plan/launch_advice.html"


@require_safe
def when_to_launch(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The address holds the window, the zones and the weights; `le` is the day looked at."""
    access = campaign_for(request, slug, reference)
    return _page(request, access)


@require_POST
def launch_move(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """POST `launch_on` and the `version` the day was chosen on. Waves and fixed dates follow."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    campaign = access.campaign
    form = LaunchMoveForm(request.POST)
    if launch_closed(campaign):
        messages.warning(request, _closed_words())
        return see_other("campaigns:when-to-launch", slug, reference)
    if not form.is_valid():
        messages.error(request, _("Choisissez un jour dans la liste : celui envoyé n’en est pas un."))
        return _page(request, access, 422)
    day = form.cleaned_data["launch_on"]
    if day <= timezone.localdate():
        words = _("Le %(day)s est passé : choisissez un jour à venir.") % {"day": date_long(day)}
        messages.error(request, words)
        return _page(request, access, 422)
    try:
        _move(request, access, day, form.cleaned_data["version"])
    except EditConflict:
        words = _("Les dates de la campagne ont changé depuis : voici le conseil à jour, rien n’est déplacé.")
        messages.warning(request, words)
        return _page(request, campaign_for(request, slug, reference), 409)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _page(request, campaign_for(request, slug, reference), 422)
    return see_other("campaigns:planning", slug, reference)


def _move(request: HttpRequest, access: CampaignAccess, day: date, version: int) -> None:
    campaign = access.campaign
    changes: dict[str, Any] = {"launch_on": day}
    if campaign.ends_on:
        changes["ends_on"] = campaign.ends_on + (day - campaign.launch_on)
    edited = campaign_edit(
        campaign=campaign, actor=access, expected_version=version, changes=changes, move_along=True
    )
    messages.success(request, _("Le lancement est déplacé au %(day)s.") % {"day": date_long(day)})
    for words in voided_words(edited.voided):
        messages.warning(request, words)


def _page(request: HttpRequest, access: CampaignAccess, status: int = 200) -> HttpResponse:
    campaign = access.campaign
    context: dict[str, Any] = {"access": access, "campaign": campaign, "shown": SHOWN}
    if launch_closed(campaign):
        return render(request, TEMPLATE, {**context, "closed": _closed_words()}, status=status)
    form = LaunchAdviceForm(request.GET, window=default_window(campaign, timezone.localdate()))
    (first, last), zones = form.days(), form.zones()
    advice = launch_advice(campaign, first, last, zones=zones, weights=form.weights())
    base = reverse("campaigns:when-to-launch", args=[access.workspace.slug, campaign.reference])

    def url(day: date) -> str:
        query = request.GET.copy()
        query["le"] = day.isoformat()
        return f"{base}?{query.urlencode()}#apercu"

    looked_at = _day(request.GET.get("le", ""))
    context |= {
        "form": form,
        "page": advice_page(campaign, advice, first, last, url),
        "chosen": consequences(campaign, looked_at, zones) if looked_at else None,
        "can_move": access.covers(Role.MANAGER),
    }
    return render(request, TEMPLATE, context, status=status)


def _closed_words() -> str:
    return _("La campagne est en ligne ou terminée : son lancement ne se déplace plus.")


def _day(text: str) -> date | None:
    """A day to come, within the years dates are typed in; None when the address says nothing sensible."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    today = timezone.localdate()
    return day if today < day and day.year <= today.year + 10 else None
