"""One request for brief, plan and budget: what it opens, what closes it, and what replaces it."""

import json
import random

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.gates import Scope
from campaigns.models import Phase, SignOffRequest
from campaigns.selectors.frame import campaign_frame
from campaigns.selectors.gate_answer import gate_answer
from campaigns.selectors.signoff import standings
from campaigns.selectors.usual import usual_request
from campaigns.selectors.verification import evidence_verdict
from campaigns.selectors.waves import wave_edit_voids
from campaigns.services.inviting import Asked
from campaigns.services.lifecycle import GateClosed, campaign_advance
from campaigns.services.signoff import signoff_withdraw
from campaigns.signoff import content_kind, content_kinds, current_canonical, stale_kinds
from campaigns.signoff.contents import answering, part_of
from campaigns.signoff.parts import DATES, MONEY
from campaigns.signoff.standing import latest_requests, signoff_findings
from tests.campaigns.signed_world import CRITERIA, held, world
from tests.campaigns.signing import sign

__all__ = ["held", "world"]
pytestmark = pytest.mark.django_db

Status = SignOffRequest.Status
CONTENTS = list(CRITERIA)


def open_gates(world):
    """The contents that count as approved."""
    return {key for key in CONTENTS if signoff_findings([Scope(world.campaign)], key)[0].ok}


def test_only_a_flash_campaign_is_offered_the_one_request(world):
    assert [kind.key for kind in content_kinds(world.campaign)][:4] == ["combined", "brief", "plan", "budget"]
    world.campaign.type = "BRAND"
    assert "combined" not in {kind.key for kind in content_kinds(world.campaign)}
    with pytest.raises(ValidationError):
        world.ask("combined")


def test_the_whole_is_the_three_contents_as_each_kind_builds_them(world):
    whole = json.loads(current_canonical(world.campaign, "combined"))
    assert set(whole) == set(CONTENTS)
    for key in CONTENTS:
        assert whole[key] == json.loads(current_canonical(world.campaign, key))


def test_the_whole_says_what_is_missing_from_each(world):
    assert content_kind("combined").unready(world.campaign) == [
        f"{content_kind(key).title}\u202f: {sentence}"
        for key in CONTENTS
        for sentence in content_kind(key).unready(world.campaign)
    ]
    world.campaign.objectives.all().delete()
    assert any("Brief campagne" in each for each in content_kind("combined").unready(world.campaign))


def test_one_approval_opens_the_three_gates(world):
    request = world.ask("combined")
    assert open_gates(world) == set()
    sign(request.signatures.get())
    assert open_gates(world) == set(CONTENTS)
    answer = gate_answer(world.campaign)
    assert {row["key"]: row["ok"] for row in answer["criteria"] if row["key"] in CRITERIA.values()} == (
        dict.fromkeys(CRITERIA.values(), True)
    )


def test_once_approved_four_clicks_reach_coordination(world):
    world.approve("combined")
    for phase in (Phase.BRIEF, Phase.PLANNING, Phase.BUDGET):
        campaign_advance(campaign=world.campaign, actor=world.actor, expected_phase=phase)
    assert world.campaign.phase == Phase.COORDINATION


@pytest.mark.parametrize("content", CONTENTS)
def test_an_edit_of_any_of_the_three_voids_the_whole(world, content):
    request = world.approve("combined")
    assert [voided.pk for voided in world.edit(content)] == [request.pk]
    assert open_gates(world) == set()
    answer = gate_answer(world.campaign)
    assert not answer["can_advance"]
    with pytest.raises(GateClosed):
        campaign_advance(campaign=world.campaign, actor=world.actor, expected_phase=Phase.BRIEF)


@pytest.mark.parametrize("content", CONTENTS)
def test_a_content_that_changed_in_silence_counts_for_nothing(world, content):
    world.approve("combined")
    # An edit that told nobody: the transition and the answer find it all the same.
    if content == "brief":
        world.campaign.brief.__class__.objects.filter(campaign=world.campaign).update(tone="Autre")
    elif content == "plan":
        world.campaign.tasks.filter(kind="task").update(duration_days=9)
    else:
        world.campaign.budget.__class__.objects.filter(campaign=world.campaign).update(total=5)
    assert stale_kinds(world.campaign) == ["combined"]
    rows = gate_answer(world.campaign)["criteria"]
    assert not any(row["ok"] for row in rows if row["key"] in CRITERIA.values())


def test_those_whose_part_did_not_change_keep_their_signature_of_the_whole(
    world, finance, admin, contributor
):
    people = (Asked(finance, part=MONEY), Asked(admin, part=DATES), Asked(contributor))
    world.approve("combined", *people)
    world.campaign.tasks.filter(kind="task").update(duration_days=7)
    again = world.ask("combined", *people)
    assert {each.email: bool(each.carried_from_id) for each in again.signatures.all()} == {
        finance.email: True, admin.user.email: False, contributor.user.email: False,
    }  # fmt: skip


def test_a_single_request_replaces_an_open_one_for_the_whole(world):
    whole = world.ask("combined")
    world.approve("plan")
    whole.refresh_from_db()
    assert whole.status == Status.REPLACED
    assert open_gates(world) == {"plan"}
    assert "remplacée" in signoff_findings([Scope(world.campaign)], "brief")[0].why


def test_an_approved_whole_goes_on_for_what_a_single_request_does_not_cover(world):
    world.approve("combined")
    single = world.ask("plan")
    assert open_gates(world) == {"brief", "budget"}
    sign(single.signatures.get(), "rejected", reason="Trop court")
    assert open_gates(world) == {"brief", "budget"}
    world.approve("plan")
    assert open_gates(world) == set(CONTENTS)


