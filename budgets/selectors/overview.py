"""Every budget of a workspace, summed by the database; the overspent ones first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from budgets.models import Budget, BudgetLine
from budgets.selectors.overspend import ChannelSums, Overspend, channel_sums, overspent_among
from budgets.selectors.sums import ZERO, Sums, grouped_sums, row_sums, zero
from campaigns.models import Campaign
from campaigns.models.campaign import OPEN_PHASES
from core.money import MoneyField

PER_PAGE = 50
#: What the heads of the table may sort by; the default puts the overspent first, then the next launches.
SORTS = {
    "nom": ("name", "pk"),
    "-nom": ("-name", "-pk"),
    "lancement": ("launch_on", "pk"),
    "-lancement": ("-launch_on", "-pk"),
    "total": ("budget__total", "pk"),
    "-total": ("-budget__total", "-pk"),
}


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for. `state` is "en-cours", "terminees" or "toutes"."""

    text: str = ""
    state: str = "en-cours"
    kind: str = ""
    overspent_only: bool = False
    sort: str = ""


@dataclass(frozen=True)
class OverviewRow:
    campaign: Campaign
    total: Decimal
    sums: Sums
    overspent: tuple[Overspend, ...]

    @property
    def rest(self) -> Decimal:
        return self.total - self.sums.planned

    @property
    def excess(self) -> Decimal:
        """What the lines plan beyond the total."""
        return max(-self.rest, ZERO)

    @property
    def over(self) -> Decimal:
        """How far its overspent channels are beyond their plan, together."""
        return sum((each.over for each in self.overspent), ZERO)


@dataclass(frozen=True)
class Overview:
    """One page of budgets, and the whole of what was asked for: its sums have no landing."""

    page: Page[Campaign]
    rows: tuple[OverviewRow, ...]
    total: Decimal
    sums: Sums
    campaigns: int
    overspent: int
    over: Decimal


def overview_of(campaigns: QuerySet[Campaign], wanted: Wanted, *, page: str | int = 1) -> Overview:
    """Six queries, whatever the number of campaigns, lines and entries."""
    asked = _filtered(campaigns, wanted)
    channels = channel_sums(asked.order_by().values("pk"))
    overspent = overspent_among(channels)
    if wanted.overspent_only:
        asked = asked.filter(pk__in=list(overspent))
        channels = [each for each in channels if each.campaign_id in overspent]
    paginator = Paginator(_ordered(asked, wanted.sort, list(overspent)), PER_PAGE)
    shown = paginator.get_page(page)
    over = sum((each.over for group in overspent.values() for each in group), ZERO)
    total = Budget.objects.filter(campaign__in=asked.order_by().values("pk")).aggregate(
        sum=Coalesce(Sum("total"), zero(), output_field=MoneyField())
    )["sum"]
    return Overview(
        page=shown,
        rows=_rows(list(shown.object_list), overspent),
        total=total,
        sums=_whole(channels),
        campaigns=paginator.count,
        overspent=len(overspent),
        over=over,
    )


def _filtered(campaigns: QuerySet[Campaign], wanted: Wanted) -> QuerySet[Campaign]:
    if wanted.state == "en-cours":
        campaigns = campaigns.filter(phase__in=OPEN_PHASES)
    elif wanted.state == "terminees":
        campaigns = campaigns.exclude(phase__in=OPEN_PHASES)
    if wanted.kind:
        campaigns = campaigns.filter(type=wanted.kind)
    if wanted.text:
        campaigns = campaigns.filter(Q(name__icontains=wanted.text) | Q(reference__icontains=wanted.text))
    return campaigns


def _ordered(campaigns: QuerySet[Campaign], sort: str, overspent: list[int]) -> QuerySet[Campaign]:
    rows = campaigns.select_related("budget", "brand")
    if sort in SORTS:
        return rows.order_by(*SORTS[sort])
    first = Case(When(pk__in=overspent, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(first, "launch_on", "pk")


def _whole(channels: Sequence[ChannelSums]) -> Sums:
    """Everything asked for, from the sums of its channels."""
    return Sums(
        sum((each.planned for each in channels), ZERO),
        sum((each.committed for each in channels), ZERO),
        sum((each.actual for each in channels), ZERO),
    )


def _rows(campaigns: Sequence[Campaign], overspent: dict[int, list[Overspend]]) -> tuple[OverviewRow, ...]:
    lines = BudgetLine.objects.filter(budget__campaign__in=[campaign.pk for campaign in campaigns])
    sums = {row["budget__campaign_id"]: row_sums(row) for row in grouped_sums(lines, "budget__campaign_id")}
    return tuple(
        OverviewRow(
            campaign=campaign,
            total=campaign.budget.total if hasattr(campaign, "budget") else ZERO,
            sums=sums.get(campaign.pk, Sums()),
            overspent=tuple(overspent.get(campaign.pk, ())),
        )
        for campaign in campaigns
    )
