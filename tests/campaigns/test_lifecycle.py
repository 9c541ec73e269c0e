"""Phases change through their gate and through nothing else, whoever asks."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from campaigns.forms.lifecycle import reopen_targets
from campaigns.gates import check_list, gate_report, registry, wave_report
from campaigns.models import Campaign, Phase, PhaseChange, Waiver, Wave
from campaigns.models.campaign import STEPS
from campaigns.services.lifecycle import (
    ADVANCE,
    REOPEN,
    GateClosed,
    PhaseMoved,
    campaign_abandon,
    campaign_advance,
    campaign_pause,
    campaign_reopen,
    campaign_resume,
    campaign_stop,
    waiver_grant,
    waiver_revoke,
    wave_open,
)
from tests.campaigns.evidence import CRITERIA, EVERYTHING, evidence

__all__ = ["evidence"]
pytestmark = pytest.mark.django_db

ON_THE_WAY_TO_EXECUTION = ("brief", "planning", "budget", "creative_briefs", "workflow", *CRITERIA)


@pytest.fixture
def actor(acting, manager):
    return acting(manager)


@pytest.fixture
def second_wave(campaign, meta):
    wave = campaign.waves.create(
        number=2, name="Révélation", goes_live_on=campaign.launch_on, ends_on=campaign.ends_on
    )
    wave.placements.create(channel=meta, format=meta.formats.get())
    return wave


@pytest.fixture
def reach(campaign, actor, evidence):
    """Take the campaign to a phase, with all the evidence that needs; then nothing holds any more."""

    def go(phase, keep=()):
        evidence.hold(*EVERYTHING)
        while campaign.phase != phase:
            campaign_advance(campaign=campaign, actor=actor, expected_phase=campaign.phase)
        evidence.drop(*EVERYTHING)
        evidence.hold(*keep)
        return campaign

    return go


def stored(campaign) -> Campaign:
    return Campaign.objects.get(pk=campaign.pk)


# Gates ------------------------------------------------------------------------------------------------


def test_every_gate_asks_something():
    """The product's own checks, not the test's: no phase is left for free."""
    for phase in STEPS:
        assert check_list(phase=phase), phase
    assert {check.key for check in check_list(kind="criterion")} == set(CRITERIA)


@pytest.mark.parametrize("phase", STEPS)
def test_a_closed_gate_says_why_and_changes_nothing(reach, actor, phase):
    campaign = reach(phase)
    with pytest.raises(GateClosed) as closed:
        campaign_advance(campaign=campaign, actor=actor, expected_phase=phase)
    assert "Il manque" in closed.value.words
    assert stored(campaign).phase == phase
    assert campaign.phase_changes.filter(source=phase).count() == 0


@pytest.mark.parametrize("phase", STEPS)
def test_each_check_alone_closes_its_gate(reach, evidence, phase):
    campaign = reach(phase)
    keys = [check.key for check in check_list(phase=phase)]
    for missing in keys:
        evidence.hold(*keys)
        evidence.drop(missing)
        report = gate_report(stored(campaign))
        assert not report.can_advance, missing
        assert [result.key for result in report.missing] == [missing]


@pytest.mark.parametrize("phase", STEPS)
def test_an_open_gate_lets_through_and_is_written_down(reach, actor, evidence, phase):
    campaign = reach(phase, keep=EVERYTHING)
    change = campaign_advance(campaign=campaign, actor=actor, expected_phase=phase)
    position = STEPS.index(phase) + 1
    assert campaign.phase == stored(campaign).phase == change.target
    assert change.target == (STEPS[position] if position < len(STEPS) else Phase.CLOTUREE)
    assert (change.verb, change.actor_name) == ("advance", "Claire Vasseur")
    assert change.report["can_advance"] is True
    assert {check["key"] for check in change.report["checks"]} == {c.key for c in check_list(phase=phase)}


def test_the_reader_advances_from_the_phase_they_saw(reach, actor, evidence):
    campaign = reach(Phase.PLANNING, keep=EVERYTHING)
    with pytest.raises(PhaseMoved):
        campaign_advance(campaign=campaign, actor=actor, expected_phase=Phase.BRIEF)
    assert stored(campaign).phase == Phase.PLANNING


def test_a_check_nobody_registered_keeps_its_gate_closed(campaign, actor, monkeypatch):
    absent = {key: registry._expected(key, key, check.kind, check.phase, check.order)
              for key, check in registry._checks.items()}  # fmt: skip
    monkeypatch.setattr(registry, "_checks", absent)
    with pytest.raises(GateClosed) as closed:
        campaign_advance(campaign=campaign, actor=actor, expected_phase=Phase.BRIEF)
    assert "n’est pas disponible" in closed.value.words


# Nothing reaches EXECUTION with a criterion unmet -----------------------------------------------------


@pytest.mark.parametrize("missing", ON_THE_WAY_TO_EXECUTION)
def test_no_way_reaches_execution_with_a_condition_unmet(
    campaign, actor, as_, manager, evidence, reach, missing
):
    """Service, page and model method alike, from every phase before it."""
    guarded = next(check.phase for check in check_list() if check.key == missing)
    reach(guarded, keep=[key for key in EVERYTHING if key != missing])
    url = reverse("campaigns:advance", args=[campaign.workspace.slug, campaign.reference])
    for _attempt in range(3):
        with pytest.raises((GateClosed, PhaseMoved)):
            campaign_advance(campaign=stored(campaign), actor=actor, expected_phase=guarded)
        as_(manager).post(url, {"expected_phase": guarded})
        for method in (*ADVANCE.values(), *REOPEN.values()):
            fresh = stored(campaign)
            try:
                getattr(fresh, method)()
            except TransitionNotAllowed:
                continue
            # A way back may be open to the method; it must lead backwards.
            assert STEPS.index(fresh.phase) < STEPS.index(Phase.EXECUTION), method
    assert stored(campaign).phase == guarded


def test_no_way_back_leads_to_execution():
    for name in dir(Campaign):
        meta = getattr(getattr(Campaign, name, None), "_django_fsm", None)
        if meta is None:
            continue
        targets = {transition.target for transition in meta.transitions.values()}
        if Phase.EXECUTION in targets:
            assert name == "start_execution"
            assert all(transition.conditions for transition in meta.transitions.values())


def test_a_stale_transition_cannot_be_saved(reach, actor, evidence):
    """Two people hold the campaign; the second's copy is old and its save is refused."""
    from django_fsm import ConcurrentTransition

    campaign = reach(Phase.BRIEF, keep=EVERYTHING)
    late = stored(campaign)
    campaign_advance(campaign=campaign, actor=actor, expected_phase=Phase.BRIEF)
    late.start_planning()
    with pytest.raises(ConcurrentTransition), transaction.atomic():
        late.save()


