"""What each channel of each campaign planned and used, and those that used more than was planned."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from budgets.models import BudgetLine, Entry
from budgets.selectors.sums import ZERO, zero
from campaigns.models import Campaign
from core.money import MoneyField

#: How far beyond its plan a channel may go before it is called overspent, as a share of the plan.
TOLERANCE = Decimal("0.05")

Campaigns = Iterable[Campaign] | QuerySet[Any, Any]


@dataclass(frozen=True)
class ChannelSums:
    """One channel of one campaign, all months together. Amounts in euros."""

    campaign_id: int
    channel_id: int
    channel_name: str
    planned: Decimal
    committed: Decimal
    actual: Decimal

    @property
    def over(self) -> Decimal:
        """What the larger of `committed` and `actual` exceeds `planned` by; zero when it does not."""
        return max(max(self.committed, self.actual) - self.planned, ZERO)


#: A channel beyond its plan: the tolerance decides whether it is one, it is not taken off `over`.
Overspend = ChannelSums


def channel_sums(campaigns: Campaigns) -> list[ChannelSums]:
    """Every channel that has a line, in two queries: the database adds up lines and entries apart.

    One query that joins them would add a line once for each of its entries.
    """
    lines = BudgetLine.objects.filter(budget__campaign__in=campaigns).order_by()
    planned = lines.values_list("budget__campaign_id", "channel_id", "channel__name").annotate(
        amount=_sum("planned")
    )
    entries = Entry.objects.filter(line__budget__campaign__in=campaigns).order_by()
    used = {
        (campaign, channel): (committed, actual)
        for campaign, channel, committed, actual in entries.values_list(
            "line__budget__campaign_id", "line__channel_id"
        ).annotate(
            committed=_sum("amount", Q(kind=Entry.Kind.COMMITTED)),
            actual=_sum("amount", Q(kind=Entry.Kind.ACTUAL)),
        )
    }
    return [
        ChannelSums(campaign, channel, name, amount, *used.get((campaign, channel), (ZERO, ZERO)))
        for campaign, channel, name, amount in planned
    ]


def overspent_channels(campaigns: Campaigns, *, tolerance: Decimal = TOLERANCE) -> dict[int, list[Overspend]]:
    """{campaign id: its overspent channels, the worst first}; campaigns without any are absent. Two queries.

    Overspent: more than `planned × (1 + tolerance)` promised or spent. Spend on a channel with nothing
    planned always counts.
    """
    return overspent_among(channel_sums(campaigns), tolerance=tolerance)


def overspent_among(
    sums: Iterable[ChannelSums], *, tolerance: Decimal = TOLERANCE
) -> dict[int, list[Overspend]]:
    """The same, from sums already at hand."""
    found: dict[int, list[Overspend]] = defaultdict(list)
    for each in sums:
        if max(each.committed, each.actual) > each.planned * (1 + tolerance):
            found[each.campaign_id].append(each)
    for group in found.values():
        group.sort(key=lambda each: (-each.over, each.channel_name))
    return dict(found)


def _sum(name: str, only: Q | None = None) -> Coalesce:
    return Coalesce(Sum(name, filter=only), zero(), output_field=MoneyField())
