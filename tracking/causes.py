"""The five causes of an alert, found for many campaigns at once.

A cause carries facts, not prose: the sentence is made when it is read, in the reader's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from budgets.selectors.overspend import overspent_channels
from campaigns.models import Campaign, SignOffRequest, Task
from campaigns.models.campaign import Phase
from campaigns.scheduling.calendar import WorkingCalendar
from tracking.models import Alert
from tracking.selectors.performance import standings


@dataclass(frozen=True)
class Cause:
    """Something wrong now. `key` names it among its kind in its campaign, so that it opens one alert."""

    campaign_id: int
    kind: str
    key: str
    owner_id: int | None
    facts: dict[str, Any] = field(default_factory=dict)


def causes_of(campaigns: Sequence[Campaign], *, on: date) -> list[Cause]:
    """Every cause that holds today. A constant number of queries however many campaigns."""
    live = [campaign for campaign in campaigns if campaign.is_open]
    return [
        *_milestones_overdue(live, on),
        *_tasks_blocked(live),
        *_budgets_overspent(live),
        *_kpis_behind(live, on),
        *_signoffs_waiting(live, on),
    ]


def _milestones_overdue(campaigns: Sequence[Campaign], on: date) -> list[Cause]:
    tasks = Task.objects.filter(campaign__in=campaigns, kind=Task.Kind.MILESTONE, ends_on__lt=on)
    owners = {campaign.pk: campaign.owner_id for campaign in campaigns}
    return [
        Cause(
            task.campaign_id,
            Alert.Kind.MILESTONE_OVERDUE,
            f"task:{task.pk}",
            task.assignee_id or owners[task.campaign_id],
            {"task": task.name, "due": task.ends_on.isoformat() if task.ends_on else ""},
        )
        for task in tasks.exclude(status=Task.Status.DONE)
    ]


def _tasks_blocked(campaigns: Sequence[Campaign]) -> list[Cause]:
    owners = {campaign.pk: campaign.owner_id for campaign in campaigns}
    return [
        Cause(
            task.campaign_id,
            Alert.Kind.TASK_BLOCKED,
            f"task:{task.pk}",
            task.assignee_id or owners[task.campaign_id],
            {
                "task": task.name,
                "reason": task.blocked_reason,
                "since": timezone.localtime(task.status_since).date().isoformat()
                if task.status_since
                else "",
            },
        )
        for task in Task.objects.filter(campaign__in=campaigns, status=Task.Status.BLOCKED)
    ]


def _budgets_overspent(campaigns: Sequence[Campaign]) -> list[Cause]:
    owners = {campaign.pk: campaign.owner_id for campaign in campaigns}
    return [
        Cause(
            pk,
            Alert.Kind.BUDGET_OVERSPENT,
            f"channel:{row.channel_id}",
            owners[pk],
            {
                "channel": row.channel_name,
                "planned": str(row.planned),
                "committed": str(row.committed),
                "actual": str(row.actual),
                "over": str(row.over),
            },
        )
        for pk, rows in overspent_channels(campaigns).items()
        for row in rows
    ]


def _kpis_behind(campaigns: Sequence[Campaign], on: date) -> list[Cause]:
    measured = [campaign for campaign in campaigns if campaign.phase in (Phase.EXECUTION, Phase.SUIVI)]
    owners = {campaign.pk: campaign.owner_id for campaign in measured}
    return [
        Cause(
            pk,
            Alert.Kind.KPI_BEHIND,
            f"target:{standing.target.pk}",
            owners[pk],
            {
                "kpi": standing.kpi.name,
                "unit": standing.kpi.unit,
                "channel": standing.target.channel.name if standing.target.channel else "",
                "actual": str(standing.pace.actual),
                "expected": str(standing.pace.expected),
                "target": str(standing.pace.target),
            },
        )
        for pk, rows in standings(measured, on=on).items()
        for standing in rows
        if standing.pace and standing.pace.behind
    ]


def _signoffs_waiting(campaigns: Sequence[Campaign], on: date) -> list[Cause]:
    """Open requests past their due date, or older than the workspace's patience in working days."""
    by_id = {campaign.pk: campaign for campaign in campaigns}
    requests = SignOffRequest.objects.filter(
        campaign__in=campaigns, status=SignOffRequest.Status.OPEN
    ).prefetch_related("signatures")
    calendar = WorkingCalendar(country="FR")
    found = []
    for request in requests:
        campaign = by_id[request.campaign_id]
        asked = timezone.localtime(request.requested_at).date()
        waited = calendar.working_days_between(asked, on) if asked < on else 0
        if on <= request.due_on and waited <= campaign.workspace.signoff_patience_days:
            continue
        waiting = [row.name for row in request.signatures.all() if not row.decision]
        facts = {"kind": request.kind, "due": request.due_on.isoformat(), "asked": asked.isoformat()}
        found.append(
            Cause(
                campaign.pk,
                Alert.Kind.SIGNOFF_WAITING,
                f"request:{request.pk}",
                campaign.owner_id,
                {**facts, "waiting": waiting, "days": waited},
            )
        )
    return found
