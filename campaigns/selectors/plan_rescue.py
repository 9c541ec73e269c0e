"""A plan that cannot hold: what is missing, and the smallest sets of changes that would make it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from django.utils import timezone

from campaigns.models import Campaign, Dependency, Task, Wave
from campaigns.scheduling import InvalidPlan, Link, OutOfCalendar, TaskId, TaskSpec
from campaigns.scheduling.rescue import (
    Change,
    Draft,
    DropLink,
    DropTask,
    FreeStart,
    Leeway,
    MoveDeadline,
    Overlap,
    Proposal,
    Shorten,
    Unpin,
    rescue,
)
from campaigns.selectors.lead_times import lasts, lead_times
from campaigns.selectors.plan import PlanRows, links_of, working_calendar
from campaigns.selectors.plan_outlook import as_it_stands, deadlines_of
from campaigns.selectors.work_days import own_calendars

Row = TypeVar("Row", Task, Dependency)

_DAY = timedelta(days=1)
_GATE = "launch:"


@dataclass(frozen=True)
class Remedy:
    """One way to hold the date. `key` names it as long as the plan stays what it is."""

    key: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Remedies:
    """`days_missing` working days, and ways to find them, the smallest first; none when nothing fails."""

    days_missing: int
    ways: list[Remedy]


def plan_remedies(
    campaign: Campaign, rows: PlanRows, waves: Iterable[Wave], *, today: date | None = None
) -> Remedies:
    """No query. Empty when the plan holds, or makes no plan."""
    draft, leeway = rescue_draft(campaign, rows, waves, today=today or timezone.localdate())
    try:
        found = rescue(draft, leeway)
    except (InvalidPlan, OutOfCalendar):
        found = None
    if found is None:
        return Remedies(0, [])
    return Remedies(found.days_missing, [_remedy(each) for each in found.proposals])


def rescue_draft(
    campaign: Campaign, rows: PlanRows, waves: Iterable[Wave], *, today: date
) -> tuple[Draft, Leeway]:
    """The plan as it stands today, each launch a milestone that what prepares it leads to.

    Work done or under way, and the time approvers take, are not for anybody to cut.
    """
    calendar = working_calendar(campaign.workspace)
    deadlines = deadlines_of(campaign, rows.tasks, waves)
    leads = lead_times(campaign.workspace, rows.tasks)
    specs = [
        as_it_stands(task, calendar, today, campaign.prepares_on, None, lasts(task, leads))
        for task in rows.tasks
    ]
    own = own_calendars(campaign.workspace, rows.tasks)
    specs = [replace(spec, calendar=own.get(int(spec.id))) for spec in specs]
    links = links_of(_waiting(rows), {task.pk for task in rows.tasks})
    gates = {day: f"{_GATE}{day.isoformat()}" for day in deadlines.values()}
    specs += [TaskSpec(gate, 0, not_after=day - _DAY) for day, gate in gates.items()]
    links += [Link(task.pk, gates[deadlines[task.pk]]) for task in rows.tasks if _prepares(task, deadlines)]
    first = min([campaign.prepares_on, *(spec.not_before for spec in specs if spec.not_before)])
    leeway = Leeway(
        kept=frozenset(task.pk for task in rows.tasks if _begun(task) or task.kind == Task.Kind.APPROVAL),
        floor=max(today, campaign.prepares_on),
        gates=frozenset(gates.values()),
    )
    return Draft(tuple(specs), tuple(links), calendar, first, None), leeway


def gate_day(task: TaskId) -> date | None:
    """The launch that a milestone of `rescue_draft` stands for; None for a task of the plan."""
    return date.fromisoformat(task.removeprefix(_GATE)) if isinstance(task, str) else None


def rows_after(rows: PlanRows, changes: Sequence[Change]) -> PlanRows:
    """The authored plan with these changes, on copies: nothing is stored. Launches are left as they are."""
    edits: dict[TaskId, dict[str, object]] = {}
    lags: dict[tuple[TaskId, TaskId], int] = {}
    cut: set[tuple[TaskId, TaskId]] = set()
    gone: list[TaskId] = []
    for change in changes:
        match change:
            case Shorten(task, _, to):
                edits.setdefault(task, {})["duration_days"] = to
            case Overlap(link, lag):
                lags[link.predecessor, link.successor] = lag
            case DropLink(link, _):
                cut.add((link.predecessor, link.successor))
            case DropTask(task, _):
                gone.append(task)
            case FreeStart(task):
                edits.setdefault(task, {})["not_before"] = None
            case Unpin(task):
                edits.setdefault(task, {})["pinned_on"] = None
            case MoveDeadline(task, _, day) if gate_day(task) is None:
                edits.setdefault(task, {})["not_after"] = day
    tasks = [_copied(task, edits.get(task.pk, {})) for task in rows.tasks if task.pk not in gone]
    links = [
        _copied(link, {"lag_days": lags[pair]} if pair in lags else {})
        for link in rows.links
        if (pair := (link.predecessor_id, link.successor_id)) not in cut
    ]
    for pk in gone:
        links = _bridged(links, int(pk))
    return PlanRows(tasks, links)


def launch_after(changes: Sequence[Change]) -> tuple[date, date] | None:
    """(launch or start of a wave, the last day before which it could be) when the changes move one."""
    for change in changes:
        if isinstance(change, MoveDeadline) and (day := gate_day(change.task)):
            return day, change.to
    return None


def _remedy(proposal: Proposal) -> Remedy:
    key = hashlib.sha256(repr(proposal.changes).encode()).hexdigest()[:12]
    return Remedy(key, proposal.changes)


def _waiting(rows: PlanRows) -> list[Dependency]:
    begun = {task.pk for task in rows.tasks if _begun(task)}
    return [link for link in rows.links if link.successor_id not in begun]


def _begun(task: Task) -> bool:
    return task.status in (Task.Status.DOING, Task.Status.DONE)


def _prepares(task: Task, deadlines: Mapping[int, date]) -> bool:
    return task.pk in deadlines and not task.is_done


def _copied(row: Row, values: Mapping[str, object]) -> Row:
    made = copy(row)
    for name, value in values.items():
        setattr(made, name, value)
    return made


def _bridged(links: Sequence[Dependency], gone: int) -> list[Dependency]:
    """Links once a task is gone: what waited for it waits for what it waited for, as the engine has it."""
    kept = [link for link in links if gone not in (link.predecessor_id, link.successor_id)]
    known = {(link.predecessor_id, link.successor_id) for link in kept}
    around = [link for link in links if link.type == Dependency.Type.FINISH_START]
    before = [link.predecessor_id for link in around if link.successor_id == gone]
    after = [link.successor_id for link in around if link.predecessor_id == gone]
    pairs = [(source, target) for source in before for target in after if (source, target) not in known]
    return kept + [Dependency(predecessor_id=source, successor_id=target) for source, target in pairs]
