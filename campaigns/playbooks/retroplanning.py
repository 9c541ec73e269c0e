"""Dates of a playbook: its waves inside the live window, its tasks counted back from their anchors.

Pure: dates in, dates out. Working days come from the scheduling engine's calendar.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.playbooks.base import Playbook, TaskTemplate, WaveTemplate
from campaigns.scheduling.calendar import WorkingCalendar
from campaigns.scheduling.engine import schedule
from campaigns.scheduling.model import LagUnit, Link, LinkType, TaskId, TaskSpec
from campaigns.scheduling.result import ScheduledTask

Window = tuple[date, date]

#: What the engine may reach back to: no template prepares for longer.
_REACH = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A template with its first and last day; ``pinned_on`` when a date of the campaign holds it."""

    template: TaskTemplate
    start: date
    end: date
    pinned_on: date | None


@dataclass(frozen=True, slots=True)
class Retroplanning:
    """``prepares_on`` is the last day on which work can begin; ``tasks`` keep the playbook's order."""

    prepares_on: date
    waves: dict[str, Window]
    tasks: tuple[PlannedTask, ...]


def wave_windows(
    book: Playbook, launch: date, end: date | None, event: date | None = None, event_end: date | None = None
) -> dict[str, Window]:
    """First and last day of each wave, by key; they follow each other and fill the live window.

    Without an ``end`` (always-on) the waves fill the first period. With an ``event`` date, the waves
    placed around it take its days. A window too short for its waves makes them share days.
    """
    last = end or default_end(book, launch)
    total = (last - launch).days + 1
    if event is not None and any(wave.around for wave in book.waves):
        return {wave.key: _around(wave, launch, last, event, event_end or event) for wave in book.waves}
    windows = {}
    for wave in book.waves:
        first_day = min(round(wave.share_start * total), total - 1)
        last_day = max(round(wave.share_end * total) - 1, first_day)
        windows[wave.key] = (
            launch + timedelta(days=first_day),
            launch + timedelta(days=min(last_day, total - 1)),
        )
    return windows


def default_end(book: Playbook, launch: date) -> date:
    """Last day of a campaign of the default length, or of an always-on campaign's first period."""
    return launch + timedelta(days=book.default_duration_days - 1)


def retroplanning(
    book: Playbook,
    *,
    launch: date,
    end: date | None = None,
    event: date | None = None,
    event_end: date | None = None,
    calendar: WorkingCalendar | None = None,
    tasks: Sequence[TaskTemplate] | None = None,
) -> Retroplanning:
    """Date a playbook's tasks.

    What leads to an anchored task is dated as late as it can be; what follows anchors, as early as it can.
    ``tasks`` replaces the playbook's own, for the tasks of an always-on period. An anchor on a day off
    moves to the working day before it.
    """
    calendar = calendar or WorkingCalendar()
    templates = tuple(book.tasks if tasks is None else tasks)
    windows = wave_windows(book, launch, end, event, event_end)
    last = end or default_end(book, launch)
    pins = {
        template.key: _pin(template, calendar, launch, last, windows, event)
        for template in templates
        if template.anchor
    }
    dated = place(templates, pins, calendar, start=launch - _REACH)
    planned = [PlannedTask(t, *dated[t.key], pins.get(t.key)) for t in templates]
    return Retroplanning(min(task.start for task in planned), windows, tuple(planned))


def place(
    templates: Sequence[TaskTemplate],
    pins: Mapping[str, date],
    calendar: WorkingCalendar,
    *,
    start: date,
    not_before: Mapping[str, date] | None = None,
    early_phases: Collection[str] = (),
) -> dict[str, Window]:
    """First and last day of each task, by key; every link holds.

    Tasks that lead to a pinned one lie as late as it allows, unless their phase is one of `early_phases`,
    `not_before` names them, or they would already be late. All others lie as early as they can from `start`
    on. Raises as `schedule` does.
    """
    limits = not_before or {}
    links = [
        Link(key, t.key, LinkType(kind), lag, LagUnit(unit[0]) if unit else LagUnit.WORKING)
        for t in templates
        for key, kind, lag, *unit in t.after
    ]

    def run(held: Mapping[str, date]) -> Mapping[TaskId, ScheduledTask]:
        specs = [TaskSpec(t.key, t.duration, limits.get(t.key), pinned=held.get(t.key)) for t in templates]
        return schedule(specs, links, calendar, start=start).tasks

    first = run(pins)
    leading = _leading_to(pins, templates)
    late = {
        t.key: first[t.key].late_start
        for t in templates
        if t.key in leading
        and t.key not in limits
        and t.phase not in early_phases
        and first[t.key].total_slack > 0
    }
    # What follows a task that was moved late can only be dated once that one stands.
    final = run({**late, **pins})
    return {t.key: (final[t.key].start, final[t.key].end) for t in templates}


def _around(wave: WaveTemplate, launch: date, last: date, event: date, event_end: date) -> Window:
    day = timedelta(days=1)
    if wave.around == "before":
        return launch, max(event - day, launch)
    if wave.around == "after":
        return min(event_end + day, last), last
    return event, event_end


def _pin(
    template: TaskTemplate,
    calendar: WorkingCalendar,
    launch: date,
    last: date,
    windows: dict[str, Window],
    event: date | None,
) -> date:
    anchors = {"launch": launch, "end": last}
    if template.wave_key is not None:
        anchors["wave_start"], anchors["wave_end"] = windows[template.wave_key]
    if template.anchor == "event":
        # Before its date is known, the event is where the playbook's middle wave begins.
        during = list(windows.values())[len(windows) // 2]
        anchors["event"] = event or during[0]
    day = calendar.previous_working_day(anchors[str(template.anchor)])
    return calendar.day_at(calendar.index_of(day) + template.anchor_offset)


def _leading_to(anchored: Iterable[str], templates: Sequence[TaskTemplate]) -> set[str]:
    """Keys of the tasks that some anchored task waits for, and of the anchored tasks."""
    after = {template.key: [link[0] for link in template.after] for template in templates}
    found: set[str] = set()
    waiting = list(anchored)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(after[key])
    return found
