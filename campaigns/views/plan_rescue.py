"""What would make a late plan hold: the ways, each one to try before it is applied."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.models import Wave
from campaigns.selectors.plan import plan_rows, working_calendar
from campaigns.selectors.plan_board import tasks_address
from campaigns.selectors.plan_outlook import plan_outlook
from campaigns.selectors.plan_rescue import Remedies, Remedy, launch_after, plan_remedies
from campaigns.selectors.plan_rescue_words import change_sentences, ways_of
from campaigns.selectors.plan_trial import plan_trial
from campaigns.selectors.plan_words import chain_steps, standing_of
from campaigns.services.plan import plan_closed_words
from campaigns.services.plan_rescue import remedy_apply
from campaigns.views.plan import changed
from core.http import see_other
from core.models import Role

PAGE = "campaigns/plan/remedies.html"


@require_safe
def remedies(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The ways to hold the date; by htmx the panel alone, for the planning page."""
    access = campaign_for(request, slug, reference)
    campaign = access.campaign
    rows, waves = plan_rows(campaign), list(campaign.waves.order_by("number"))
    names = {task.pk: task for task in rows.tasks}
    outlook = plan_outlook(campaign, rows, waves)
    found = plan_remedies(campaign, rows, waves)
    context: dict[str, Any] = {
        "access": access,
        "campaign": campaign,
        "standing": standing_of(campaign, outlook, waves=waves, late=0),
        "steps": chain_steps(outlook, names),
        "remedies": found,
        "ways": ways_of(found, names, working_calendar(campaign.workspace)),
        "move_url": _move_url(access, waves, found),
        "can_edit": _may_edit(access),
        "can_move": access.covers(Role.MANAGER) and _may_edit(access),
    }
    if request.htmx and not request.htmx.boosted:  # type: ignore[attr-defined]
        return render(request, f"{PAGE}#panel", context)
    return render(request, PAGE, context)


@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: HttpRequest, slug: str, reference: str, key: str) -> HttpResponse:
    """The plan as a way would make it, without storing anything; POST applies it."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    campaign = access.campaign
    if request.method == "POST":
        try:
            change = remedy_apply(campaign=campaign, actor=access, key=key)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return see_other("campaigns:planning-remedies", slug, reference)
        return changed(request, access, change, _("La proposition est appliquée."))
    rows, waves = plan_rows(campaign), list(campaign.waves.order_by("number"))
    remedy = _remedy(access, key)
    if remedy is None:
        messages.warning(request, _("Le planning a changé : relisez les propositions."))
        return see_other("campaigns:planning-remedies", slug, reference)
    if launch_after(remedy.changes):
        return see_other("campaigns:planning-remedies", slug, reference)
    calendar = working_calendar(campaign.workspace)
    shown = plan_trial(campaign, rows, waves, remedy.changes)
    names = {task.pk: task for task in rows.tasks}
    context = {
        "access": access,
        "campaign": campaign,
        "key": key,
        "address": tasks_address(access),
        "sentences": change_sentences(remedy.changes, names, calendar),
        "trial": shown,
        "standing": standing_of(campaign, shown.outlook, waves=waves, late=0),
        "can_edit": _may_edit(access),
    }
    return render(request, "campaigns/plan/trial.html", context)


def _remedy(access: CampaignAccess, key: str) -> Remedy | None:
    campaign = access.campaign
    found = plan_remedies(campaign, plan_rows(campaign), campaign.waves.all())
    return next((way for way in found.ways if way.key == key), None)


def _move_url(access: CampaignAccess, waves: Sequence[Wave], found: Remedies) -> str:
    """Where the launch that fails is moved: the campaign's, or a wave's own."""
    place = [access.workspace.slug, access.campaign.reference]
    for way in found.ways:
        moved = launch_after(way.changes)
        if moved and moved[0] != access.campaign.launch_on:
            wave = next((wave for wave in waves if wave.goes_live_on == moved[0]), None)
            if wave:
                return reverse("campaigns:wave", args=[*place, wave.number])
    return reverse("campaigns:when-to-launch", args=place)


def _may_edit(access: CampaignAccess) -> bool:
    partner = access.membership.team_only
    return access.covers(Role.CONTRIBUTOR) and not partner and not plan_closed_words(access.campaign)
