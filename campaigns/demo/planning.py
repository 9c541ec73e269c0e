"""A campaign's tasks in the demonstration: the playbook's, dated, then brought to where work stands today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from campaigns.demo.clock import CALENDAR
from campaigns.demo.company import TEAM_LEADS
from campaigns.demo.shapes import TaskData, WaveData
from campaigns.playbooks.base import Playbook, TaskTemplate
from campaigns.playbooks.retroplanning import place

Status = Literal["todo", "doing", "blocked", "done"]


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from the playbook for one task; None keeps what the playbook or the dates say."""

    key: str
    assignee: str | None = None
    duration: int | None = None
    not_before: date | None = None
    status: Status | None = None
    since: date | None = None
    blocked_reason: str = ""
    name: str | None = None
    what: str | None = None


def plan_of(
    book: Playbook,
    *,
    today: date,
    prepares_on: date,
    launch: date,
    end: date | None,
    waves: Sequence[WaveData],
    owner: str,
    event: date | None = None,
    changes: Iterable[Change] = (),
    extra: Iterable[TaskTemplate] = (),
    drop: Iterable[str] = (),
    pinned: Mapping[str, date] | None = None,
    early: Sequence[str] = ("PLANNING", "BUDGET"),
) -> tuple[TaskData, ...]:
    """The tasks of a campaign with dates, owners and statuses as of `today`.

    Tasks of the `early` phases are done as soon as they can from `prepares_on`, the others as late as their
    anchors allow; `pinned` fixes further ones. A task is finished when its dates are past and what it waits
    for is finished, unless a change says otherwise; so nothing is ever finished before its predecessors.
    """
    dropped = set(drop)
    own_waves = {wave.key for wave in waves}
    altered = {change.key: change for change in changes}
    templates = [
        _adapted(template, dropped, altered.get(template.key))
        for template in (*book.tasks, *extra)
        if template.key not in dropped and (template.wave_key is None or template.wave_key in own_waves)
    ]
    leads = TEAM_LEADS | {"marketing": owner}
    pins = _pins(templates, waves, launch, end, event) | dict(pinned or {})
    limits = {change.key: change.not_before for change in altered.values() if change.not_before}
    dated = place(templates, pins, CALENDAR, start=prepares_on, not_before=limits, early_phases=early)
    tasks = [_task(t, *dated[t.key], pins.get(t.key), altered.get(t.key), leads) for t in templates]
    return _with_statuses(tasks, today, altered)


def _adapted(template: TaskTemplate, dropped: set[str], change: Change | None) -> TaskTemplate:
    after = tuple(link for link in template.after if link[0] not in dropped)
    if change is None:
        return replace(template, after=after)
    return replace(
        template,
        after=after,
        duration=template.duration if change.duration is None else change.duration,
        name=change.name or template.name,
        what=change.what or template.what,
    )


def _pins(
    templates: Iterable[TaskTemplate],
    waves: Sequence[WaveData],
    launch: date,
    end: date | None,
    event: date | None,
) -> dict[str, date]:
    by_key = {wave.key: wave for wave in waves}
    pins = {}
    for template in templates:
        wave = by_key.get(template.wave_key or "")
        anchors: dict[str, date | None] = {
            "launch": launch,
            "end": end,
            "event": event,
            "wave_start": wave.starts_on if wave else None,
            "wave_end": wave.ends_on if wave else None,
        }
        day = anchors.get(template.anchor or "")
        if day is not None:
            pins[template.key] = CALENDAR.day_at(CALENDAR.last_index_of(day) + template.anchor_offset)
    return pins


def _task(
    template: TaskTemplate,
    start: date,
    finish: date,
    pinned_on: date | None,
    change: Change | None,
    leads: Mapping[str, str],
) -> TaskData:
    return TaskData(
        key=template.key,
        name=str(template.name),
        kind=template.kind,
        phase=template.phase,
        team=template.team_key,
        wave=template.wave_key,
        assignee=(change and change.assignee) or leads[template.team_key],
        duration=template.duration,
        after=template.after,
        what=str(template.what),
        starts_on=start,
        ends_on=finish,
        not_before=None if pinned_on else start,
        pinned_on=pinned_on,
        status="todo",
    )


def _with_statuses(
    tasks: Sequence[TaskData], today: date, altered: Mapping[str, Change]
) -> tuple[TaskData, ...]:
    """Statuses by the calendar, predecessors first: late work holds back what waits for it."""
    by_key = {task.key: task for task in tasks}
    settled: dict[str, TaskData] = {}

    def settle(key: str) -> TaskData:
        if key not in settled:
            task = by_key[key]
            waiting = [settle(link[0]) for link in task.after if link[1] == "FS"]
            held = any(before.status != "done" for before in waiting)
            settled[key] = _settled(task, held, today, altered.get(key))
        return settled[key]

    return tuple(settle(task.key) for task in tasks)


def _settled(task: TaskData, held: bool, today: date, change: Change | None) -> TaskData:
    if change and change.status:
        since = change.since or (task.ends_on if change.status == "done" else task.starts_on)
        return replace(
            task, status=change.status, status_since=min(since, today), blocked_reason=change.blocked_reason
        )
    if held or task.starts_on > today:
        return task
    if task.ends_on < today:
        return replace(task, status="done", status_since=task.ends_on)
    if task.kind == "milestone":
        return task
    return replace(task, status="doing", status_since=task.starts_on)
