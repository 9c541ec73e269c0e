"""The portfolio and «Aujourd’hui»: what they show, to whom, and at what cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns import ports
from campaigns.models import Brand, Campaign, Task
from campaigns.ports import TodayItem
from campaigns.selectors.portfolio import Filters
from campaigns.services.lifecycle import campaign_advance, campaign_pause
from tests.campaigns.evidence import EVERYTHING, evidence
from tests.campaigns.waiving import waiver_grant

__all__ = ["evidence"]
pytestmark = pytest.mark.django_db


def words(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def plant(workspace, manager, today, meta):
    """Make n campaigns, each with a wave, a placement and three tasks."""

    def make(count, **fields):
        made = []
        for rank in range(count):
            number = Campaign.objects.count() + 1
            launch = today + timedelta(days=30 + rank)
            values = {
                "reference": f"2026-LAN-{number:02d}", "name": f"Campagne {number}", "type": "LANCEMENT",
                "owner": manager, "prepares_on": today, "launch_on": launch,
                "ends_on": launch + timedelta(days=30),
            }  # fmt: skip
            campaign = Campaign.objects.create(workspace=workspace, **{**values, **fields})
            wave = campaign.waves.create(
                number=1, name="Teaser", goes_live_on=campaign.launch_on, ends_on=campaign.ends_on
            )
            wave.placements.create(channel=meta, format=meta.formats.get())
            for position in range(3):
                campaign.tasks.create(
                    name=f"Tâche {position}", position=position, assignee=manager,
                    starts_on=today, ends_on=today + timedelta(days=position),
                )  # fmt: skip
            made.append(campaign)
        return made

    return make


@pytest.fixture
def go(workspace):
    return lambda name="portfolio": reverse(f"campaigns:{name}", args=[workspace.slug])


@pytest.fixture
def spread(plant, evidence, acting, manager):
    """Campaigns in every phase, so that every gate is asked."""

    def make(count):
        made = plant(count)
        evidence.hold(*EVERYTHING)
        for rank, campaign in enumerate(made):
            for _step in range(rank % 7):
                campaign_advance(campaign=campaign, actor=acting(manager), expected_phase=campaign.phase)
        evidence.drop(*EVERYTHING)
        return made

    return make


def names(response) -> list[str]:
    return [line.campaign.name for line in response.context["portfolio"].lines]


# The list ---------------------------------------------------------------------------------------------


def test_each_campaign_says_what_blocks_it_and_who_holds_that(as_, viewer, go, campaign, evidence):
    page = words(as_(viewer).get(go()))
    assert "Brief campagne, attend Paul Tessier" in page
    evidence.hold("brief")
    assert "Prête pour la suite" in words(as_(viewer).get(go()))


def test_a_paused_campaign_says_so(as_, viewer, go, campaign, acting, manager):
    campaign_pause(campaign=campaign, actor=acting(manager), reason="Rupture de stock")
    page = words(as_(viewer).get(go()))
    assert "En pause" in page
    assert "Rupture de stock" in page


def test_filters_live_in_the_address(as_, viewer, go, plant, admin, workspace):
    brand = Brand.objects.create(workspace=workspace, name="Lumen Homme")
    plant(2)
    plant(1, name="Vente flash", type="FLASH", owner=admin, brand=brand)
    browser = as_(viewer)
    assert names(browser.get(go(), {"type": "FLASH"})) == ["Vente flash"]
    assert names(browser.get(go(), {"responsable": admin.pk})) == ["Vente flash"]
    assert names(browser.get(go(), {"marque": brand.pk})) == ["Vente flash"]
    assert names(browser.get(go(), {"q": "homme"})) == ["Vente flash"]
    assert names(browser.get(go(), {"q": "2026-LAN-02"})) == ["Campagne 2"]
    assert names(browser.get(go(), {"q": "campagne flash"})) == []
    assert "Aucune campagne ici" in words(browser.get(go(), {"q": "zzz"}))


def test_phases_are_counted_under_the_other_filters(as_, viewer, go, spread):
    spread(7)
    response = as_(viewer).get(go())
    counts = {chip.value: chip.count for chip in response.context["portfolio"].chips}
    assert counts["BRIEF"] == counts["SUIVI"] == 1
    assert counts[""] == 7
    assert len(names(as_(viewer).get(go(), {"phase": "BUDGET"}))) == 1


def test_what_is_over_is_out_of_the_first_list(as_, viewer, go, plant, acting, manager):
    from campaigns.services.lifecycle import campaign_abandon

    kept, gone = plant(2)
    campaign_abandon(campaign=gone, actor=acting(manager), reason="Annulée")
    assert names(as_(viewer).get(go())) == [kept.name]
    assert names(as_(viewer).get(go(), {"phase": "ABANDONNEE"})) == [gone.name]
    assert len(names(as_(viewer).get(go(), {"phase": "toutes"}))) == 2


@pytest.mark.parametrize(
    "query",
    [
        {"phase": "LUNE", "type": "X", "responsable": "moi", "marque": "-1", "page": "abc", "tri": "prix"},
        {"page": "999999"},
        {"responsable": "9" * 40},
        {"q": "x" * 5000},
        {"q": "100% _ \\ '"},
    ],
)
def test_a_bent_address_never_breaks_the_page(as_, viewer, go, plant, query):
    plant(1)
    assert as_(viewer).get(go(), query).status_code == 200


def test_lists_are_sorted_and_paged(as_, viewer, go, plant):
    plant(27)
    browser = as_(viewer)
    first = browser.get(go())
    assert len(names(first)) == 25
    assert names(first)[0] == "Campagne 1", "the nearest launch first"
    assert len(names(browser.get(go(), {"page": 2}))) == 2
    assert names(browser.get(go(), {"tri": "-lancement"}))[0] == "Campagne 27"
    assert names(browser.get(go(), {"tri": "nom"}))[:2] == ["Campagne 1", "Campagne 10"]


def test_filters_are_read_from_a_query():
    asked = Filters.from_query({"phase": "BRIEF", "responsable": "3", "q": " aube ", "tri": "-nom"})
    assert (asked.phase, asked.owner, asked.text, asked.sort) == ("BRIEF", 3, "aube", "-nom")
    assert not Filters.from_query({}).narrowed


def test_htmx_gets_the_list_alone(as_, viewer, go, plant):
    plant(1)
    page = words(as_(viewer).get(go(), headers={"HX-Request": "true"}))
    assert 'id="list"' in page
    assert "<html" not in page


def test_an_empty_workspace_teaches_the_first_step(as_, manager, viewer, go):
    for name in ("portfolio", "today"):
        page = words(as_(manager).get(go(name)))
        assert "Votre première campagne" in page
        assert reverse("campaigns:create", args=["maison-lumen"]) in page
    assert reverse("campaigns:create", args=["maison-lumen"]) not in words(as_(viewer).get(go()))


# Who sees what ----------------------------------------------------------------------------------------


def test_a_partner_sees_only_the_campaigns_their_team_works_on(as_, partner, agency, go, plant):
    mine, other = plant(2)
    mine.tasks.update(assignee=None)
    Task.objects.filter(campaign=mine, position=0).update(team=agency)
    browser = as_(partner)
    page = browser.get(go())
    assert names(page) == [mine.name]
    assert "Brief campagne" not in words(page), "gates speak of what is not theirs"
    shown = words(browser.get(go("today")))
    assert "Tâche 0" in shown
    assert "Tâche 1" not in shown
    assert other.name not in shown
    url = reverse("campaigns:campaign", args=["maison-lumen", other.reference])
    assert browser.get(url).status_code == 404


def test_a_partner_sees_a_campaign_whose_channel_they_run_before_any_briefing(
    as_, partner, agency, workspace, go, plant
):
    mine, _other = plant(2)
    channel = workspace.channels.create(key="tiktok", name="TikTok", team=agency)
    made = channel.formats.create(key="reel", name="Vidéo verticale")
    mine.waves.first().placements.create(channel=channel, format=made)
    assert names(as_(partner).get(go())) == [mine.name]


def test_another_workspace_s_campaigns_are_not_there(as_, stranger, go, plant):
    plant(1)
    assert as_(stranger).get(go()).status_code == 404
    own = reverse("campaigns:portfolio", args=[stranger.workspace.slug])
    assert "Votre première campagne" in words(as_(stranger).get(own))


# Aujourd'hui ------------------------------------------------------------------------------------------


def test_today_lists_my_tasks_oldest_promise_first(as_, manager, contributor, go, campaign, today):
    for name, days, who in (
        ("Relire", 2, manager), ("Écrire", -3, manager), ("Livrer", 0, manager),
        ("Plus tard", 30, manager), ("Pas à moi", -1, contributor),
    ):  # fmt: skip
        campaign.tasks.create(name=name, assignee=who, starts_on=today, ends_on=today + timedelta(days=days))
    campaign.tasks.create(name="Finie", assignee=manager, ends_on=today, status=Task.Status.DONE)
    response = as_(manager).get(go("today"))
    groups = {group.key: [item.text for item in group.items] for group in response.context["groups"]}
    assert groups == {"late": ["Écrire"], "now": ["Livrer"], "soon": ["Relire"]}
    assert "3 choses vous attendent, dont 1 en retard." in words(response)


def test_today_says_when_nothing_waits(as_, viewer, go, campaign):
    page = words(as_(viewer).get(go("today")))
    assert "Rien ne vous attend aujourd’hui." in page
    assert "Lancement Sérum Aube" in page, "the next launches are there all the same"


def test_today_says_what_blocks_a_task(as_, manager, go, campaign, today):
    campaign.tasks.create(
        name="Tourner le film",
        assignee=manager,
        ends_on=today,
        status="blocked",
        blocked_reason="pas de lieu",
    )
    assert "Tourner le film, bloquée : pas de lieu" in words(as_(manager).get(go("today")))


def test_today_offers_the_gates_i_can_open(as_, manager, go, campaign, evidence):
    evidence.hold("brief")
    page = words(as_(manager).get(go("today")))
    assert "Tout est réuni pour la suite." in page
    assert "Passer au planning" in page


def test_today_worries_about_a_launch_near_with_its_gate_closed(as_, manager, go, campaign, evidence, today):
    Campaign.objects.filter(pk=campaign.pk).update(launch_on=today + timedelta(days=6))
    assert "Le lancement approche" in words(as_(manager).get(go("today")))


def test_today_recalls_a_waiver_that_ends(as_, admin, acting, manager, go, campaign, today):
    waiver_grant(
        campaign=campaign, actor=acting(admin), check_key="budget_signed", reason="En route",
        valid_until=today + timedelta(days=1),
    )  # fmt: skip
    assert "La dérogation sur « Budget signé » prend fin." in words(as_(manager).get(go("today")))


def test_other_apps_add_what_waits(as_, viewer, go, campaign, monkeypatch, today):
    port = ports.Port()
    port.register(
        lambda access: [TodayItem(campaign, "Une alerte vous attend", "/alerte/", "Voir l’alerte", today)]
    )
    monkeypatch.setattr("campaigns.selectors.today.today", port)
    assert "Une alerte vous attend" in words(as_(viewer).get(go("today")))


def test_work_of_what_is_over_waits_for_nobody(as_, manager, acting, go, campaign, today):
    from campaigns.services.lifecycle import campaign_abandon

    campaign.tasks.create(name="Vieille tâche", assignee=manager, ends_on=today)
    campaign_abandon(campaign=campaign, actor=acting(manager), reason="Annulée")
    assert "Vieille tâche" not in words(as_(manager).get(go("today")))


# Cost -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["portfolio", "today"])
def test_queries_do_not_grow_with_campaigns(as_, manager, go, plant, name):
    browser = as_(manager)

    def cost():
        browser.get(go(name))  # warm
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(go(name)).status_code == 200
        return len(queries)

    plant(5)
    few = cost()
    plant(45)
    assert cost() == few


def test_each_check_is_asked_once_however_long_the_list(as_, manager, go, spread, evidence):
    spread(21)
    evidence.asked = 0
    as_(manager).get(go())
    assert evidence.asked == len(EVERYTHING)


def test_the_page_knows_what_day_it_is(as_, viewer, go):
    assert as_(viewer).get(go("today")).context["today"] == timezone.localdate()
