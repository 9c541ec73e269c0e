"""Every budget of the workspace on one page."""

from decimal import Decimal

import pytest
from django.urls import reverse

from budgets.models import Budget
from budgets.months import month_of
from budgets.selectors.overview import Wanted, overview_of
from campaigns.models import Campaign
from campaigns.services.lifecycle import campaign_abandon

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(workspace, manager, meta, today):
    """A campaign with a budget of 100 € on one line, and what was spent on it."""

    def campaign(number: int, *, spent: str = "0", kind: str = "FLASH", name: str = "") -> Campaign:
        made = Campaign.objects.create(
            workspace=workspace, reference=f"C-{number:03}", name=name or f"Campagne {number}", type=kind,
            owner=manager, prepares_on=today, launch_on=today, ends_on=today,
        )  # fmt: skip
        budget = Budget.objects.create(campaign=made, total=Decimal("100.00"))
        line = budget.lines.create(channel=meta, month=month_of(today), planned=Decimal("90.10"))
        if Decimal(spent):
            line.entries.create(kind="actual", amount=Decimal(spent), on=today, label="Facture")
        return made

    return campaign


def names(found) -> list[str]:
    return [row.campaign.name for row in found.rows]


def test_the_overspent_come_first(make):
    make(1)
    make(2, spent="200.00")
    found = overview_of(Campaign.objects.all(), Wanted())
    assert names(found) == ["Campagne 2", "Campagne 1"]
    assert (found.overspent, found.over) == (1, Decimal("109.90"))


def test_the_whole_adds_up_to_the_cent(make):
    for number in range(3):
        make(number, spent="0.01")
    found = overview_of(Campaign.objects.all(), Wanted())
    assert (found.total, found.sums.planned, found.sums.actual) == (
        Decimal("300.00"), Decimal("270.30"), Decimal("0.03"),
    )  # fmt: skip
    assert found.rows[0].sums.landing == Decimal("90.10")
    assert found.rows[0].rest == Decimal("9.90")


def test_a_campaign_without_a_budget_is_there_too(campaign):
    (row,) = overview_of(Campaign.objects.all(), Wanted()).rows
    assert (row.total, row.sums.landing) == (Decimal(0), Decimal(0))


def test_filters_narrow_rows_and_sums_alike(make, acting, manager):
    make(1, name="Soldes", kind="SAISONNIERE")
    make(2, name="Flash 24 h", spent="500")
    over = make(3, name="Abandon")
    campaign_abandon(campaign=over, actor=acting(manager), reason="Rappel")
    everything = Campaign.objects.all()
    assert names(overview_of(everything, Wanted(text="sold"))) == ["Soldes"]
    assert names(overview_of(everything, Wanted(kind="SAISONNIERE"))) == ["Soldes"]
    assert names(overview_of(everything, Wanted(overspent_only=True))) == ["Flash 24 h"]
    assert names(overview_of(everything, Wanted(state="terminees"))) == ["Abandon"]
    found = overview_of(everything, Wanted(state="toutes", sort="-nom"))
    assert names(found) == ["Soldes", "Flash 24 h", "Abandon"]
    assert overview_of(everything, Wanted(text="sold")).total == Decimal("100.00")


def test_the_page_costs_the_same_with_few_or_many(make, as_, viewer, workspace, cost):
    browser = as_(viewer)
    url = reverse("budgets:overview", args=[workspace.slug])
    make(1, spent="200")
    few = cost(browser, url)
    for number in range(2, 40):
        make(number, spent="200")
    assert cost(browser, url) == few
    assert few <= 16  # seven are ours, the rest is the frame
    assert len(browser.get(url).context["overview"].rows) == 39


def test_pages_and_unknown_filters(make, as_, viewer, workspace):
    for number in range(55):
        make(number)
    url = reverse("budgets:overview", args=[workspace.slug])
    page = as_(viewer).get(url, {"page": "2", "etat": "ailleurs", "tri": "mot de passe"})
    assert len(page.context["overview"].rows) == 5
    assert as_(viewer).get(url, {"page": "zéro"}).status_code == 200


def test_no_campaign_of_another_workspace_is_summed(make, as_, stranger, workspace):
    make(1, spent="500")
    url = reverse("budgets:overview", args=[stranger.workspace.slug])
    assert as_(stranger).get(url).context["overview"].campaigns == 0
    assert as_(stranger).get(reverse("budgets:overview", args=[workspace.slug])).status_code == 404