# Waves ------------------------------------------------------------------------------------------------


def test_execution_opens_the_first_wave_only(reach, second_wave):
    campaign = reach(Phase.EXECUTION)
    assert [bool(wave.opened_at) for wave in campaign.waves.order_by("number")] == [True, False]


def test_a_later_wave_passes_the_same_gate_on_its_own_assets(reach, actor, evidence, second_wave):
    reach(Phase.EXECUTION, keep=EVERYTHING)
    evidence.waves["assets_approved"] = {1}
    with pytest.raises(GateClosed):
        wave_open(wave=second_wave, actor=actor)
    assert Wave.objects.get(pk=second_wave.pk).opened_at is None
    evidence.waves["assets_approved"] = {1, 2}
    change = wave_open(wave=second_wave, actor=actor)
    assert (change.verb, change.wave, change.report["can_advance"]) == ("open_wave", second_wave, True)
    with pytest.raises(PhaseMoved):
        wave_open(wave=second_wave, actor=actor)


def test_no_later_wave_before_the_first(reach, actor, second_wave):
    reach(Phase.COORDINATION, keep=EVERYTHING)
    with pytest.raises(PhaseMoved):
        wave_open(wave=second_wave, actor=actor)


def test_a_campaign_reopened_and_relaunched_keeps_its_first_opening(reach, actor, evidence):
    campaign = reach(Phase.EXECUTION)
    opened = campaign.waves.get().opened_at
    campaign_reopen(campaign=campaign, actor=actor, target=Phase.COORDINATION, reason="Nouveau visuel")
    reach(Phase.EXECUTION)
    assert campaign.waves.get().opened_at == opened


# Pause, stop, abandon, reopen -------------------------------------------------------------------------


@pytest.mark.parametrize("phase", STEPS)
def test_a_pause_closes_every_gate_until_the_campaign_resumes(reach, actor, phase):
    campaign = reach(phase, keep=EVERYTHING)
    campaign_pause(campaign=campaign, actor=actor, reason="Rupture de stock")
    with pytest.raises(GateClosed) as closed:
        campaign_advance(campaign=campaign, actor=actor, expected_phase=phase)
    assert "pause" in closed.value.words
    campaign_resume(campaign=campaign, actor=actor)
    campaign_advance(campaign=campaign, actor=actor, expected_phase=phase)
    assert stored(campaign).phase != phase


