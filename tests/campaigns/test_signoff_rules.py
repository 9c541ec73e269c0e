"""Who must answer, in which order, and who is not asked again."""

import itertools

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import SignOffRequest, Stakeholder
from campaigns.services.brief import brief_edit
from campaigns.services.inviting import Asked
from campaigns.services.signoff import signoff_request
from campaigns.signoff.parts import LEGAL, MESSAGE
from campaigns.signoff.rules import Place, outcome, step_to_invite
from core.models import OutboxMessage
from tests.campaigns.brief_world import write_brief
from tests.campaigns.signing import sign

ANSWERS = st.lists(st.sampled_from([None, True, False]), min_size=1, max_size=8)


@given(answers=ANSWERS, quorum=st.integers(1, 8), rule=st.sampled_from(["all", "any", "quorum"]))
def test_an_outcome_is_what_no_later_answer_could_change(answers, quorum, rule):
    """By trying every way the missing answers could fall."""
    quorum = min(quorum, len(answers))
    needed = {"all": len(answers), "any": 1, "quorum": quorum}[rule]
    missing = [place for place, answer in enumerate(answers) if answer is None]
    endings = set()
    for fills in itertools.product([True, False], repeat=len(missing)):
        full = list(answers)
        for place, fill in zip(missing, fills, strict=True):
            full[place] = fill
        endings.add(sum(answer is True for answer in full) >= needed)
    expected = "open" if len(endings) == 2 else "approved" if endings == {True} else "rejected"
    assert outcome(rule, quorum, [Place(1, answer) for answer in answers]) == expected


def test_the_turn_is_the_first_step_not_wholly_approved():
    places = [Place(1, True), Place(1, None), Place(2, None)]
    assert step_to_invite(places) == 1
    assert step_to_invite([Place(1, True), Place(2, None), Place(3, None)]) == 2


@pytest.fixture
def people(workspace):
    return [
        Stakeholder.objects.create(workspace=workspace, name=f"Personne {n}", email=f"p{n}@example.com")
        for n in range(3)
    ]


@pytest.fixture
def ask(campaign, kpi, acting, manager, today):
    write_brief(campaign, kpi)

    def make(*signers, **terms):
        return signoff_request(
            campaign=campaign, actor=acting(manager), kind="brief", signers=signers, due_on=today, **terms
        )

    return make


def status(request):
    return SignOffRequest.objects.get(pk=request.pk).status


def invited():
    rows = OutboxMessage.objects.filter(key__startswith="signoff_request:").order_by("id")
    return [row.payload["to"] for row in rows]


def test_one_approval_is_enough_when_the_rule_says_so(db, ask, people):
    request = ask(*people, rule="any")
    first, second, _third = request.signatures.all()
    sign(first, "rejected", reason="Non")
    assert status(request) == "open"
    sign(second)
    assert status(request) == "approved"


def test_a_quorum_fails_once_it_is_out_of_reach(db, ask, people):
    request = ask(*people, rule="quorum", quorum=2)
    first, second, _third = request.signatures.all()
    sign(first, "rejected", reason="Non")
    assert status(request) == "open"
    sign(second, "rejected", reason="Non plus")
    assert status(request) == "rejected"


@pytest.mark.parametrize("quorum", [None, 0, 4])
def test_a_quorum_nobody_can_reach_is_refused(db, ask, people, quorum):
    with pytest.raises(ValidationError, match="approbations"):
        ask(*people, rule="quorum", quorum=quorum)


def test_in_turn_the_second_is_invited_after_the_first(db, ask, people):
    request = ask(*[Asked(person, step=step) for step, person in enumerate(people, start=1)])
    assert invited() == ["p0@example.com"]
    first, second, third = request.signatures.all()
    sign(first, "reserved", reason="Vérifier le stock")
    assert invited() == ["p0@example.com", "p1@example.com"]
    second.refresh_from_db()
    sign(second)
    third.refresh_from_db()
    sign(third)
    assert status(request) == "approved"


def test_steps_and_quorum_do_not_mix(db, ask, people):
    with pytest.raises(ValidationError, match="L’un après l’autre"):
        ask(Asked(people[0], step=1), Asked(people[1], step=2), rule="any")


def test_only_those_whose_part_changed_are_asked_again(db, ask, people, campaign, acting, contributor):
    lawyer, writer, boss = people
    asked = [Asked(lawyer, part=LEGAL), Asked(writer, part=MESSAGE), Asked(boss)]
    for signature in ask(*asked).signatures.all():
        sign(signature)
    brief_edit(campaign=campaign, actor=acting(contributor), expected_version=1, changes={"tone": "Vif"})
    again = ask(*asked)
    kept, written, everything = again.signatures.order_by("pk")
    assert kept.carried_from is not None
    assert kept.approves
    assert (written.decision, everything.decision) == ("", "")
    assert invited()[-2:] == ["p1@example.com", "p2@example.com"]
    sign(written)
    assert status(again) == "open"
    sign(everything)
    assert status(again) == "approved"
