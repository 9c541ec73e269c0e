"""A waiver is asked for and signed like everything else; nothing is excepted before its signature counts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from campaigns.gates import gate_report
from campaigns.gates.report import wave_report
from campaigns.models import Campaign, Phase, Signature, SignOffRequest, Stakeholder, Waiver
from campaigns.services.deciding import (
    decision_settle_due,
    decisions_due,
    signature_take_back,
)
from campaigns.services.lifecycle import GateClosed, campaign_abandon, campaign_advance
from campaigns.services.purging import purging
from campaigns.services.signoff import signoff_request, signoff_touch
from campaigns.services.signoff_rows import SignOffClosed
from campaigns.services.waivers import waiver_revoke, waiver_withdraw
from campaigns.services.waves import wave_delete
from campaigns.signoff import stale_kinds
from core.models import Role
from tests.campaigns.evidence import evidence
from tests.campaigns.signing import a_code, decide, sign, words
from tests.campaigns.waiver_world import advances, ask, form, go, ready, sponsored, told
from tests.campaigns.waiving import place_of

__all__ = ["ask", "evidence", "form", "go", "ready", "sponsored"]
pytestmark = pytest.mark.django_db


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
