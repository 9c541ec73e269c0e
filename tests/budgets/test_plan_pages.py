"""Total, lines and sharing out what remains, in a browser’s hands."""

from decimal import Decimal

import pytest

from budgets.models import Budget, BudgetLine
from budgets.selectors.board import board_of
from tests.budgets.pages_world import at, cell, claire, text

__all__ = ["cell", "claire"]
pytestmark = pytest.mark.django_db


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
