"""Amendments: what a void approval opens in a campaign that is live, and what it never stops."""

import json
from decimal import Decimal

import pytest
from django.utils.translation import override

from budgets.models import BudgetLine
from budgets.services.entries import EntryWords, entry_add
from campaigns.access import CampaignAccess
from campaigns.models import EvidenceEvent, Phase, SignOffRequest
from campaigns.selectors.amendments import amendments_today, campaign_amendments
from campaigns.selectors.frame import campaign_frame
from campaigns.selectors.gate_answer import gate_answer
from campaigns.selectors.verification import evidence_verdict
from campaigns.services.lifecycle import GateClosed, campaign_advance, wave_open
from campaigns.services.signoff import signoff_touch, signoff_withdraw
from campaigns.signoff.amendments import amendment_title
from campaigns.signoff.consent import consent_text
from core.models import AuditEvent, OutboxMessage
from tests.campaigns.signed_world import CRITERIA, held, world
from tests.campaigns.signing import sign

__all__ = ["held", "world"]
pytestmark = pytest.mark.django_db

Status = SignOffRequest.Status


@pytest.fixture
def live(world):
    """The same campaign, each content signed alone, its first wave open."""
    for kind in CRITERIA:
        world.approve(kind)
    world.reach(Phase.EXECUTION)
    return world


def opened(world):
    """What the chain says was opened: (content, number), in order."""
    rows = EvidenceEvent.objects.filter(campaign=world.campaign, kind="amendment_opened").order_by("sequence")
    stated = [json.loads(row.payload)["data"] for row in rows]
    return [(each["content"], each["amendment"]) for each in stated]


def waiting(world):
    waves = list(world.campaign.waves.order_by("number"))
    return campaign_amendments(world.access, waves)


def later(world):
    return world.campaign.waves.get(number=2)


def latest(world, kind):
    return world.campaign.signoff_requests.filter(kind=kind).order_by("-pk").first()


@pytest.fixture(autouse=True)
def access(world, manager):
    """The pages' way in, for Claire."""
    world.access = CampaignAccess(manager.workspace, manager, world.campaign)


def test_before_the_launch_a_void_approval_opens_none(world):
    world.approve("budget")
    world.edit("budget")
    assert opened(world) == []
    assert latest(world, "budget").amended_by is None
    assert world.ask("budget").amends is None


def test_once_live_a_void_approval_opens_one_and_says_so(live):
    live.edit("budget")
    assert opened(live) == [("budget", 1)]
    assert AuditEvent.objects.filter(verb="amendment_opened").count() == 1
    (found,) = waiting(live)
    assert found.title == "Avenant n° 1 au budget"
    assert found.who == "Claire Vasseur"
    assert found.closes.startswith("La vague 2 attend son approbation")
    assert any("1 001" in change.after.replace("\u202f", " ") for change in found.changes)
    (item,) = amendments_today(live.actor)
    assert item.due_on == later(live).goes_live_on
    assert "Avenant n° 1 au budget" in item.text
    assert campaign_frame(live.actor, live.campaign, "/").steps[2].hint == "Avenant n° 1 à approuver"


def test_an_edit_that_changes_nothing_material_opens_none(live):
    assert signoff_touch(campaign=live.campaign, kind="budget", actor=live.actor) is None
    assert opened(live) == []


def test_two_edits_in_a_row_are_one_amendment(live):
    live.edit("budget")
    live.edit("budget")
    assert opened(live) == [("budget", 1)]
    request = live.ask("budget")
    assert request.amends == 1
    live.edit("budget")  # while it is out: the request is void, the amendment is the same
    assert latest(live, "budget").status == Status.VOIDED
    assert live.ask("budget").amends == 1
    assert opened(live) == [("budget", 1)]


def test_each_approved_amendment_lets_the_next_one_be_numbered(live):
    for number in (1, 2, 3):
        live.edit("budget")
        assert live.approve("budget").amends == number
    assert opened(live) == [("budget", 1), ("budget", 2), ("budget", 3)]
    assert waiting(live) == []


def test_a_number_ended_under_the_combined_kind_does_not_serve_again(live):
    live.edit("brief")
    assert live.approve("combined").status == Status.APPROVED  # with the brief's first amendment in it
    assert live.ask("brief").amends is None
    live.approve("combined")
    live.edit("brief")
    assert live.ask("brief").amends == 2


def test_a_number_not_approved_yet_is_kept_after_a_refusal_under_the_combined_kind(live):
    live.edit("brief")
    refused = live.ask("combined")
    sign(refused.signatures.get(), "rejected", reason="Trop tôt")
    assert live.ask("brief").amends == 1


def test_two_contents_have_each_their_amendment(live):
    live.edit("budget")
    live.edit("plan")
    assert opened(live) == [("budget", 1), ("plan", 1)]
    assert [found.title for found in waiting(live)] == ["Avenant n° 1 au planning", "Avenant n° 1 au budget"]
    live.approve("budget")
    assert [found.title for found in waiting(live)] == ["Avenant n° 1 au planning"]
    with pytest.raises(GateClosed):
        wave_open(wave=later(live), actor=live.actor)


