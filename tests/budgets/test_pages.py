"""The budget pages in a browser's hands: permissions, words for bad input, double clicks, conflicts."""

import re
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from budgets.models import Budget, BudgetLine, Entry
from budgets.selectors.board import board_of
from campaigns.models import Campaign
from campaigns.services.lifecycle import campaign_abandon

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def at(name: str, campaign: Campaign, *args) -> str:
    return reverse(f"budgets:{name}", args=[campaign.workspace.slug, campaign.reference, *args])


@pytest.fixture
def claire(as_, manager):
    return as_(manager)


@pytest.fixture
def hugo(as_, contributor):
    return as_(contributor)


@pytest.fixture
def cell(campaign, meta, month) -> str:
    return at("cell", campaign, meta.pk, month)


def text(response) -> str:
    """The page with every kind of space made plain."""
    return " ".join(response.content.decode().replace("\u202f", " ").replace("\xa0", " ").split())


# Reading --------------------------------------------------------------------------------------------


def test_the_first_thing_said_is_what_remains(claire, campaign, line):
    page = text(claire.get(at("budget", campaign)))
    assert "Il reste 600,00 € à répartir sur 1 000 €." in page
    assert "Répartir le reste" in page


def test_a_campaign_without_a_budget_is_shown_and_nothing_is_written(claire, campaign):
    page = text(claire.get(at("budget", campaign)))
    assert "Fixez le total" in page
    assert not Budget.objects.exists()


def test_a_viewer_reads_and_has_nothing_to_type_in(as_, viewer, campaign, line):
    page = text(as_(viewer).get(at("budget", campaign)))
    assert "400" in page
    assert '<input class="num"' not in page
    assert "Répartir le reste" not in page


def test_partners_see_no_money(as_, partner, campaign, line, agency):
    campaign.tasks.create(name="Story", team=agency)
    for url in (at("budget", campaign), reverse("budgets:overview", args=[campaign.workspace.slug])):
        assert as_(partner).get(url).status_code == 403


def test_the_page_costs_the_same_small_or_large(claire, campaign, workspace, budget, cost):
    def fill(channels: int, months: int) -> None:
        for number in range(channels):
            channel = workspace.channels.create(key=f"k{channels}-{number}", name=f"Canal {number}")
            for index in range(months):
                month = board_of(campaign).months[0] + timedelta(days=31 * index)
                line = budget.lines.create(
                    channel=channel, month=month.replace(day=1), planned=Decimal(number * 10)
                )
                line.entries.create(kind="actual", amount=Decimal(90), on=line.month, label="Facture")

    url = at("budget", campaign)
    fill(1, 1)
    small = cost(claire, url)
    fill(8, 6)
    assert cost(claire, url) == small
    assert small <= MOST_QUERIES


#: Eight are ours: the table (3), the overspends (1), the signature (4 at most); the rest is the frame.
MOST_QUERIES = 20


# Typing in a cell -----------------------------------------------------------------------------------


def test_a_cell_is_saved_without_script(claire, cell, campaign):
    response = claire.post(cell, {"planned": "1 250,50", "version": "0"})
    assert response.status_code == 303
    assert BudgetLine.objects.get().planned == Decimal("1250.50")


def test_by_htmx_the_cell_comes_back_with_every_figure_it_moved(claire, cell, line):
    response = claire.post(cell, {"planned": "1000", "version": "1"}, headers=HTMX)
    said = text(response)
    assert response.status_code == 200
    assert "répartis au centime sur 1 canal" in said
    for moved in ("sum-planned", "budget-said", "budget-bars", f"row-{line.channel_id}-planned"):
        assert re.search(f'id="{moved}"[^>]* hx-swap-oob="true"', said)
    assert "<html" not in said


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-5", "ne peut pas être négatif"),
        ("NaN", "« NaN » n’est pas un montant"),
        ("Infinity", "« Infinity » n’est pas un montant"),
        ("1e308", "« 1e308 » n’est pas un montant"),
        ("12,345", "« 12,345 » a plus de deux décimales"),
        ("99999999999999999999", "dépasse ce qu’un budget peut tenir"),
        ("douze", "« douze » n’est pas un montant"),
        ("1;2", "« 1;2 » n’est pas un montant"),
        ("<b>", "« &lt;b&gt; » n’est pas un montant"),
    ],
)
def test_impossible_amounts_are_refused_in_words_and_kept(claire, cell, line, typed, words):
    for headers in ({}, HTMX):
        response = claire.post(cell, {"planned": typed, "version": "1"}, headers=headers)
        assert response.status_code == 422
        assert words in text(response)
        assert 'aria-invalid="true"' in text(response)
    line.refresh_from_db()
    assert (line.planned, line.version) == (Decimal("400.00"), 1)


