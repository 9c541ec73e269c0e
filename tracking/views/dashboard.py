"""«Où en est la campagne ?»: one sentence with figures, then the charts."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from budgets.months import month_add, month_end, month_of
from campaigns.access import campaign_for
from campaigns.models import Campaign
from campaigns.selectors.live import live_since
from core.models import Role
from tracking.models import Alert
from tracking.selectors.alerts import alert_rows, alerts_list
from tracking.selectors.dashboard import dashboard_of
from tracking.selectors.setup import setup_of


@require_safe
def dashboard(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference)
    today = timezone.localdate()
    month = _month_asked(request, access.campaign, today)
    alerts = alerts_list(access, campaign=access.campaign).exclude(status=Alert.Status.RESOLVED)
    context = {
        "access": access,
        "campaign": access.campaign,
        "board": dashboard_of(access.campaign, on=min(today, month.last) if month else today),
        "month": month,
        "setup": setup_of(access.campaign),
        "alerts": alert_rows(alerts[:10]),
        "may_edit": access.covers(Role.CONTRIBUTOR),
    }
    return render(request, "tracking/dashboard.html", context)


@dataclass(frozen=True)
class Month:
    """The month an always-on campaign is shown for, and its neighbours («2026-10», or empty)."""

    first: date
    last: date
    before: str
    after: str


def _month_asked(request: HttpRequest, campaign: Campaign, today: date) -> Month | None:
    """The month in the address, within the campaign's life; None for a campaign that has an end."""
    if campaign.ends_on:
        return None
    earliest, latest = month_of(min(live_since(campaign), today)), month_of(today)
    try:
        asked = date.fromisoformat(f"{request.GET.get('mois', '')}-01")
    except ValueError:
        asked = latest
    first = max(earliest, min(asked, latest))
    before, after = month_add(first, -1), month_add(first, 1)
    return Month(
        first=first,
        last=month_end(first),
        before=f"{before:%Y-%m}" if before >= earliest else "",
        after=f"{after:%Y-%m}" if after <= latest else "",
    )
