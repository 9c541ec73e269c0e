"""The signer's page beyond yes and no: codes, reservations, questions, changing one's mind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import EvidenceEvent, SigningCode, SignOffRequest
from campaigns.services.deciding import decision_settle_due, decisions_due
from core.models import OutboxMessage
from tests.campaigns.signing import answer, code_in, decide, decided, page_of, words

pytestmark = pytest.mark.django_db


def code_mails():
    return OutboxMessage.objects.filter(key__startswith="signoff_code:").order_by("id")


def test_the_code_is_mailed_to_the_signer_and_what_was_typed_stays(opened, finance):
    browser, signature = opened
    page = browser.post(page_of(signature), answer(signature, action="code", reason="", code=""))
    assert page.status_code == 200
    assert "Paul Tessier" in words(page)
    mail = code_mails().latest("id")
    assert mail.payload["to"] == finance.email
    assert code_in(mail.payload["body"]) not in words(page)
    assert code_in(mail.payload["body"]) not in SigningCode.objects.get().code_hash


def test_no_code_is_sent_for_an_answer_that_cannot_be_taken(opened):
    browser, signature = opened
    page = browser.post(page_of(signature), {**answer(signature, "reserved"), "action": "code"})
    assert page.status_code == 422
    assert "Écrivez vos réserves" in words(page)


def test_without_the_box_nothing_is_signed(opened):
    browser, signature = opened
    given = answer(signature)
    del given["consent"]
    page = browser.post(page_of(signature), given)
    assert page.status_code == 422
    assert "Cochez pour dire que vous signez cette version." in words(page)
    assert decided(signature) == ""


def test_five_wrong_tries_spend_a_code(opened):
    browser, signature = opened
    right = answer(signature)["code"]
    wrong = "000000" if right != "000000" else "111111"
    for left in (4, 3, 2):
        page = words(browser.post(page_of(signature), answer(signature, code=wrong)))
        assert f"Encore {left} essais" in page
    assert "Encore un essai" in words(browser.post(page_of(signature), answer(signature, code=wrong)))
    assert "Demandez-en un nouveau" in words(browser.post(page_of(signature), answer(signature, code=wrong)))
    assert "n’est plus valable" in words(browser.post(page_of(signature), answer(signature, code=right)))
    assert decided(signature) == ""


def test_a_code_expires(opened):
    browser, signature = opened
    given = answer(signature)
    signature.codes.update(expires_at=timezone.now())
    assert browser.post(page_of(signature), given).status_code == 422
    assert decided(signature) == ""


def test_a_code_of_one_signer_does_not_sign_for_another(ask, finance, admin, opened):
    browser, signature = opened
    request = ask(finance, admin)
    paul, ines = request.signatures.order_by("id")
    decide(paul)
    other = answer(ines)["code"]
    assert SigningCode.objects.filter(signature=ines, used_at__isnull=True).exists()
    page = browser.post(page_of(signature), {**answer(paul), "code": other})
    assert page.status_code in (404, 409)
    assert decided(ines) == ""


def test_codes_are_not_sent_without_end(opened):
    browser, signature = opened
    asked = {**answer(signature), "action": "code"}
    assert "Un code vient de partir" in words(browser.post(page_of(signature), asked))
    now = timezone.now()
    signature.codes.update(sent_at=now - timedelta(minutes=5))
    for _again in range(4):
        browser.post(page_of(signature), asked)
        signature.codes.update(sent_at=now - timedelta(minutes=5))
    assert "Cinq codes sont déjà partis" in words(browser.post(page_of(signature), asked))
    assert signature.codes.count() == 5


def test_a_decision_counts_only_once_closed(opened):
    browser, signature = opened
    browser.post(page_of(signature), answer(signature))
    assert SignOffRequest.objects.get().status == "open"
    assert "Vous pouvez encore changer d’avis" in words(browser.get(page_of(signature)))
    browser.post(page_of(signature), {"action": "close"})
    assert SignOffRequest.objects.get().status == "approved"
    assert "Retirer ma décision" not in words(browser.get(page_of(signature)))


def test_a_decision_left_alone_counts_after_a_quarter_of_an_hour(opened):
    browser, signature = opened
    browser.post(page_of(signature), answer(signature))
    assert decisions_due() == []
    later = timezone.now() + timedelta(minutes=15)
    assert decisions_due(now=later) == [signature.pk]
    assert decision_settle_due(pk=signature.pk)
    assert not decision_settle_due(pk=signature.pk)
    assert SignOffRequest.objects.get().status == "approved"


def test_a_decision_taken_back_leaves_the_question_open(opened):
    browser, signature = opened
    browser.post(page_of(signature), answer(signature, "rejected", reason="Le prix manque"))
    back = words(browser.post(page_of(signature), {"action": "take_back"}, follow=True))
    assert "Votre décision est retirée" in back
    assert "Recevoir mon code" in back
    assert decided(signature) == ""
    assert SignOffRequest.objects.get().status == "open"
    kinds = EvidenceEvent.objects.filter(subject=f"signature:{signature.pk}").values_list("kind", flat=True)
    assert list(kinds.order_by("sequence")) == ["signer_named", "decision_given", "decision_taken_back"]


def test_a_final_decision_is_not_taken_back(opened):
    browser, signature = opened
    browser.post(page_of(signature), answer(signature))
    browser.post(page_of(signature), {"action": "close"})
    assert "elle ne se retire plus" in words(
        browser.post(page_of(signature), {"action": "take_back"}, follow=True)
    )
    assert decided(signature) == "approved"


def test_a_question_reaches_the_team_and_the_answer_the_signer(opened, as_, contributor, manager, campaign):
    browser, signature = opened
    asked = {"action": "question", "text": "Quel stock ?", "sha256": signature.request.snapshot.sha256}
    assert "Votre question est partie" in words(browser.post(page_of(signature), asked, follow=True))
    assert OutboxMessage.objects.filter(
        key__startswith="signoff_question:", payload__to=manager.user.email
    ).exists()
    team = as_(contributor)
    overview = f"/e/{campaign.workspace.slug}/campagnes/{campaign.reference}/validations/"
    assert "Quel stock ?" in words(team.get(overview))
    team.post(f"{overview}signatures/{signature.pk}/repondre/", {"text": "6 000 flacons."})
    mail = OutboxMessage.objects.get(key__startswith="signoff_answer:")
    assert "6 000 flacons." in mail.payload["body"]
    assert "6 000 flacons." in words(browser.get(page_of(signature)))
    assert decided(signature) == ""


def test_an_empty_question_is_not_sent(opened):
    browser, signature = opened
    page = browser.post(
        page_of(signature), {"action": "question", "text": " ", "sha256": signature.request.snapshot.sha256}
    )
    assert page.status_code == 422
    assert "Écrivez votre message" in words(page)


def test_a_contrary_answer_from_another_window_is_not_taken_in_silence(opened):
    browser, signature = opened
    browser.post(page_of(signature), answer(signature, "rejected", reason="Le prix manque"))
    again = browser.post(page_of(signature), answer(signature), follow=True)
    assert "Vous aviez déjà répondu « Refusé »" in words(again)
    assert decided(signature) == "rejected"


def test_a_date_past_is_said_to_be_past(opened):
    browser, signature = opened
    signature.request.due_on -= timedelta(days=5)
    signature.request.save(update_fields=["due_on"])
    assert "attendait votre réponse" in words(browser.get(page_of(signature)))