def test_asking_for_the_whole_takes_the_place_of_the_single_requests(world):
    world.approve("brief")
    waiting = world.ask("plan")
    whole = world.ask("combined")
    waiting.refresh_from_db()
    assert waiting.status == Status.REPLACED
    assert open_gates(world) == set()
    sign(whole.signatures.get())
    assert open_gates(world) == set(CONTENTS)


def test_what_reads_a_standing_sees_the_whole(world, acting, manager):
    from budgets.selectors.standing import standing_of

    world.approve("combined")
    assert latest_requests([world.campaign.pk], "plan").get().kind == "combined"
    assert standing_of(world.campaign).state == "ok"
    assert "Le planning est validé" in wave_edit_voids(world.campaign)
    assert {each.kind.key: each.within and each.within.key for each in standings(world.campaign)} == {
        "brief": "combined", "plan": "combined", "combined": None, "budget": "combined",
    }  # fmt: skip
    assert usual_request(world.campaign, "plan").parts == {f"s{world.signer.pk}": ""}
    world.reach(Phase.COORDINATION)
    world.edit("budget")
    frame = campaign_frame(world.actor, world.campaign, "/")
    assert [step.state for step in frame.steps][:3] == ["void"] * 3


def test_the_chain_of_evidence_holds(world, workspace):
    world.approve("combined")
    world.edit("plan")
    world.approve("combined")
    world.ask("brief")
    assert evidence_verdict(workspaces=[workspace]).problems == []


# Whatever is done, in whatever order ----------------------------------------------------------------------


def _signed_now(world, key):
    """Whether an approved request says exactly what this content says now, and is the newest to answer."""
    newest = world.campaign.signoff_requests.filter(kind__in=answering(key)).order_by("-pk").first()
    if newest is None or newest.status != Status.APPROVED:
        return False
    frozen = part_of(json.loads(newest.snapshot.content), newest.kind, key)
    signed = newest.signatures.exclude(final_at=None).count() == newest.signatures.count()
    return signed and frozen == json.loads(current_canonical(world.campaign, key))


@pytest.mark.parametrize("seed", range(6))
def test_no_gate_is_ever_open_on_what_nobody_signed(world, workspace, seed):
    turn = random.Random(seed)
    for _step in range(14):
        living = list(world.campaign.signoff_requests.filter(status=Status.OPEN))
        act = turn.choice(["ask", "approve", "approve", "edit", "withdraw", "reject", "sign"])
        if act in ("ask", "approve"):
            getattr(world, act)(turn.choice([*CONTENTS, "combined", "combined"]))
        elif act == "edit":
            world.edit(turn.choice(CONTENTS))
        elif living:
            chosen = turn.choice(living)
            if act == "withdraw":
                signoff_withdraw(request=chosen, actor=world.actor)
            else:
                sign(chosen.signatures.get(), "rejected" if act == "reject" else "approved", reason="Non.")
        assert open_gates(world) == {key for key in CONTENTS if _signed_now(world, key)}
        assert stale_kinds(world.campaign) == []
        shared = world.campaign.signoff_requests.filter(status=Status.OPEN).values_list("kind", flat=True)
        assert len(shared) < 2 or "combined" not in shared
    assert evidence_verdict(workspaces=[workspace]).problems == []


# In the browser -------------------------------------------------------------------------------------------


def url(world, tail=""):
    return f"/e/{world.campaign.workspace.slug}/campagnes/{world.campaign.reference}/{tail}"


@pytest.mark.parametrize("page", ["brief/", "planning/", "budget/"])
def test_the_three_pages_lead_to_the_one_request(world, as_, manager, page):
    found = as_(manager).get(url(world, page)).content.decode()
    assert "combined-offer" in found
    ready = not content_kind("combined").unready(world.campaign)
    assert ("validations/combined/demander/" in found) == ready
    world.ask("combined")
    assert "combined-offer" not in as_(manager).get(url(world, page)).content.decode()


def test_the_page_that_asks_says_what_it_replaces_and_is_due_at_once(world, as_, manager):
    world.ask("combined")
    page = as_(manager).get(url(world, "validations/plan/demander/"))
    assert "la remplace en entier" in page.content.decode().replace("nouvelle ", "")
    due = page.context["form"]["due_on"].value()
    assert due - timezone.localdate() < timezone.timedelta(days=4)


def test_signers_read_the_three_contents_in_full(world, as_, admin):
    request = world.ask("combined", admin)
    page = as_(admin).get(f"/e/{world.campaign.workspace.slug}/a-valider/{request.signatures.get().pk}/")
    found = page.content.decode()
    for key in CONTENTS:
        assert f'href="#partie-{key}"' in found
        assert f'id="partie-{key}"' in found
    assert "Visuels" in found
    assert "Recruter des testeuses" in found


def test_a_campaign_of_another_type_has_no_such_page(world, as_, manager):
    world.campaign.__class__.objects.filter(pk=world.campaign.pk).update(type="BRAND")
    assert as_(manager).get(url(world, "validations/combined/demander/")).status_code == 404
    assert "combined-offer" not in as_(manager).get(url(world, "brief/")).content.decode()


def test_every_campaign_page_stands_with_the_whole_asked(world, as_, manager):
    world.ask("combined")
    for tail in ("", "validations/", "lancement/", "brief/", "planning/", "budget/"):
        assert as_(manager).get(url(world, tail)).status_code == 200, tail
