"""Editing a campaign's own fields: name, people, dates. Moving the launch may move what hangs on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from campaigns.models import Campaign, SignOffRequest, Task
from campaigns.selectors.preparation import workspace_calendar
from campaigns.services.plan import plan_reschedule
from campaigns.services.signoff import signable_edit
from core.access import Access
from core.audit import audit_record
from core.editing import row_edit

DATES = frozenset({"launch_on", "ends_on", "prepares_on"})


@dataclass(frozen=True)
class Edited:
    """What changed, {field: [before, after]}, and the approvals that no longer hold because of it."""

    diff: dict[str, list[str]]
    voided: list[SignOffRequest] = field(default_factory=list)


def campaign_edit(
    *,
    campaign: Campaign,
    actor: Access,
    expected_version: int,
    changes: Mapping[str, Any],
    move_along: bool = False,
) -> Edited:
    """Change a campaign's fields. With `move_along`, waves and fixed dates follow the launch.

    Raises EditConflict when somebody saved it meanwhile, ValidationError when the dates are in disorder.
    """
    with signable_edit(campaign=campaign, kinds=["brief", "plan"], actor=actor) as edit:
        before = Campaign.objects.values_list("launch_on", flat=True).get(pk=campaign.pk)
        diff = row_edit(
            row=campaign,
            actor=actor,
            scope=campaign.scope,
            expected_version=expected_version,
            changes=changes,
        )
        moved = campaign.launch_on - before
        if move_along and moved:
            _move_along(campaign, actor, moved)
        if DATES & diff.keys():
            plan_reschedule(campaign=campaign)
    return Edited(diff, edit.voided)


def _move_along(campaign: Campaign, actor: Access, moved: timedelta) -> None:
    """Waves not yet open, and the fixed dates of unfinished tasks, keep their distance to the launch."""
    for wave in campaign.waves.filter(opened_at__isnull=True):
        wave.goes_live_on += moved
        wave.ends_on = wave.ends_on + moved if wave.ends_on else None
        wave.version += 1
        wave.save(update_fields=["goes_live_on", "ends_on", "version"])
    calendar = workspace_calendar(campaign.workspace)

    def shifted(day: date | None) -> date | None:
        return calendar.previous_working_day(day + moved) if day else None

    for task in campaign.tasks.exclude(status=Task.Status.DONE):
        if task.pinned_on or task.not_before or task.not_after:
            task.pinned_on, task.not_before = shifted(task.pinned_on), shifted(task.not_before)
            task.not_after = shifted(task.not_after)
            task.version += 1
            task.save(update_fields=["pinned_on", "not_before", "not_after", "version"])
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb="dates_shifted",
        scope=campaign.scope,
        label=campaign.name,
        changes={"days": moved.days},
    )