def test_what_is_live_goes_on(live):
    live.edit("plan")
    live.edit("budget")
    answer = gate_answer(live.campaign)
    assert answer["can_advance"] is True
    assert answer["next"] == Phase.SUIVI
    campaign_advance(campaign=live.campaign, actor=live.actor, expected_phase=Phase.EXECUTION)
    assert gate_answer(live.campaign)["can_advance"] is True
    campaign_advance(campaign=live.campaign, actor=live.actor, expected_phase=Phase.SUIVI)
    assert live.campaign.phase == Phase.BILAN
    assert live.campaign.waves.get(number=1).opened_at


def test_a_later_wave_is_closed_then_open_once_it_is_approved(live):
    live.edit("budget")
    answer = gate_answer(live.campaign, later(live))
    assert not answer["can_advance"]
    (budget,) = [row for row in answer["criteria"] if row["key"] == "budget_signed"]
    assert not budget["ok"]
    assert budget["why"].startswith("Avenant n° 1 au budget à faire approuver")
    assert budget["fix_url"].endswith("/validations/budget/demander/")
    with pytest.raises(GateClosed) as closed:
        wave_open(wave=later(live), actor=live.actor)
    assert "Avenant n° 1 au budget" in closed.value.words
    live.approve("budget")
    assert gate_answer(live.campaign, later(live))["can_advance"]
    wave_open(wave=later(live), actor=live.actor)
    assert later(live).opened_at


def test_a_content_that_changed_in_silence_opens_one_at_the_next_wave(live):
    live.campaign.tasks.filter(kind="task").update(duration_days=9)
    assert gate_answer(live.campaign)["can_advance"] is True
    assert not gate_answer(live.campaign, later(live))["can_advance"]
    with pytest.raises(GateClosed):
        wave_open(wave=later(live), actor=live.actor)
    assert opened(live) == [("plan", 1)]


def test_a_refused_amendment_leaves_the_signed_version_the_reference(live):
    live.edit("budget")
    request = live.ask("budget")
    sign(request.signatures.get(), "rejected", reason="Trop cher")
    (found,) = waiting(live)
    assert (found.state, found.reason, found.signed) == ("bad", "Trop cher", 1)
    assert found.changes
    (item,) = amendments_today(live.actor)
    assert item.due_on == later(live).goes_live_on
    assert (item.action, item.url) == ("Lire le refus", found.page_url)
    live.edit("budget")
    again = live.ask("budget")
    assert again.amends == 1


def test_going_back_to_the_signed_version_leaves_nothing_to_change(live):
    before = live.campaign.tasks.get(name="Visuels").duration_days
    live.edit("plan")
    live.campaign.tasks.filter(name="Visuels").update(duration_days=before)
    (found,) = waiting(live)
    assert found.changes == []
    assert live.approve("plan").status == Status.APPROVED
    assert waiting(live) == []


def test_a_withdrawn_amendment_still_waits(live):
    live.edit("budget")
    signoff_withdraw(request=live.ask("budget"), actor=live.actor)
    (found,) = waiting(live)
    assert found.state == "void"
    assert "retirée" in gate_answer(live.campaign, later(live))["criteria"][2]["why"]


def test_asking_again_for_an_approved_content_is_no_amendment(live):
    assert live.ask("budget").amends is None


def test_mail_page_and_consent_name_the_amendment_and_show_what_it_changes(live, as_, admin):
    live.edit("budget")
    request = live.ask("budget", admin)
    mail = OutboxMessage.objects.filter(key__startswith="signoff_request").latest("id").payload
    assert "l’avenant n° 1 au budget" in mail["subject"]
    assert "1 001" in mail["body"].replace("\u202f", " ").replace("\xa0", " ")
    assert "l’avenant n° 1 au budget" in consent_text(request)
    page = as_(admin).get(f"/e/{live.campaign.workspace.slug}/a-valider/{request.signatures.get().pk}/")
    found = page.content.decode()
    assert "l’avenant n° 1 au budget" in found
    assert found.index("Ce que l’avenant change") < found.index("signoff-content")


def test_the_head_says_where_the_amendment_stands_before_what_comes_next(live, as_, manager):
    def head() -> str:
        page = as_(manager).get(f"/e/{live.campaign.workspace.slug}/campagnes/{live.campaign.reference}/")
        return str(page.context["overview"].blocking)

    assert head() == "Tout est réuni pour la suite."
    live.edit("budget")
    assert head() == "Avenant n° 1 au budget à envoyer\u202f; rien d’autre n’empêche la suite."
    request = live.ask("budget")
    assert head().startswith("Avenant n° 1 au budget en attente d’approbation")
    sign(request.signatures.get(), "rejected", reason="Trop cher")
    assert head().startswith("Avenant n° 1 au budget refusé")