def test_no_wave_opens_while_the_campaign_is_paused(reach, actor, second_wave):
    campaign = reach(Phase.EXECUTION, keep=EVERYTHING)
    campaign_pause(campaign=campaign, actor=actor, reason="Crise")
    with pytest.raises(GateClosed):
        wave_open(wave=second_wave, actor=actor)


def test_pausing_twice_or_resuming_what_runs_does_nothing(campaign, actor):
    with pytest.raises(PhaseMoved):
        campaign_resume(campaign=campaign, actor=actor)
    campaign_pause(campaign=campaign, actor=actor, reason="Crise")
    with pytest.raises(PhaseMoved):
        campaign_pause(campaign=campaign, actor=actor, reason="Encore")
    assert stored(campaign).pause_reason == "Crise"


@pytest.mark.parametrize("reason", ["", "   "])
def test_every_exceptional_act_asks_why(reach, actor, reason, today):
    campaign = reach(Phase.EXECUTION)
    for act in (
        lambda: campaign_pause(campaign=campaign, actor=actor, reason=reason),
        lambda: campaign_abandon(campaign=campaign, actor=actor, reason=reason),
        lambda: campaign_reopen(campaign=campaign, actor=actor, target=Phase.BRIEF, reason=reason),
        lambda: campaign_stop(campaign=campaign, actor=actor, on=today, reason=reason),
    ):
        with pytest.raises(ValidationError):
            act()
    assert stored(campaign).phase == Phase.EXECUTION


@pytest.mark.parametrize("phase", STEPS)
def test_a_campaign_may_be_abandoned_from_any_open_phase(reach, actor, phase):
    campaign = reach(phase)
    change = campaign_abandon(campaign=campaign, actor=actor, reason="Produit annulé")
    assert (change.source, change.target, change.reason) == (phase, Phase.ABANDONNEE, "Produit annulé")
    with pytest.raises(PhaseMoved):
        campaign_abandon(campaign=campaign, actor=actor, reason="Encore")


@pytest.mark.parametrize("phase", [*STEPS, Phase.CLOTUREE])
def test_the_ways_back_offered_are_those_the_model_allows(reach, actor, phase):
    campaign = reach(phase)
    offered = reopen_targets(campaign)
    for target in REOPEN:
        fresh = stored(campaign)
        if target in offered:
            getattr(fresh, REOPEN[target])()
            assert fresh.phase == target
        else:
            with pytest.raises(TransitionNotAllowed):
                getattr(fresh, REOPEN[target])()


def test_an_abandoned_campaign_comes_back_to_the_brief(campaign, actor):
    campaign_abandon(campaign=campaign, actor=actor, reason="Annulée")
    assert reopen_targets(campaign) == [Phase.BRIEF]
    campaign_reopen(campaign=campaign, actor=actor, target=Phase.BRIEF, reason="Relancée")
    assert stored(campaign).phase == Phase.BRIEF


def test_one_never_reopens_forwards(reach, actor):
    campaign = reach(Phase.PLANNING)
    for target in (Phase.COORDINATION, Phase.EXECUTION, "LUNE"):
        with pytest.raises(ValidationError):
            campaign_reopen(campaign=campaign, actor=actor, target=target, reason="Vite")


def test_a_stop_lies_between_the_launch_and_today(reach, actor, today):
    campaign = reach(Phase.EXECUTION)
    Campaign.objects.filter(pk=campaign.pk).update(
        prepares_on=today - timedelta(days=30), launch_on=today - timedelta(days=5)
    )
    for day in (today - timedelta(days=6), today + timedelta(days=1)):
        with pytest.raises(ValidationError):
            campaign_stop(campaign=campaign, actor=actor, on=day, reason="Crise")
    campaign_stop(campaign=campaign, actor=actor, on=today, reason="Crise")
    assert stored(campaign).stopped_on == today


def test_what_is_not_live_cannot_be_stopped(campaign, actor, today):
    with pytest.raises(PhaseMoved):
        campaign_stop(campaign=campaign, actor=actor, on=today, reason="Crise")


# Waivers ----------------------------------------------------------------------------------------------


@pytest.fixture
def waive(campaign, acting, admin, today):
    def grant(key="budget_signed", by=admin, **fields):
        values = {"reason": "Signature en route", "valid_until": today + timedelta(days=5), **fields}
        return waiver_grant(campaign=campaign, actor=acting(by), check_key=key, **values)

    return grant