def test_the_second_editor_keeps_their_amount_and_is_told_who_wrote_what(claire, as_, admin, cell, line):
    claire.post(cell, {"planned": "450", "version": "1"})
    response = as_(admin).post(cell, {"planned": "500", "version": "1"})
    assert response.status_code == 409
    assert "Claire Vasseur a remplacé « 400,00 » par « 450,00 »." in text(response)
    assert 'name="version" value="2"' in text(response)
    assert 'value="500"' in text(response)
    line.refresh_from_db()
    assert line.planned == Decimal("450.00")
    assert as_(admin).post(cell, {"planned": "500", "version": "2"}).status_code == 303


def test_a_month_nobody_was_shown_is_refused_in_words(claire, campaign, meta):
    far = reverse(
        "budgets:cell", args=[campaign.workspace.slug, campaign.reference, meta.pk, date(2099, 11, 1)]
    )
    for headers in ({}, HTMX):
        refused = claire.post(far, {"planned": "10", "version": "0"}, headers=headers)
        assert refused.status_code == 422
        assert "2099 est hors de la campagne" in text(refused)
    assert not BudgetLine.objects.exists()


def test_a_version_that_is_not_a_number_is_words_not_a_crash(claire, cell, line):
    assert "Rechargez la page" in text(claire.post(cell, {"planned": "1", "version": "x"}))


def test_a_double_click_on_a_cell_writes_once(claire, cell):
    for _each in range(2):
        claire.post(cell, {"planned": "100", "version": "0"})
    assert BudgetLine.objects.get().planned == Decimal("100.00")


@pytest.mark.parametrize("month", ["2027-13", "1999-01", "2027-1"])
def test_a_month_that_does_not_exist_is_not_found(claire, campaign, meta, month):
    url = at("budget", campaign) + f"cases/{meta.pk}/{month}/"
    assert claire.post(url, {"planned": "1", "version": "0"}).status_code == 404


def test_a_contributor_may_not_plan(hugo, cell, campaign, line):
    assert hugo.post(cell, {"planned": "1", "version": "1"}).status_code == 403
    assert hugo.get(at("total", campaign)).status_code == 403
    assert hugo.get(at("split", campaign)).status_code == 403


def test_the_budget_of_an_abandoned_campaign_says_why_it_stays(claire, campaign, cell, line, acting, manager):
    campaign_abandon(campaign=campaign, actor=acting(manager), reason="Rappel du produit")
    page = text(claire.get(at("budget", campaign)))
    assert "abandonnée : son budget ne change plus" in page
    response = claire.post(cell, {"planned": "1", "version": "1"})
    assert response.status_code == 422
    assert "abandonnée" in text(response)


# Total, lines, split --------------------------------------------------------------------------------


def test_setting_the_total(claire, campaign):
    response = claire.post(at("total", campaign), {"total": "86 000", "note": "Accord du 3", "version": "1"})
    assert response.status_code == 303
    assert Budget.objects.get().total == Decimal("86000.00")


def test_two_people_setting_the_total(claire, as_, admin, campaign, budget):
    claire.post(at("total", campaign), {"total": "2000", "version": "1"})
    response = as_(admin).post(at("total", campaign), {"total": "3000", "version": "1"})
    assert response.status_code == 409
    assert "Claire Vasseur a remplacé « 1 000,00 » par « 2 000,00 »." in text(response)
    assert 'value="3000"' in text(response)


def test_adding_a_line_twice_by_a_double_click_makes_one(claire, campaign, google, month):
    url = at("line-add", campaign)
    key = claire.get(url).context["form"]["submission"].value()
    data = {"channel": google.pk, "month": month.isoformat(), "planned": "10", "submission": key}
    assert [claire.post(url, data).status_code for _each in range(2)] == [303, 303]
    assert BudgetLine.objects.count() == 1


def test_adding_a_line_that_exists_is_said_beside_its_field(claire, campaign, line):
    url = at("line-add", campaign)
    data = {"channel": line.channel_id, "month": line.month.isoformat(), "planned": "10"}
    response = claire.post(url, data)
    assert response.status_code == 422
    assert "Ce canal a déjà une ligne pour ce mois" in text(response)


