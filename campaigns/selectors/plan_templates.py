"""Templates of a workspace, as what a campaign starts from: a playbook with other waves and tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign, Dependency, PlanTemplate, Task, Wave
from campaigns.playbooks import Playbook, TaskTemplate, playbook
from campaigns.playbooks.base import WaveTemplate
from campaigns.scheduling import WorkingCalendar
from campaigns.selectors.plan import plan_rows, working_calendar
from core.models import Workspace

Body = dict[str, Any]


def templates_of_workspace(workspace: Workspace) -> list[PlanTemplate]:
    """Every template, those set aside last."""
    return list(PlanTemplate.objects.filter(workspace=workspace).order_by("-is_active", "name", "pk"))


def templates_offered(workspace: Workspace, campaign_type: str) -> list[PlanTemplate]:
    """What a new campaign of a type may start from, beside its playbook."""
    rows = PlanTemplate.objects.filter(workspace=workspace, type=campaign_type, is_active=True)
    return list(rows.order_by("name", "pk"))


def template_offered(workspace: Workspace, campaign_type: str, asked: str) -> PlanTemplate | None:
    """The template an address names, when it may serve; None: the playbook does."""
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 18):
        return None
    rows = PlanTemplate.objects.filter(workspace=workspace, type=campaign_type, is_active=True)
    return rows.filter(pk=int(asked)).first()


def template_book(template: PlanTemplate) -> Playbook:
    """The type's playbook with the template's waves and tasks."""
    book, body = playbook(template.type), template.body
    return replace(
        book,
        waves=tuple(_wave(row) for row in body["waves"]),
        tasks=tuple(task_template(row) for row in body["tasks"]),
        # What repeats is in the tasks already.
        period=replace(book.period, tasks=()) if book.period else None,
    )


def template_lead(template: PlanTemplate) -> timedelta | None:
    """From the start of preparation to the launch; None when it is counted back from the tasks."""
    days = template.body.get("lead_days")
    return None if days is None else timedelta(days=days)


def template_limits(template: PlanTemplate, launch: date, calendar: WorkingCalendar) -> dict[str, date]:
    """{task key: the day before which it may not begin}, at the same distance to the launch."""
    return {
        row["key"]: calendar.next_working_day(launch + timedelta(days=row["not_before"]))
        for row in template.body["tasks"]
        if row.get("not_before") is not None
    }


def _wave(row: Mapping[str, Any]) -> WaveTemplate:
    return WaveTemplate(
        key=row["key"],
        name=row["name"],
        share_start=row["start"],
        share_end=row["end"],
        channels=tuple((channel, tuple(formats)) for channel, formats in row["channels"]),
        purpose=row.get("purpose", ""),
        around=row.get("around"),
    )


def task_template(row: Mapping[str, Any]) -> TaskTemplate:
    """A task of a body as playbooks write theirs."""
    return TaskTemplate(
        key=row["key"],
        name=row["name"],
        kind=row["kind"],
        phase=row["phase"],
        team_key=row["team"],
        wave_key=row["wave"],
        duration=row["duration"],
        after=tuple(tuple(link) for link in row["after"]),
        what=row["what"],
        anchor=row.get("anchor"),
        anchor_offset=row.get("offset", 0),
    )


def body_of_playbook(book: Playbook) -> Body:
    """A playbook as a body, in the language that is active. Its preparation stays counted back."""
    tasks = book.tasks + (book.period.tasks if book.period else ())
    return {
        "lead_days": None,
        "waves": [
            {
                "key": wave.key, "name": str(wave.name), "start": wave.share_start, "end": wave.share_end,
                "channels": [[channel, list(formats)] for channel, formats in wave.channels],
                "purpose": str(wave.purpose), "around": wave.around,
            }
            for wave in book.waves
        ],
        "tasks": [
            {
                "key": task.key, "name": str(task.name), "kind": task.kind, "phase": task.phase,
                "team": task.team_key, "wave": task.wave_key, "duration": task.duration,
                "what": str(task.what), "after": [list(link) for link in task.after],
                "anchor": task.anchor, "offset": task.anchor_offset, "not_before": None,
            }
            for task in tasks
        ],
    }  # fmt: skip


@dataclass(frozen=True)
class _Source:
    """The campaign a template is made from."""

    campaign: Campaign
    calendar: WorkingCalendar
    actual: bool

    @property
    def total(self) -> int:
        """Days of the live window; of an endless campaign, of what its waves fill."""
        return (self.last - self.campaign.launch_on).days + 1

    @property
    def last(self) -> date:
        launch = self.campaign.launch_on
        default = launch + timedelta(days=playbook(self.campaign.type).default_duration_days - 1)
        return self.campaign.ends_on or default


def body_of_campaign(campaign: Campaign, *, actual: bool) -> Body:
    """A campaign's waves and tasks, relative to its launch. Five queries.

    With `actual`, work that is done lasts what it really took, from its start to the day it was said done.
    """
    rows = plan_rows(campaign)
    source = _Source(campaign, working_calendar(campaign.workspace), actual)
    waves = list(campaign.waves.prefetch_related("placements__channel", "placements__format"))
    return {
        "lead_days": (campaign.launch_on - campaign.prepares_on).days,
        "waves": [_wave_body(wave, source) for wave in sorted(waves, key=lambda wave: wave.number)],
        "tasks": _tasks_body(rows.tasks, rows.links, source),
    }


def _wave_body(wave: Wave, source: _Source) -> dict[str, Any]:
    launch, total = source.campaign.launch_on, source.total
    first = (wave.goes_live_on - launch).days
    last = ((wave.ends_on or source.last) - launch).days
    channels: dict[str, list[str]] = {}
    for row in wave.placements.all():
        channels.setdefault(row.channel.key, []).append(row.format.key)
    return {
        "key": f"v{wave.number}",
        "name": wave.name,
        "start": first / total,
        "end": (last + 1) / total,
        "channels": sorted([key, sorted(formats)] for key, formats in channels.items()),
        "purpose": "",
        "around": None,
    }


def _tasks_body(tasks: Sequence[Task], links: Sequence[Dependency], source: _Source) -> list[dict[str, Any]]:
    after: dict[int, list[list[Any]]] = {}
    for link in links:
        after.setdefault(link.successor_id, []).append(_bond(link))
    found = []
    for task in tasks:
        anchor, offset = _pin(task, source)
        launch = source.campaign.launch_on
        found.append(
            {
                "key": f"t{task.pk}", "name": task.name, "kind": task.kind, "phase": task.phase,
                "team": task.team.key if task.team else "",
                "wave": f"v{task.wave.number}" if task.wave else None,
                "duration": _duration(task, source), "what": task.description,
                "after": after.get(task.pk, []), "anchor": anchor, "offset": offset,
                "not_before": (task.not_before - launch).days if task.not_before else None,
            }
        )  # fmt: skip
    return found


def _bond(link: Dependency) -> list[Any]:
    """As playbooks write a link: the unit of its lag only where that is not working days."""
    bond: list[Any] = [f"t{link.predecessor_id}", link.type, link.lag_days]
    return [*bond, link.lag_unit] if link.lag_days and link.lag_unit != Dependency.Unit.WORKING else bond


def _duration(task: Task, source: _Source) -> int:
    if not (source.actual and task.is_done and task.starts_on and task.status_since) or task.is_milestone:
        return task.duration_days
    done = timezone.localtime(task.status_since).date()
    return max(1, source.calendar.working_days_between(task.starts_on, done + timedelta(days=1)))


def _pin(task: Task, source: _Source) -> tuple[str | None, int]:
    """The date of the campaign a fixed task keeps to, and how many working days from it."""
    if task.pinned_on is None:
        return None, 0
    campaign, calendar = source.campaign, source.calendar
    anchors: list[tuple[str, date | None]] = []
    if task.wave:
        anchors += [("wave_start", task.wave.goes_live_on), ("wave_end", task.wave.ends_on)]
    anchors += [("launch", campaign.launch_on), ("end", campaign.ends_on)]
    pinned = calendar.previous_working_day(task.pinned_on)
    for name, day in anchors:
        if day and calendar.previous_working_day(day) == pinned:
            return name, 0
    name, start = ("wave_start", task.wave.goes_live_on) if task.wave else ("launch", campaign.launch_on)
    return name, calendar.working_days_between(calendar.previous_working_day(start), pinned)