def test_a_waiver_opens_the_gate_for_its_check_alone(reach, waive):
    campaign = reach(Phase.COORDINATION, keep=[key for key in EVERYTHING if key != "budget_signed"])
    assert not gate_report(campaign).can_advance
    waive()
    report = gate_report(campaign)
    assert report.can_advance
    excepted = next(result for result in report.results if result.key == "budget_signed")
    assert (excepted.ok, excepted.state, excepted.finding.ok) == (True, "waived", False)


def test_a_waiver_is_written_in_the_history_of_the_passage(reach, actor, waive):
    campaign = reach(Phase.COORDINATION, keep=[key for key in EVERYTHING if key != "budget_signed"])
    waive()
    change = campaign_advance(campaign=campaign, actor=actor, expected_phase=Phase.COORDINATION)
    kept = next(check for check in change.report["checks"] if check["key"] == "budget_signed")
    assert kept["waiver"] == {"by": "Inès Moreau", "reason": "Signature en route"}


@pytest.mark.parametrize("person", ["manager", "contributor", "viewer"])
def test_others_may_not_waive(request, waive, person):
    with pytest.raises(PermissionDenied):
        waive(by=request.getfixturevalue(person))
    assert not Waiver.objects.exists()


def test_the_sponsor_may_waive_whatever_their_role(campaign, waive, viewer):
    Campaign.objects.filter(pk=campaign.pk).update(sponsor_member=viewer)
    campaign.sponsor_member = viewer
    assert waive(by=viewer).granted_by_name == "Sophie Lambert"


def test_a_waiver_ends_with_its_day(reach, waive, today):
    campaign = reach(Phase.COORDINATION, keep=[key for key in EVERYTHING if key != "budget_signed"])
    waiver = waive(valid_until=today)
    assert gate_report(campaign).can_advance
    Waiver.objects.filter(pk=waiver.pk).update(valid_until=today - timedelta(days=1))
    assert not gate_report(campaign).can_advance


def test_a_waiver_lifted_excepts_nothing(reach, waive, acting, admin):
    campaign = reach(Phase.COORDINATION, keep=[key for key in EVERYTHING if key != "budget_signed"])
    waiver = waive()
    waiver_revoke(waiver=waiver, actor=acting(admin))
    assert not gate_report(campaign).can_advance
    waiver.refresh_from_db()
    assert waiver.revoked_by_name == "Inès Moreau"


def test_a_waiver_of_a_later_wave_does_not_open_the_first(reach, waive, second_wave):
    campaign = reach(Phase.COORDINATION, keep=[key for key in EVERYTHING if key != "assets_approved"])
    waive("assets_approved", wave=second_wave)
    assert not gate_report(campaign).can_advance
    assert not wave_report(campaign, campaign.waves.get(number=1)).can_advance
    assert wave_report(campaign, second_wave).can_advance


def test_a_waiver_of_the_first_wave_is_the_campaign_s(reach, waive, second_wave):
    campaign = reach(Phase.COORDINATION, keep=[key for key in EVERYTHING if key != "assets_approved"])
    waive("assets_approved", wave=campaign.waves.get(number=1))
    assert gate_report(campaign).can_advance
    assert not wave_report(campaign, second_wave).can_advance


@pytest.mark.parametrize(
    "fields",
    [{"reason": " "}, {"valid_until": timezone.localdate() - timedelta(days=1)}, {"key": "horoscope"}],
)
def test_a_waiver_without_reason_or_date_or_object_is_refused(waive, fields):
    with pytest.raises(ValidationError):
        waive(**fields)
    assert not Waiver.objects.exists()


# Pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def go(campaign):
    return lambda name: reverse(f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference])


def test_advancing_on_the_page_says_why_the_gate_is_closed(as_, manager, campaign, evidence, go):
    response = as_(manager).post(go("advance"), {"expected_phase": "BRIEF"}, follow=True)
    assert "Le passage est fermé." in response.content.decode()
    assert stored(campaign).phase == Phase.BRIEF


def test_advancing_on_the_page(as_, manager, campaign, evidence, go):
    evidence.hold("brief")
    browser = as_(manager)
    response = browser.post(go("advance"), {"expected_phase": "BRIEF"})
    assert response.status_code == 303
    assert stored(campaign).phase == Phase.PLANNING
    again = browser.post(go("advance"), {"expected_phase": "BRIEF"}, follow=True)
    assert "a changé entre-temps" in again.content.decode()
    assert stored(campaign).phase == Phase.PLANNING


