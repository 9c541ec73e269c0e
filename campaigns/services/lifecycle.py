"""Lifecycle services: the only way a campaign changes phase. Lock → recheck → write → log → on commit."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from campaigns.gates import GateReport, gate_report, wave_report
from campaigns.models import Campaign, Phase, PhaseChange, Wave
from campaigns.selectors.live import live_since
from campaigns.services.lifecycle_proof import change_prove
from campaigns.services.signoff import requests_end, signoff_touch
from campaigns.signoff import stale_kinds
from core.access import Access

ADVANCE = {
    Phase.BRIEF: "start_planning",
    Phase.PLANNING: "start_budget",
    Phase.BUDGET: "start_coordination",
    Phase.COORDINATION: "start_execution",
    Phase.EXECUTION: "start_tracking",
    Phase.SUIVI: "start_bilan",
    Phase.BILAN: "close",
}
REOPEN = {
    Phase.BRIEF: "reopen_brief",
    Phase.PLANNING: "reopen_planning",
    Phase.BUDGET: "reopen_budget",
    Phase.COORDINATION: "reopen_coordination",
    Phase.SUIVI: "reopen_tracking",
    Phase.BILAN: "reopen_bilan",
}


class GateClosed(Exception):
    """The gate holds. `report` says which checks are missing; `words` is one sentence for the reader."""

    def __init__(self, report: GateReport) -> None:
        super().__init__(report.reason)
        self.report = report
        self.words = report.reason


class PhaseMoved(Exception):
    """The campaign is no longer in the phase the reader saw."""


def campaign_advance(*, campaign: Campaign, actor: Access, expected_phase: str) -> PhaseChange:
    """Take a campaign to its next phase.

    `expected_phase` is the phase the reader saw, so that a double click does not advance twice. Raises
    PhaseMoved when it changed meanwhile, GateClosed when a check is missing.
    """
    with transaction.atomic():
        locked = _lock(campaign)
        if locked.phase != expected_phase or locked.phase not in ADVANCE:
            raise PhaseMoved
        _touch_stale(locked)
        report = gate_report(locked)
        if report.can_advance:
            if locked.phase == Phase.COORDINATION:
                first = locked.waves.order_by("number").first()
                # A campaign reopened after its launch keeps the day its first wave went live.
                if first and not first.opened_at:
                    _open(first)
            change = _transition(
                locked, ADVANCE[Phase(locked.phase)], "advance", actor, report=report.as_json()
            )
    if not report.can_advance:
        # Raised outside the transaction: an approval just found void stays void.
        raise GateClosed(report)
    _mirror(campaign, locked)
    return change


def campaign_reopen(*, campaign: Campaign, actor: Access, target: str, reason: str) -> PhaseChange:
    """Go back to an earlier phase, with a reason. What was signed stays on record."""
    reason = _required(reason, _("Dites pourquoi vous rouvrez la campagne."))
    if target not in REOPEN:
        raise ValidationError({"target": _("Choisissez une phase antérieure.")})
    with transaction.atomic():
        locked = _lock(campaign)
        try:
            change = _transition(locked, REOPEN[Phase(target)], "reopen", actor, reason=reason)
        except TransitionNotAllowed as error:
            raise ValidationError(
                {
                    "target": _("On ne rouvre qu’à une phase antérieure à « %(phase)s ».")
                    % {"phase": locked.get_phase_display()}
                }
            ) from error
    _mirror(campaign, locked)
    return change


def campaign_abandon(*, campaign: Campaign, actor: Access, reason: str) -> PhaseChange:
    """Give a campaign up, from any open phase, with a reason."""
    reason = _required(reason, _("Dites pourquoi vous abandonnez la campagne."))
    with transaction.atomic():
        locked = _lock(campaign)
        if not locked.is_open:
            raise PhaseMoved
        change = _transition(locked, "abandon", "abandon", actor, reason=reason)
    _mirror(campaign, locked)
    return change


def campaign_pause(*, campaign: Campaign, actor: Access, reason: str) -> PhaseChange:
    """Hold a campaign (crisis, stock-out). Nothing is activated until it resumes."""
    reason = _required(reason, _("Dites pourquoi vous mettez la campagne en pause."))
    with transaction.atomic():
        locked = _lock(campaign)
        if locked.paused_at or not locked.is_open:
            raise PhaseMoved
        locked.paused_at, locked.pause_reason = timezone.now(), reason[:300]
        locked.save(update_fields=["paused_at", "pause_reason"])
        change = _record(locked, "pause", locked.phase, actor, reason=reason)
    _mirror(campaign, locked)
    return change


def campaign_resume(*, campaign: Campaign, actor: Access) -> PhaseChange:
    with transaction.atomic():
        locked = _lock(campaign)
        if not locked.paused_at:
            raise PhaseMoved
        reason, locked.paused_at, locked.pause_reason = locked.pause_reason, None, ""
        locked.save(update_fields=["paused_at", "pause_reason"])
        change = _record(locked, "resume", locked.phase, actor, reason=reason)
    _mirror(campaign, locked)
    return change


def campaign_stop(*, campaign: Campaign, actor: Access, on: date, reason: str) -> PhaseChange:
    """End the live window early, with a reason, so that the bilan may begin."""
    reason = _required(reason, _("Dites pourquoi la diffusion s’arrête."))
    with transaction.atomic():
        locked = _lock(campaign)
        if not locked.is_live:
            raise PhaseMoved
        if on < live_since(locked) or on > timezone.localdate():
            raise ValidationError({"on": _("L’arrêt se situe entre le lancement et aujourd’hui.")})
        locked.stopped_on, locked.stop_reason = on, reason[:300]
        locked.save(update_fields=["stopped_on", "stop_reason"])
        change = _record(locked, "stop", locked.phase, actor, reason=reason)
    _mirror(campaign, locked)
    return change


def wave_open(*, wave: Wave, actor: Access) -> PhaseChange:
    """Let a later wave go live: it passes the launch gate on its own assets, tracking and briefings."""
    with transaction.atomic():
        locked = _lock(wave.campaign)
        current = Wave.objects.select_for_update().get(pk=wave.pk)
        if not locked.is_live or current.opened_at:
            raise PhaseMoved
        _touch_stale(locked)
        report = wave_report(locked, current)
        if report.can_advance:
            _open(current)
            change = _record(locked, "open_wave", locked.phase, actor, wave=current, report=report.as_json())
    if not report.can_advance:
        # Raised outside the transaction: an approval just found void stays void.
        raise GateClosed(report)
    wave.opened_at = current.opened_at
    return change


def _touch_stale(locked: Campaign) -> None:
    """A content that changed without telling anybody is caught at the next gate, at the latest."""
    for kind in stale_kinds(locked):
        signoff_touch(campaign=locked, kind=kind, actor=None)


def _lock(campaign: Campaign) -> Campaign:
    rows: QuerySet[Campaign] = Campaign.objects.select_for_update(of=("self",)).select_related("workspace")
    return rows.get(pk=campaign.pk)


def _transition(
    campaign: Campaign, method: str, verb: str, actor: Access, *, reason: str = "", report: Any = None
) -> PhaseChange:
    source = campaign.phase
    getattr(campaign, method)()
    # The record first: the database lets a phase move only when its record is there (ADR 0006).
    change = _record(campaign, verb, source, actor, reason=reason, report=report)
    campaign.phase_since = timezone.now()
    campaign.save(update_fields=["phase", "phase_since"])
    if not campaign.is_open:
        requests_end(campaign=campaign, actor=actor)
    return change


def _record(
    campaign: Campaign,
    verb: str,
    source: str,
    actor: Access,
    *,
    reason: str = "",
    wave: Wave | None = None,
    report: Any = None,
) -> PhaseChange:
    change = PhaseChange.objects.create(
        campaign=campaign,
        verb=verb,
        source=source,
        target=campaign.phase,
        wave=wave,
        actor=actor.membership,
        actor_name=actor.user.name,
        reason=reason,
        report=report or {},
    )
    change_prove(change, actor)
    return change


def _open(wave: Wave) -> None:
    wave.opened_at = timezone.now()
    wave.save(update_fields=["opened_at"])


def _required(text: str, words: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError({"reason": words})
    return text


def _mirror(campaign: Campaign, locked: Campaign) -> None:
    """Bring the caller's instance up to date without a second query (the phase is protected)."""
    campaign.__dict__.update(
        {field.attname: getattr(locked, field.attname) for field in locked._meta.concrete_fields}
    )
