"""A place that went to a stand-in: whoever held it before has no code, no page and no word in it any more."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from campaigns.models import EvidenceEvent, SignOffNote, Stakeholder
from campaigns.services.deciding import signature_close, signature_take_back
from campaigns.services.digest import stand_in_call
from campaigns.services.signing_codes import code_check, code_send
from campaigns.services.signoff_rows import SignOffClosed
from core.models import OutboxMessage
from tests.campaigns.signing import answer, decide, decided, link_of, page_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def sophie(workspace, finance):
    finance.stand_in = Stakeholder.objects.create(
        workspace=workspace, name="Sophie Lambert", email="sophie@example.com"
    )
    finance.save()
    return finance.stand_in


def test_the_absent_signer_s_code_does_not_sign_for_the_stand_in(opened, sophie):
    browser, signature = opened
    typed = answer(signature)  # Paul has his six digits
    assert stand_in_call(signature=signature)
    page = browser.post(page_of(signature), typed)
    assert page.status_code == 404
    assert "Ce lien ne s’ouvre pas" in words(page)
    assert decided(signature) == ""
    assert not EvidenceEvent.objects.filter(kind="decision_given").exists()


def test_the_absent_signer_s_code_is_dead_whoever_types_it(opened, sophie):
    _browser, signature = opened
    typed = answer(signature)["code"]
    stand_in_call(signature=signature)
    signature.refresh_from_db()
    with pytest.raises(ValidationError, match="n’est plus valable"):
        code_check(signature=signature, digits=typed)


@pytest.mark.parametrize(
    "sent",
    [{"action": "question", "text": "Et la TVA ?"}, {"action": "code"}, {"action": "close"},
     {"action": "take_back"}],
    ids=["question", "code", "close", "take_back"],
)  # fmt: skip
def test_the_absent_signer_can_do_nothing_in_the_place_any_more(opened, sophie, sent):
    browser, signature = opened
    stand_in_call(signature=signature)
    signature.refresh_from_db()
    decide(signature, typed_name="Sophie Lambert") if sent["action"] in ("close", "take_back") else None
    codes = signature.codes.count()
    page = browser.post(page_of(signature), {**answer(signature, code=""), **sent})
    assert page.status_code == 404
    assert "Sophie" not in words(page)
    assert signature.codes.count() == codes
    assert not SignOffNote.objects.exists()
    signature.refresh_from_db()
    assert signature.final_at is None
    assert bool(signature.decision) == (sent["action"] in ("close", "take_back"))


def test_the_absent_signer_reads_nothing_of_the_stand_in(opened, sophie):
    browser, signature = opened
    stand_in_call(signature=signature)
    for name in ("signoff-page", "signoff-document", "signoff-receipt", "signoff-receipt-pdf"):
        assert browser.get(reverse(f"campaigns:{name}", args=[signature.pk])).status_code == 404


def test_an_act_already_on_its_way_does_not_count_in_another_name(opened, sophie):
    """Read before the stand-in was called, locked after."""
    _browser, before = opened
    stand_in_call(signature=before)
    for act in (signature_close, signature_take_back, code_send):
        with pytest.raises(SignOffClosed):
            act(signature=before)


def test_the_stand_in_is_told_whose_place_it_is_and_signs(opened, sophie):
    _browser, signature = opened
    stand_in_call(signature=signature)
    signature.refresh_from_db()
    mail = OutboxMessage.objects.filter(payload__to=sophie.email).latest("id")
    assert "Vous répondez à la place de Paul Tessier" in mail.payload["body"]
    browser = Client()
    browser.get(link_of(signature))
    assert "Vous répondez à la place de Paul Tessier" in words(browser.get(page_of(signature)))
    done = browser.post(page_of(signature), answer(signature, typed_name="Sophie Lambert"))
    assert done.status_code == 303
    receipt = words(browser.get(page_of(signature)))
    assert "Sophie Lambert, à la place de Paul Tessier" in receipt


def test_a_reminder_does_not_close_the_page_its_holder_is_reading(opened, acting, manager):
    from campaigns.services.signoff import signature_remind

    browser, signature = opened
    signature_remind(signature=signature, actor=acting(manager))
    assert browser.get(page_of(signature)).status_code == 200
