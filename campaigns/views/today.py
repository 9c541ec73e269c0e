"""«Aujourd’hui»: what waits for the reader, where campaigns stand, what launches next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.gates import evaluating
from campaigns.selectors.portfolio import campaign_lines, launching_campaigns, phase_counts
from campaigns.selectors.today import owned_campaigns, team_lines, today_groups, today_items, waiting_sentence
from core.access import access_for
from core.models import Role


@require_safe
def today(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug, team_only=True)
    request.place = "today"  # type: ignore[attr-defined]
    day = timezone.localdate()
    launches = launching_campaigns(access, day)
    # One evaluation for the two lists of campaigns: most of what their gates read is the same.
    with evaluating([*owned_campaigns(access), *launches]):
        items = today_items(access)
        lines = campaign_lines(access, launches)
    counts = phase_counts(access)
    page = {
        "access": access,
        "today": day,
        "sentence": waiting_sentence(items, day),
        "groups": today_groups(items, day),
        "counts": counts,
        "any": any(count.count for count in counts),
        "launches": lines,
        "team": team_lines(access),
        "can_create": access.covers(Role.MANAGER) and not access.membership.team_only,
    }
    return render(request, "campaigns/today.html", page)
