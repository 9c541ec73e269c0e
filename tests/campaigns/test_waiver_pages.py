"""A waiver on its pages: asked, signed, lifted, and seen wherever people look."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import EvidenceEvent, SignOffRequest, Waiver
from campaigns.selectors.verification import evidence_verdict
from campaigns.services.deciding import (
    signature_close,
)
from campaigns.services.digest import digest_send_all
from campaigns.services.erasing import identity_erase
from campaigns.services.purging import purging
from campaigns.services.signoff_rows import SignOffClosed
from campaigns.services.waivers import waiver_revoke
from core.models import AuditEvent, OutboxMessage
from tests.campaigns.evidence import EVERYTHING, evidence
from tests.campaigns.signing import a_code, answer, decide, link_of, page_of, sign, words
from tests.campaigns.waiver_world import ask, form, go, ready, sponsored, told
from tests.campaigns.waiving import place_of, waiver_grant

__all__ = ["ask", "evidence", "form", "go", "ready", "sponsored"]
pytestmark = pytest.mark.django_db


# Asking, on the page ------------------------------------------------------------------------------------


def test_a_stakeholder_sponsor_grants_it_from_the_mailed_link(ready, as_, contributor, viewer, go, form):
    assert as_(contributor).post(go("waiver"), form).url == go()
    waiver = Waiver.objects.get()
    signature, browser = place_of(waiver), Client()
    browser.get(link_of(signature))
    page = words(browser.get(page_of(signature)))
    for part in ("Dérogation au critère « Budget signé »", "Le comité se réunit mardi", "Hugo Marchand",
                 waiver.facts["missing"], "ne ferme plus le passage", "sponsor de la campagne"):  # fmt: skip
        assert part in page, part
    assert "pas encore signée" in words(as_(viewer).get(go("launch")))
    browser.post(page_of(signature), {**answer(signature, code=""), "action": "code"})
    browser.post(page_of(signature), {**answer(signature), "action": "sign"})
    assert not told(waiver).in_force
    browser.post(page_of(signature), {"action": "close"})
    assert told(waiver).in_force
    assert "Dérogation accordée par Paul Tessier" in words(as_(viewer).get(go("launch")))
    assert "Paul Tessier</strong> a accordé une dérogation" in words(as_(viewer).get(go("history")))
    assert "Accordée par Paul Tessier" in words(as_(viewer).get(go()))


def test_who_may_grant_it_goes_straight_to_the_page_they_sign(ready, as_, admin, go, form):
    response = as_(admin).post(go("waiver"), {**form, "grantor": f"m{admin.pk}"})
    place = place_of(Waiver.objects.get())
    assert response.url == reverse("campaigns:sign", args=[ready.workspace.slug, place.pk])
    assert "Dérogation au critère" in words(as_(admin).get(response.url))


def test_the_form_offers_the_reader_first_then_the_sponsor(sponsored, as_, admin, contributor, go, finance):
    first = {person: as_(person).get(go("waiver")).context["form"] for person in (admin, contributor)}
    assert first[admin].initial["grantor"] == f"m{admin.pk}"
    assert first[contributor].initial["grantor"] == f"s{finance.pk}"
    assert [key for key, _words in first[admin].fields["grantor"].choices] == [
        f"s{finance.pk}", f"m{admin.pk}",
    ]  # fmt: skip


def test_a_double_click_asks_once(ready, as_, contributor, go, form):
    browser = as_(contributor)
    assert [browser.post(go("waiver"), form).status_code for _time in range(2)] == [303, 303]
    assert Waiver.objects.count() == SignOffRequest.objects.count() == 1


def test_a_second_request_for_the_same_check_is_told_who_has_the_first(ready, as_, contributor, go, form):
    browser = as_(contributor)
    browser.post(go("waiver"), form)
    again = browser.post(go("waiver"), {**form, "submission": "7b2f4a1e-5a51-4c79-8d6e-0d2b6a3b8d11"})
    assert again.status_code == 422
    assert "déjà demandée à Paul Tessier" in words(again)


def test_the_signer_is_told_that_the_criterion_is_met_meanwhile(ready, ask, admin, as_, evidence):
    place = place_of(ask(grantor=admin))
    url = reverse("campaigns:sign", args=[ready.workspace.slug, place.pk])
    assert "tenu depuis la demande" not in words(as_(admin).get(url))
    evidence.hold("budget_signed")
    assert "tenu depuis la demande" in words(as_(admin).get(url))


def test_a_request_whose_day_is_past_cannot_be_signed(ask, as_, admin, sponsored, today):
    place = place_of(ask(grantor=admin))
    with purging(reason="Un jour passe", by="test"):
        Waiver.objects.update(valid_until=today - timedelta(days=1))
    page = as_(admin).get(reverse("campaigns:sign", args=[sponsored.workspace.slug, place.pk]))
    assert "est passée" in words(page)
    with pytest.raises(SignOffClosed):
        decide(place_of(Waiver.objects.get()), code=a_code(place))


def test_a_request_whose_day_is_past_bothers_nobody_and_is_taken_back(
    ask, as_, contributor, finance, go, sponsored, acting, admin, today
):
    waiver = ask()
    with purging(reason="Un jour passe", by="test"):
        Waiver.objects.update(valid_until=today - timedelta(days=1))
    erase = {
        "workspace": sponsored.workspace,
        "email": finance.email,
        "by": acting(admin),
        "reason": "Demande",
    }
    with pytest.raises(ValidationError):
        identity_erase(**erase)
    monday = date(2036, 1, 7)
    digest_send_all(workspace=sponsored.workspace, today=monday)
    assert not OutboxMessage.objects.filter(key__startswith="digest:", payload__to=finance.email).exists()
    url = go("waiver-revoke", waiver.pk)
    assert url in words(as_(contributor).get(go("waivers")))
    assert "Retirer la demande" in words(as_(contributor).get(url))
    as_(contributor).post(url)
    assert SignOffRequest.objects.get().status == "withdrawn"
    assert url not in words(as_(contributor).get(go("waivers")))
    assert identity_erase(**erase).identities


def test_lifting_and_withdrawing_on_their_page(ready, ask, as_, admin, contributor, go):
    waiver = ask()
    url = go("waiver-revoke", waiver.pk)
    assert "Retirer la demande" in words(as_(contributor).get(url))
    assert as_(contributor).post(url).status_code == 303
    assert told(waiver).state == Waiver.State.WITHDRAWN
    other = ask()
    sign(place_of(other))
    url = go("waiver-revoke", other.pk)
    assert as_(contributor).post(url).status_code == 403
    assert as_(admin).post(url, {"reason": "Le budget est signé"}).status_code == 303
    assert (told(other).state, told(other).revoked_reason) == (Waiver.State.LIFTED, "Le budget est signé")


# Seen everywhere ----------------------------------------------------------------------------------------


def test_what_waits_is_on_the_validations_page_in_the_queue_and_today(ready, ask, as_, admin, go):
    ask(grantor=admin)
    slug = ready.workspace.slug
    for url in (
        go("signoff"),
        reverse("campaigns:to-sign", args=[slug]),
        reverse("campaigns:today", args=[slug]),
    ):
        assert "Dérogation : Budget signé" in words(as_(admin).get(url)).replace("\xa0", " "), url


def test_the_evidence_holds_and_says_who_granted_what(ready, ask, workspace, acting, admin, as_, go):
    waiver = ask()
    sign(place_of(waiver))
    waiver_revoke(waiver=told(waiver), actor=acting(admin), reason="Signé")
    granted = EvidenceEvent.objects.get(kind="waiver_granted")
    assert told(waiver).request.snapshot.sha256 in granted.payload
    assert "Paul" not in granted.payload
    assert evidence_verdict(workspaces=[workspace]).problems == []
    assert "a accordé une dérogation" in words(as_(admin).get(go("audit")))


def test_erasing_its_signer_leaves_the_waiver_and_no_name(ready, ask, workspace, acting, admin, as_, go):
    waiver = ask()
    sign(place_of(waiver))
    identity_erase(workspace=workspace, email="paul.tessier@example.com", by=acting(admin), reason="Demande")
    assert told(waiver).in_force
    assert told(waiver).grantor == "Personne effacée"
    assert not any("by" in event.changes for event in AuditEvent.objects.filter(verb="waiver_granted"))
    assert evidence_verdict(workspaces=[workspace]).problems == []


@pytest.mark.parametrize("page", ["waivers", "signoff", "launch", "campaign", "history"])
def test_lists_take_as_many_queries_for_four_waivers_as_for_one(ready, ask, as_, viewer, go, page):
    keys = [key for key in EVERYTHING if key not in ("brief", "bilan")][:4]

    def count():
        browser = as_(viewer)
        browser.get(go(page))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(go(page)).status_code == 200
        return len(queries)

    sign(place_of(ask(keys[0])))
    one = count()
    for key in keys[1:]:
        sign(place_of(ask(key)))
    assert count() <= one


def test_the_queue_takes_as_many_queries_for_four_waivers_as_for_one(ready, ask, as_, admin):
    urls = [reverse(f"campaigns:{name}", args=[ready.workspace.slug]) for name in ("to-sign", "today")]

    def count():
        browser = as_(admin)
        for url in urls:
            browser.get(url)
        with CaptureQueriesContext(connection) as queries:
            for url in urls:
                browser.get(url)
        return len(queries)

    ask(grantor=admin)
    one = count()
    for key in ("plan_approved", "assets_approved", "teams_briefed"):
        ask(key, grantor=admin)
    assert count() <= one


def test_closing_twice_grants_once(ready, ask):
    waiver = ask()
    sign(place_of(waiver))
    with pytest.raises(SignOffClosed):
        signature_close(signature=place_of(waiver))
    assert EvidenceEvent.objects.filter(kind="waiver_granted").count() == 1


def test_waiver_grant_of_the_tests_is_the_real_one(ready, acting, admin, today):
    waiver = waiver_grant(
        campaign=ready, actor=acting(admin), check_key="budget_signed", reason="En route", valid_until=today
    )
    assert waiver.request.signatures.get().code_verified_at
