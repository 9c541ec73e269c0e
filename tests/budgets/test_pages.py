"""The budget pages in a browser's hands: permissions, words for bad input, double clicks, conflicts."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from budgets.models import Budget, BudgetLine
from budgets.selectors.board import board_of
from campaigns.services.lifecycle import campaign_abandon
from tests.budgets.pages_world import HTMX, MOST_QUERIES, at, cell, claire, hugo, text

__all__ = ["cell", "claire", "hugo"]
pytestmark = pytest.mark.django_db


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
