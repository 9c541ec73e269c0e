"""A waiver is asked for and signed like everything else; nothing is excepted before its signature counts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.gates import gate_report
from campaigns.gates.report import wave_report
from campaigns.models import Campaign, EvidenceEvent, Phase, Signature, SignOffRequest, Stakeholder, Waiver
from campaigns.selectors.verification import evidence_verdict
from campaigns.services.deciding import (
    decision_settle_due,
    decisions_due,
    signature_close,
    signature_take_back,
)
from campaigns.services.erasing import identity_erase
from campaigns.services.lifecycle import GateClosed, campaign_abandon, campaign_advance
from campaigns.services.purging import purging
from campaigns.services.signoff import signoff_request, signoff_touch
from campaigns.services.signoff_rows import SignOffClosed
from campaigns.services.waivers import waiver_ask, waiver_revoke, waiver_withdraw
from campaigns.services.waves import wave_delete
from campaigns.signoff import stale_kinds
from core.models import AuditEvent, Role
from tests.campaigns.evidence import EVERYTHING, evidence
from tests.campaigns.signing import a_code, answer, decide, link_of, page_of, sign, words
from tests.campaigns.waiving import place_of, waiver_grant

__all__ = ["evidence"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def sponsored(campaign, finance):
    """Paul, who has no account, answers for the campaign."""
    campaign.sponsor_stakeholder = finance
    campaign.save(update_fields=["sponsor_stakeholder"])
    return campaign


@pytest.fixture
def ready(sponsored, acting, manager, evidence):
    """In COORDINATION, everything held but the budget's signature."""
    evidence.hold(*EVERYTHING)
    for phase in (Phase.BRIEF, Phase.PLANNING, Phase.BUDGET):
        campaign_advance(campaign=sponsored, actor=acting(manager), expected_phase=phase)
    evidence.drop("budget_signed")
    return sponsored


@pytest.fixture
def ask(sponsored, acting, contributor, finance, today):
    """Hugo asks Paul."""

    def make(key="budget_signed", grantor=finance, by=contributor, **changes):
        values = {"reason": "Le comité se réunit mardi", "valid_until": today + timedelta(days=5), **changes}
        return waiver_ask(campaign=sponsored, actor=acting(by), check_key=key, grantor=grantor, **values)

    return make


@pytest.fixture
def go(campaign):
    def url(name="waivers", *more):
        return reverse(f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference, *more])

    return url


@pytest.fixture
def form(today, finance):
    return {
        "check_key": "budget_signed", "wave": "", "valid_until": (today + timedelta(days=3)).isoformat(),
        "reason": "Le comité se réunit mardi", "grantor": f"s{finance.pk}",
        "submission": "6a2f4a1e-5a51-4c79-8d6e-0d2b6a3b8d10",
    }  # fmt: skip


def told(waiver):
    return Waiver.objects.told().get(pk=waiver.pk)


def advances(campaign, actor) -> bool:
    try:
        with transaction.atomic():
            campaign_advance(campaign=campaign, actor=actor, expected_phase=Phase.COORDINATION)
    except GateClosed:
        return False
    return True


# In force, or not ---------------------------------------------------------------------------------------


def given_not_closed(waiver, actor):
    decide(place_of(waiver))


def taken_back(waiver, actor):
    decide(place_of(waiver))
    signature_take_back(signature=place_of(waiver))


def refused(waiver, actor):
    sign(place_of(waiver), "rejected", reason="Attendons le comité")


def withdrawn(waiver, actor):
    waiver_withdraw(waiver=waiver, actor=actor)


def lifted(waiver, actor):
    sign(place_of(waiver))
    waiver_revoke(waiver=told(waiver), actor=actor)


NOT_IN_FORCE = {
    "asked": (lambda waiver, actor: None, "asked"),
    "answered, not final": (given_not_closed, "asked"),
    "taken back": (taken_back, "asked"),
    "refused": (refused, "refused"),
    "withdrawn": (withdrawn, "withdrawn"),
    "lifted": (lifted, "lifted"),
}


@pytest.mark.parametrize("way", NOT_IN_FORCE)
def test_a_waiver_without_a_final_approval_excepts_nothing(ready, ask, acting, admin, way):
    waiver = ask()
    happens, state = NOT_IN_FORCE[way]
    happens(waiver, acting(admin))
    assert str(told(waiver).state) == state
    assert not gate_report(ready).can_advance
    assert not advances(ready, acting(admin))
    assert Campaign.objects.get(pk=ready.pk).phase == Phase.COORDINATION


