"""An always-on campaign's money over any days: consecutive periods add up to the whole."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.models import Budget, BudgetLine, Entry
from budgets.months import month_of
from campaigns.models import Campaign
from tests.tracking.conftest import on_air
from tracking.bilan_figures import bilan_figures
from tracking.models import KpiFact, Source
from tracking.selectors.spent import MonthOnAir, spent_between
from tracking.services.imports import spend_sync

OCTOBER = MonthOnAir(date(2026, 10, 1), date(2026, 10, 31))
CENTS = st.decimals(min_value=0, max_value=10**7, places=2)


@given(
    amount=CENTS,
    cuts=st.lists(st.integers(min_value=1, max_value=30), unique=True),
    daily=st.dictionaries(st.integers(1, 31), st.decimals(0, 999, places=4), max_size=31),
)
def test_periods_that_follow_one_another_add_up_to_the_month(amount, cuts, daily):
    days = {date(2026, 10, day): cost for day, cost in daily.items()}
    ends = [*sorted(cuts), 31]
    starts = [1, *(end + 1 for end in ends[:-1])]
    parts = [
        OCTOBER.gained(amount, date(2026, 10, start), date(2026, 10, end), days)
        for start, end in zip(starts, ends, strict=True)
    ]
    assert sum(parts) == amount
    assert all(part == part.quantize(Decimal("0.01")) for part in parts)


def test_a_month_known_by_its_amount_is_shared_among_its_days():
    assert OCTOBER.gained(Decimal(3100), date(2026, 9, 20), date(2026, 10, 18)) == 1800
    assert OCTOBER.gained(Decimal(3100), date(2026, 10, 19), date(2026, 11, 22)) == 1300
    assert OCTOBER.gained(Decimal(3100), date(2026, 11, 1), date(2026, 11, 22)) == 0


@pytest.fixture
def running(campaign, meta, kpis, hugo):
    """On the air for 120 days, 3 € a day by daily figures, 3 000 € planned and 100 € invoiced each month."""
    found = on_air(campaign, days=120, of=None)
    budget, _made = Budget.objects.get_or_create(campaign=found)
    source = Source.objects.create(campaign=found, channel=meta, platform="generic", name="Relevé")
    day = found.launch_on
    for step in range(120):
        on = day + timedelta(step)
        KpiFact.objects.create(
            campaign=found, source=source, channel=meta, kpi=kpis["cost"], day=on, value=Decimal(3)
        )
        line, made = BudgetLine.objects.get_or_create(
            budget=budget, channel=meta, month=month_of(on), defaults={"planned": Decimal(3000)}
        )
        if made:
            Entry.objects.create(
                line=line, kind=Entry.Kind.ACTUAL, amount=Decimal(100), on=on, label="Facture"
            )
    spend_sync(source=source, actor=hugo)
    return found


@pytest.mark.django_db
def test_two_bilans_count_no_day_twice(running):
    running = Campaign.objects.get(pk=running.pk)
    first, last = running.launch_on, running.launch_on + timedelta(days=119)
    whole = spent_between(running, first, last)["Meta Ads"]
    for cut in (17, 45, 91):
        middle = first + timedelta(days=cut)
        one = spent_between(running, first, middle)["Meta Ads"]
        two = spent_between(running, middle + timedelta(days=1), last)["Meta Ads"]
        for name in ("planned", "committed", "actual"):
            assert getattr(one, name) + getattr(two, name) == getattr(whole, name), name
    day = spent_between(running, first + timedelta(days=40), first + timedelta(days=40))["Meta Ads"]
    assert 3 + 3 <= day.actual <= 3 + 4  # the day's own 3 €, and its share of 100 € a month
    figures = bilan_figures(running, start=first, end=first + timedelta(days=17))
    assert figures["budget"]["by_day"]
    assert Decimal(figures["budget"]["planned"]) < whole.planned