@pytest.mark.parametrize("month", ["2199-01-01", "n’importe quoi", ""])
def test_a_line_in_an_impossible_month_is_refused(claire, campaign, google, month):
    data = {"channel": google.pk, "month": month, "planned": "10"}
    assert claire.post(at("line-add", campaign), data).status_code == 422
    assert not BudgetLine.objects.exists()


def test_a_channel_of_another_workspace_cannot_be_planned(claire, campaign, stranger, month):
    theirs = stranger.workspace.channels.create(key="tv", name="TV")
    assert claire.post(at("cell", campaign, theirs.pk, month), {"planned": "1"}).status_code == 404
    data = {"channel": theirs.pk, "month": month.isoformat(), "planned": "1"}
    assert claire.post(at("line-add", campaign), data).status_code == 422


def test_the_rest_is_seen_before_it_is_shared_out(claire, campaign, line):
    page = claire.get(at("split", campaign), {"methode": "prorata"})
    assert "+600,00" in text(page)
    assert BudgetLine.objects.get().planned == Decimal("400.00")
    data = {"methode": "prorata", "seen": page.context["board"].seen}
    assert claire.post(at("split", campaign), data).status_code == 303
    assert BudgetLine.objects.get().planned == Decimal("1000.00")


def test_agreeing_twice_shares_out_once(claire, campaign, line):
    data = {"methode": "parts-egales", "seen": board_of(campaign).seen}
    for _each in range(2):
        claire.post(at("split", campaign), data)
    assert board_of(campaign).rest == 0
    assert {each.planned for each in BudgetLine.objects.exclude(pk=line.pk)} <= {
        Decimal("300.00"),
        Decimal("200.00"),
    }


def test_a_proposal_gone_stale_is_shown_again(claire, campaign, line, cell):
    seen = board_of(campaign).seen
    claire.post(cell, {"planned": "450", "version": "1"})
    response = claire.post(at("split", campaign), {"methode": "prorata", "seen": seen}, follow=True)
    assert "Le budget a changé depuis cette proposition" in text(response)
    assert board_of(campaign).rest == Decimal("550.00")


def test_a_line_is_edited_and_removed_from_its_page(claire, campaign, line):
    response = claire.post(
        at("line-edit", campaign, line.pk), {"planned": "500", "note": "HT", "version": "1"}
    )
    assert response.status_code == 303
    stale = claire.post(at("line-remove", campaign, line.pk), {"version": "1"}, follow=True)
    assert "relisez-la avant de la retirer" in text(stale)
    assert claire.post(at("line-remove", campaign, line.pk), {"version": "2"}).status_code == 303
    assert not BudgetLine.objects.exists()


def test_a_line_edited_by_two_people(claire, as_, admin, campaign, line):
    url = at("line-edit", campaign, line.pk)
    claire.post(url, {"planned": "500", "note": "", "version": "1"})
    response = as_(admin).post(url, {"planned": "600", "note": "", "version": "1"})
    assert response.status_code == 409
    assert "a remplacé « 400,00 » par « 500,00 »" in text(response)


# Entries --------------------------------------------------------------------------------------------


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


# Export ---------------------------------------------------------------------------------------------


def test_the_export_is_the_table_and_runs_nothing(claire, campaign, line, meta):
    meta.name = "=HYPERLINK(1)"
    meta.save()
    response = claire.get(at("export", campaign))
    rows = response.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Canal;")
    assert rows[0].endswith("Prévu;Engagé;Réalisé;Atterrissage")
    assert rows[1].startswith("'=HYPERLINK(1);400,00;")
    assert rows[-1].startswith("Total;400,00;")


# Other readers --------------------------------------------------------------------------------------


def test_the_pages_speak_to_an_english_reader_too(claire, campaign, line, spend):
    spend("actual", "12.50")
    for url in (at("budget", campaign), at("line", campaign, line.pk), at("split", campaign)):
        response = claire.get(url, headers={"accept-language": "en"})
        assert response.status_code == 200
        assert re.search(r"€\d", text(response))


def test_a_contributor_sees_where_to_write_entries_but_no_cells(hugo, campaign, line):
    page = text(hugo.get(at("budget", campaign)))
    assert at("line", campaign, line.pk) in page
    assert 'name="planned"' not in page
