"""Who must sign a budget by its amount: levels, boundaries, pages, and what no rule gets around."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from budgets.models import BudgetRules, DelegationLevel, Overrun
from budgets.selectors.delegation import level_for
from budgets.services.delegation import LevelWords, level_add, level_edit, level_remove
from campaigns.gates import Scope
from campaigns.models import EvidenceEvent, SignOffRequest, Stakeholder
from campaigns.selectors.verification import evidence_verdict
from campaigns.services.digest import stand_in_call
from campaigns.services.inviting import Asked
from campaigns.services.signoff import signoff_request
from campaigns.signoff.outcomes import left_for_good
from campaigns.signoff.parts import EVERYTHING, LEGAL, MONEY
from campaigns.signoff.required import required_of, required_words
from campaigns.signoff.standing import signoff_findings
from core.editing import EditConflict
from core.models import AuditEvent
from tests.campaigns.signing import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire(acting, manager):
    return acting(manager)


@pytest.fixture
def ines(acting, admin):
    return acting(admin)


@pytest.fixture
def director(workspace) -> Stakeholder:
    return Stakeholder.objects.create(
        workspace=workspace, name="Hélène Aubry", email="helene@example.com", function="Directrice"
    )


@pytest.fixture
def levels(ines, director, finance):
    """The manager for every budget, the director above 10 000 €, two signers above 100 000 €."""

    def level(above, *people, owner=False):
        return level_add(actor=ines, words=LevelWords(Decimal(above), owner, people))

    return level("0", owner=True), level("10000", director), level("100000", director, finance)


@pytest.fixture
def ask(campaign, budget, line, claire, today):
    """Ask for the budget at a total: ask("12000", director)."""

    def make(total: str, *signers, **terms) -> SignOffRequest:
        budget.total = Decimal(total)
        budget.save()
        due = today + timedelta(days=3)
        return signoff_request(
            campaign=campaign, actor=claire, kind="budget", signers=signers, due_on=due, **terms
        )

    return make


def url(campaign, kind="budget"):
    return reverse("campaigns:signoff-request", args=[campaign.workspace.slug, campaign.reference, kind])


def posted(today, *keys, **more):
    return {"signers": keys, "due_on": (today + timedelta(days=3)).isoformat(), **more}


def plain(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


AMOUNTS = [
    ("0", None), ("0.01", "0"), ("10000.00", "0"), ("10000.01", "10000"), ("100000.00", "10000"),
    ("100000.01", "100000"),
]  # fmt: skip


@pytest.mark.parametrize(("amount", "above"), AMOUNTS, ids=[f"amount-{amount}" for amount, _ in AMOUNTS])
def test_the_level_is_the_highest_that_the_total_exceeds_to_the_cent(workspace, levels, amount, above):
    found = level_for(workspace, Decimal(amount))
    assert (found and found.above) == (above and Decimal(above))


def test_without_levels_nobody_is_required(ask, finance):
    request = ask("500000", finance)
    assert [each.required_for for each in request.signatures.all()] == [""]
    sent = EvidenceEvent.objects.get(kind="request_sent")
    named = EvidenceEvent.objects.get(kind="signer_named")
    assert "required" not in sent.payload + named.payload


def test_exactly_at_the_amount_the_level_below_holds(ask, levels, manager, director):
    assert ask("10000.00", manager).signatures.get().required_for == "delegation:0.00:EUR"
    with pytest.raises(ValidationError, match=r"Hélène Aubry .Directrice. doit signer"):
        ask("10000.01", manager)


def test_two_signers_are_both_needed(ask, levels, director, finance):
    with pytest.raises(ValidationError, match="Paul Tessier"):
        ask("100000.01", director)
    request = ask("100000.01", director, finance)
    for signature in request.signatures.all():
        request.refresh_from_db()
        assert request.status == "open"
        sign(signature)
    request.refresh_from_db()
    assert request.status == "approved"


@pytest.mark.parametrize("part", [LEGAL, MONEY])
def test_a_budget_is_signed_whole(ask, levels, director, part):
    """«Les objectifs chiffrés» are the brief's: whoever signs for them has not signed a budget."""
    with pytest.raises(ValidationError, match=r"Hélène Aubry .* doit signer pour tout le contenu \("):
        ask("12000", Asked(director, part=part))


def test_in_a_combined_request_too(campaign, budget, levels, director, finance):
    (required,) = required_of(campaign, "combined")
    assert (required.person, required.part) == (campaign.owner, EVERYTHING)


@pytest.mark.parametrize("terms", [{"rule": "any"}, {"rule": "quorum", "quorum": 1}], ids=["any", "quorum"])
def test_no_rule_gets_around_a_required_signature(ask, levels, director, finance, viewer, terms):
    request = ask("12000", director, finance, viewer, **terms)
    required, *others = request.signatures.order_by("-required_for")
    for signature in others:
        sign(signature)
    request.refresh_from_db()
    assert request.status == "open"
    sign(required)
    request.refresh_from_db()
    assert request.status == "approved"


