"""«Campagnes»: the portfolio."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.models import Campaign
from campaigns.selectors.portfolio import Filters
from campaigns.selectors.portfolio import portfolio as portfolio_page
from core.access import access_for
from core.models import Role


@require_safe
def portfolio(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug, team_only=True)
    request.place = "campaigns"  # type: ignore[attr-defined]
    page = {
        "access": access,
        "portfolio": portfolio_page(access, Filters.from_query(request.GET)),
        "types": Campaign.Type.choices,
        "can_create": access.covers(Role.MANAGER) and not access.membership.team_only,
    }
    name = "campaigns/portfolio.html"
    return render(request, f"{name}#list" if request.htmx else name, page)  # type: ignore[attr-defined]
