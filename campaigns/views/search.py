"""The search box's page. Its address holds the whole request, so it can be kept and shared."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.selectors.frame import campaign_url
from campaigns.selectors.search import campaign_at_hand, exact_campaign, search_results, suggested_pages
from core.access import access_for


@require_safe
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """What `q` names; an exact reference goes straight to its campaign. Partners find only their work."""
    access = access_for(request, slug, team_only=True)
    asked = request.GET.get("q", "").strip()[:200]
    if exact := exact_campaign(access, asked):
        return HttpResponseRedirect(campaign_url(exact))
    campaign = campaign_at_hand(access, request.GET.get("campagne", ""))
    page = {
        "access": access,
        "campaign": campaign,
        "ask_query": asked,
        "results": search_results(access, asked, campaign),
        "suggested": suggested_pages(access),
    }
    return render(request, "campaigns/search.html", page)
