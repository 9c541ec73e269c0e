"""When a campaign is, or was, live: one truth for every page."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.ports import first_live


def live_since(campaign: Campaign) -> date:
    """The first live day of one campaign: see `live_starts`."""
    return live_starts([campaign.pk])[campaign.pk]


def live_starts(campaigns: Iterable[int]) -> dict[int, date]:
    """{campaign id: its first live day}, in a query and one for each provider.

    The day its first channel was reported live. While nothing is reported: the launch, or the day its first
    wave was opened if that was earlier.
    """
    wanted = list(campaigns)
    reported: dict[int, datetime] = {}
    for provider in first_live:
        reported |= provider(wanted)
    rows = Campaign.objects.filter(pk__in=wanted).annotate(opened=Min("waves__opened_at")).order_by()
    return {
        pk: _day(reported[pk]) if pk in reported else min(launch, _day(opened)) if opened else launch
        for pk, launch, opened in rows.values_list("pk", "launch_on", "opened")
    }


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
