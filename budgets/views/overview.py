"""Every budget of the workspace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budgets.forms.overview import FilterForm
from budgets.selectors.overview import Wanted, overview_of
from campaigns.access import visible_campaigns
from core.access import access_for


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug)
    request.place = "budgets"  # type: ignore[attr-defined]
    form = FilterForm(request.GET)
    form.is_valid()  # an unknown filter is no filter
    data = form.cleaned_data
    wanted = Wanted(
        text=data.get("q", ""),
        state=data.get("etat") or "en-cours",
        kind=data.get("type", ""),
        overspent_only=bool(data.get("depasses")),
        sort=request.GET.get("tri", ""),
    )
    campaigns = visible_campaigns(access)
    found = overview_of(campaigns, wanted, page=request.GET.get("page", 1))
    context = {
        "access": access,
        "form": form,
        "wanted": wanted,
        "overview": found,
        "page": found.page,
        "filtered": bool(wanted.text or wanted.kind or wanted.overspent_only or wanted.state != "en-cours"),
    }
    return render(request, "budgets/overview.html", context)
