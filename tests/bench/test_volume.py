"""The volume workspace, at a tiny size."""

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction

from budgets.models import BudgetLine
from campaigns.gates import gate_report
from campaigns.models import Campaign, Phase, PhaseChange, Signature, SignOffRequest, Task
from campaigns.models.campaign import STEPS
from campaigns.selectors.verification import evidence_verdict
from campaigns.signoff import stale_kinds
from core.models import OutboxMessage, Workspace
from tracking.demo.volume import volume_load
from tracking.models import KpiFact


@pytest.fixture
def volume(db: None) -> Workspace:
    return volume_load(campaigns=6, tasks=60, facts=40, seed=7)


def test_counts_are_totals(volume: Workspace) -> None:
    assert volume.campaigns.count() == 6
    assert Task.objects.filter(campaign__workspace=volume).count() == 60
    assert KpiFact.objects.filter(campaign__workspace=volume).count() == 40


def test_campaigns_are_spread_over_the_phases(volume: Workspace) -> None:
    phases = Counter(volume.campaigns.values_list("phase", flat=True))
    assert phases == Counter(["BRIEF", "PLANNING", "BUDGET", "COORDINATION", "EXECUTION", "SUIVI"])


def test_every_campaign_reached_its_phase_through_recorded_passages(volume: Workspace) -> None:
    for campaign in volume.campaigns.all():
        changes = list(campaign.phase_changes.order_by("pk"))
        steps = STEPS[: STEPS.index(Phase(campaign.phase)) + 1]
        assert [(change.source, change.target) for change in changes] == list(pairwise(steps))
        assert all(change.verb == PhaseChange.Verb.ADVANCE for change in changes)
        assert all(change.report["can_advance"] for change in changes)
        assert not stale_kinds(campaign)


def test_passages_are_dated_in_order_and_none_in_the_future(volume: Workspace) -> None:
    for campaign in volume.campaigns.all():
        days = list(campaign.phase_changes.order_by("pk").values_list("at", flat=True))
        assert days == sorted(days)
        if days:
            assert campaign.phase_since == days[-1]


def test_what_is_signed_next_is_not_signed_yet(volume: Workspace) -> None:
    for campaign in volume.campaigns.filter(phase__in=["BRIEF", "PLANNING", "BUDGET"]):
        assert not gate_report(campaign).can_advance


def test_the_evidence_holds(volume: Workspace) -> None:
    verdict = evidence_verdict(workspaces=[volume])
    assert verdict.problems == []
    assert verdict.checked["signatures"] == Signature.objects.count() > 0


def test_nobody_was_written_to(volume: Workspace) -> None:
    assert not OutboxMessage.objects.exists()


def test_the_same_seed_gives_the_same_rows(db: None) -> None:
    assert _loaded_and_undone(seed=7) == _loaded_and_undone(seed=7)


def test_another_seed_gives_other_rows(db: None) -> None:
    assert _loaded_and_undone(seed=7) != _loaded_and_undone(seed=8)


def test_loading_again_changes_nothing(volume: Workspace) -> None:
    assert volume_load(campaigns=6, tasks=60, facts=40, seed=7) == volume
    assert Campaign.objects.count() == 6


def test_without_tasks_a_campaign_stays_in_planning(db: None) -> None:
    workspace = volume_load(campaigns=6, tasks=0, facts=0, seed=7)
    assert set(workspace.campaigns.values_list("phase", flat=True)) == {"BRIEF", "PLANNING"}


def _loaded_and_undone(*, seed: int) -> dict[str, list[Any]]:
    """Every authored value of a workspace that is loaded, read and taken back."""
    with transaction.atomic():
        volume_load(campaigns=6, tasks=60, facts=40, seed=seed)
        read = {
            "campaigns": _rows(
                Campaign, "reference", "name", "type", "phase", "launch_on", "ends_on", "owner__user__name"
            ),
            "tasks": _rows(Task, "campaign__reference", "name", "kind", "starts_on", "team__key", "status"),
            "lines": _rows(BudgetLine, "budget__campaign__reference", "channel__key", "month", "planned"),
            "requests": _rows(SignOffRequest, "campaign__reference", "kind", "status"),
            "signatures": _rows(Signature, "request__campaign__reference", "request__kind", "decision"),
            "facts": _rows(KpiFact, "campaign__reference", "channel__key", "kpi__key", "day", "value"),
        }
        transaction.set_rollback(True)
    return read


def _rows(model: Any, *fields: str) -> list[Any]:
    return sorted(model.objects.values_list(*fields), key=repr)
