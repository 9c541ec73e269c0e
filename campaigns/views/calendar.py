"""Calendars: a campaign's month; the workspace's month and quarter."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.access import campaign_for
from campaigns.selectors.calendar import campaign_default_month, campaign_month, day_of, month_of, window_of
from campaigns.selectors.moment_entries import moment_entries, moments_for
from campaigns.selectors.workspace_calendar import filter_choices, filters_of, workspace_month
from campaigns.selectors.workspace_lanes import QUARTER, YEAR, workspace_lanes
from core.access import access_for


@require_safe
def campaign_calendar(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, team_only=True)
    default = campaign_default_month(access.campaign, timezone.localdate())
    first = month_of(request.GET.get("mois"), default)
    moments = moment_entries(access.workspace, moments_for(access, *window_of(first)))
    month = campaign_month(access, first, day_of(request.GET.get("jour"), first), moments)
    context = {"access": access, "campaign": access.campaign, "month": month}
    return render(request, "campaigns/calendar/campaign.html", context)


@require_safe
def workspace_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """A month of every campaign, or (`?vue=trimestre`, `?vue=annee`) a lane for each over three or twelve."""
    access = access_for(request, slug, team_only=True)
    request.place = "calendar"  # type: ignore[attr-defined]
    first = month_of(request.GET.get("mois"), timezone.localdate())
    filters = filters_of(request.GET)
    months = {"trimestre": QUARTER, "annee": YEAR}.get(request.GET.get("vue", ""))
    context: dict[str, Any] = {
        "access": access,
        "filters": filters,
        "choices": filter_choices(access),
        "view": request.GET["vue"] if months else "",
        "mois": request.GET.get("mois", ""),
    }
    if months:
        context["quarter"] = workspace_lanes(access, filters, first, request.GET.get("page"), months)
    else:
        context["month"] = workspace_month(access, filters, first, day_of(request.GET.get("jour"), first))
    return render(request, "campaigns/calendar/workspace.html", context)
