"""The signer's page: the link, the reading, the decision, the receipt, and everything that is not a link."""

from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from campaigns.models import EvidenceEvent, Signature
from campaigns.services.brief import brief_edit, brief_strategy_edit
from campaigns.services.signoff import signoff_withdraw
from core.models import OutboxMessage
from tests.campaigns.signing import answer, decided, link_of, page_of, sign, words

pytestmark = pytest.mark.django_db


# Opening and reading --------------------------------------------------------------------------------------


def test_opening_moves_the_secret_out_of_the_address(ask, finance):
    signature = ask(finance).signatures.get()
    moved = Client().get(link_of(signature))
    assert (moved.status_code, moved.url) == (302, page_of(signature))
    assert moved.headers["Referrer-Policy"] == "no-referrer"
    assert moved.headers["Cache-Control"] == "no-store"
    cookie = moved.cookies["validation"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == page_of(signature)


def test_the_page_shows_the_frozen_content_whole(opened):
    browser, signature = opened
    page = browser.get(page_of(signature))
    assert page.status_code == 200
    text = words(page)
    for part in ("Recruter des testeuses", "Une peau reposée", "Actives de 30 à 45 ans", "Test sur 60 femmes",
                 "Aucune promesse médicale", signature.request.snapshot.sha256, "500"):  # fmt: skip
        assert part in text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_writes_nothing_at_all(ask, finance, method):
    signature = ask(finance).signatures.get()
    browser, link = Client(), link_of(signature)
    with CaptureQueriesContext(connection) as queries:
        getattr(browser, method)(link)
        getattr(browser, method)(page_of(signature))
    verbs = {query["sql"].split()[0] for query in queries}
    assert verbs <= {"SELECT"}
    assert decided(signature) == ""


def test_the_page_reads_the_frozen_version_not_the_living_one(opened, campaign):
    browser, signature = opened
    campaign.objectives.update(name="Tout autre chose")
    text = words(browser.get(page_of(signature)))
    assert "Recruter des testeuses" in text
    assert "Tout autre chose" not in text


def test_another_browser_without_the_link_sees_the_neutral_page(opened):
    _browser, signature = opened
    assert Client().get(page_of(signature)).status_code == 404


def test_what_changed_since_the_version_they_last_signed(opened, ask, campaign, finance, acting, contributor):
    browser, signature = opened
    browser.post(page_of(signature), answer(signature))
    brief_edit(
        campaign=campaign, actor=acting(contributor), expected_version=1, changes={"tone": "Vif et court"}
    )
    again = ask(finance).signatures.get()
    browser.get(link_of(again))
    text = words(browser.get(page_of(again)))
    assert "depuis la version 1, que vous avez approuvée" in text
    assert "<ins>Vif et court</ins>" in text


def test_the_strategy_document_is_read_by_its_signer_alone(ask, campaign, finance, acting, manager, brief):
    brief_strategy_edit(
        campaign=campaign, actor=acting(manager), expected_version=1, changes={},
        upload=SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan"),
    )  # fmt: skip
    signature = ask(finance).signatures.get()
    browser = Client()
    browser.get(link_of(signature))
    address = reverse("campaigns:signoff-document", args=[signature.pk])
    assert address in words(browser.get(page_of(signature)))
    assert b"".join(browser.get(address).streaming_content) == b"%PDF-1.7 plan"
    assert Client().get(address).status_code == 404


# Deciding -------------------------------------------------------------------------------------------------


def test_approving_leads_to_a_receipt_that_stays(opened):
    browser, signature = opened
    done = browser.post(page_of(signature), answer(signature))
    assert (done.status_code, done.url) == (303, page_of(signature))
    assert decided(signature) == "approved"
    for _reading in range(2):
        receipt = words(browser.get(page_of(signature)))
        assert "Vous avez approuvé la version 1" in receipt
        assert signature.request.snapshot.sha256 in receipt
    fresh = Client()
    fresh.get(link_of(signature))
    assert "Vous avez approuvé" in words(fresh.get(page_of(signature)))


def test_refusing_says_why(opened):
    browser, signature = opened
    missing = browser.post(page_of(signature), answer(signature, "rejected"))
    assert missing.status_code == 422
    assert "Dites pourquoi vous refusez" in words(missing)
    assert decided(signature) == ""
    browser.post(page_of(signature), answer(signature, "rejected", reason="Le prix manque"))
    assert decided(signature) == "rejected"
    assert "Le prix manque" in words(browser.get(page_of(signature)))


def test_an_incomplete_answer_keeps_what_was_typed(opened):
    browser, signature = opened
    page = browser.post(page_of(signature), answer(signature, "", reason="Je voulais dire que…"))
    assert page.status_code == 422
    assert "Je voulais dire que…" in words(page)
    assert "approuver avec réserves ou refuser" in words(page)


def test_a_double_click_is_one_decision_and_one_receipt(opened):
    browser, signature = opened
    for _click in range(2):
        assert browser.post(page_of(signature), answer(signature)).status_code == 303
    assert EvidenceEvent.objects.filter(kind="decision_given").count() == 1
    for _click in range(2):
        assert browser.post(page_of(signature), {"action": "close"}).status_code == 303
    assert OutboxMessage.objects.filter(key__startswith="signoff_settled").count() == 1


def test_content_changed_between_reading_and_sending(opened, campaign, acting, contributor):
    browser, signature = opened
    browser.get(page_of(signature))
    brief_edit(
        campaign=campaign, actor=acting(contributor), expected_version=1, changes={"tone": "Vif et court"}
    )
    late = browser.post(page_of(signature), answer(signature))
    assert late.status_code == 409
    text = words(late)
    assert "Votre réponse n’a pas été enregistrée" in text
    assert "Hugo Marchand a modifié le contenu" in text
    assert "<ins>Vif et court</ins>" in text
    assert decided(signature) == ""


def test_somebody_else_refused_meanwhile(ask, finance, admin, opened):
    request = ask(finance, admin)
    paul, ines = request.signatures.order_by("id")
    browser = Client()
    browser.get(link_of(paul))
    sign(ines, "rejected", typed_name="Inès", reason="Non")
    late = browser.post(page_of(paul), answer(paul))
    assert late.status_code == 409
    assert "Inès Moreau a déjà refusé" in words(late)


def test_a_fingerprint_that_is_not_the_page_s_is_refused(opened):
    browser, signature = opened
    late = browser.post(page_of(signature), answer(signature, sha256="0" * 64))
    assert late.status_code == 409
    assert decided(signature) == ""


def test_a_form_without_its_csrf_token_decides_nothing(ask, finance):
    signature = ask(finance).signatures.get()
    browser = Client(enforce_csrf_checks=True)
    browser.get(link_of(signature))
    assert browser.post(page_of(signature), answer(signature)).status_code == 403
    assert decided(signature) == ""


def test_a_very_odd_browser_can_sign(opened):
    browser, signature = opened
    done = browser.post(
        page_of(signature), answer(signature), REMOTE_ADDR="", headers={"User-Agent": "é" * 2000}
    )
    assert done.status_code == 303
    signature.refresh_from_db()
    assert signature.ip_address is None


def test_a_stakeholder_removed_meanwhile_can_no_longer_answer(ask, finance, opened):
    browser, signature = opened
    finance.is_active = False
    finance.save()
    assert browser.post(page_of(signature), answer(signature)).status_code == 409
    assert browser.get(page_of(signature)).status_code == 404
    assert decided(signature) == ""


def test_a_stakeholder_deleted_after_signing_keeps_their_receipt(finance, opened):
    browser, signature = opened
    browser.post(page_of(signature), answer(signature))
    finance.delete()
    assert "Vous avez approuvé" in words(browser.get(page_of(signature)))


# Everything that is not a link ----------------------------------------------------------------------------


def neutral(response):
    """What the neutral answer says."""
    assert response.status_code == 404
    assert "Ce lien ne s’ouvre pas" in words(response)
    assert response.headers["Cache-Control"] == "no-store"
    return words(response).split("<main")[1].split("</main>")[0]


def test_expired_withdrawn_void_replaced_and_unknown_look_the_same(
    ask, campaign, finance, acting, manager, contributor
):
    def opened_then(spoil):
        request = ask(finance)
        signature = request.signatures.get()
        link, browser = link_of(signature), Client()
        browser.get(link)
        spoil(request)
        via_page = browser.get(page_of(signature))
        via_link = browser.get(link, follow=True)
        return {neutral(via_page), neutral(via_link)}

    def expire(request):
        request.signatures.update(expires_at=timezone.now())

    def void(request):
        brief = campaign.brief
        brief.refresh_from_db()
        brief_edit(
            campaign=campaign,
            actor=acting(contributor),
            expected_version=brief.version,
            changes={"tone": f"Ton {brief.version}"},
        )

    seen = {neutral(Client().get("/v/inconnu-inconnu-inconnu/"))}
    seen |= opened_then(expire)
    seen |= opened_then(lambda request: signoff_withdraw(request=request, actor=acting(manager)))
    seen |= opened_then(void)
    seen |= opened_then(lambda request: ask(finance))
    assert len(seen) == 1


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_link_only_answers_reading(ask, finance, method):
    signature = ask(finance).signatures.get()
    assert getattr(Client(), method)(link_of(signature)).status_code == 405


def test_a_cookie_of_one_signature_does_not_open_another(ask, finance, admin, workspace, opened):
    from campaigns.models import Stakeholder

    other = Stakeholder.objects.create(workspace=workspace, name="Léa Roux", email="lea@example.com")
    first, second = ask(finance, other).signatures.order_by("id")
    browser = Client()
    moved = browser.get(link_of(first))
    stolen = Client()
    stolen.cookies["validation"] = moved.cookies["validation"].value
    assert stolen.get(page_of(second)).status_code == 404
    assert stolen.post(page_of(second), answer(second)).status_code == 404
    assert decided(second) == ""


def test_a_member_s_signature_has_no_public_link(ask, admin):
    from campaigns.selectors.signoff import signature_by_token
    from campaigns.services.inviting import token_hash

    signature = ask(admin).signatures.get()
    Signature.objects.filter(pk=signature.pk).update(token_hash=token_hash("deviné"))
    assert signature_by_token("deviné") is None


FORGERIES = st.one_of(
    st.text(
        alphabet=st.characters(blacklist_characters="/", blacklist_categories=["Cs"]), min_size=1, max_size=80
    ),
    st.from_regex(r"[A-Za-z0-9_-]{43}", fullmatch=True),
)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(token=FORGERIES)
@example(token="%00")
@example(token="1" * 400)
@example(token="..")
def test_no_forged_token_opens_anything(ask, finance, token):
    if not Signature.objects.exists():
        ask(finance)
    response = Client().get(f"/v/{quote(token, safe='')}/")
    assert response.status_code == 404
    assert "validation" not in response.cookies


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_mutilated_token_opens_anything(ask, finance, data):
    signature = Signature.objects.first() or ask(finance).signatures.get()
    token = link_of(signature).split("/")[2]
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("ABCabc019-_"))
    cut = data.draw(st.integers(0, len(token) - 1))
    swapped = token[:place] + letter + token[place + 1 :]
    for forged in (token[:cut], token + letter, token[::-1], token.swapcase(), swapped):
        if forged and forged != token:
            response = Client().get(f"/v/{forged}/")
            assert response.status_code == 404


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(value=st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=120))
def test_no_forged_cookie_opens_anything(ask, finance, value):
    signature = Signature.objects.first() or ask(finance).signatures.get()
    browser = Client()
    browser.cookies["validation"] = value
    assert browser.get(page_of(signature)).status_code == 404
    assert browser.post(page_of(signature), answer(signature)).status_code == 404


# Too long ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("field", "most"), [("typed_name", 160), ("reason", 4000)])
def test_what_is_too_long_is_said_and_shown_whole(opened, field, most):
    browser, signature = opened
    assert f'maxlength="{most}"' not in words(browser.get(page_of(signature)))
    long = "a" * (most + 1)
    page = browser.post(page_of(signature), answer(signature, "reserved", **{"reason": "Oui", field: long}))
    assert page.status_code == 422
    assert f"{most + 1} caractères, {most} au plus" in words(page)
    assert long in words(page)
    assert decided(signature) == ""
