"""Orders, invoices and what was spent, in a browser’s hands."""

from decimal import Decimal
from urllib.parse import urlencode

import pytest

from budgets.models import Entry
from tests.budgets.pages_world import MOST_QUERIES, at, cell, claire, hugo, text

__all__ = ["cell", "claire", "hugo"]
pytestmark = pytest.mark.django_db


def invoice(today, **more) -> dict:
    return {
        "kind": "committed", "amount": "120,00", "on": today.isoformat(), "label": "Bon de commande", **more
    }  # fmt: skip


def test_a_contributor_writes_an_order(hugo, campaign, line, today):
    response = hugo.post(at("entry-add", campaign, line.pk), invoice(today))
    assert response.status_code == 303
    assert Entry.objects.get().created_by_name == "Hugo Marchand"


def test_a_viewer_does_not(as_, viewer, campaign, line, today):
    assert as_(viewer).post(at("entry-add", campaign, line.pk), invoice(today)).status_code == 403


def test_a_double_click_writes_one_entry(hugo, campaign, line, today):
    key = hugo.get(at("line", campaign, line.pk)).context["form"]["submission"].value()
    for _each in range(2):
        hugo.post(at("entry-add", campaign, line.pk), invoice(today, submission=key))
    assert Entry.objects.count() == 1


def test_too_much_is_said_then_accepted(hugo, campaign, line, today):
    url = at("entry-add", campaign, line.pk)
    data = invoice(today, amount="500")
    held = hugo.post(url, data)
    assert held.status_code == 422
    assert "100 € de trop" in text(held)
    assert 'name="accepted" value="above"' in text(held)
    assert hugo.post(url, {**data, "accepted": "above"}).status_code == 303
    assert Entry.objects.get().amount == Decimal("500.00")


def test_warnings_come_while_typing(hugo, campaign, line, today):
    url = at("entry-warnings", campaign, line.pk)
    assert "100 € de trop" in text(hugo.get(f"{url}?{urlencode(invoice(today, amount='500'))}"))
    assert text(hugo.get(f"{url}?{urlencode(invoice(today, amount='5'))}")) == ""
    assert text(hugo.get(f"{url}?{urlencode(invoice(today, amount='abc'))}")) == ""
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("amount", "0", "Une écriture de zéro euro"),
        ("amount", "-3", "Un engagement est positif"),
        ("amount", "NaN", "n’est pas un montant"),
        ("amount", "1,999", "plus de deux décimales"),
        ("on", "2027-02-31", "Dernier jour du mois"),
        ("on", "0001-01-01", "vérifiez-la"),
        ("on", "9999-12-31", "vérifiez-la"),
        ("label", "", "Dites en deux mots"),
        ("kind", "loan", "loan"),
    ],
)
def test_what_cannot_be_an_entry_is_said_beside_its_field(hugo, campaign, line, today, field, typed, words):
    response = hugo.post(at("entry-add", campaign, line.pk), invoice(today, **{field: typed}))
    assert response.status_code == 422
    assert words in text(response)
    assert not Entry.objects.exists()


def test_correcting_an_entry(hugo, campaign, line, today, spend):
    entry = spend("committed", "100.00", on=None)
    url = at("entry-correct", campaign, entry.pk)
    assert hugo.get(url).status_code == 200
    data = invoice(today, amount="110", line=line.pk, reason="Frais d’agence")
    assert hugo.post(url, {**data, "reason": ""}).status_code == 422
    assert hugo.post(url, data).status_code == 303
    page = text(hugo.get(at("line", campaign, line.pk)))
    assert "Corrigée par Hugo Marchand (était 100 €) : Frais d’agence" in page
    # The same form sent again finds it settled.
    again = hugo.post(url, data, follow=True)
    assert "a déjà corrigé ou annulé cette écriture" in text(again)
    assert sum(Entry.objects.values_list("amount", flat=True)) == Decimal("110.00")


def test_cancelling_an_entry(hugo, campaign, line, spend):
    entry = spend("committed", "100.00")
    url = at("entry-cancel", campaign, entry.pk)
    assert "Dites pourquoi" in text(hugo.post(url, {"reason": " "}))
    assert hugo.post(url, {"reason": "Commande annulée"}).status_code == 303
    page = text(hugo.get(at("line", campaign, line.pk)))
    assert "Une écriture corrigée ou annulée" in page
    assert "Commande annulée" in page


def test_an_imported_entry_sends_to_its_import(hugo, campaign, line, spend):
    entry = spend("actual", "100.00", source="Google Ads")
    response = hugo.get(at("entry-correct", campaign, entry.pk), follow=True)
    assert "corrigez l’import" in text(response)


def test_the_page_of_a_line_tells_its_story(claire, hugo, campaign, cell, line, today):
    claire.post(cell, {"planned": "450", "version": "1"})
    hugo.post(at("entry-add", campaign, line.pk), invoice(today))
    page = text(claire.get(at("line", campaign, line.pk)))
    assert "a changé le prévu : 400,00 € → 450,00 €" in page
    assert "a saisi 120,00 € (engagé) : Bon de commande" in page


def test_the_page_of_a_line_costs_the_same_with_many_entries(claire, campaign, line, spend, cost):
    url = at("line", campaign, line.pk)
    spend("actual", "1.00")
    small = cost(claire, url)
    for _each in range(20):
        spend("actual", "1.00")
    assert cost(claire, url) == small
    assert small <= MOST_QUERIES
