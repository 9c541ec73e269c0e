"""Levelling a plan to what its teams can do at once: read first, applied as one edit."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from campaigns.access import CampaignAccess, campaign_for
from campaigns.models import PlanSearch, Wave
from campaigns.scheduling import InvalidPlan, OutOfCalendar
from campaigns.scheduling.levelling import CannotLevel
from campaigns.selectors.plan import plan_rows
from campaigns.selectors.plan_levelling import Problem, plan_problem
from campaigns.selectors.plan_levelling_words import Levelled, levelled_of
from campaigns.selectors.plan_search import answer_best, is_about, search_of
from campaigns.selectors.plan_words import standing_of
from campaigns.services.plan import plan_closed_words
from campaigns.services.plan_levelling import levelling_apply
from campaigns.services.plan_search import search_ask, search_cancel
from campaigns.views.plan import changed
from core.http import see_other
from core.models import Role

PAGE = "campaigns/plan/levelling.html"


@require_safe
def levelling(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """What the plan would be if no team had more to do than it has people; nothing is stored."""
    access = campaign_for(request, slug, reference)
    campaign = access.campaign
    search = search_of(campaign)
    if request.htmx and not request.htmx.boosted:  # type: ignore[attr-defined]
        return _how_far(request, access, search)
    closed = plan_closed_words(campaign)
    waves = list(campaign.waves.order_by("number"))
    problem = plan_problem(campaign, plan_rows(campaign), waves)
    levelled, refusal = (None, "") if closed else _levelled(problem, search, waves)
    context: dict[str, Any] = {
        "access": access,
        "campaign": campaign,
        "closed": closed,
        "refusal": refusal,
        "levelled": levelled,
        "search": search,
        "searched": is_about(search, problem),
        "standing": standing_of(campaign, levelled.trial.outlook, waves=waves, late=0) if levelled else None,
        "can_edit": access.covers(Role.CONTRIBUTOR) and not closed,
    }
    return render(request, PAGE, context)


def _how_far(request: HttpRequest, access: CampaignAccess, search: PlanSearch | None) -> HttpResponse:
    """What a page that waits asks for every second: nothing is reckoned until the search is over."""
    if search is None or not search.under_way:
        return HttpResponseClientRefresh()
    context = {"access": access, "campaign": access.campaign, "search": search}
    return render(request, f"{PAGE}#progress", context)


@require_POST
def search_begin(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    try:
        search_ask(campaign=access.campaign, actor=access)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return see_other("campaigns:planning-levelling", slug, reference)


@require_POST
def search_stop(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    search_cancel(campaign=access.campaign)
    return see_other("campaigns:planning-levelling", slug, reference)


@require_POST
def levelling_applied(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    try:
        change = levelling_apply(campaign=access.campaign, actor=access, key=request.POST.get("key", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see_other("campaigns:planning-levelling", slug, reference)
    return changed(request, access, change, _("La charge est lissée."))


def _levelled(problem: Problem, search: PlanSearch | None, waves: list[Wave]) -> tuple[Levelled | None, str]:
    """The levelled plan, or why there is none, in words."""
    try:
        return levelled_of(problem, answer_best(problem, search), waves), ""
    except CannotLevel:
        return None, _("Une équipe n’aura plus personne pour une de ses tâches : revoyez ses effectifs.")
    except (InvalidPlan, OutOfCalendar):
        return None, _("Ce planning ne peut pas être daté : corrigez d’abord ses liens et ses dates.")
