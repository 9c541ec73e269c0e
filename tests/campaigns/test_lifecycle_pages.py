"""The pages on which a campaign advances, pauses, stops and is excepted; its history."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Phase, PhaseChange, Waiver
from tests.campaigns.lifecycle_world import actor, evidence, reach, stored, waive
from tests.campaigns.signing import sign
from tests.campaigns.waiving import place_of

__all__ = ["actor", "evidence", "reach", "waive"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def go(campaign):
    return lambda name: reverse(f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference])


def test_advancing_on_the_page_says_why_the_gate_is_closed(as_, manager, campaign, evidence, go):
    response = as_(manager).post(go("advance"), {"expected_phase": "BRIEF"}, follow=True)
    assert "Le passage est fermé." in response.content.decode()
    assert stored(campaign).phase == Phase.BRIEF


def test_advancing_on_the_page(as_, manager, campaign, evidence, go):
    evidence.hold("brief")
    browser = as_(manager)
    response = browser.post(go("advance"), {"expected_phase": "BRIEF"})
    assert response.status_code == 303
    assert stored(campaign).phase == Phase.PLANNING
    again = browser.post(go("advance"), {"expected_phase": "BRIEF"}, follow=True)
    assert "a changé entre-temps" in again.content.decode()
    assert stored(campaign).phase == Phase.PLANNING


@pytest.mark.parametrize(
    ("name", "data", "verb"),
    [
        ("pause", {"reason": "Crise"}, "pause"),
        ("abandon", {"reason": "Annulé"}, "abandon"),
        ("reopen", {"reason": "À revoir", "target": "BRIEF"}, "reopen"),
    ],
)
def test_each_action_is_a_page_that_asks_why_then_does_it(reach, as_, manager, go, name, data, verb):
    campaign = reach(Phase.BUDGET)
    browser = as_(manager)
    assert browser.get(go(name)).status_code == 200
    refused = browser.post(go(name), {**data, "reason": ""})
    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.content.decode()
    assert browser.post(go(name), data).status_code == 303
    assert campaign.phase_changes.filter(verb=verb, reason=data["reason"]).exists()


def test_resuming_and_stopping_on_their_pages(reach, actor, as_, manager, go, today):
    campaign = reach(Phase.EXECUTION)
    Campaign.objects.filter(pk=campaign.pk).update(prepares_on=today, launch_on=today)
    browser = as_(manager)
    assert "n’est pas en pause" in browser.get(go("resume")).content.decode()
    assert browser.post(go("resume")).status_code == 409
    browser.post(go("pause"), {"reason": "Crise"})
    assert browser.post(go("resume")).status_code == 303
    wrong = browser.post(go("stop"), {"reason": "Crise", "on": (today + timedelta(days=3)).isoformat()})
    assert "entre le lancement et aujourd’hui" in wrong.content.decode()
    assert browser.post(go("stop"), {"reason": "Crise", "on": today.isoformat()}).status_code == 303
    assert stored(campaign).stopped_on == today


def test_granting_and_lifting_a_waiver_on_their_pages(campaign, as_, admin, go, today):
    browser = as_(admin)
    assert browser.get(go("waiver") + "?critere=budget_signed").status_code == 200
    data = {
        "check_key": "budget_signed", "reason": "", "valid_until": today.isoformat(), "wave": "",
        "grantor": f"m{admin.pk}",
    }  # fmt: skip
    assert browser.post(go("waiver"), data).status_code == 422
    assert browser.post(go("waiver"), {**data, "reason": "En route"}).status_code == 303
    waiver = Waiver.objects.get()
    page = browser.get(go("launch")).content.decode()
    assert "pas encore signée" in page
    assert "En route" not in page, "nothing is excepted yet"
    sign(place_of(waiver))
    page = browser.get(go("launch")).content.decode()
    assert "En route" in page, "a waiver is shown where its check is"
    url = reverse("campaigns:waiver-revoke", args=[campaign.workspace.slug, campaign.reference, waiver.pk])
    assert browser.get(url).status_code == 200
    assert browser.post(url).status_code == 303
    waiver.refresh_from_db()
    assert waiver.revoked_at


def test_a_campaign_wide_criterion_is_not_waived_for_one_wave(campaign, as_, admin, go, today):
    data = {
        "check_key": "budget_signed", "reason": "En route", "valid_until": today.isoformat(),
        "wave": campaign.waves.get().pk, "grantor": f"m{admin.pk}",
    }  # fmt: skip
    response = as_(admin).post(go("waiver"), data)
    assert response.status_code == 422
    assert "Toutes les vagues" in response.content.decode()


def test_the_sponsor_reaches_the_waiver_page(campaign, as_, viewer, manager, go):
    Campaign.objects.filter(pk=campaign.pk).update(sponsor_member=viewer)
    assert as_(viewer).get(go("waiver")).status_code == 200
    assert as_(manager).get(go("waiver")).status_code == 200
    Campaign.objects.filter(pk=campaign.pk).update(sponsor_member=manager)
    assert as_(viewer).get(go("waiver")).status_code == 403


def test_history_shows_the_passage_its_checks_and_its_waivers(reach, as_, viewer, go, waive):
    reach(Phase.PLANNING)
    waive()
    page = as_(viewer).get(go("history")).content.decode().replace("\u202f", " ")
    assert "a fait passer la campagne de Brief à Planning" in page
    assert "Ce que le passage a vérifié" in page
    assert "a accordé une dérogation sur « Budget signé »" in page
    only = as_(viewer).get(go("history"), {"quoi": "derogations"}).content.decode()
    assert "a fait passer" not in only


def test_history_goes_back_page_by_page(campaign, as_, viewer, go, monkeypatch):
    monkeypatch.setattr("campaigns.views.campaign._HISTORY_PAGE", 3)
    for rank in range(7):
        PhaseChange.objects.create(
            campaign=campaign, verb="pause", source="BRIEF", target="BRIEF", reason=f"raison {rank}"
        )
    browser, url, seen = as_(viewer), go("history"), []
    for _page in range(3):
        response = browser.get(url)
        seen += [entry.detail for entry in response.context["entries"]]
        older = response.context["older"]
        url = f"{go('history')}?avant={older.replace('+', '%2B')}"
    assert seen == [f"raison {rank}" for rank in range(6, -1, -1)]
    assert browser.get(go("history"), {"avant": "hier"}).status_code == 200
