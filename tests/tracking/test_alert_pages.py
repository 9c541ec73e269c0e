"""«Alertes et blocages» in the browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.tracking.conftest import text
from tests.tracking.test_alerts import budget_overspent, task_blocked
from tracking.models import Alert
from tracking.services.alerts import alerts_refresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(live, kpis, workspace) -> Alert:
    task_blocked(live)
    alerts_refresh(workspace=workspace)
    return Alert.objects.get()


@pytest.fixture
def url(workspace) -> str:
    return reverse("tracking:alerts", args=[workspace.slug])


def act(workspace, alert) -> str:
    return reverse("tracking:alert-act", args=[workspace.slug, alert.pk])


def test_without_alerts_the_page_says_when_one_opens(as_, viewer, url):
    page = text(as_(viewer).get(url))
    assert "Aucune alerte n’attend personne." in page
    assert "Elle se ferme quand la cause disparaît" in page


def test_an_alert_shows_cause_owner_and_next_action(as_, viewer, url, alert):
    page = text(as_(viewer).get(url))
    assert "1 alerte attend quelqu’un" in page
    assert "Le juridique relit" in page
    assert "Pour Claire Vasseur" in page
    assert "Débloquer la tâche" in page
    assert "Prendre en charge" not in page  # a viewer reads


def test_filters_narrow_and_unknown_values_do_not_break(as_, viewer, url, alert, live, kpis, workspace):
    budget_overspent(live)
    alerts_refresh(workspace=workspace)
    browser = as_(viewer)
    assert len(browser.get(url, {"cause": "budget_overspent"}).context["rows"]) == 1
    assert len(browser.get(url, {"campagne": live.reference}).context["rows"]) == 2
    assert len(browser.get(url, {"moi": "on"}).context["rows"]) == 0
    assert len(browser.get(url, {"etat": "resolved"}).context["rows"]) == 0
    assert len(browser.get(url, {"cause": "x", "campagne": "x", "page": "x"}).context["rows"]) == 2


def test_an_alert_is_taken_in_hand(as_, contributor, url, alert, workspace):
    browser = as_(contributor)
    response = browser.post(act(workspace, alert), {"action": "acknowledge"})
    assert response.status_code == 303
    page = text(browser.get(url))
    assert "prise en charge par Hugo Marchand" in page
    assert "Aucune alerte n’attend personne" in page


def test_an_alert_is_put_off_and_a_wrong_day_is_said_beside_it(as_, contributor, alert, workspace):
    browser = as_(contributor)
    for until, words in (
        ("", "Choisissez jusqu’à quel jour"),
        ("2026-02-31", "n’existe pas"),
        ("2020-01-01", "entre demain et dans un mois"),
    ):
        response = browser.post(act(workspace, alert), {"action": "snooze", "until": until})
        assert response.status_code == 422
        assert words in text(response)
        assert f'value="{until}"' in text(response)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert browser.post(act(workspace, alert), {"action": "snooze", "until": tomorrow}).status_code == 303
    alert.refresh_from_db()
    assert (alert.status, alert.snoozed_until) == ("snoozed", tomorrow)


def test_a_manager_looks_now(as_, manager, live, kpis, workspace):
    task_blocked(live)
    url = reverse("tracking:alerts-check", args=[workspace.slug])
    assert "1 alerte ouverte, 0 résolue" in text(as_(manager).post(url, follow=True))


def test_a_partner_sees_no_alert(as_, partner, url):
    assert as_(partner).get(url).status_code == 403


def test_the_page_costs_the_same_with_many_alerts(as_, viewer, url, alert, live, workspace, cost):
    browser = as_(viewer)
    small = cost(browser, url)
    for _number in range(12):
        task_blocked(live)
    alerts_refresh(workspace=workspace)
    assert cost(browser, url) == small