def test_money_past_its_line_is_said_as_such_and_not_as_an_edit(live, as_, manager):
    line = BudgetLine.objects.get(budget__campaign=live.campaign)
    words = EntryWords("actual", Decimal(1200), line.month, "Facture Meta " + "du mois " * 18)
    accepted = {"above", "void", "future", "month", "window", "credit"}
    entry_add(line=line, actor=live.actor, words=words, accepted=accepted)
    (found,) = waiting(live)
    assert "…\u202f», Claire Vasseur)" in found.because, "the label is named, not repeated whole"
    assert found.because.count("du mois") < 5
    assert "1 200 € engagés ou dépensés" in found.because.replace("\u202f", " ").replace("\xa0", " ")
    why = gate_answer(live.campaign, later(live))["criteria"][2]["why"]
    assert found.because in why
    assert "a modifié le contenu" not in why
    at = f"/e/{live.campaign.workspace.slug}/campagnes/{live.campaign.reference}/"
    page = as_(manager).get(at).content.decode()
    assert "Ce qui est dépensé le reste" in page
    assert "remettez chaque valeur" not in page


def test_the_pages_of_a_live_campaign_show_it(live, as_, manager):
    live.edit("budget")
    base = f"/e/{live.campaign.workspace.slug}"
    at = f"{base}/campagnes/{live.campaign.reference}"
    for path in (f"{at}/", f"{at}/validations/", f"{at}/lancement/", f"{base}/"):
        page = as_(manager).get(path, follow=True)
        assert page.status_code == 200, path
        assert "Avenant n° 1 au budget" in page.content.decode(), path


def test_a_combined_approval_opens_one_amendment_for_its_three_contents(world):
    world.approve("combined")
    world.reach(Phase.EXECUTION)
    world.edit("plan")
    world.edit("budget")
    assert opened(world) == [("combined", 1)]
    (found,) = waiting(world)
    assert found.title == "Avenant n° 1 au brief, au planning et au budget"
    assert world.approve("combined").amends == 1
    assert waiting(world) == []


def test_an_amendment_of_the_whole_may_be_asked_content_by_content(world):
    world.approve("combined")
    world.reach(Phase.EXECUTION)
    world.edit("plan")
    single = world.approve("plan")
    assert single.amends == 1
    (found,) = waiting(world)  # the brief and the budget, signed with the old plan, still wait
    assert found.key == "combined-1"
    for kind in ("brief", "budget"):
        world.approve(kind)
    assert waiting(world) == []
    wave_open(wave=later(world), actor=world.actor)


def test_the_chain_of_evidence_holds(live, workspace):
    live.edit("budget")
    live.ask("budget")
    live.edit("plan")
    live.approve("plan")
    assert evidence_verdict(workspaces=[workspace]).problems == []
    SignOffRequest.objects.filter(amended_by=1, kind="plan").update(amended_by=7)
    SignOffRequest.objects.filter(amends=1, kind="budget").update(amends=None)
    wrong = {
        problem.where.rpartition(".")[2] for problem in evidence_verdict(workspaces=[workspace]).problems
    }
    assert wrong == {"amended_by", "amends"}


def test_a_page_takes_as_many_queries_with_two_as_with_one_but_theirs(
    live, as_, manager, django_assert_max_num_queries
):
    live.edit("budget")
    browser = as_(manager)
    at = f"/e/{live.campaign.workspace.slug}/campagnes/{live.campaign.reference}/"
    browser.get(at)
    with django_assert_max_num_queries(200) as one:
        browser.get(at)
    live.edit("budget")
    with django_assert_max_num_queries(len(one)):
        browser.get(at)


@pytest.mark.parametrize("kind", ["brief", "plan", "budget", "combined"])
def test_an_amendment_is_titled_in_the_readers_language(kind):
    """Each content says what it amends when it is read, not once for all when the product starts."""
    with override("fr"):
        french = amendment_title(kind, 1)
    with override("en"):
        english = amendment_title(kind, 1)
    assert french.startswith("Avenant n° 1 au ")
    assert english.startswith("Amendment no. 1 to the ")


def test_asking_again_for_what_is_approved_leaves_it_the_reference(live):
    """The approval is replaced by a request about the same version; what then changes is an amendment."""
    again = live.ask("budget")
    assert (again.amends, again.snapshot.number) == (None, 1)
    live.edit("budget")
    assert opened(live) == [("budget", 1)]
    again.refresh_from_db()
    assert (again.status, again.amended_by) == ("voided", 1)
    assert live.ask("budget").amends == 1


def test_a_first_request_that_was_never_approved_opens_none(live):
    live.edit("budget")
    first = live.ask("budget")
    live.edit("budget")
    first.refresh_from_db()
    assert first.amended_by is None, "it asked for amendment 1, which still waits"
    assert opened(live) == [("budget", 1)]
