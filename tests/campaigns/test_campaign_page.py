"""The page of a campaign: where it stands, what blocks it, who holds that, what can be done; its settings."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns import ports
from campaigns.gates import Finding
from campaigns.models import Campaign, SignOffRequest, Task
from campaigns.ports import Fact, Tab
from campaigns.services.lifecycle import (
    campaign_abandon,
    campaign_advance,
    campaign_pause,
)
from campaigns.services.signoff import signoff_request
from core.audit import audit_record
from tests.campaigns.evidence import EVERYTHING, evidence
from tests.campaigns.waiving import waiver_grant

__all__ = ["evidence"]
pytestmark = pytest.mark.django_db


def words(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def go(campaign):
    return lambda name="campaign": reverse(
        f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference]
    )


def test_the_first_sentence_says_the_phase_and_what_blocks(as_, viewer, campaign, evidence, go):
    page = words(as_(viewer).get(go()))
    assert "Au brief depuis aujourd’hui." in page
    assert "Un point bloque la suite : Brief campagne, attend Paul Tessier." in page


def test_the_two_checklists_are_computed(as_, viewer, campaign, evidence, go):
    evidence.hold("brief", "budget_signed", "tracking_configured")
    overview = as_(viewer).get(go()).context["overview"]
    assert len(overview.livrables) == len(overview.criteria) == 6
    assert [item.label for item in overview.criteria if item.state == "ok"] == [
        "Budget signé", "Tracking configuré",
    ]  # fmt: skip
    assert "2 critères sur 6 tenus pour la première vague, « Teaser »." in words(as_(viewer).get(go()))


def test_what_belongs_to_a_later_phase_is_not_yet_wrong(as_, viewer, campaign, evidence, go):
    overview = as_(viewer).get(go()).context["overview"]
    states = {item.label: item.state for item in overview.livrables}
    assert states["Brief campagne"] == "bad"
    assert states["Planning détaillé"] == states["Dashboard suivi"] == "todo"
    assert {item.state for item in overview.criteria} == {"todo"}
    assert not any(item.held_by for item in overview.criteria), "nobody is late with it"


def test_what_is_missing_says_who_and_gives_the_link(as_, viewer, campaign, evidence, go):
    page = words(as_(viewer).get(go()))
    assert 'href="/reparer/"' in page
    assert "attend Paul Tessier" in page


def test_a_reason_that_stands_above_is_not_said_twice(as_, viewer, campaign, evidence, go, monkeypatch):
    evidence.hold("planning")
    monkeypatch.setattr(evidence, "_finding", lambda key, _scope: Finding(key in evidence.held, "Une fois."))
    response = as_(viewer).get(go())
    echoes = {item.key: item.echo_of and item.echo_of.id for item in response.context["overview"].criteria}
    assert echoes.pop("brief_validated") == "livrable-brief"
    assert echoes.pop("budget_signed") == "livrable-budget"
    assert set(echoes.values()) == {None}, "only where it is the same thing for the same reason"
    assert '<a href="#livrable-brief">Comme « Brief campagne »</a>' in words(response)


def test_the_way_on_is_shut_with_its_reason_beside_it(as_, manager, viewer, campaign, evidence, go):
    page = words(as_(manager).get(go()))
    assert 'disabled aria-describedby="gate-why"' in page
    assert "Brief campagne : Il manque brief." in page
    evidence.hold("brief")
    assert 'aria-describedby="gate-why"' not in words(as_(manager).get(go()))
    assert "Seul un responsable de campagne" in words(as_(viewer).get(go())), "a reader is told why"


def test_a_phase_whose_livrable_is_not_listed_shows_its_own_card(
    as_, viewer, acting, manager, campaign, evidence, go
):
    evidence.hold(*EVERYTHING)
    while campaign.phase != "EXECUTION":
        campaign_advance(campaign=campaign, actor=acting(manager), expected_phase=campaign.phase)
    evidence.drop("activation")
    gate = as_(viewer).get(go()).context["overview"].gate
    assert [item.id for item in gate] == ["passage-activation"]


def test_a_pause_is_told_on_every_page(as_, viewer, manager, acting, campaign, go):
    campaign_pause(campaign=campaign, actor=acting(manager), reason="Rupture de stock")
    for name in ("campaign", "history", "launch", "waves"):
        page = words(as_(viewer).get(go(name)))
        assert "En pause depuis aujourd’hui." in page
        assert "Rupture de stock" in page
    assert "Reprendre la campagne" in words(as_(manager).get(go("history")))
    assert not as_(manager).get(go()).context["overview"].advance.fix_url, "only resuming opens the way"


def test_a_text_of_pages_does_not_fill_the_history(as_, viewer, manager, acting, campaign, go):
    audit_record(
        workspace=campaign.workspace,
        actor=acting(manager).user,
        verb="changed",
        scope=campaign.scope,
        subject="task:1",
        changes={"description": ["", "é" * 60_000]},
    )
    assert words(as_(viewer).get(go("history"))).count("é" * 500) == 1


def test_an_abandoned_campaign_says_why_and_offers_no_way_on(as_, viewer, manager, acting, campaign, go):
    campaign_abandon(campaign=campaign, actor=acting(manager), reason="Produit annulé")
    response = as_(viewer).get(go())
    assert "Produit annulé" in words(response)
    assert response.context["overview"].advance is None
    assert "gate-why" not in words(response)


def test_the_menu_follows_the_role(as_, viewer, contributor, manager, admin, campaign, go):
    def offered(person):
        menu = as_(person).get(go()).context["menu"]
        return {item.url_name.split(":")[1] for group in menu for item in group}

    assert offered(viewer) == {"launch", "waves", "waivers"}
    assert offered(contributor) == offered(viewer) | {"waiver"}
    assert offered(manager) == offered(contributor) | {"settings", "duplicate", "pause", "abandon"}
    assert offered(admin) == offered(manager)
    Campaign.objects.filter(pk=campaign.pk).update(sponsor_member=viewer)
    assert "waiver" in offered(viewer)


def test_waves_are_drawn_with_their_delays(as_, viewer, campaign, today, go):
    wave = campaign.waves.get()
    campaign.tasks.create(
        name="Film", wave=wave, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=2)
    )
    campaign.tasks.create(
        name="Bilan", wave=wave, phase="SUIVI", starts_on=wave.goes_live_on, ends_on=wave.goes_live_on
    )
    lanes = as_(viewer).get(go()).context["overview"].lanes
    (lane,) = lanes.lanes
    assert [bar.css for bar in lane.bars] == ["late", "todo"]
    assert lane.bars[0].x + lane.bars[0].width <= lane.bars[1].x, "work done live does not hide the window"
    assert "1 tâche en retard" in lanes.words
    assert (lanes.tasks.total, lanes.tasks.late) == (2, 1)
    assert lanes.today is not None


def test_a_campaign_without_an_end_is_drawn_too(as_, viewer, campaign, go):
    campaign.waves.update(ends_on=None)
    Campaign.objects.filter(pk=campaign.pk).update(type="ALWAYS_ON", ends_on=None)
    page = words(as_(viewer).get(go()))
    assert "en continu" in page


def test_upper_apps_add_facts_and_tabs(as_, viewer, campaign, go, monkeypatch):
    figures = ports.Port()
    figures.register(lambda campaign: [Fact("Budget engagé", "41 200 €", "sur 86 000 €", 41200, 86000)])
    monkeypatch.setattr("campaigns.selectors.campaign.facts", figures)
    pages = ports.Port()
    pages.register(Tab("campaign", "Vue d’ensemble", "campaigns:campaign", 10))
    pages.register(Tab("nowhere", "Pas encore", "tracking:not-yet", 20))
    monkeypatch.setattr("campaigns.selectors.frame.tabs", pages)
    page = words(as_(viewer).get(go()))
    assert "41 200 €" in page
    assert "Pas encore</a>" not in page, "a tab whose page does not exist is left out"


def test_sign_offs_that_wait_name_who_is_expected(as_, viewer, acting, manager, campaign, finance, today, go):
    signoff_request(campaign=campaign, actor=acting(manager), kind="brief", signers=[finance], due_on=today)
    page = words(as_(viewer).get(go()))
    assert "Validations en attente" in page
    assert "attend Paul Tessier" in page


def test_a_void_approval_shows_on_its_step(
    as_, viewer, acting, manager, campaign, finance, today, evidence, go
):
    request = signoff_request(
        campaign=campaign, actor=acting(manager), kind="brief", signers=[finance], due_on=today
    )
    evidence.hold("brief")
    campaign_advance(campaign=campaign, actor=acting(manager), expected_phase="BRIEF")
    SignOffRequest.objects.filter(pk=request.pk).update(status="voided", settled_at=timezone.now())
    assert "Validation périmée" in words(as_(viewer).get(go()))


def test_a_step_passed_by_waiver_shows_it(as_, viewer, acting, admin, campaign, today, evidence, go):
    waiver_grant(
        campaign=campaign, actor=acting(admin), check_key="brief", reason="Urgence", valid_until=today
    )
    campaign_advance(campaign=campaign, actor=acting(admin), expected_phase="BRIEF")
    assert "Passée par dérogation" in words(as_(viewer).get(go()))


def test_a_partner_sees_the_waves_and_no_figure(as_, partner, agency, campaign, go):
    campaign.tasks.create(name="Maquette", team=agency)
    page = words(as_(partner).get(go()))
    assert "Teaser" in page
    assert "Prêt à lancer" not in page
    assert "Budget" not in page.split('id="page"')[1].split("</ol>", 1)[1]
    for name in ("history", "settings", "launch", "waves", "pause", "waiver", "duplicate"):
        assert as_(partner).get(go(name)).status_code == 403, name


@pytest.mark.parametrize("name", ["campaign", "history", "launch", "waves"])
def test_queries_do_not_grow_with_what_a_campaign_holds(as_, viewer, campaign, meta, go, today, name):
    browser = as_(viewer)

    def cost():
        browser.get(go(name))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(go(name)).status_code == 200
        return len(queries)

    def grow(count):
        for _row in range(count):
            number = campaign.waves.count() + 1
            wave = campaign.waves.create(
                number=number,
                name=f"Vague {number}",
                goes_live_on=campaign.launch_on,
                ends_on=campaign.ends_on,
            )
            wave.placements.create(channel=meta, format=meta.formats.get())
            Task.objects.create(campaign=campaign, wave=wave, name="Tâche", starts_on=today, ends_on=today)
            campaign.phase_changes.create(verb="pause", source="BRIEF", target="BRIEF", wave=wave)

    grow(3)
    few = cost()
    grow(27)
    assert cost() == few


# Settings ---------------------------------------------------------------------------------------------


@pytest.fixture
def typed(campaign, manager):
    def values(**changes):
        base = {
            "version": campaign.version, "name": campaign.name, "brand": campaign.brand_id,
            "owner": manager.pk, "sponsor": "", "place": "", "move_along": "on",
            "prepares_on": campaign.prepares_on.isoformat(), "launch_on": campaign.launch_on.isoformat(),
            "ends_on": campaign.ends_on.isoformat(),
        }  # fmt: skip
        return {**base, **changes}

    return values


def test_saving_nothing_changes_nothing(as_, manager, campaign, typed, go):
    assert as_(manager).post(go("settings"), typed()).status_code == 303
    assert Campaign.objects.get(pk=campaign.pk).version == campaign.version


def test_moving_the_launch_takes_waves_and_fixed_dates_along(as_, manager, campaign, typed, today, go):
    pinned = campaign.launch_on - timedelta(days=3)
    while pinned.weekday() > 4:
        pinned -= timedelta(days=1)
    task = campaign.tasks.create(name="Bon à tirer", pinned_on=pinned, starts_on=pinned, ends_on=pinned)
    week = timedelta(weeks=4)
    data = typed(
        launch_on=(campaign.launch_on + week).isoformat(), ends_on=(campaign.ends_on + week).isoformat()
    )
    assert as_(manager).post(go("settings"), data).status_code == 303
    wave = campaign.waves.get()
    assert wave.goes_live_on == campaign.launch_on + week
    task.refresh_from_db()
    assert timedelta(days=24) <= task.pinned_on - pinned <= week
    assert task.starts_on == task.pinned_on, "the plan is dated again"


def test_a_launch_may_move_alone(as_, manager, campaign, typed, go):
    data = typed(launch_on=(campaign.launch_on + timedelta(days=7)).isoformat())
    del data["move_along"]
    as_(manager).post(go("settings"), data)
    assert campaign.waves.get().goes_live_on == campaign.launch_on
    assert "Commence avant le lancement" in words(as_(manager).get(go("waves"))), "and the page says so"


def test_what_is_live_does_not_move(as_, manager, campaign, typed, go):
    campaign.waves.update(opened_at=timezone.now())
    data = typed(launch_on=(campaign.launch_on + timedelta(days=7)).isoformat())
    as_(manager).post(go("settings"), data)
    assert campaign.waves.get().goes_live_on == campaign.launch_on


def test_a_date_signed_with_the_brief_voids_it_and_says_so(
    as_, manager, acting, campaign, finance, today, typed, go
):
    request = signoff_request(
        campaign=campaign, actor=acting(manager), kind="brief", signers=[finance], due_on=today
    )
    data = typed(ends_on=(campaign.ends_on + timedelta(days=2)).isoformat())
    response = as_(manager).post(go("settings"), data, follow=True)
    request.refresh_from_db()
    assert request.status == "voided"
    assert "est périmée" in words(response)


def test_the_second_of_two_editors_is_told_and_keeps_their_text(as_, manager, admin, campaign, typed, go):
    mine = typed(name="Mon nom")
    assert as_(admin).post(go("settings"), typed(name="Son nom")).status_code == 303
    browser = as_(manager)
    response = browser.post(go("settings"), mine)
    page = words(response)
    assert response.status_code == 409
    assert "Mon nom" in page
    assert "Inès Moreau a remplacé « Lancement Sérum Aube » par « Son nom »." in page
    assert Campaign.objects.get(pk=campaign.pk).name == "Son nom"
    version = page.split('name="version" value="')[1].split('"')[0]
    assert browser.post(go("settings"), {**mine, "version": version}).status_code == 303
    assert Campaign.objects.get(pk=campaign.pk).name == "Mon nom"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "obligatoire"),
        ({"ends_on": "2001-01-01"}, "La fin tombe avant le lancement"),
        ({"prepares_on": "2034-01-01"}, "La préparation commence après le lancement"),
        ({"ends_on": ""}, "obligatoire"),
        ({"launch_on": "31/02/2027"}, "Dernier jour du mois"),
        ({"owner": "0"}, "liste"),
        ({"launch_on": "9998-01-01", "ends_on": "9999-01-01"}, "9998 n’est pas plausible"),
    ],
)
def test_wrong_settings_are_said_and_nothing_is_saved(as_, manager, campaign, typed, go, changes, said):
    campaign.tasks.create(name="Tâche")
    response = as_(manager).post(go("settings"), typed(place="Paris", **changes))
    assert response.status_code == 422
    assert said in words(response)
    assert "Paris" in words(response)
    assert Campaign.objects.get(pk=campaign.pk).version == campaign.version


def test_a_name_may_come_back_without_a_version(as_, manager, typed, go):
    """A form sent without its version is an old one: a conflict, never a blind write."""
    data = typed(name="À l’aveugle")
    del data["version"]
    assert as_(manager).post(go("settings"), data).status_code == 409


def test_a_reader_is_not_led_to_a_page_that_refuses_them(as_, viewer, manager, acting, campaign, finance, go):
    """With the product's own checks: asking for a validation takes a manager, so only they get the link."""
    request = signoff_request(
        campaign=campaign,
        actor=acting(manager),
        kind="brief",
        signers=[finance],
        due_on=timezone.localdate(),
    )
    request.status, request.settled_at = SignOffRequest.Status.VOIDED, timezone.now()
    request.save()
    asking = re.compile(r'href="[^"]+/demander/"')
    assert asking.search(words(as_(manager).get(go())))
    page = words(as_(viewer).get(go()))
    assert "Validation périmée" in page
    assert not asking.search(page)