@pytest.mark.parametrize("decision", ["approved", "reserved"])
def test_closing_the_decision_puts_it_in_force_under_its_signers_name(ready, ask, acting, admin, decision):
    waiver = ask()
    sign(place_of(waiver), decision, reason="Jusqu’à mardi, pas plus" if decision == "reserved" else "")
    row = told(waiver)
    assert (row.in_force, row.grantor) == (True, "Paul Tessier")
    assert row.granted_on == row.request.settled_at
    assert (row.granted_at, row.granted_by_name) == (None, ""), "nothing is copied"
    assert stale_kinds(ready) == []
    assert advances(ready, acting(admin))


def test_after_a_quarter_of_an_hour_it_is_in_force_by_itself(ready, ask):
    waiver = ask()
    decide(place_of(waiver))
    later = timezone.now() + timedelta(minutes=16)
    [pk] = decisions_due(now=later)
    assert decision_settle_due(pk=pk)
    assert told(waiver).in_force


def test_a_waiver_changed_behind_the_products_back_is_void(ready, ask, acting, admin):
    """The triggers set aside, an approval still means the words that were read."""
    waiver = ask()
    sign(place_of(waiver))
    with purging(reason="Intrusion", by="test"):
        Waiver.objects.filter(pk=waiver.pk).update(valid_until=waiver.valid_until + timedelta(days=3))
    assert stale_kinds(ready) == [waiver.content_key]
    with pytest.raises(GateClosed):
        campaign_advance(campaign=ready, actor=acting(admin), expected_phase=Phase.COORDINATION)
    assert not told(waiver).in_force
    assert signoff_touch(campaign=ready, kind=waiver.content_key, actor=None) is None


def test_another_contents_approval_grants_nothing(ready, ask, brief, acting, manager, finance, today):
    waiver = ask()
    other = signoff_request(
        campaign=ready, actor=acting(manager), kind="brief", signers=[finance], due_on=today
    )
    sign(Signature.objects.select_related("request__campaign").get(request=other))
    Waiver.objects.filter(pk=waiver.pk).update(request=other)
    assert not told(waiver).in_force


# The database -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    ["reason", "check_key", "valid_until", "facts", "granted_at", "wave"],
)
def test_the_database_refuses_to_change_what_a_waiver_says(ask, change, campaign):
    waiver = ask()
    values = {
        "reason": "Autre", "check_key": "brief_validated", "facts": {}, "granted_at": timezone.now(),
        "valid_until": waiver.valid_until + timedelta(days=1), "wave": campaign.waves.get(),
    }  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Waiver.objects.filter(pk=waiver.pk).update(**{change: values[change]})


def test_the_database_refuses_a_waiver_granted_without_a_signature(campaign, admin, today):
    with pytest.raises(DatabaseError), transaction.atomic():
        Waiver.objects.create(
            campaign=campaign, check_key="budget_signed", reason="Vite", valid_until=today,
            granted_by=admin, granted_by_name="Inès Moreau", granted_at=timezone.now(),
        )  # fmt: skip
    written = Waiver.objects.create(
        campaign=campaign, check_key="budget_signed", reason="Vite", valid_until=today, granted_by_name="Moi"
    )
    assert not told(written).in_force


def test_a_waiver_granted_before_they_were_signed_stays_in_force(ready, admin, acting, today):
    with purging(reason="Avant les signatures", by="test"):
        earlier = Waiver.objects.create(
            campaign=ready, check_key="budget_signed", reason="Déjà accordée", valid_until=today,
            granted_by=admin, granted_by_name="Inès Moreau", granted_at=timezone.now(),
        )  # fmt: skip
    assert (told(earlier).in_force, told(earlier).grantor) == (True, "Inès Moreau")
    assert advances(ready, acting(admin))


# Who may ----------------------------------------------------------------------------------------------


def test_only_the_sponsor_or_an_administrator_can_be_chosen(ask, manager, workspace, stranger):
    other = Stakeholder.objects.create(workspace=workspace, name="Autre", email="autre@example.com")
    for person in (manager, other, stranger):
        with pytest.raises(ValidationError) as error:
            ask(grantor=person)
        assert "grantor" in error.value.message_dict
    assert not Waiver.objects.exists()
    assert not SignOffRequest.objects.exists()


