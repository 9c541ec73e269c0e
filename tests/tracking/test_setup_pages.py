"""Tracking set-up in the browser: targets and sources, double clicks, two editors."""

from decimal import Decimal

import pytest

from core.submissions import new_submission_key
from tests.coordination.conftest import in_phase
from tests.tracking.conftest import at, text
from tracking.models import KpiTarget, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(as_, contributor):
    return as_(contributor)


def test_the_first_thing_said_is_what_lacks(browser, live, search, kpis):
    page = text(browser.get(at("setup", live)))
    assert "Google Ads, Meta Ads n’ont pas encore de source de mesure" in page
    assert "Aucun objectif" in page


def test_a_target_is_added_once(browser, live, kpis):
    values = {"kpi": kpis["leads"].pk, "channel": "", "target": "1 250,5", "submission": new_submission_key()}
    for _click in range(2):
        assert browser.post(at("target-add", live), values).status_code == 303
    assert KpiTarget.objects.get().target == Decimal("1250.5")


def test_the_same_measure_twice_is_refused_in_words(browser, live, target, kpis):
    response = browser.post(at("target-add", live), {"kpi": kpis["leads"].pk, "channel": "", "target": "3"})
    assert response.status_code == 422
    assert "déjà une cible" in text(response)


@pytest.mark.parametrize("typed", ["", "0", "-5", "NaN", "1e400", "douze", "9" * 40, "0,00001"])
def test_an_impossible_target_is_refused_and_kept(browser, live, kpis, typed):
    response = browser.post(at("target-add", live), {"kpi": kpis["leads"].pk, "target": typed})
    assert response.status_code == 422
    assert response.context["form"].errors["target"]
    assert f'value="{typed}"' in response.content.decode() or not typed
    assert not KpiTarget.objects.exists()


def test_a_target_too_large_is_told_the_limit(browser, live, kpis):
    response = browser.post(at("target-add", live), {"kpi": kpis["leads"].pk, "target": "9" * 13})
    assert "est trop grand : restez sous 1 000 000 000 000." in text(response)


def test_a_channel_of_another_campaign_is_no_choice(browser, live, kpis, workspace):
    other = workspace.channels.create(key="tv", name="Télévision")
    response = browser.post(
        at("target-add", live), {"kpi": kpis["leads"].pk, "channel": other.pk, "target": "3"}
    )
    assert response.status_code == 422
    assert response.context["form"].errors["channel"]


def test_the_second_editor_of_a_target_is_told_and_keeps_their_value(browser, as_, manager, live, target):
    url = at("target", live, target.pk)
    values = {"kpi": target.kpi_id, "channel": "", "version": 1}
    assert as_(manager).post(url, {**values, "target": "500"}).status_code == 303
    response = browser.post(url, {**values, "target": "600"})
    assert response.status_code == 409
    assert "Claire Vasseur a remplacé" in text(response)
    assert 'value="600"' in text(response)
    again = browser.post(url, {**values, "target": "600", "version": 2})
    assert again.status_code == 303
    target.refresh_from_db()
    assert target.target == 600


def test_a_target_is_removed_after_a_question(browser, live, target):
    url = at("target-remove", live, target.pk)
    assert "Les chiffres déjà mesurés restent" in text(browser.get(url))
    assert KpiTarget.objects.exists()
    browser.post(url)
    assert not KpiTarget.objects.exists()
    assert browser.post(url).status_code == 404


def test_a_source_is_declared_from_its_channel(browser, live, meta, kpis):
    page = browser.get(at("source-add", live), {"channel": meta.pk, "name": "Meta Ads"})
    assert 'value="Meta Ads"' in text(page)
    values = {
        "channel": meta.pk,
        "platform": "meta_ads",
        "name": "Meta Ads",
        "submission": new_submission_key(),
    }
    for _click in range(2):
        assert browser.post(at("source-add", live), values).status_code == 303
    assert Source.objects.get().platform == "meta_ads"
    setup = text(browser.get(at("setup", live)))
    assert "Meta Ads" in setup


def test_two_sources_do_not_share_a_name(browser, source, meta):
    response = browser.post(
        at("source-add", source.campaign), {"channel": meta.pk, "platform": "generic", "name": source.name}
    )
    assert response.status_code == 422
    assert "Une source porte déjà ce nom" in text(response)


def test_the_second_editor_of_a_source_is_told(browser, as_, manager, source):
    url = at("source", source.campaign, source.pk)
    values = {"channel": source.channel_id, "platform": source.platform, "is_active": "on", "version": 1}
    assert as_(manager).post(url, {**values, "name": "Meta 2027"}).status_code == 303
    response = browser.post(url, {**values, "name": "Meta Sérum"})
    assert response.status_code == 409
    assert "Claire Vasseur a remplacé" in text(response)
    source.refresh_from_db()
    assert source.name == "Meta 2027"


def test_a_campaign_that_is_over_keeps_its_set_up(browser, live, target, kpis):
    in_phase(live, "ABANDONNEE")
    response = browser.post(at("target-add", live), {"kpi": kpis["cpl"].pk, "target": "3"})
    assert response.status_code == 422
    assert "terminée" in text(response)
    browser.post(at("target-remove", live, target.pk))
    assert KpiTarget.objects.exists()


def test_a_viewer_reads_and_has_nothing_to_press(as_, viewer, live, target, source):
    page = text(as_(viewer).get(at("setup", live)))
    assert "Leads" in page
    assert "Ajouter un objectif" not in page
    assert "Modifier" not in page