def test_a_required_refusal_ends_the_request_whatever_the_rule(ask, levels, director, finance):
    request = ask("12000", director, finance, rule="any")
    sign(request.signatures.get(email=director.email), "rejected", reason="Trop cher")
    request.refresh_from_db()
    assert request.status == "rejected"


def test_a_caller_cannot_take_the_mark_away_nor_bring_one(ask, levels, director, finance):
    request = ask("12000", Asked(director, required_for=""), Asked(finance, required_for="delegation:0:EUR"))
    marks = dict(request.signatures.values_list("email", "required_for"))
    assert marks == {director.email: "delegation:10000.00:EUR", finance.email: ""}


def test_the_stand_in_of_an_absent_signer_takes_the_required_place(ask, levels, director, finance, today):
    director.stand_in, director.absent_until = finance, today
    director.save()
    place = ask("12000", director).signatures.get()
    assert (place.email, place.stands_in_for) == (finance.email, "Hélène Aubry")
    assert place.required_for == "delegation:10000.00:EUR"


def test_one_person_does_not_sign_for_two(ask, levels, director, finance, today):
    director.stand_in, director.absent_until = finance, today
    director.save()
    emails = set(ask("100001", director, finance).signatures.values_list("email", flat=True))
    assert emails == {director.email, finance.email}


def test_two_people_away_do_not_share_one_stand_in(ask, levels, director, finance, workspace, today):
    sophie = Stakeholder.objects.create(workspace=workspace, name="Sophie Rey", email="sophie@example.com")
    Stakeholder.objects.filter(pk__in=[director.pk, finance.pk]).update(stand_in=sophie, absent_until=today)
    director.refresh_from_db()
    finance.refresh_from_db()
    places = {each.email: each.stands_in_for for each in ask("100001", director, finance).signatures.all()}
    assert places == {sophie.email: "Hélène Aubry", finance.email: ""}


def test_a_stand_in_called_later_keeps_the_place_required(ask, levels, director, finance):
    director.stand_in = finance
    director.save()
    place = ask("12000", director).signatures.get()
    assert stand_in_call(signature=place)
    place.refresh_from_db()
    assert (place.email, place.required_for) == (finance.email, "delegation:10000.00:EUR")


def test_levels_changed_later_void_nothing_but_the_next_request_obeys(ask, levels, ines, finance, director):
    request = ask("12000", director)
    sign(request.signatures.get())
    words = LevelWords(Decimal("10000"), False, (finance,))
    level_edit(actor=ines, level=levels[1], expected_version=1, words=words)
    request.refresh_from_db()
    assert request.status == "approved"
    with pytest.raises(ValidationError, match="Paul Tessier"):
        ask("12000", director)
    level_remove(actor=ines, level=levels[1])
    assert AuditEvent.objects.filter(verb="delegation_removed").count() == 1


def test_what_a_signature_authorises_beyond_the_total_counts(ask, levels, line, manager, director):
    Overrun.objects.create(line=line, planned=line.planned, up_to=line.planned + Decimal("0.01"))
    with pytest.raises(ValidationError, match="Hélène Aubry"):
        ask("10000.00", manager)


def test_somebody_who_left_blocks_with_words(ask, levels, director, finance):
    Stakeholder.objects.filter(pk=director.pk).update(is_active=False)
    with pytest.raises(ValidationError, match=r"Hélène Aubry doit signer .* ne peut plus signer ici"):
        ask("12000", finance)


def test_a_level_that_lost_everybody_blocks_too(ask, ines, workspace, finance):
    DelegationLevel.objects.create(workspace=workspace, above=Decimal(0))
    with pytest.raises(ValidationError, match="Personne n’est désigné"):
        ask("12000", finance)


def test_the_requirement_is_in_the_evidence_and_the_evidence_holds(ask, levels, director, workspace):
    sign(ask("12000", director).signatures.get())
    sent = EvidenceEvent.objects.get(kind="request_sent")
    assert '"required":["delegation:10000.00:EUR"]' in sent.payload
    assert evidence_verdict(workspaces=[workspace]).problems == []
    SignOffRequest.objects.get().signatures.update(required_for="")
    problems = evidence_verdict(workspaces=[workspace]).problems
    assert [problem.where.rpartition(".")[2] for problem in problems] == ["required_for"]


# Pages ----------------------------------------------------------------------------------------------


