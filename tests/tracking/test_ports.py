"""What follow-up answers to the apps below it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Brand, Campaign, Kpi
from campaigns.ports import PastResult
from tests.tracking.conftest import access_of, days_ago, text
from tests.tracking.test_alerts import task_blocked
from tracking.models import Alert, Bilan, Learning
from tracking.ports import (
    MOST_TROUBLES,
    alerts_team,
    alerts_today,
    campaign_troubles,
    kpi_facts,
    past_learnings,
    past_results,
    targets_created,
    tracking_copied,
)
from tracking.services.alerts import alerts_refresh

pytestmark = pytest.mark.django_db


def test_the_fact_is_the_main_promise(live, target, measure):
    (fact,) = kpi_facts(live)
    assert (fact.label, fact.value, fact.detail) == ("Leads", "400", "visés")
    measure("leads", 100)
    (fact,) = kpi_facts(live)
    assert (fact.value, fact.detail, fact.done, fact.total) == ("100", "sur 400", 100.0, 400.0)


def test_without_a_promise_there_is_no_fact(live):
    assert kpi_facts(live) == []


def test_my_alerts_wait_for_me_today_until_i_take_them(live, kpis, workspace, manager, contributor, viewer):
    task_blocked(live)
    alerts_refresh(workspace=workspace)
    (item,) = alerts_today(access_of(manager))
    assert (item.action, item.campaign) == ("Débloquer la tâche", live)
    assert alerts_today(access_of(contributor)) == []
    assert alerts_today(access_of(viewer)) == []


def test_today_says_what_the_team_has_before_it(as_, live, kpis, workspace, manager, viewer, partner):
    assert alerts_team(access_of(manager)) is None
    for _number in range(2):
        task_blocked(live)
    alerts_refresh(workspace=workspace)
    Alert.objects.update(opened_at=timezone.now() - timedelta(days=19))
    line = alerts_team(access_of(viewer))
    assert line.text == "2 alertes dans l’équipe, la plus ancienne depuis 19 jours."
    assert alerts_team(access_of(partner)) is None
    page = as_(viewer).get(reverse("campaigns:today", args=[workspace.slug]))
    assert line.text in text(page)


def test_the_campaign_page_shows_its_alerts_in_one_query(
    as_, viewer, live, kpis, workspace, django_assert_num_queries
):
    assert campaign_troubles(live) is None
    for _number in range(MOST_TROUBLES + 2):
        task_blocked(live)
    alerts_refresh(workspace=workspace)
    live = Campaign.objects.select_related("workspace").get(pk=live.pk)
    with django_assert_num_queries(1):
        found = campaign_troubles(live)
    assert (len(found.shown), found.total) == (MOST_TROUBLES, MOST_TROUBLES + 2)
    page = as_(viewer).get(reverse("campaigns:campaign", args=[workspace.slug, live.reference]))
    assert text(page).count("Débloquer la tâche<span") == MOST_TROUBLES
    assert found.url in page.text
    assert text(as_(viewer).get(found.url)).count('<li id="alerte-') == MOST_TROUBLES + 2


def test_alerts_put_aside_or_settled_are_not_on_the_campaign_page(live, kpis, workspace):
    end = task_blocked(live)
    alerts_refresh(workspace=workspace)
    Alert.objects.update(status=Alert.Status.SNOOZED)
    assert campaign_troubles(live) is None
    Alert.objects.update(status=Alert.Status.ACKNOWLEDGED)
    assert campaign_troubles(live).total == 1
    end()
    alerts_refresh(workspace=workspace)
    assert campaign_troubles(live) is None


def test_partners_have_no_alerts_today(live, kpis, workspace, partner):
    task_blocked(live)
    alerts_refresh(workspace=workspace)
    assert alerts_today(access_of(partner)) == []


def test_a_new_campaign_finds_its_measures_but_no_made_up_target(campaign, claire):
    targets_created(campaign, claire)
    assert Kpi.objects.filter(workspace=campaign.workspace).exists()
    assert not campaign.kpi_targets.exists()


def test_a_copy_takes_targets_and_sources_but_no_figure(
    live, target, source, measure, claire, workspace, manager
):
    measure("leads", 5)
    copy = Campaign.objects.create(
        workspace=workspace, reference="2027-LAN-01", name="Copie", owner=manager, type="LANCEMENT",
        prepares_on=live.prepares_on, launch_on=live.launch_on, ends_on=live.ends_on,
    )  # fmt: skip
    tracking_copied(live, copy, claire)
    assert copy.kpi_targets.get().target == Decimal(400)
    assert copy.sources.get().name == source.name
    assert not copy.kpi_facts.exists()


def past(
    workspace, manager, reference: str, kind: str, learning: str, *, brand=None, published=True
) -> Learning:
    made = Campaign.objects.create(
        workspace=workspace, reference=reference, name=reference, owner=manager, type=kind, brand=brand,
        prepares_on=days_ago(90), launch_on=days_ago(60), ends_on=days_ago(30),
    )  # fmt: skip
    now = timezone.now() if published else None
    bilan = Bilan.objects.create(
        campaign=made, period_start=days_ago(60), period_end=days_ago(30), published_at=now, frozen_at=now
    )
    return Learning.objects.create(campaign=made, bilan=bilan, text=learning)


def test_a_brief_is_given_the_learnings_most_like_it(workspace, manager, campaign, as_, contributor):
    other = Brand.objects.create(workspace=workspace, name="Autre")
    past(workspace, manager, "2025-FLA-01", "FLASH", "D’une autre sorte", brand=other)
    past(workspace, manager, "2025-LAN-01", "LANCEMENT", "De la même sorte et marque", brand=campaign.brand)
    past(workspace, manager, "2025-LAN-02", "LANCEMENT", "De la même sorte", brand=other)
    past(workspace, manager, "2025-LAN-03", "LANCEMENT", "Pas publié", published=False)
    assert [row.text for row in past_learnings(campaign)] == [
        "De la même sorte et marque",
        "De la même sorte",
        "D’une autre sorte",
    ]
    page = as_(contributor).get(reverse("campaigns:brief", args=[workspace.slug, campaign.reference]))
    assert "De la même sorte et marque" in text(page)


def test_learnings_of_another_workspace_stay_there(campaign, stranger):
    past(stranger.workspace, stranger, "2025-LAN-01", "LANCEMENT", "D’ailleurs")
    assert past_learnings(campaign) == []


def test_past_results_are_the_promises_of_each_last_published_bilan(live, workspace):
    def bilan(number, *kept, published=True):
        day = days_ago(1)
        kpis = [{"kept": bool(each), "actual": None if each is None else "1"} for each in kept]
        when = timezone.now() if published else None
        Bilan.objects.create(
            campaign=live, number=number, period_start=day, period_end=day, figures={"kpis": kpis},
            frozen_at=when, published_at=when,
        )  # fmt: skip

    bilan(1, False, False)
    bilan(2, True, False, None)
    bilan(3, True, True, published=False)
    assert past_results(workspace) == [PastResult(live.type, live.launch_on, kept=1, promised=2)]
