"""Levelling a plan to what its teams can do at once: read first, applied as one edit."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.access import CampaignAccess, campaign_for
from campaigns.models import Wave
from campaigns.scheduling import InvalidPlan, OutOfCalendar
from campaigns.scheduling.levelling import CannotLevel
from campaigns.selectors.plan import plan_rows
from campaigns.selectors.plan_levelling import answer_of, plan_problem
from campaigns.selectors.plan_levelling_words import Levelled, levelled_of
from campaigns.selectors.plan_words import standing_of
from campaigns.services.plan import plan_closed_words
from campaigns.services.plan_levelling import levelling_apply
from campaigns.views.plan import changed
from core.http import see_other
from core.models import Role

PAGE = "campaigns/plan/levelling.html"


@require_safe
def levelling(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """What the plan would be if no team had more to do than it has people; nothing is stored."""
    access = campaign_for(request, slug, reference)
    campaign = access.campaign
    closed = plan_closed_words(campaign)
    waves = list(campaign.waves.order_by("number"))
    levelled, refusal = (None, "") if closed else _levelled(access, waves)
    context: dict[str, Any] = {
        "access": access,
        "campaign": campaign,
        "closed": closed,
        "refusal": refusal,
        "levelled": levelled,
        "standing": standing_of(campaign, levelled.trial.outlook, waves=waves, late=0) if levelled else None,
        "can_edit": access.covers(Role.CONTRIBUTOR) and not closed,
    }
    return render(request, PAGE, context)


@require_POST
def levelling_applied(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    try:
        change = levelling_apply(campaign=access.campaign, actor=access, key=request.POST.get("key", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see_other("campaigns:planning-levelling", slug, reference)
    return changed(request, access, change, _("La charge est lissée."))


def _levelled(access: CampaignAccess, waves: list[Wave]) -> tuple[Levelled | None, str]:
    """The levelled plan, or why there is none, in words."""
    problem = plan_problem(access.campaign, plan_rows(access.campaign), waves)
    try:
        return levelled_of(problem, answer_of(problem), waves), ""
    except CannotLevel:
        return None, _("Une équipe n’aura plus personne pour une de ses tâches : revoyez ses effectifs.")
    except (InvalidPlan, OutOfCalendar):
        return None, _("Ce planning ne peut pas être daté : corrigez d’abord ses liens et ses dates.")