def test_a_forged_signer_is_refused_in_words(as_, contributor, manager, go, form, sponsored):
    response = as_(contributor).post(go("waiver"), {**form, "grantor": f"m{manager.pk}"})
    assert response.status_code == 422
    assert "Seul le sponsor de la campagne ou un administrateur" in words(response)
    assert not Waiver.objects.exists()


def test_the_common_form_cannot_send_a_waiver_to_somebody_else(ask, as_, admin, manager, go, acting, today):
    waiver = ask()
    url = go("signoff-request", waiver.content_key)
    body = {"signers": [f"m{manager.pk}"], "due_on": today.isoformat(), "rule": "all"}
    assert as_(admin).post(url, body).url == go("waiver")
    assert Signature.objects.count() == 1
    with pytest.raises(ValidationError):
        signoff_request(
            campaign=waiver.campaign, actor=acting(admin), kind=waiver.content_key, signers=[manager],
            due_on=today,
        )  # fmt: skip
    assert told(waiver).state == Waiver.State.ASKED


def test_whoever_lost_the_power_can_no_longer_sign(ask, as_, sponsored, acting, admin):
    asked_of_sponsor, asked_of_admin = place_of(ask()), place_of(ask("plan_approved", grantor=admin))
    Campaign.objects.filter(pk=sponsored.pk).update(sponsor_stakeholder=None)
    type(admin).objects.filter(pk=admin.pk).update(role=Role.MANAGER)
    for place in (asked_of_sponsor, asked_of_admin):
        place = place_of(place.request.waiver)
        with pytest.raises(SignOffClosed):
            decide(place, code=a_code(place))
    page = as_(admin).get(reverse("campaigns:sign", args=[sponsored.workspace.slug, asked_of_admin.pk]))
    assert "plus ni sponsor de la campagne ni administrateur" in words(page)


def test_readers_ask_nothing_and_nobody_does_once_it_is_over(ask, viewer, sponsored, acting, manager):
    with pytest.raises(PermissionDenied):
        ask(by=viewer)
    campaign_abandon(campaign=sponsored, actor=acting(manager), reason="Produit annulé")
    with pytest.raises(PermissionDenied):
        ask()
    assert not Waiver.objects.exists()


def test_the_one_who_asked_or_a_manager_takes_the_request_back(ask, acting, viewer, contributor):
    waiver = ask()
    with pytest.raises(PermissionDenied):
        waiver_withdraw(waiver=told(waiver), actor=acting(viewer))
    waiver_withdraw(waiver=told(waiver), actor=acting(contributor))
    assert told(waiver).state == Waiver.State.WITHDRAWN
    with pytest.raises(SignOffClosed):
        waiver_withdraw(waiver=told(waiver), actor=acting(contributor))
    assert ask().request_id, "and it may be asked again"


# Scope ------------------------------------------------------------------------------------------------


def test_a_waiver_of_a_later_wave_is_asked_and_holds_for_it_alone(ready, ask, acting, admin, evidence, today):
    evidence.hold("budget_signed")
    evidence.drop("assets_approved")
    later = ready.waves.create(number=2, name="Suite", goes_live_on=ready.launch_on, ends_on=ready.ends_on)
    waiver = ask("assets_approved", wave=later)
    assert not wave_report(ready, later).can_advance
    sign(place_of(waiver))
    assert wave_report(ready, later).can_advance
    assert not gate_report(ready).can_advance


def test_a_wave_that_goes_takes_its_open_request_with_it(ready, ask, acting, admin, as_):
    later = ready.waves.create(number=2, name="Suite", goes_live_on=ready.launch_on, ends_on=ready.ends_on)
    waiver = ask("assets_approved", wave=later, grantor=admin)
    place = place_of(waiver)
    wave_delete(wave=later, actor=acting(admin))
    place.request.refresh_from_db()
    assert place.request.status == SignOffRequest.Status.WITHDRAWN
    page = as_(admin).get(reverse("campaigns:sign", args=[ready.workspace.slug, place.pk]))
    assert page.status_code == 200
    assert stale_kinds(ready) == []


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
