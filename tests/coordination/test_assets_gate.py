"""The launch gate of a wave whose assets people were asked to approve, and where that is seen."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.gates import Scope
from campaigns.models import Campaign, SignOffRequest, Wave
from campaigns.pages_signoff import to_sign_today
from campaigns.selectors.gate_answer import gate_answer
from campaigns.selectors.signoff import standings
from campaigns.services.lifecycle import GateClosed, wave_open
from campaigns.services.signoff import signoff_withdraw
from coordination.checks import assets_approved
from coordination.models import Asset, CreativeBrief
from coordination.selectors.frozen import assets_key
from coordination.services.assets import version_upload
from core.models import OutboxMessage
from tests.campaigns.signing import sign, words
from tests.coordination.conftest import access_of, edit_brief, in_phase, status_after

pytestmark = pytest.mark.django_db


def criterion(campaign: Campaign, wave: Wave | None = None):
    return assets_approved([Scope(Campaign.objects.get(pk=campaign.pk), wave)])[0]


def test_nobody_asked_the_review_is_enough(campaign, wave, approved):
    assert criterion(campaign).ok


def test_asked_it_must_be_approved_and_says_who_holds_it(campaign, wave, approved, ask, finance):
    request = ask(wave, finance)
    found = criterion(campaign)
    assert not found.ok
    assert found.waiting
    assert found.held_by == finance.name
    assert found.since == timezone.localdate()
    assert found.fix_url.endswith(f"#{assets_key(wave.pk)}")
    assert "1 asset approuvé." in found.why
    sign(request.signatures.get())
    assert criterion(campaign).ok


@pytest.mark.parametrize("decision", ["rejected", "reserved"])
def test_a_refusal_closes_it_and_a_reserve_does_not(campaign, wave, approved, ask, finance, decision):
    sign(ask(wave, finance).signatures.get(), decision, reason="Le prix manque.")
    assert criterion(campaign).ok is (decision == "reserved")


def test_withdrawn_it_is_no_longer_asked(campaign, wave, approved, ask, finance, manager):
    signoff_withdraw(request=ask(wave, finance), actor=access_of(manager))
    assert criterion(campaign).ok


def test_void_it_is_to_be_asked_again(campaign, wave, approved, ask, finance, brief, manager):
    sign(ask(wave, finance).signatures.get())
    edit_brief(brief, manager, mandatory="Photo retouchée.")
    found = criterion(campaign)
    assert not found.ok
    assert "périmée" in found.why
    assert found.fix_url.endswith(f"/validations/{assets_key(wave.pk)}/demander/")


def test_what_is_not_produced_comes_first(campaign, wave, asset, ask, finance):
    ask(wave, finance)
    assert "aucun fichier" in criterion(campaign).why


def test_each_wave_stands_for_itself(campaign, wave, approved, second, ask, finance):
    sign(ask(wave, finance).signatures.get())
    ask(second, finance)
    assert criterion(campaign, wave).ok
    assert not criterion(campaign, second).ok
    assert criterion(campaign).ok, "the campaign is judged on its first wave"


def test_many_scopes_take_as_many_queries_as_one(campaign, wave, approved, second, ask, finance):
    ask(second, finance)

    def count(*scopes: Scope) -> int:
        with CaptureQueriesContext(connection) as seen:
            assets_approved(scopes)
        return len(seen)

    one = count(Scope(campaign, wave))
    assert count(*(Scope(campaign, each) for each in (wave, second, wave))) == one


def test_a_later_wave_opens_with_its_own_approval_only(
    live, wave, approved, second, ask, finance, manager, monkeypatch
):
    from campaigns.gates import registry

    for key in ("brief_validated", "plan_approved", "budget_signed", "tracking_configured", "teams_briefed"):
        held = registry._checks[key]
        monkeypatch.setitem(
            registry._checks,
            key,
            type(held)(
                held.key, held.label, held.kind, held.phase,
                lambda scopes: [registry.Finding(True, "") for _ in scopes], held.order, held.per_wave,
            ),
        )  # fmt: skip
    request = ask(second, finance)
    with pytest.raises(GateClosed, match="attendue"):
        wave_open(wave=second, actor=access_of(manager))
    sign(request.signatures.get())
    # A change nobody told of is found at the gate, and the approval stays void.
    CreativeBrief.objects.update(mandatory="Ajoutée en douce")
    with pytest.raises(GateClosed, match="périmée"):
        wave_open(wave=second, actor=access_of(manager))
    assert status_after(request) == SignOffRequest.Status.VOIDED
    CreativeBrief.objects.update(mandatory="")
    sign(ask(second, finance).signatures.get())
    assert wave_open(wave=second, actor=access_of(manager)).wave == second


def test_check_campaign_sees_a_silent_change_of_the_wave_it_judges(
    campaign, wave, approved, second, ask, finance
):
    in_phase(campaign, "COORDINATION")
    sign(ask(wave, finance).signatures.get())
    Asset.objects.filter(wave=wave).update(name="Renommée en douce")

    def answer(judged: Wave | None) -> dict:
        rows = gate_answer(Campaign.objects.get(pk=campaign.pk), judged)["criteria"]
        return next(row for row in rows if row["key"] == "assets_approved")

    assert not answer(None)["ok"]
    assert "périmée" in answer(wave)["why"]
    assert answer(second)["ok"]


def test_the_wall_offers_to_ask_and_then_says_where_it_stands(
    campaign, wave, approved, ask, finance, as_, contributor, viewer, partner, agency_asset, at
):
    ask_url = at(campaign, f"validations/{assets_key(wave.pk)}/demander/")
    assert ask_url in words(as_(contributor).get(at(campaign, "creations/")))
    assert ask_url not in words(as_(viewer).get(at(campaign, "creations/")))
    assert "Validation des créations" not in words(as_(partner).get(at(campaign, "creations/")))
    ask(wave, finance)
    page = words(as_(contributor).get(at(campaign, "creations/")))
    assert f"Attend {finance.name}" in page
    assert ask_url not in page


def test_the_launch_page_offers_to_ask_and_to_remind(
    campaign, wave, approved, ask, finance, as_, manager, at
):
    in_phase(campaign, "COORDINATION")
    key = assets_key(wave.pk)
    browser = as_(manager)
    assert at(campaign, f"validations/{key}/demander/") in words(browser.get(at(campaign, "lancement/")))
    signature = ask(wave, finance).signatures.get()
    remind = at(campaign, f"lancement/{key}/relancer/")
    page = words(browser.get(at(campaign, "lancement/")))
    assert remind in page
    assert finance.name in page
    assert browser.post(remind).status_code == 303
    assert OutboxMessage.objects.filter(key__startswith=f"signoff_reminder:{signature.pk}:").exists()


def test_the_validations_page_lists_waves_with_assets_in_a_flat_number_of_queries(
    campaign, wave, version, second, brief, ask, finance, acting, contributor, picture
):
    bare = campaign.waves.create(
        number=3, name="Relance", goes_live_on=wave.goes_live_on, ends_on=wave.ends_on
    )
    ask(wave, finance)

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            found = standings(Campaign.objects.select_related("workspace", "owner__user").get(pk=campaign.pk))
        assert assets_key(bare.pk) not in {each.kind.key for each in found}
        return len(seen)

    few = count()
    for number in range(4, 8):
        more = campaign.waves.create(
            number=number, name=f"Vague {number}", goes_live_on=wave.goes_live_on, ends_on=wave.ends_on
        )
        asset = Asset.objects.create(creative_brief=brief, wave=more, name=f"Story {number}")
        version_upload(asset=asset, upload=picture(shade=number), comment="", actor=acting(contributor))
    assert count() == few


def test_a_members_queue_names_waves_without_a_query_a_line(
    campaign, wave, version, second, ask, viewer, as_
):
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            lines = to_sign_today(access_of(viewer))
            assert as_(viewer).get(f"/e/{campaign.workspace.slug}/a-valider/").status_code == 200
        assert all("vague" in line.text for line in lines)
        return len(seen)

    ask(wave, viewer)
    count()
    one = count()
    ask(second, viewer)
    assert count() == one


def test_history_audit_alerts_and_mail_speak_of_the_wave(
    campaign, wave, version, ask, finance, as_, manager, at
):
    in_phase(campaign, "COORDINATION")
    request = ask(wave, finance)
    mail = OutboxMessage.objects.get(key__startswith=f"signoff_request:{request.signatures.get().pk}:")
    assert "les créations de la vague 1" in mail.payload["body"]
    sign(request.signatures.get())
    for page in ("historique/", "validations/", ""):
        answer = as_(manager).get(at(campaign, page))
        assert answer.status_code == 200, page
        assert request.kind not in re.sub(r"<[^>]*>", "", words(answer)), page
    assert "les créations de la vague 1" in words(as_(manager).get(at(campaign, "historique/")))
    # The proofs also show what was hashed, key by key: there the words stand beside it.
    assert "les créations de la vague 1" in words(as_(manager).get(at(campaign, "historique/preuves/")))
