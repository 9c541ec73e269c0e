"""Where an approval stands, in words: the evidence that gates read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.gates import Scope
from campaigns.models import Campaign, Signature, SignOffRequest, Snapshot, Stakeholder
from campaigns.signoff.standing import people, signoff_findings

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(campaign, today):
    """A request of a kind, signed by some people, without going through the services."""

    def make(*signers, kind="brief", status="open", decisions=(), of=campaign, **fields):
        number = of.snapshots.filter(kind=kind).count() + 1
        snapshot = Snapshot.objects.create(
            campaign=of, kind=kind, number=number, content="{}", sha256="0" * 64, author_name="Claire Vasseur"
        )
        asked = SignOffRequest.objects.create(
            campaign=of, kind=kind, snapshot=snapshot, status=status, due_on=today + timedelta(days=3),
            requested_by_name="Claire Vasseur", **fields,
        )  # fmt: skip
        for index, (name, function) in enumerate(signers):
            decision = decisions[index] if index < len(decisions) else ""
            Signature.objects.create(
                request=asked, name=name, function=function, email=f"{index}@example.com",
                token_hash=f"{asked.pk}-{index}", expires_at=timezone.now(), decision=decision,
                decided_at=timezone.now() if decision else None,
                final_at=timezone.now() if decision else None,
                stakeholder=Stakeholder.objects.get_or_create(
                    workspace=of.workspace, name=name, email=f"{index}@example.com"
                )[0],
                reason="Le ton" if decision in ("rejected", "reserved") else "",
            )  # fmt: skip
        return asked

    return make


def standing(campaign):
    return signoff_findings([Scope(campaign)], "brief")[0]


PAUL = ("Paul Tessier", "Finance")
INES = ("Inès Moreau", "Directrice marketing")


def test_never_asked_is_held_by_the_owner_and_leads_to_the_request(campaign):
    found = standing(campaign)
    assert not found.ok
    assert not found.waiting
    assert found.held_by == "Claire Vasseur"
    assert found.fix_url.endswith("/validations/brief/demander/")


def test_open_waits_for_those_who_have_not_answered(campaign, ask):
    ask(PAUL, INES, decisions=["", "approved"])
    found = standing(campaign)
    assert found.waiting
    assert not found.ok
    assert (found.held_by, found.held_by_as) == ("Paul Tessier", "Paul Tessier (Finance)")
    assert "1 réponse reçue sur 2" in found.why
    assert found.since == timezone.localdate()


def test_approved_says_which_version_and_who(campaign, ask):
    ask(PAUL, INES, status="approved", decisions=["approved", "approved"], settled_at=timezone.now())
    found = standing(campaign)
    assert found.ok
    assert "par Paul Tessier et Inès Moreau." in found.why


def test_void_says_since_when_and_that_the_owner_holds_it(campaign, ask):
    ask(
        PAUL,
        status="voided",
        decisions=["approved"],
        settled_at=timezone.now(),
        settled_by_name="Hugo Marchand",
    )
    found = standing(campaign)
    assert not found.ok
    assert "périmée" in found.why
    assert "Hugo Marchand" in found.why
    assert found.held_by == "Claire Vasseur"  # nobody was asked again yet
    assert found.fix_label == "Redemander"


def test_rejected_gives_the_reason(campaign, ask):
    ask(
        PAUL, status="rejected", decisions=["rejected"], settled_at=timezone.now(),
        settled_by_name="Paul Tessier", settled_reason="Le ton est trop familier",
    )  # fmt: skip
    found = standing(campaign)
    assert "refusée par Paul Tessier" in found.why
    assert "trop familier" in found.why
    assert found.held_by == "Claire Vasseur"


def test_only_the_latest_request_counts(campaign, ask):
    ask(PAUL, status="replaced", decisions=["approved"])
    ask(PAUL)
    assert standing(campaign).waiting


def test_kinds_do_not_mix(campaign, ask):
    ask(PAUL, kind="budget", status="approved", decisions=["approved"], settled_at=timezone.now())
    assert not standing(campaign).ok


def test_the_number_of_queries_does_not_grow(campaign, ask, django_assert_num_queries):
    campaigns = [campaign]
    for index in range(4):
        other = Campaign.objects.get(pk=campaign.pk)
        other.pk, other.reference, other._state.adding = None, f"2026-LAN-{index + 10}", True
        other.save()
        campaigns.append(other)
    for each in campaigns:
        ask(PAUL, INES, of=each)
    with django_assert_num_queries(3):
        signoff_findings([Scope(campaign)], "brief")
    with django_assert_num_queries(3):
        assert len(signoff_findings([Scope(each) for each in campaigns], "brief")) == 5


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["A"], "A"), (["A", "B"], "A et B"), (["A", "B", "C"], "A, B et C")]
)
def test_people_in_a_sentence(names, said):
    assert people(names) == said


def test_an_approval_names_those_who_approved_and_says_how_many_were_needed(campaign, ask):
    ask(
        PAUL,
        INES,
        status="approved",
        decisions=["rejected", "approved"],
        settled_at=timezone.now(),
        rule="any",
    )
    why = standing(campaign).why
    assert "par Inès Moreau (1 approbation suffisait, sur 2 personnes demandées)." in why
    assert "Refus de Paul Tessier." in why


def test_many_approvals_are_counted_of_those_asked(campaign, ask):
    people = [PAUL, INES, ("Awa Ndiaye", ""), ("Lou Berger", ""), ("Léa Roux", "")]
    ask(*people, status="approved", decisions=["approved"] * 3 + ["rejected"], settled_at=timezone.now(),
        rule="quorum", quorum=3)  # fmt: skip
    why = standing(campaign).why
    assert "3 approbations sur 5 demandées (3 approbations suffisaient" in why
    assert "Refus de Lou Berger." in why


def test_whoever_left_holds_nothing_the_owner_does(campaign, ask):
    ask(PAUL, INES, decisions=["", "approved"])
    Stakeholder.objects.filter(name="Paul Tessier").update(is_active=False)
    found = standing(campaign)
    assert found.held_by == "Claire Vasseur"
    assert "Paul Tessier n’est plus dans l’espace" in found.why
    assert found.fix_label == "Redemander"
    assert not found.waiting


def test_somebody_who_left_keeps_nobody_else_from_being_enough(campaign, ask):
    ask(PAUL, INES, rule="any")
    Stakeholder.objects.filter(name="Paul Tessier").update(is_active=False)
    assert standing(campaign).waiting


def test_an_approval_with_reservations_says_whose(campaign, ask):
    ask(PAUL, INES, status="approved", decisions=["reserved", "approved"], settled_at=timezone.now())
    found = standing(campaign)
    assert found.ok
    assert found.why.endswith("Inès Moreau. Avec des réserves de Paul Tessier.")