def test_the_page_preselects_says_why_and_locks_the_box(
    as_, campaign, levels, ask, budget, manager, director
):
    budget.total = Decimal("12000")
    budget.save()
    page = plain(as_(manager).get(url(campaign)))
    assert "Budget au-dessus de 10 000 € : Hélène Aubry (Directrice) signe." in page
    assert f'type="hidden" name="signers" value="s{director.pk}"' in page
    assert f'id="signer_s{director.pk}" checked disabled' in page


def test_who_asks_and_signs_is_told_so(as_, campaign, levels, budget, line, manager, today):
    page = plain(as_(manager).get(url(campaign)))
    assert "vous demandez et vous signez" in page
    answer = as_(manager).post(url(campaign), posted(today, f"m{manager.pk}"))
    assert answer.status_code == 303
    assert SignOffRequest.objects.get().signatures.get().membership == manager


def test_a_forged_post_without_the_required_signer_is_refused(
    as_, campaign, levels, budget, line, manager, finance, today
):
    budget.total = Decimal("12000")
    budget.save()
    for rule in ("all", "any", "in_turn"):
        answer = as_(manager).post(url(campaign), posted(today, f"s{finance.pk}", rule=rule))
        assert answer.status_code == 422
        assert "Hélène Aubry (Directrice) doit signer (budget au-dessus de 10 000 €)" in plain(answer)
    assert not SignOffRequest.objects.exists()


def test_english_readers_read_english(as_, campaign, levels, budget, line, manager):
    budget.total = Decimal("12000")
    budget.save()
    manager.user.language = "en"
    manager.user.save()
    browser = as_(manager)
    browser.cookies.load({"django_language": "en"})
    assert "above €10,000" in plain(browser.get(url(campaign)))


def test_the_asker_may_sign_alone_only_where_the_workspace_requires_them(ask, levels, manager, director):
    assert ask("9000", manager).status == "open"
    for level in levels:
        level.delete()
    with pytest.raises(ValidationError, match="seul à approuver"):
        ask("9000", manager)


def test_who_leaves_a_required_place_keeps_the_budget_from_being_signed(
    ask, levels, campaign, director, finance
):
    request = ask("12000", director, finance, rule="any")
    Stakeholder.objects.filter(pk=finance.pk).update(is_active=False)
    assert not left_for_good(request, list(request.signatures.all()))
    Stakeholder.objects.filter(pk=director.pk).update(is_active=False)
    Stakeholder.objects.filter(pk=finance.pk).update(is_active=True)
    assert [each.name for each in left_for_good(request, list(request.signatures.all()))] == ["Hélène Aubry"]
    assert "Hélène Aubry n’est plus dans l’espace" in signoff_findings([Scope(campaign)], "budget")[0].why


def test_an_unknown_reason_says_nothing():
    assert required_words("") == required_words("gone:12") == ""


def test_an_administrator_settles_levels_and_the_tolerance(as_, admin, workspace, director):
    browser, page = as_(admin), reverse("budgets:delegation", args=[workspace.slug])
    assert "Exemple" in plain(browser.get(page))
    add = reverse("budgets:delegation-add", args=[workspace.slug])
    assert browser.post(add, {"above": "10 000", "people": []}).status_code == 422
    assert browser.post(add, {"above": "10 000", "people": [f"s{director.pk}", "owner"]}).status_code == 303
    level = DelegationLevel.objects.get()
    assert (level.above, level.owner, list(level.stakeholders.all())) == (Decimal(10000), True, [director])
    assert browser.post(add, {"above": "10000", "people": ["owner"]}).status_code == 422
    assert browser.post(page, {"tolerance": "101", "version": "1"}).status_code == 422
    assert browser.post(page, {"tolerance": "5", "version": "1"}).status_code == 303
    assert browser.post(page, {"tolerance": "7", "version": "1"}).status_code == 409
    assert BudgetRules.objects.get().tolerance == 5


def test_the_second_editor_of_a_level_is_told(ines, levels, finance):
    words = LevelWords(Decimal("10000"), False, (finance,))
    level_edit(actor=ines, level=levels[1], expected_version=1, words=words)
    with pytest.raises(EditConflict):
        level_edit(actor=ines, level=levels[1], expected_version=1, words=words)


def test_the_page_of_levels_asks_as_much_of_the_database_for_many(as_, cost, admin, workspace, levels, ines):
    browser, page = as_(admin), reverse("budgets:delegation", args=[workspace.slug])
    level_add(actor=ines, words=LevelWords(Decimal(200000), True, (admin,)))
    before = cost(browser, page)
    for number in range(1, 9):
        level_add(actor=ines, words=LevelWords(Decimal(200000 + number), True, (admin,)))
    assert cost(browser, page) == before


def test_a_level_for_every_budget_is_not_said_as_above_nothing():
    with override("fr"):
        assert required_words("delegation:0:EUR") == "tout budget"
        assert "10" in required_words("delegation:10000:EUR")
