"""Figures typed by hand: seen again, corrected, taken out; days that cannot be are refused."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from budgets.models import Entry
from core.models import AuditEvent
from tests.coordination.conftest import in_phase
from tests.tracking.conftest import at, counted, days_ago, text
from tracking.models import KpiFact
from tracking.services.typed import FactGone, fact_correct, fact_enter, fact_remove

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(as_, contributor):
    return as_(contributor)


@pytest.fixture
def typed(by_hand, kpis, hugo):
    """120 € of three days ago."""
    return fact_enter(source=by_hand, kpi=kpis["cost"], day=days_ago(3), value=Decimal(120), actor=hugo)


def spent():
    return sum((entry.amount for entry in Entry.objects.filter(kind=Entry.Kind.ACTUAL)), Decimal(0))


def test_a_figure_by_hand_replaces_itself_and_its_cost_reaches_the_budget(typed, kpis, hugo):
    fact_enter(source=typed.source, kpi=kpis["cost"], day=days_ago(3), value=Decimal(130), actor=hugo)
    assert spent() == Decimal("130.00")


def test_a_figure_is_typed_by_hand(browser, by_hand, kpis):
    url = at("enter", by_hand.campaign, by_hand.pk)
    wrong = browser.post(url, {"kpi": kpis["leads"].pk, "day": "31/02/2026", "value": "beaucoup"})
    assert wrong.status_code == 422
    assert "« beaucoup » n’est pas un nombre" in text(wrong)
    assert "n’existe pas" in text(wrong)
    fine = browser.post(url, {"kpi": kpis["leads"].pk, "day": days_ago(1), "value": "1 250,5"}, follow=True)
    assert "Chiffre enregistré" in text(fine)
    assert "1 250,5" in text(fine)
    assert str(counted(by_hand, "leads")) == "1250.5000"


def test_only_sources_typed_by_hand_take_typed_figures(browser, table, measure):
    assert browser.get(at("enter", table.campaign, table.pk)).status_code == 404
    imported = measure("leads", 3, on=table)
    assert browser.get(at("fact", table.campaign, imported.pk)).status_code == 404


@pytest.mark.parametrize(
    ("ago", "said"),
    [(None, "ne se préparait pas encore"), (51, "ne se préparait pas encore"), (-1, "pas encore venu")],
    ids=["the first day of all", "before its preparation", "tomorrow"],
)
def test_a_day_that_cannot_be_is_refused_with_the_days_that_can(browser, by_hand, kpis, ago, said):
    url = at("enter", by_hand.campaign, by_hand.pk)
    # Reckoned when the test runs: the day may have changed since the tests were collected.
    day = "0001-01-01" if ago is None else days_ago(ago).isoformat()
    page = browser.post(url, {"kpi": kpis["leads"].pk, "day": day, "value": "3"})
    assert page.status_code == 422
    assert said in text(page)
    assert "donnez un jour entre le" in text(page)
    assert not KpiFact.objects.exists()


def test_a_figure_with_too_many_decimals_is_said_as_it_was_typed(browser, by_hand, kpis):
    url = at("enter", by_hand.campaign, by_hand.pk)
    page = browser.post(url, {"kpi": kpis["leads"].pk, "day": days_ago(1), "value": "12,345678"})
    assert "« 12,345678 » a plus de 4 décimales" in text(page)


def test_a_day_of_the_preparation_is_taken(by_hand, kpis, hugo):
    fact_enter(source=by_hand, kpi=kpis["satisfaction"], day=days_ago(49), value=Decimal(4), actor=hugo)
    assert KpiFact.objects.count() == 1


def test_a_typed_figure_is_corrected_and_the_budget_follows(browser, typed):
    url = at("fact", typed.campaign, typed.pk)
    assert 'value="120"' in browser.get(url).content.decode()
    values = {"seen": "120", "kpi": typed.kpi_id, "day": days_ago(4).isoformat(), "value": "45,5"}
    page = browser.post(url, values, follow=True)
    assert "Chiffre corrigé" in text(page)
    assert spent() == Decimal("45.50")
    fact = KpiFact.objects.get()
    assert (fact.day, fact.value) == (days_ago(4), Decimal("45.5"))
    assert AuditEvent.objects.filter(verb="fact_corrected").count() == 1


def test_a_cost_that_was_something_else_leaves_the_budget(typed, kpis, hugo):
    values = {"kpi": kpis["leads"], "day": typed.day, "value": Decimal(12)}
    fact_correct(fact=typed, seen=Decimal(120), actor=hugo, **values)
    assert spent() == 0


def test_the_second_to_correct_is_told_and_keeps_what_they_typed(browser, typed, hugo):
    url = at("fact", typed.campaign, typed.pk)
    first = {"seen": Decimal(120), "kpi": typed.kpi, "day": typed.day, "value": Decimal(130)}
    fact_correct(fact=typed, actor=hugo, **first)
    late = {"seen": "120", "kpi": typed.kpi_id, "day": typed.day.isoformat(), "value": "140"}
    page = browser.post(url, late)
    assert page.status_code == 409
    assert "vient de passer à 130" in text(page)
    assert 'value="140"' in page.content.decode()
    again = page.context["form"]["seen"].value()
    assert browser.post(url, {**late, "seen": again}).status_code == 303
    assert spent() == 140


def test_a_figure_does_not_move_onto_another(typed, hugo):
    other = fact_enter(source=typed.source, kpi=typed.kpi, day=days_ago(2), value=Decimal(7), actor=hugo)
    values = {"seen": Decimal(7), "kpi": typed.kpi, "day": typed.day, "value": Decimal(7)}
    with pytest.raises(ValidationError, match="déjà un chiffre"):
        fact_correct(fact=other, actor=hugo, **values)


def test_a_typed_figure_is_taken_out_after_a_question(browser, typed):
    listing = browser.get(at("enter", typed.campaign, typed.source_id))
    url = at("fact-remove", typed.campaign, typed.pk)
    assert url in listing.content.decode()
    assert "120" in text(browser.get(url))
    assert KpiFact.objects.exists()
    assert "Chiffre retiré" in text(browser.post(url, follow=True))
    assert not KpiFact.objects.exists()
    assert spent() == 0
    assert AuditEvent.objects.filter(verb="fact_removed").count() == 1
    assert browser.post(url).status_code == 404


def test_a_figure_taken_out_meanwhile_is_neither_corrected_nor_taken_out_again(typed, hugo):
    fact_remove(fact=typed, actor=hugo)
    with pytest.raises(FactGone):
        fact_remove(fact=typed, actor=hugo)
    values = {"kpi": typed.kpi, "day": typed.day, "value": Decimal(1)}
    with pytest.raises(FactGone):
        fact_correct(fact=typed, seen=Decimal(120), actor=hugo, **values)


def test_a_campaign_that_is_over_keeps_its_typed_figures(typed, hugo):
    in_phase(typed.campaign, "ABANDONNEE")
    with pytest.raises(ValidationError, match="terminée"):
        fact_remove(fact=typed, actor=hugo)
    assert KpiFact.objects.exists()
