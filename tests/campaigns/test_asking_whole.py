"""Asking for the whole of a flash campaign, or for part of it: who may end what, and who answers for what."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Phase, SignOffRequest, Stakeholder
from campaigns.services.asking import living_mark, living_requests
from campaigns.services.inviting import Asked
from campaigns.signoff.parts import DATES, LEGAL, MESSAGE, MONEY
from core.models import OutboxMessage
from tests.campaigns.signed_world import CRITERIA, held, world
from tests.campaigns.signing import sign, words

__all__ = ["held", "world"]
pytestmark = pytest.mark.django_db


def page(world, kind):
    return reverse(
        "campaigns:signoff-request", args=[world.campaign.workspace.slug, world.campaign.reference, kind]
    )


@pytest.fixture
def people(world):
    names = ("Awa Ndiaye", "Lou Berger", "Léa Roux", "Zoé Petit", "Marc Noël")
    rows = [
        Stakeholder(workspace=world.campaign.workspace, name=name, email=f"signer{number}@example.com")
        for number, name in enumerate(names)
    ]
    return Stakeholder.objects.bulk_create(rows)


def test_the_parts_of_the_whole_are_those_of_the_contents_it_covers(world, people):
    parts = [Asked(*each) for each in zip(people, (MONEY, DATES, MESSAGE, LEGAL), strict=False)]
    with pytest.raises(ValidationError) as refused:
        world.ask("combined", parts[0], parts[1], people[4], rule="any")
    assert "rule" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        world.ask("combined", *parts[:3])
    assert "le juridique" in refused.value.message_dict["signers"][0]
    # The budget has no parts: somebody answers for the whole of it.
    with pytest.raises(ValidationError) as refused:
        world.ask("combined", *parts)
    assert "Personne ne signe pour le budget." in refused.value.message_dict["signers"][0]
    assert world.ask("combined", *parts, people[4]).status == "open"


@pytest.mark.parametrize(("approved", "asked"), [("combined", "plan"), ("plan", "combined")])
def test_a_contributor_does_not_close_a_gate_under_another_kind(
    world, finance, approved, asked, as_, contributor
):
    request = world.approve(approved)
    browser = as_(contributor)
    form = browser.get(page(world, asked))
    assert "seul un responsable de campagne" in words(form)
    sent = {"signers": [f"s{finance.pk}"], "due_on": timezone.localdate().isoformat()}
    assert browser.post(page(world, asked), {**sent, "replaces": form.context["living"]}).status_code == 422
    assert list(SignOffRequest.objects.values_list("pk", "status")) == [(request.pk, "approved")]


def test_an_approval_that_no_longer_answers_is_in_nobodys_way(world):
    world.approve("combined")
    world.edit("plan")
    world.approve("plan")
    assert [request.kind for request in living_requests(world.campaign, "brief")] == []
    assert [request.kind for request in living_requests(world.campaign, "combined")] == ["plan"]


def test_an_open_request_for_the_whole_that_nobody_saw_is_not_replaced(world):
    seen = living_mark(living_requests(world.campaign, "plan"))
    whole = world.ask("combined")
    with pytest.raises(ValidationError, match="Rien n’est parti"):
        world.ask("plan", replaces=seen)
    whole.refresh_from_db()
    assert whole.status == "open"
    world.ask("plan", replaces=living_mark(living_requests(world.campaign, "plan")))
    whole.refresh_from_db()
    assert whole.status == "replaced"


def test_a_whole_approved_meanwhile_is_not_answered_over_unread(world):
    whole = world.ask("combined")
    seen = living_mark(living_requests(world.campaign, "plan"))
    sign(whole.signatures.get())
    with pytest.raises(ValidationError, match="Rien n’est parti"):
        world.ask("plan", replaces=seen)


def test_signers_are_told_of_a_void_that_opens_an_amendment(world, finance):
    for kind in CRITERIA:
        world.approve(kind)
    world.reach(Phase.EXECUTION)
    (voided,) = world.edit("budget")
    assert voided.amended_by == 1
    told = OutboxMessage.objects.filter(key=f"signoff_ended:{voided.signatures.get().pk}")
    assert [mail.payload["to"] for mail in told] == [finance.email]
