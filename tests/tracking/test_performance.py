"""Measured against promised: sums, ratios of sums, surveys; many campaigns at once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Campaign, Kpi
from tests.tracking.conftest import at, on_air
from tracking.models import KpiTarget
from tracking.selectors.performance import campaign_window, daily, standings, totals_of

pytestmark = pytest.mark.django_db


def standing(campaign, kpi):
    rows = standings([campaign], on=timezone.localdate())[campaign.pk]
    return next(row for row in rows if row.kpi == kpi)


def test_figures_add_up_over_days_and_channels(live, source, adwords, measure, target):
    measure("leads", 100, ago=3)
    measure("leads", 50, ago=2, on=adwords)
    row = standing(live, target.kpi)
    assert (row.actual, row.pace.expected, row.pace.projected) == (150, 200, 300)
    assert row.pace.behind
    assert not row.reached


def test_a_ratio_divides_sums_it_is_no_average_of_ratios(live, source, measure, kpis):
    KpiTarget.objects.create(campaign=live, kpi=kpis["cpl"], target=Decimal(30))
    for ago, cost, leads in ((3, 100, 1), (2, 100, 9)):
        measure("cost", cost, ago=ago)
        measure("leads", leads, ago=ago)
    assert standing(live, kpis["cpl"]).actual == 20


def test_a_ratio_without_its_divisor_is_unknown(live, source, measure, kpis):
    KpiTarget.objects.create(campaign=live, kpi=kpis["cpl"], target=Decimal(30))
    measure("cost", 100)
    assert standing(live, kpis["cpl"]).actual is None


def test_a_survey_says_what_its_last_study_found_since_the_launch(live, source, measure, kpis):
    KpiTarget.objects.create(campaign=live, kpi=kpis["consideration"], target=Decimal(13))
    measure("consideration", 11, ago=40)
    assert standing(live, kpis["consideration"]).actual is None
    measure("consideration", 12, ago=10)
    measure("consideration", "13.9", ago=1)
    assert standing(live, kpis["consideration"]).actual == Decimal("13.9")


def test_an_average_is_the_mean_of_its_readings(live, source, measure, kpis):
    KpiTarget.objects.create(campaign=live, kpi=kpis["satisfaction"], target=Decimal(8))
    measure("satisfaction", 7, ago=2)
    measure("satisfaction", 8, ago=1)
    assert kpis["satisfaction"].aggregation == Kpi.Aggregation.AVERAGE
    assert standing(live, kpis["satisfaction"]).actual == Decimal("7.5")


def test_a_target_on_a_channel_counts_that_channel_alone(live, source, adwords, measure, kpis, meta):
    KpiTarget.objects.create(campaign=live, kpi=kpis["leads"], channel=meta, target=Decimal(10))
    measure("leads", 4)
    measure("leads", 90, on=adwords)
    assert standing(live, kpis["leads"]).actual == 4


def test_an_always_on_campaign_is_judged_on_its_month(campaign, source, measure, target):
    running = on_air(campaign, days=120, of=None)
    measure("leads", 7)
    measure("leads", 900, ago=70)
    assert standing(running, target.kpi).actual == 7
    start, end = campaign_window(running, timezone.localdate())
    assert (start.day, (end + timedelta(days=1)).day) == (1, 1)


def test_a_wave_opened_early_begins_the_window(live):
    opened = timezone.now() - timedelta(days=25)
    live.waves.update(opened_at=opened)
    assert campaign_window(live, timezone.localdate())[0] == timezone.localtime(opened).date()


def test_a_campaign_stopped_before_its_launch_has_a_window_of_a_day(live, target, source, measure):
    Campaign.objects.filter(pk=live.pk).update(stopped_on=live.launch_on - timedelta(days=3))
    live.refresh_from_db()
    measure("leads", 5, ago=21)
    assert campaign_window(live, timezone.localdate()) == (live.launch_on, live.launch_on)
    assert standing(live, target.kpi).actual == 5


def test_daily_gives_the_days_ratio(live, source, measure, kpis):
    measure("cost", 50, ago=1)
    measure("leads", 5, ago=1)
    measure("cost", 10, ago=2)
    assert daily(live, kpis["cpl"]) == [(timezone.localdate() - timedelta(days=1), 10)]


def test_many_campaigns_cost_no_more_queries_than_one(
    live, source, measure, target, workspace, manager, kpis
):
    def queries(count):
        campaigns = list(Campaign.objects.filter(workspace=workspace))
        assert len(campaigns) == count
        with CaptureQueriesContext(connection) as seen:
            standings(campaigns, on=timezone.localdate())
        return len(seen)

    measure("leads", 1)
    measure("consideration", 12)
    small = queries(1)
    for number in range(6):
        made = Campaign.objects.create(
            workspace=workspace, reference=f"2026-LAN-1{number}", name=f"C{number}", owner=manager,
            type=Campaign.Type.LANCEMENT, prepares_on=live.prepares_on, launch_on=live.launch_on,
            ends_on=live.ends_on,
        )  # fmt: skip
        KpiTarget.objects.create(campaign=made, kpi=kpis["leads"], target=Decimal(5))
        made_source = made.sources.create(channel=source.channel, platform="generic", name="CSV")
        for ago in range(10):
            measure("leads", 1, ago=ago, on=made_source)
    assert queries(7) == small


def test_totals_can_be_those_of_a_period(live, source, measure):
    measure("leads", 1, ago=5)
    measure("leads", 2, ago=3)
    measure("leads", 4, ago=1)
    today = timezone.localdate()
    found = totals_of([live.pk], start=today - timedelta(days=4), end=today - timedelta(days=2))
    assert found[live.pk][None] == {"leads": 2}


def test_a_ratio_over_all_channels_takes_those_that_have_both_figures(
    live, source, adwords, measure, kpis, as_, contributor
):
    KpiTarget.objects.create(campaign=live, kpi=kpis["cpl"], target=Decimal(30))
    measure("cost", 100, ago=3)
    measure("leads", 10, ago=3)
    measure("leads", 90, ago=3, on=adwords)  # leads that nobody knows the cost of
    assert standing(live, kpis["cpl"]).actual == 10
    assert daily(live, kpis["cpl"]) == [(timezone.localdate() - timedelta(days=3), 10)]
    board = as_(contributor).get(at("dashboard", live)).context["board"]
    column = [head.name for head in board.heads].index(kpis["cpl"].name)
    assert [row.cells[column].text for row in board.channels] == ["—", "10,00", "10,00"]
    assert any("Meta Ads seulement" in note for note in board.notes)


def test_a_ratio_that_no_channel_has_whole_is_unknown_and_said(
    live, source, adwords, measure, kpis, as_, contributor
):
    KpiTarget.objects.create(campaign=live, kpi=kpis["cpl"], target=Decimal(30))
    measure("cost", 100, ago=3)
    measure("leads", 90, ago=3, on=adwords)
    assert standing(live, kpis["cpl"]).actual is None
    board = as_(contributor).get(at("dashboard", live)).context["board"]
    assert board.channels[-1].cells[-1].text == "—"
    assert any("aucun canal n’a les deux chiffres" in note for note in board.notes)
