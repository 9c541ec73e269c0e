"""Phases change through their gate and through nothing else, whoever asks."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django_fsm import TransitionNotAllowed

from campaigns.forms.lifecycle import reopen_targets
from campaigns.gates import check_list, gate_report, registry
from campaigns.models import Campaign, Phase, Wave
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
    wave_open,
)
from tests.campaigns.evidence import CRITERIA, EVERYTHING
from tests.campaigns.lifecycle_world import actor, evidence, reach, second_wave, stored

__all__ = ["actor", "evidence", "reach", "second_wave"]
pytestmark = pytest.mark.django_db

ON_THE_WAY_TO_EXECUTION = ("brief", "planning", "budget", "creative_briefs", "workflow", *CRITERIA)


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
