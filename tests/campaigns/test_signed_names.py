"""A rename in the workspace's dictionaries changes what a thing is called, not what was signed of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from budgets.models import BudgetLine
from campaigns.models import Channel, Kpi, SignOffRequest, Task, Team
from campaigns.selectors.gate_answer import gate_answer
from campaigns.services.dictionary_entries import entry_edit
from campaigns.services.signoff import signoff_touch
from campaigns.signoff import stale_kinds
from campaigns.signoff.contents import current_content, is_current
from core.models import AuditEvent
from core.services.accounts import profile_edit
from tests.campaigns.signed_world import CRITERIA, held, world
from tests.campaigns.signing import words

__all__ = ["held", "world"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(world, contributor):
    """Brief, plan and budget, signed one by one, with a person in the plan."""
    Task.objects.filter(campaign=world.campaign, kind="task").update(assignee=contributor)
    for kind in CRITERIA:
        world.approve(kind)
    return world


def rename(world, entry, name):
    entry_edit(actor=world.actor, entry=entry, expected_version=entry.version, changes={"name": name})


def standing(world):
    return dict(world.campaign.signoff_requests.values_list("kind", "status"))


ENTRIES = {
    "channel": lambda campaign: Channel.objects.get(budget_lines__budget__campaign=campaign),
    "kpi": lambda campaign: Kpi.objects.filter(objectives__campaign=campaign).first(),
    "team": lambda campaign: Team.objects.filter(tasks__campaign=campaign).first(),
}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_an_approval_outlives_a_rename(signed, entry):
    rename(signed, entry(signed.campaign), "Un autre nom")
    assert stale_kinds(signed.campaign) == []
    for kind in CRITERIA:
        signoff_touch(campaign=signed.campaign, kind=kind, actor=signed.actor)
    assert set(standing(signed).values()) == {"approved"}
    answer = gate_answer(signed.campaign)
    assert all(each["ok"] for each in answer["criteria"] if each["key"] in CRITERIA.values())


def test_so_it_does_when_a_person_of_the_plan_changes_name(signed, contributor):
    profile_edit(user=contributor.user, name="Hugo Marchand-Roy", language="fr")
    assert stale_kinds(signed.campaign) == []


def test_renamed_twice_and_back(signed):
    channel = ENTRIES["channel"](signed.campaign)
    before = channel.name
    for name in ("Premier", "Second", before):
        rename(signed, channel, name)
        assert stale_kinds(signed.campaign) == []


def test_what_changed_beside_the_rename_still_voids(signed):
    rename(signed, ENTRIES["channel"](signed.campaign), "Un autre nom")
    (voided,) = signed.edit("budget")
    assert voided.kind == "budget"


def test_another_thing_that_takes_the_former_name_is_no_rename(signed):
    """The very same words, about another channel, were not signed."""
    line = BudgetLine.objects.filter(budget__campaign=signed.campaign).first()
    name = line.channel.name
    rename(signed, line.channel, "Un autre nom")
    other = Channel.objects.create(workspace=signed.campaign.workspace, key="usurper", name=name)
    BudgetLine.objects.filter(pk=line.pk).update(channel=other)
    assert "budget" in stale_kinds(signed.campaign)


def test_a_version_frozen_after_the_rename_says_the_new_name(signed):
    rename(signed, ENTRIES["channel"](signed.campaign), "Nouveau nom")
    signed.edit("budget")
    request = signed.ask("budget")
    assert "Nouveau nom" in request.snapshot.content
    assert is_current(signed.campaign, request.snapshot)


def test_a_rename_does_not_read_as_a_change(signed, as_, manager):
    rename(signed, ENTRIES["channel"](signed.campaign), "Nouveau nom")
    request = SignOffRequest.objects.get(campaign=signed.campaign, kind="budget")
    beside = current_content(signed.campaign, "budget", beside=request.snapshot)
    assert "Nouveau nom" not in str(beside)
    assert "Nouveau nom" in str(current_content(signed.campaign, "budget"))
    page = reverse(
        "campaigns:signoff-version",
        args=[signed.campaign.workspace.slug, signed.campaign.reference, "budget", request.snapshot.number],
    )
    assert "Nouveau nom" not in words(as_(manager).get(page))


def test_a_rename_before_the_version_was_frozen_is_no_excuse(signed):
    channel = ENTRIES["channel"](signed.campaign)
    rename(signed, channel, "Nom de la version 2")
    AuditEvent.objects.filter(subject=f"channel:{channel.pk}").update(
        at=signed.campaign.created_at - timedelta(days=1)
    )
    assert "budget" in stale_kinds(signed.campaign)
