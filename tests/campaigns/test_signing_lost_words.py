"""What a signer typed too late is shown to be copied; what they decided is told truthfully once void."""

import pytest
from django.urls import reverse

from campaigns.models import SigningCode
from campaigns.services.brief import brief_edit
from campaigns.services.signoff import signoff_withdraw
from core.models import OutboxMessage
from tests.campaigns.signing import answer, decide, decided, page_of, sign, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def edit(campaign, acting, contributor):
    def change(tone="Vif et court"):
        brief_edit(campaign=campaign, actor=acting(contributor), expected_version=1, changes={"tone": tone})

    return change


def mails(template, to=None):
    rows = OutboxMessage.objects.filter(key__startswith=f"{template}:")
    return [row.payload["body"] for row in rows if to in (None, row.payload["to"])]


def spoil_void(request, edit, actor):
    edit()


def spoil_withdrawn(request, edit, actor):
    signoff_withdraw(request=request, actor=actor)


def spoil_left(request, edit, actor):
    person = request.signatures.get().stakeholder
    person.is_active = False
    person.save()


@pytest.mark.parametrize(
    "spoil", [spoil_void, spoil_withdrawn, spoil_left], ids=["void", "withdrawn", "left"]
)
def test_what_was_typed_too_late_is_shown_to_copy(opened, edit, acting, manager, spoil):
    browser, signature = opened
    typed = answer(signature, "rejected", reason="Trois pages de raisons")
    spoil(signature.request, edit, acting(manager))
    page = browser.post(page_of(signature), typed)
    assert page.status_code == 409
    text = words(page)
    for part in ("Trois pages de raisons", "Je refuse", "Ce que vous aviez écrit"):
        assert part in text
    for lie in ("vous demande d’approuver", "Une question avant", "Une nouvelle demande vous sera envoyée"):
        assert lie not in text
    assert decided(signature) == ""


def test_a_question_asked_too_late_is_shown_to_copy(opened, edit):
    browser, signature = opened
    edit()
    sent = {"action": "question", "text": "Et la TVA\u202f?", "sha256": signature.request.snapshot.sha256}
    page = browser.post(page_of(signature), sent)
    assert (page.status_code, "Et la TVA" in words(page)) == (409, True)


def test_a_member_keeps_what_was_typed_too(ask, admin, edit, as_, campaign):
    signature = ask(admin).signatures.get()
    typed = answer(signature, "reserved", reason="Sous réserve du stock")
    edit()
    page = as_(admin).post(reverse("campaigns:sign", args=[campaign.workspace.slug, signature.pk]), typed)
    assert page.status_code == 409
    assert "Sous réserve du stock" in words(page)
    assert "vous demande d’approuver" not in words(page)


@pytest.mark.parametrize(
    "other",
    [
        {"reason": "Tout autre raison"},
        {"typed_name": "P. Tessier"},
        {"decision": "approved"},
        {"text": "Et ?"},
    ],
    ids=["reason", "name", "decision", "question"],
)
def test_a_second_answer_that_says_something_else_is_told(opened, other):
    browser, signature = opened
    first = answer(signature, "rejected", reason="Le prix manque")
    browser.post(page_of(signature), first)
    page = browser.post(page_of(signature), {**first, **other})
    assert page.status_code == 409
    assert "n’a pas été enregistré" in words(page)
    assert next(iter(other.values())).replace("approved", "J’approuve cette version") in words(page)
    signature.refresh_from_db()
    assert signature.reason == "Le prix manque"


def test_a_code_that_is_no_code_spends_no_try(opened):
    browser, signature = opened
    given = answer(signature)
    for typed in ("", "abcdef", "12345", "1234567", "１２３４５６"):
        page = browser.post(page_of(signature), {**given, "code": typed})
        assert page.status_code == 422
        assert "six chiffres" in words(page)
    assert SigningCode.objects.get().attempts == 0
    spaced = given["code"][:3] + " " + given["code"][3:]
    assert browser.post(page_of(signature), {**given, "code": spaced}).status_code == 303


def test_all_that_is_missing_is_said_at_once(opened):
    browser, signature = opened
    for action in ("code", "sign"):
        empty = {"action": action, "decision": "rejected", "sha256": signature.request.snapshot.sha256}
        text = words(browser.post(page_of(signature), empty))
        for part in ("Cochez pour dire", "Écrivez votre nom pour signer.", "Dites pourquoi vous refusez"):
            assert part in text


def test_a_void_approval_is_no_green_tick_and_shows_what_changed(opened, edit, as_, manager, campaign):
    browser, signature = opened
    browser.post(page_of(signature), answer(signature))  # not final yet
    edit()
    text = words(browser.get(page_of(signature)))
    assert "Vous aviez approuvé la version 1, qui ne vaut plus" in text
    assert "<ins>Vif et court</ins>" in text
    assert "Pas encore" not in text
    assert 'class="receipt" data-tone="warn"' in text
    team = words(
        as_(manager).get(reverse("campaigns:signoff", args=[campaign.workspace.slug, campaign.reference]))
    )
    assert "pas encore définitif" not in team
    assert "jamais devenu définitif" in team


def test_a_reserved_approval_is_no_refusal_in_the_queue(ask, admin, as_, workspace):
    decide(ask(admin).signatures.get(), "reserved", reason="Vérifier le stock")
    page = as_(admin).get(reverse("campaigns:to-sign", args=[workspace.slug]))
    assert "Refusé" not in words(page)


def test_each_signer_is_told_once_that_the_content_changed(ask, finance, admin, edit):
    request = ask(finance, admin)
    sign(request.signatures.get(stakeholder=finance))
    edit()
    (answered,) = mails("signoff_ended", finance.email)
    assert "Calme et précis" in answered
    assert "→ Vif et court" in answered
    assert "Vous n’avez rien à faire" in answered
    (waiting,) = mails("signoff_ended", admin.user.email)
    assert "Vous n’avez plus à répondre" in waiting


def test_a_long_list_of_changes_is_cut(ask, finance, campaign, acting, contributor):
    from campaigns.services.signoff import signoff_touch

    ask(finance)
    for index in range(12):
        campaign.key_messages.create(text=f"Message {index}", position=index + 5)
    signoff_touch(campaign=campaign, kind="brief", actor=acting(contributor))
    (body,) = mails("signoff_ended")
    assert body.count("→") == 10
    assert "et 2 autres changements" in body


def test_a_withdrawal_is_told_to_those_invited_alone(ask, finance, admin, acting, manager):
    from campaigns.services.inviting import Asked

    request = ask(Asked(finance), Asked(admin, step=2))
    signoff_withdraw(request=request, actor=acting(manager))
    assert len(mails("signoff_ended")) == 1
    assert "a retiré la demande" in mails("signoff_ended", finance.email)[0]


def test_nobody_is_reminded_before_their_turn(ask, finance, admin, as_, manager, campaign):
    from campaigns.services.inviting import Asked

    later = ask(Asked(finance), Asked(admin, step=2)).signatures.get(step=2)
    page = as_(manager).get(reverse("campaigns:signoff", args=[campaign.workspace.slug, campaign.reference]))
    remind = reverse("campaigns:signoff-remind", args=[campaign.workspace.slug, campaign.reference, later.pk])
    assert remind not in words(page)


def test_the_outcome_s_mail_says_who_approved_of_how_many(ask, finance, admin):
    request = ask(finance, admin, rule="any")
    sign(request.signatures.get(stakeholder=finance))
    (body,) = mails("signoff_settled")
    assert "par Paul Tessier (1 approbation suffisait, sur 2 personnes demandées)" in body
    assert "toutes les personnes" not in body