@pytest.mark.parametrize(
    ("name", "data", "verb"),
    [
        ("pause", {"reason": "Crise"}, "pause"),
        ("abandon", {"reason": "Annulé"}, "abandon"),
        ("reopen", {"reason": "À revoir", "target": "BRIEF"}, "reopen"),
    ],
)
def test_each_action_is_a_page_that_asks_why_then_does_it(reach, as_, manager, go, name, data, verb):
    campaign = reach(Phase.BUDGET)
    browser = as_(manager)
    assert browser.get(go(name)).status_code == 200
    refused = browser.post(go(name), {**data, "reason": ""})
    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.content.decode()
    assert browser.post(go(name), data).status_code == 303
    assert campaign.phase_changes.filter(verb=verb, reason=data["reason"]).exists()


def test_resuming_and_stopping_on_their_pages(reach, actor, as_, manager, go, today):
    campaign = reach(Phase.EXECUTION)
    Campaign.objects.filter(pk=campaign.pk).update(prepares_on=today, launch_on=today)
    browser = as_(manager)
    assert "n’est pas en pause" in browser.get(go("resume")).content.decode()
    assert browser.post(go("resume")).status_code == 409
    browser.post(go("pause"), {"reason": "Crise"})
    assert browser.post(go("resume")).status_code == 303
    wrong = browser.post(go("stop"), {"reason": "Crise", "on": (today + timedelta(days=3)).isoformat()})
    assert "entre le lancement et aujourd’hui" in wrong.content.decode()
    assert browser.post(go("stop"), {"reason": "Crise", "on": today.isoformat()}).status_code == 303
    assert stored(campaign).stopped_on == today


def test_granting_and_lifting_a_waiver_on_their_pages(campaign, as_, admin, go, today):
    browser = as_(admin)
    assert browser.get(go("waiver") + "?critere=budget_signed").status_code == 200
    data = {"check_key": "budget_signed", "reason": "", "valid_until": today.isoformat(), "wave": ""}
    assert browser.post(go("waiver"), data).status_code == 422
    assert browser.post(go("waiver"), {**data, "reason": "En route"}).status_code == 303
    waiver = Waiver.objects.get()
    page = browser.get(go("campaign")).content.decode()
    assert "En route" in page, "a waiver is shown where its check is"
    url = reverse("campaigns:waiver-revoke", args=[campaign.workspace.slug, campaign.reference, waiver.pk])
    assert browser.get(url).status_code == 200
    assert browser.post(url).status_code == 303
    waiver.refresh_from_db()
    assert waiver.revoked_at


def test_a_campaign_wide_criterion_is_not_waived_for_one_wave(campaign, as_, admin, go, today):
    data = {
        "check_key": "budget_signed", "reason": "En route", "valid_until": today.isoformat(),
        "wave": campaign.waves.get().pk,
    }  # fmt: skip
    response = as_(admin).post(go("waiver"), data)
    assert response.status_code == 422
    assert "Toutes les vagues" in response.content.decode()


def test_the_sponsor_reaches_the_waiver_page(campaign, as_, viewer, manager, go):
    Campaign.objects.filter(pk=campaign.pk).update(sponsor_member=viewer)
    assert as_(viewer).get(go("waiver")).status_code == 200
    assert as_(manager).get(go("waiver")).status_code == 403


def test_history_shows_the_passage_its_checks_and_its_waivers(reach, as_, viewer, go, waive):
    reach(Phase.PLANNING)
    waive()
    page = as_(viewer).get(go("history")).content.decode().replace("\u202f", " ")
    assert "a fait passer la campagne de Brief à Planning" in page
    assert "Ce que le passage a vérifié" in page
    assert "a accordé une dérogation sur « Budget signé »" in page
    only = as_(viewer).get(go("history"), {"quoi": "derogations"}).content.decode()
    assert "a fait passer" not in only


def test_history_goes_back_page_by_page(campaign, as_, viewer, go, monkeypatch):
    monkeypatch.setattr("campaigns.views.campaign._HISTORY_PAGE", 3)
    for rank in range(7):
        PhaseChange.objects.create(
            campaign=campaign, verb="pause", source="BRIEF", target="BRIEF", reason=f"raison {rank}"
        )
    browser, url, seen = as_(viewer), go("history"), []
    for _page in range(3):
        response = browser.get(url)
        seen += [entry.detail for entry in response.context["entries"]]
        older = response.context["older"]
        url = f"{go('history')}?avant={older.replace('+', '%2B')}"
    assert seen == [f"raison {rank}" for rank in range(6, -1, -1)]
    assert browser.get(go("history"), {"avant": "hier"}).status_code == 200
