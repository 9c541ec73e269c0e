"""Chains without slack: all of them are said, lags included, and long or many ones are cut short."""

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Dependency, Task
from campaigns.selectors.plan import plan_rows
from campaigns.selectors.plan_outlook import plan_outlook
from campaigns.selectors.plan_paths import MOST, plan_routes
from campaigns.services.plan import plan_reschedule
from tests.campaigns.plan_world import MONDAY, make_tasks
from tests.campaigns.signing import words

pytestmark = pytest.mark.django_db


def routes_of(campaign):
    fresh = Campaign.objects.get(pk=campaign.pk)
    plan_reschedule(campaign=fresh)
    rows = plan_rows(fresh)
    return plan_routes(plan_outlook(fresh, rows, fresh.waves.all()), {task.pk: task for task in rows.tasks})


def beside(plan, name, days, *, lag=0):
    """Another way from «Concept» to the milestone, as long as that by «Tournage» and «Montage»."""
    first = plan["Concept"]
    task = Task.objects.create(
        campaign=first.campaign, position=9, name=name, team=first.team, duration_days=days
    )
    Dependency.objects.create(predecessor=first, successor=task, lag_days=lag)
    Dependency.objects.create(predecessor=task, successor=plan["Prêt"])
    return task


def test_a_single_chain_is_not_listed_again(plan, campaign):
    assert routes_of(campaign) is None


def test_each_chain_is_named_with_its_lags(plan, campaign):
    beside(plan, "Casting", 4, lag=2)
    found = routes_of(campaign)
    assert [[hop.task.name for hop in chain] for chain in found.chains] == [
        ["Concept", "Tournage", "Montage", "Prêt"], ["Concept", "Casting", "Prêt"]
    ]  # fmt: skip
    assert [hop.words.replace("\u202f", " ") for hop in found.chains[1]] == [
        "", "2 jours ouvrés après la fin", ""
    ]  # fmt: skip


def test_a_day_shorter_is_no_chain(plan, campaign):
    beside(plan, "Casting", 4, lag=1)
    assert routes_of(campaign) is None


def test_many_chains_are_bounded(plan, campaign):
    for number in range(MOST + 1):
        beside(plan, f"Piste {number}", 6)
    found = routes_of(campaign)
    assert len(found.chains) == MOST
    assert found.title.endswith("et d’autres")


def test_a_long_chain_is_cut_in_its_middle(campaign, creation, clock):
    clock(MONDAY)
    for _turn in range(2):
        make_tasks(campaign, creation, 10)
    chain = routes_of(campaign).chains[0]
    assert [(hop.task.name, hop.skipped) for hop in chain] == [
        ("Tâche 1", 0), ("Tâche 2", 0), ("Tâche 3", 0), ("Tâche 4", 0), ("Tâche 9", 4), ("Tâche 10", 0)
    ]  # fmt: skip


def test_the_page_lists_them_when_the_date_is_short(plan, campaign, as_, contributor):
    beside(plan, "Casting", 6)
    Campaign.objects.filter(pk=campaign.pk).update(launch_on=MONDAY.replace(day=10))
    campaign.waves.update(goes_live_on=MONDAY.replace(day=10))
    page = words(
        as_(contributor).get(
            reverse("campaigns:planning", args=[campaign.workspace.slug, campaign.reference])
        )
    )
    assert "<summary>2 chemins sans marge</summary>" in page
