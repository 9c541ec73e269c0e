"""Where a plan leads from today: will the launch hold, with which margin, and what binds it.

Stored dates say what was planned; the outlook counts what really happened: work not begun cannot begin
before today, work begun late ends late, work finished is finished.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone

from campaigns.models import Campaign, Task, Wave
from campaigns.scheduling import (
    Binding,
    DeadlineMissed,
    Link,
    OutOfCalendar,
    PinConflict,
    PinOnDayOff,
    Schedule,
    TaskSpec,
    WorkingCalendar,
    earliest_chain,
    schedule,
)
from campaigns.selectors.lead_times import lasts, lead_times
from campaigns.selectors.plan import BEFORE_LAUNCH, PlanRows, links_of, working_calendar
from campaigns.selectors.work_days import own_calendars

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Outlook:
    """`late_by` working days are missing before the launch or a wave (0: it holds); `margin` are to spare
    (None: nothing is left to do before it). `ready_on` is when the last of that work would be done.

    `deciding` is the task that decides it, `chain` why it ends when it does.
    """

    schedule: Schedule
    late_by: int
    margin: int | None
    ready_on: date | None
    deadline: date
    deciding: int | None
    chain: tuple[Binding, ...]
    critical: frozenset[int]
    conflicts: tuple[PinConflict | PinOnDayOff | DeadlineMissed, ...]

    def slack(self, task: Task) -> int | None:
        """Working days a task can slip before a deadline or a fixed date is missed; None once done."""
        return None if task.is_done else self.schedule.tasks[task.pk].total_slack

    def ends_on(self, task: Task) -> date:
        """The day it would really end."""
        return self.schedule.tasks[task.pk].end


def plan_outlook(
    campaign: Campaign, rows: PlanRows, waves: Iterable[Wave], *, today: date | None = None
) -> Outlook | None:
    """The queries of `days_off` and `lead_times`. None without tasks, or when dates leave the calendar."""
    if not rows.tasks:
        return None
    today = today or timezone.localdate()
    calendar = working_calendar(campaign.workspace)
    deadlines = deadlines_of(campaign, rows.tasks, waves)
    specs, links, first = asked_today(campaign, rows, deadlines, today)
    try:
        found = schedule(specs, links, calendar, start=first)
        last = max(deadlines.values(), default=None)
        if last and found.finish and last > found.finish:
            # A plan ready before its last deadline has that much more room than its own length says.
            found = schedule(specs, links, calendar, start=first, launch=last)
    except OutOfCalendar:
        return None
    return _read(campaign, rows.tasks, deadlines, calendar, found)


def asked_today(
    campaign: Campaign, rows: PlanRows, deadlines: Mapping[int, date], today: date
) -> tuple[list[TaskSpec], list[Link], date]:
    """What the engine is told of a plan as it stands: tasks, the links that still count, the first day."""
    calendar = working_calendar(campaign.workspace)
    leads = lead_times(campaign.workspace, rows.tasks)
    specs = [
        as_it_stands(task, calendar, today, campaign.prepares_on, deadlines.get(task.pk), lasts(task, leads))
        for task in rows.tasks
    ]
    own = own_calendars(campaign.workspace, rows.tasks)
    specs = [replace(spec, calendar=own.get(int(spec.id))) for spec in specs]
    begun = {t.pk for t in rows.tasks if t.status in (Task.Status.DOING, Task.Status.DONE)}
    # What has begun no longer waits for anything.
    waiting = [link for link in rows.links if link.successor_id not in begun]
    links = links_of(waiting, {task.pk for task in rows.tasks})
    return specs, links, min([campaign.prepares_on, *(spec.not_before for spec in specs if spec.not_before)])


def deadlines_of(campaign: Campaign, tasks: Iterable[Task], waves: Iterable[Wave]) -> dict[int, date]:
    """The day each task that prepares a launch must be done before: its wave's, else the campaign's."""
    live = {wave.pk: wave.goes_live_on for wave in waves}
    return {
        task.pk: live.get(task.wave_id or 0, campaign.launch_on)
        for task in tasks
        if task.phase in BEFORE_LAUNCH
    }


def days_late(task: Task, calendar: WorkingCalendar, today: date) -> int:
    """Working days between the day a task should have ended and today; 0 when it is done or on time."""
    if task.is_done or task.ends_on is None or task.ends_on >= today:
        return 0
    return max(1, calendar.working_days_between(task.ends_on + _DAY, today + _DAY))


def as_it_stands(
    task: Task,
    calendar: WorkingCalendar,
    today: date,
    prepares_on: date,
    deadline: date | None,
    days: int,
) -> TaskSpec:
    """What the engine is told of a task of `days` working days as of today. What has begun is held by its
    own days alone."""
    limit = None if task.is_done else _limit(task, deadline)
    since = timezone.localtime(task.status_since).date() if task.status_since else None
    start = task.starts_on or task.pinned_on or today
    if task.status == Task.Status.DONE:
        end = since or task.ends_on or start
        return _begun(task, calendar, min(start, end), end, None)
    if task.status == Task.Status.DOING:
        first = since or min(start, today)
        planned = calendar.add_working_days(first, max(days - 1, 0))
        return _begun(task, calendar, first, max(planned, today), limit)
    earliest = max(task.not_before or today, today, prepares_on)
    if task.pinned_on and task.pinned_on >= today:
        return TaskSpec(task.pk, days, earliest, limit, task.pinned_on)
    return TaskSpec(task.pk, days, earliest, limit)


def _limit(task: Task, deadline: date | None) -> date | None:
    """The last day a task may end on: its own, and the eve of what it prepares."""
    return min(filter(None, [task.not_after, deadline - _DAY if deadline else None]), default=None)


def _begun(task: Task, calendar: WorkingCalendar, start: date, end: date, limit: date | None) -> TaskSpec:
    """A task that lies on known days. It is not pinned: a pin would hide the slack of what follows."""
    if task.is_milestone:
        return TaskSpec(task.pk, 0, calendar.previous_working_day(end), limit)
    first = calendar.previous_working_day(start)
    days = max(1, calendar.working_days_between(first, end + _DAY))
    return TaskSpec(task.pk, days, first, limit)


def _read(
    campaign: Campaign,
    tasks: list[Task],
    deadlines: Mapping[int, date],
    calendar: WorkingCalendar,
    found: Schedule,
) -> Outlook:
    waiting = [task for task in tasks if task.pk in deadlines and not task.is_done]
    worst, late_by = _worst(waiting, deadlines, calendar, found)
    slacks = {task.pk: found.tasks[task.pk].total_slack for task in waiting}
    deciding = worst or _tightest(slacks, found)
    focus = slacks or {t.pk: found.tasks[t.pk].total_slack for t in tasks if not t.is_done}
    least = min(focus.values(), default=0)
    return Outlook(
        schedule=found,
        late_by=late_by,
        margin=max(0, min(slacks.values())) if slacks else None,
        ready_on=max((found.tasks[pk].end for pk in slacks), default=None),
        deadline=deadlines.get(deciding or 0, campaign.launch_on),
        deciding=deciding,
        chain=earliest_chain(found, deciding) if deciding else (),
        critical=frozenset(pk for pk, slack in focus.items() if slack <= least),
        conflicts=_conflicts(tasks, found, calendar),
    )


def _worst(
    waiting: Iterable[Task], deadlines: Mapping[int, date], calendar: WorkingCalendar, found: Schedule
) -> tuple[int | None, int]:
    """The task that ends last after the eve of what it prepares, and by how many working days."""
    late = {
        task.pk: calendar.working_days_between(deadlines[task.pk], found.tasks[task.pk].end + _DAY)
        for task in waiting
        if found.tasks[task.pk].end >= deadlines[task.pk]
    }
    worst = max(late, key=late.__getitem__, default=None)
    return worst, late[worst] if worst else 0


def _conflicts(
    tasks: Iterable[Task], found: Schedule, calendar: WorkingCalendar
) -> tuple[PinConflict | PinOnDayOff | DeadlineMissed, ...]:
    """What the authors of the plan asked for and cannot have: fixed dates, last days of their own."""
    open_tasks = [task for task in tasks if not task.is_done]
    pinned = {task.pk for task in open_tasks if task.pinned_on}
    pins = [
        problem
        for problem in found.problems
        if isinstance(problem, PinConflict | PinOnDayOff) and int(problem.task) in pinned
    ]
    missed = [
        DeadlineMissed(task.pk, task.not_after, end, max(1, days))
        for task in open_tasks
        if task.not_after and (end := found.tasks[task.pk].end) > task.not_after
        for days in [calendar.working_days_between(task.not_after + _DAY, end + _DAY)]
    ]
    return (*pins, *missed)


def _tightest(slacks: Mapping[int, int], found: Schedule) -> int | None:
    """Of the tasks with the least slack, the one that ends last: the end of the binding chain."""
    return min(slacks, key=lambda pk: (slacks[pk], -found.tasks[pk].end.toordinal()), default=None)
