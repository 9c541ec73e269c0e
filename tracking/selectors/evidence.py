"""What the checks of follow-up and the figure beside a campaign both ask, as little of it as they need.

Call these through `read_once`: inside an evaluation each is read once, for every campaign judged.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum
from django.utils import timezone

from campaigns.models import Campaign
from tracking.models import KpiTarget, Source
from tracking.selectors.performance import current_facts


class ActiveSource(NamedTuple):
    pk: int
    channel_id: int
    name: str


class Promise(NamedTuple):
    """A target and the measure it is set on; `channel_id` is None when all channels count."""

    target: Decimal
    channel_id: int | None
    kpi_id: int
    name: str
    unit: str
    aggregation: str


def active_sources(campaign_ids: Iterable[int]) -> dict[int, list[ActiveSource]]:
    """{campaign id: its sources that are followed, by name}: one query."""
    ids = set(campaign_ids)
    found: dict[int, list[ActiveSource]] = {pk: [] for pk in ids}
    rows = Source.objects.filter(campaign__in=ids, is_active=True).order_by("name")
    for campaign, pk, channel, name in rows.values_list("campaign_id", "pk", "channel_id", "name"):
        found[campaign].append(ActiveSource(pk, channel, name))
    return found


def promises(campaign_ids: Iterable[int]) -> dict[int, list[Promise]]:
    """{campaign id: its targets, by the name of their measure}: one query."""
    ids = set(campaign_ids)
    found: dict[int, list[Promise]] = {pk: [] for pk in ids}
    rows = KpiTarget.objects.filter(campaign__in=ids).order_by("kpi__name")
    for campaign, target, channel, kpi, name, unit, aggregation in rows.values_list(
        "campaign_id", "target", "channel_id", "kpi_id", "kpi__name", "kpi__unit", "kpi__aggregation"
    ):
        found[campaign].append(Promise(target, channel, kpi, name, unit, aggregation))
    return found


def summed_so_far(campaign: Campaign, promise: Promise) -> Decimal | None:
    """What a measure that adds up has come to, as `standings` reckons it: one query. None: no figure yet."""
    today = timezone.localdate()
    facts = current_facts([campaign.pk]).filter(kpi=promise.kpi_id, day__lte=today)
    if campaign.ends_on is None:
        facts = facts.filter(day__gte=today.replace(day=1))
    if promise.channel_id:
        facts = facts.filter(channel=promise.channel_id)
    total: Decimal | None = facts.aggregate(total=Sum("value"))["total"]
    return total
