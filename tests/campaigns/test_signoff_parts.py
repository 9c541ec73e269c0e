"""Signing for a part: it never stands for the whole, and every part has somebody who answers for it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from campaigns.models import SignOffRequest, Stakeholder
from campaigns.services.brief import brief_edit
from campaigns.services.inviting import Asked, place_make
from campaigns.services.signoff import signoff_withdraw
from campaigns.signoff.parts import DATES, LEGAL, MESSAGE, MONEY
from tests.campaigns.signing import sign, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def awa(workspace):
    return Stakeholder.objects.create(workspace=workspace, name="Awa Ndiaye", email="awa@example.com")


@pytest.mark.parametrize("terms", [{"rule": "any"}, {"rule": "quorum", "quorum": 1}], ids=["any", "quorum"])
def test_one_part_never_approves_the_whole(ask, awa, finance, terms):
    with pytest.raises(ValidationError) as refused:
        ask(Asked(awa, part=LEGAL), finance, **terms)
    assert "toutes les réponses sont nécessaires" in refused.value.message_dict["rule"][0]
    assert not SignOffRequest.objects.exists()


def test_somebody_answers_for_every_part(ask, awa, finance):
    with pytest.raises(ValidationError) as refused:
        ask(Asked(awa, part=LEGAL), Asked(finance, part=MONEY))
    (said,) = refused.value.message_dict["signers"]
    assert "les dates, les messages et les canaux" in said
    assert not SignOffRequest.objects.exists()


def test_one_signer_of_everything_covers_the_parts(ask, awa, finance):
    assert ask(Asked(awa, part=LEGAL), finance).status == "open"


def test_parts_may_cover_the_content_together(ask, awa, finance, admin, viewer):
    parts = zip((awa, finance, admin, viewer), (LEGAL, MONEY, DATES, MESSAGE), strict=True)
    assert ask(*[Asked(person, part=part) for person, part in parts]).status == "open"


def test_the_asking_page_says_why_beside_the_rule(campaign, brief, finance, as_, manager, admin):
    address = reverse(
        "campaigns:signoff-request", args=[campaign.workspace.slug, campaign.reference, "brief"]
    )
    browser = as_(manager)
    assert "chaque partie a son signataire" in words(browser.get(address))
    sent = {
        "signers": [f"s{finance.pk}", f"m{admin.pk}"], f"part_s{finance.pk}": "legal", "rule": "any",
        "due_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    assert "n’engage pas le reste" in words(answer)


@pytest.mark.parametrize("terms", [{"rule": "any"}, {"rule": "quorum", "quorum": 1}], ids=["any", "quorum"])
def test_a_place_carried_over_does_not_outvote_a_refusal(ask, finance, admin, awa, terms):
    """As requests asked before parts needed every answer still stand in a database."""
    earlier = ask(awa).signatures.get()
    sign(earlier)
    earlier.refresh_from_db()
    request = ask(finance, **terms)
    place_make(request, Asked(awa, part=LEGAL), carried_from=earlier)
    assert sign(request.signatures.get(stakeholder=finance), "rejected", reason="Non").status == "rejected"


# Not asked again ------------------------------------------------------------------------------------------


@pytest.fixture
def change(campaign, acting, contributor):
    """An edit of one field of the brief."""

    def edit(**changes):
        brief = campaign.brief
        brief.refresh_from_db()
        brief_edit(
            campaign=campaign, actor=acting(contributor), expected_version=brief.version, changes=changes
        )

    return edit


def place_of(request, person):
    return request.signatures.get(stakeholder=person)


@pytest.fixture
def carried_once(ask, change, awa, finance):
    """Awa approved the legal part of version 1, Paul all of it; version 2 has another tone."""
    asked = [Asked(awa, part=LEGAL), Asked(finance)]
    for signature in ask(*asked).signatures.all():
        sign(signature)
    change(tone="Vif et court")
    return asked, ask(*asked)


def test_an_approval_is_carried_over_whatever_happened_in_between(
    ask, carried_once, awa, finance, acting, manager
):
    asked, second = carried_once
    assert place_of(second, awa).carried_from
    signoff_withdraw(request=second, actor=acting(manager))
    third = ask(*asked)
    assert third.snapshot == second.snapshot
    assert place_of(third, awa).approves
    assert not place_of(third, finance).decision
    assert sign(place_of(third, finance)).status == "approved"


def test_what_changed_is_reckoned_from_the_version_they_approved(ask, carried_once, change, awa):
    asked, _second = carried_once
    change(constraints="Ne rien promettre")
    assert not place_of(ask(*asked), awa).decision


def test_a_change_undone_brings_the_approval_back(ask, brief, carried_once, change, awa):
    asked, _second = carried_once
    before = brief.constraints
    change(constraints="Ne rien promettre")
    ask(*asked)
    change(constraints=before)
    assert place_of(ask(*asked), awa).approves


def test_whoever_refused_later_is_asked(ask, carried_once, change, awa):
    asked, _second = carried_once
    change(constraints="Ne rien promettre")
    sign(place_of(ask(*asked), awa), "rejected", reason="Il manque une mention")
    change(constraints="Aucune promesse médicale.")
    again = place_of(ask(*asked), awa)
    assert not again.decision
    assert again.invited_at


def test_an_approval_for_another_part_is_not_carried_over(ask, carried_once, awa, finance):
    assert not place_of(ask(Asked(awa, part=MONEY), Asked(finance)), awa).decision


def test_the_same_version_asked_again_on_purpose_asks_everybody(ask, awa, finance):
    asked = [Asked(awa, part=LEGAL), Asked(finance)]
    for signature in ask(*asked).signatures.all():
        sign(signature)
    assert not ask(*asked).signatures.exclude(decision="").exists()


def test_somebody_is_always_left_to_ask(ask, change, brief, awa, finance, admin, viewer, acting, manager):
    parts = zip((awa, finance, admin, viewer), (LEGAL, MONEY, DATES, MESSAGE), strict=True)
    asked, tone = [Asked(person, part=part) for person, part in parts], brief.tone
    for signature in ask(*asked).signatures.all():
        sign(signature)
    change(tone="Vif et court")
    ask(*asked)
    change(tone=tone)
    last = ask(*asked)  # word for word what all of them approved
    assert last.status == "open"
    assert last.signatures.filter(decision="", invited_at__isnull=False).count() == 4


def test_what_changed_is_not_left_to_its_asker_alone(ask, awa, manager, campaign, acting, brief):
    """Awa signed for the dates; then the messages change, and Claire, who signs for everything, asks."""
    asked = [Asked(awa, part=DATES), Asked(manager)]
    first = ask(*asked)
    for signature in first.signatures.all():
        sign(signature)
    brief_edit(
        campaign=campaign,
        actor=acting(manager),
        expected_version=brief.version,
        changes={"tone": "Plus direct"},
    )
    again = ask(*asked)
    assert {place.email: place.carried_from_id for place in again.signatures.all()} == {
        awa.email: None, manager.user.email: None
    }, "Awa is asked again: somebody besides Claire looks"  # fmt: skip
