"""The evidence of follow-up, each missing thing by itself, and many campaigns at once."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.gates import Scope, check_list, evaluating
from campaigns.models import Campaign, Wave
from tests.tracking.conftest import days_ago, on_air
from tracking.checks import bilan_published, figures_flow, tracking_configured
from tracking.models import Bilan, KpiTarget, Source

pytestmark = pytest.mark.django_db


def judge(check, campaign, wave=None):
    (finding,) = check([Scope(campaign, wave)])
    return finding


def test_the_three_checks_are_registered():
    found = {check.key: check for check in check_list() if check.evaluate.__module__ == "tracking.checks"}
    assert set(found) == {"tracking_configured", "dashboard", "bilan"}
    assert found["tracking_configured"].per_wave


def test_tracking_needs_channels(campaign):
    campaign.waves.get().placements.all().delete()
    finding = judge(tracking_configured, campaign)
    assert (finding.ok, finding.why) == (False, "Aucun canal n’est prévu.")
    assert "vagues" in finding.fix_url


def test_tracking_needs_a_source_for_each_channel(live, search, source, target):
    finding = judge(tracking_configured, live)
    assert finding.why == "Google Ads n’a pas de source de mesure."
    assert finding.held_by == "Claire Vasseur"
    assert "/suivi/reglages/" in finding.fix_url


def test_a_source_that_is_no_longer_followed_does_not_count(live, source, target):
    Source.objects.update(is_active=False)
    assert judge(tracking_configured, live).why == "Meta Ads n’a pas de source de mesure."


def test_tracking_needs_a_target(live, source):
    assert judge(tracking_configured, live).why == "Aucun objectif KPI n’est fixé."


def test_tracking_is_judged_wave_by_wave(live, source, target, workspace):
    later = Wave.objects.create(campaign=live, number=2, name="Révélation", goes_live_on=days_ago(1))
    tv = workspace.channels.create(key="tv", name="Télévision")
    later.placements.create(channel=tv, format=tv.formats.create(key="spot", name="Spot"))
    assert judge(tracking_configured, live).ok
    assert judge(tracking_configured, live, live.waves.get(number=1)).ok
    assert judge(tracking_configured, live, later).why == "Télévision n’a pas de source de mesure."


def test_figures_need_a_source_then_figures(live, kpis):
    assert judge(figures_flow, live).why == "Aucune source de mesure n’est déclarée."


def test_every_source_must_have_given_figures(live, source, adwords, measure):
    measure("leads", 3)
    finding = judge(figures_flow, live)
    assert finding.why == "Google Ads n’a encore donné aucun chiffre."
    assert "/imports/" in finding.fix_url


def test_the_window_must_be_over(live, source, measure):
    measure("leads", 3)
    finding = judge(figures_flow, live)
    assert (finding.ok, finding.waiting) == (False, True)
    assert "La diffusion dure jusqu’au" in finding.why


def test_the_window_over_or_stopped_will_do(campaign, source, measure):
    over = on_air(campaign, days=45, of=40, phase="SUIVI")
    measure("leads", 3, ago=9)
    assert judge(figures_flow, over).ok
    running = on_air(campaign, days=45, of=None, phase="SUIVI")
    assert "arrêtez-la" in judge(figures_flow, running).why
    Campaign.objects.filter(pk=running.pk).update(stopped_on=days_ago(1), stop_reason="Rupture de stock.")
    finding = judge(figures_flow, Campaign.objects.get(pk=running.pk))
    assert finding.ok
    assert "Rupture de stock" in finding.why


def test_a_bilan_must_be_published(live):
    assert judge(bilan_published, live).why == "Le bilan n’est pas publié."
    draft = Bilan.objects.create(campaign=live, period_start=days_ago(20), period_end=days_ago(1))
    assert not judge(bilan_published, live).ok
    Bilan.objects.filter(pk=draft.pk).update(
        published_at=timezone.now(), frozen_at=timezone.now(), published_by_name="Claire Vasseur"
    )
    finding = judge(bilan_published, live)
    assert finding.ok
    assert finding.why.startswith("Publié par Claire Vasseur le")


def test_many_campaigns_cost_no_more_than_one(live, source, target, measure, workspace, manager, kpis):
    def queries(count: int) -> int:
        rows = Campaign.objects.filter(workspace=workspace).select_related("workspace", "owner__user")
        scopes = [Scope(campaign) for campaign in rows]
        assert len(scopes) == count
        with CaptureQueriesContext(connection) as seen, evaluating(rows):
            for check in (tracking_configured, figures_flow, bilan_published):
                assert len(check(scopes)) == count
        return len(seen)

    measure("leads", 1)
    small = queries(1)
    for number in range(6):
        made = Campaign.objects.create(
            workspace=workspace, reference=f"2026-LAN-4{number}", name=f"C{number}", owner=manager,
            type="LANCEMENT", prepares_on=live.prepares_on, launch_on=live.launch_on, ends_on=live.ends_on,
        )  # fmt: skip
        wave = Wave.objects.create(campaign=made, number=1, name="V1", goes_live_on=made.launch_on)
        wave.placements.create(channel=source.channel, format=source.channel.formats.get())
        place = made.sources.create(channel=source.channel, platform="generic", name="CSV")
        KpiTarget.objects.create(campaign=made, kpi=kpis["leads"], target=Decimal(4))
        measure("leads", 1, on=place)
        Bilan.objects.create(campaign=made, period_start=days_ago(20), period_end=days_ago(1))
    assert queries(7) == small <= 7
