"""«Où en est la campagne ?» and the workspace's follow-up: a sentence with figures, then the proof."""

from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.models import Campaign
from tests.coordination.conftest import in_phase
from tests.tracking.conftest import at, on_air, text
from tracking.models import KpiTarget

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(as_, viewer):
    return as_(viewer)


def test_a_campaign_behind_says_which_measure_and_by_how_much(browser, live, target, measure):
    measure("leads", 100, ago=1)
    page = text(browser.get(at("dashboard", live)))
    assert "1 objectif sur 1 prend du retard : Leads, 100 pour 200 attendus." in page
    assert "à ce rythme, 200 à la fin (50 % de la cible)" in page
    assert "En retard" in page


def test_a_campaign_on_its_pace_says_so_with_its_figure(browser, live, target, measure):
    measure("leads", 210, ago=1)
    page = text(browser.get(at("dashboard", live)))
    assert "L’objectif mesuré tient son rythme : Leads à 210 sur 400." in page
    assert "20 sur 40" in page
    assert "<svg" in page


def test_before_the_launch_figures_are_not_missed(browser, campaign, kpis):
    KpiTarget.objects.create(campaign=campaign, kpi=kpis["leads"], target=Decimal(5))
    assert "La diffusion commence le" in text(browser.get(at("dashboard", campaign)))


def test_without_targets_or_figures_the_page_says_what_to_do(browser, as_, contributor, live, kpis):
    assert "Rien n’est encore promis" in text(browser.get(at("dashboard", live)))
    assert "Fixer un objectif KPI" in text(as_(contributor).get(at("dashboard", live)))
    KpiTarget.objects.create(campaign=live, kpi=kpis["leads"], target=Decimal(5))
    assert "Aucun chiffre n’est encore arrivé" in text(browser.get(at("dashboard", live)))


def test_once_over_promises_are_kept_or_not(browser, campaign, source, target, measure, kpis):
    over = on_air(campaign, days=45, of=40, phase="SUIVI")
    KpiTarget.objects.create(campaign=over, kpi=kpis["cpl"], target=Decimal(30))
    measure("leads", 390, ago=10)
    measure("cost", 3900, ago=10)
    page = text(browser.get(at("dashboard", over)))
    assert "La diffusion est terminée : 1 objectif tenu sur 2." in page
    assert "Le plus loin de sa cible : Leads, 390 pour 400." in page


def test_channels_are_compared_and_summed(browser, live, target, source, adwords, measure):
    measure("leads", 30, ago=1)
    measure("cost", 300, ago=1)
    measure("leads", 70, ago=1, on=adwords)
    page = text(browser.get(at("dashboard", live)))
    assert "Leads par canal : Google Ads apporte le plus, 70, soit 70 %." in page
    assert "Ensemble" in page


def test_an_always_on_campaign_is_read_month_by_month(browser, campaign, source, target, measure):
    running = on_air(campaign, days=120, of=None, phase="SUIVI")
    measure("leads", 7)
    measure("leads", 55, ago=40)
    page = browser.get(at("dashboard", running))
    month = page.context["month"]
    assert month.after == ""
    before = browser.get(at("dashboard", running), {"mois": month.before})
    assert "Le mois est terminé" in text(before)
    for wrong in ("2026-13", "x", "1900-01", "2999-01", "١٢٣٤-٠١"):
        assert browser.get(at("dashboard", running), {"mois": wrong}).status_code == 200


def test_the_page_costs_the_same_with_many_figures(
    browser, live, target, source, adwords, measure, kpis, cost
):
    url = at("dashboard", live)
    measure("leads", 1, ago=1)
    measure("leads", 1, ago=1, on=adwords)
    small = cost(browser, url)
    for ago in range(2, 19):
        for place in (source, adwords):
            for key in ("leads", "cost", "clicks", "impressions"):
                measure(key, 10, ago=ago, on=place)
    for key in ("cpl", "ctr", "consideration"):
        KpiTarget.objects.create(campaign=live, kpi=kpis[key], target=Decimal(5))
    assert cost(browser, url) <= small + 1  # a survey is read once more
    assert small < 40


def test_the_overview_says_how_many_are_late_worst_first(browser, live, target, measure, workspace):
    measure("leads", 1, ago=1)
    page = text(browser.get(reverse("tracking:overview", args=[workspace.slug])))
    assert "Une campagne sur 1 est en retard sur ses objectifs." in page
    assert "Lancement Sérum Aube" in page


def test_the_overview_teaches_when_nothing_is_on_the_air(browser, campaign, workspace):
    page = text(browser.get(reverse("tracking:overview", args=[workspace.slug])))
    assert "Rien à suivre pour l’instant" in page


def test_the_overview_costs_the_same_with_many_campaigns(
    browser, live, target, source, measure, workspace, manager, kpis, cost
):
    measure("leads", 1, ago=1)
    url = reverse("tracking:overview", args=[workspace.slug])
    small = cost(browser, url)
    for number in range(8):
        made = Campaign.objects.create(
            workspace=workspace, reference=f"2026-LAN-3{number}", name=f"C{number}", owner=manager,
            type="LANCEMENT", prepares_on=live.prepares_on, launch_on=live.launch_on, ends_on=live.ends_on,
        )  # fmt: skip
        in_phase(made, "SUIVI")
        KpiTarget.objects.create(campaign=made, kpi=kpis["leads"], target=Decimal(50))
        place = made.sources.create(channel=source.channel, platform="generic", name="CSV")
        for ago in range(1, 8):
            measure("leads", 5, ago=ago, on=place)
    assert cost(browser, url) == small


def test_a_partner_sees_no_figures(as_, partner, live, agency):
    live.tasks.create(name="Story", team=agency, duration_days=1)
    for name in ("dashboard", "setup", "imports", "bilan"):
        assert as_(partner).get(at(name, live)).status_code == 403
