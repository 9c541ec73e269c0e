"""What the app answers to the campaign: its fact, a new budget, a copied one."""

from datetime import timedelta
from decimal import Decimal

import pytest

from budgets.models import Budget, Entry
from budgets.months import month_add, month_of
from budgets.ports import budget_copied, budget_created, budget_facts
from campaigns.models import Campaign
from core.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_without_a_total_there_is_no_fact(campaign):
    assert budget_facts(campaign) == []


def test_the_fact_says_committed_of_the_total(campaign, line, spend):
    spend("committed", "412.00")
    spend("actual", "100.50")
    (fact,) = budget_facts(campaign)
    assert (fact.value, fact.done, fact.total) == ("412\xa0€", 412.0, 1000.0)
    assert fact.detail == "sur 1\u202f000\xa0€, 100,50\xa0€ réalisés"


def test_the_fact_costs_two_queries(campaign, line, django_assert_num_queries):
    with django_assert_num_queries(2):
        budget_facts(campaign)


def test_a_new_campaign_has_an_empty_budget_once(campaign, acting, manager):
    budget_created(campaign, acting(manager))
    budget_created(campaign, acting(manager))
    assert Budget.objects.get().total == 0


@pytest.fixture
def copy(campaign, workspace, manager) -> Campaign:
    """The same campaign, a year and some days later."""
    later = timedelta(days=380)
    return Campaign.objects.create(
        workspace=workspace, reference="2027-LAN-02", name="Sérum Aube, saison 2", type="LANCEMENT",
        owner=manager, prepares_on=campaign.prepares_on + later, launch_on=campaign.launch_on + later,
        ends_on=campaign.ends_on + later,
    )  # fmt: skip


def test_a_copy_plans_the_same_in_its_own_months(campaign, copy, budget, line, spend, acting, manager):
    spend("actual", "100")
    budget.lines.create(channel=line.channel, month=month_add(line.month, 1), planned=Decimal(0))
    budget_created(copy, acting(manager))
    budget_copied(campaign, copy, acting(manager))
    copied = Budget.objects.get(campaign=copy)
    assert copied.total == Decimal("1000.00")
    assert [(each.month, each.planned) for each in copied.lines.all()] == [
        (month_of(copy.launch_on), Decimal("400.00"))
    ]
    assert Entry.objects.filter(line__budget=copied).count() == 0


def test_copying_a_campaign_without_a_budget_gives_an_empty_one(campaign, copy, acting, manager):
    budget_copied(campaign, copy, acting(manager))
    assert Budget.objects.get(campaign=copy).total == 0
    assert not AuditEvent.objects.exists()
