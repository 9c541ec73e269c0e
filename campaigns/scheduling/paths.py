"""Every critical path of a plan, and the dates of groups of tasks."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Optional, TypeAlias

from .model import Link, TaskId
from .network import Network
from .own_passes import OwnPasses
from .result import Schedule, ScheduledTask, Trace

MOST_PATHS = 20

# (task, link it was reached by, the step before): a path, shared with those that begin alike.
_Step: TypeAlias = tuple[int, int, Optional["_Step"]]


@dataclass(frozen=True, slots=True)
class CriticalPath:
    """Tasks that follow one another without room, from the first to the last; `links[i]` ties tasks i and
    i+1, lags included."""

    tasks: tuple[TaskId, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CriticalPaths:
    """The paths found, at most as many as asked for; `more` when there are others."""

    paths: tuple[CriticalPath, ...]
    more: bool


def critical_paths(
    plan: Schedule, most: int = MOST_PATHS, *, among: Collection[TaskId] | None = None
) -> CriticalPaths:
    """The ways through the critical tasks, from those no critical task holds to those that hold none.

    Two critical tasks follow one another on a path when their link leaves no room between the earliest
    dates of both, so a lag, in working or in calendar days, is part of the path. Paths come in the order
    of the plan's tasks and links. `among` are the tasks to take for critical, when it is not the plan's own
    finish that counts. Bounded: a plan may have more paths than anybody could read.
    """
    network = plan.trace.network
    onward, first = _tight_links(plan, among)
    found: list[CriticalPath] = []
    waiting: list[_Step] = [(place, -1, None) for place in reversed(first)]
    while waiting and len(found) <= most:
        step = waiting.pop()
        further = onward.get(step[0])
        if further:
            waiting += [(target, number, step) for number, target in reversed(further)]
        else:
            found.append(_path(step, network))
    return CriticalPaths(tuple(found[:most]), len(found) > most)


def _path(step: _Step, network: Network) -> CriticalPath:
    tasks: list[TaskId] = []
    links: list[Link] = []
    last: _Step | None = step
    while last is not None:
        place, number, last = last
        tasks.append(network.tasks[place].id)
        if last is not None:
            links.append(network.links[number])
    return CriticalPath(tuple(reversed(tasks)), tuple(reversed(links)))


def _tight_links(
    plan: Schedule, among: Collection[TaskId] | None
) -> tuple[dict[int, list[tuple[int, int]]], list[int]]:
    """For each critical task (link, successor) of the links without room to critical ones, in the order
    given; and the critical tasks that no such link leads to."""
    critical = [row.critical if among is None else row.id in among for row in plan.tasks.values()]
    onward: dict[int, list[tuple[int, int]]] = {}
    reached = set()
    own = None if plan.trace.own is None else OwnPasses(plan.trace.network, plan.trace.timeline)
    for target in (place for place, each in enumerate(critical) if each):
        for source, latest, number in _sources(plan.trace, own, target):
            if critical[source] and latest <= plan.trace.early[source]:
                onward.setdefault(source, []).append((number, target))
                reached.add(target)
    for links in onward.values():
        links.sort()
    return onward, [place for place, each in enumerate(critical) if each and place not in reached]


def _sources(trace: Trace, own: OwnPasses | None, target: int) -> Iterator[tuple[int, int, int]]:
    """(predecessor, last start that leaves the task where it is, link) of each link to a task."""
    if own is not None:
        yield from own.sources(target, trace.early[target])
        return
    at = trace.early[target]
    bounding = {arc.link: arc for arc in trace.network.calendar_arcs.get(target, ())}
    for source, weight, number in trace.network.incoming[target]:
        arc = bounding.get(number)
        yield source, at - weight if arc is None else arc.latest(trace.timeline, at), number


@dataclass(frozen=True, slots=True)
class Summary:
    """What a group of tasks amounts to: from the first day of the first to the last day of the last.

    `slack` is the least total slack among them, in working days; `critical` when one of them is.
    """

    start: date
    end: date
    slack: int
    critical: bool


def summaries(plan: Schedule, parents: Mapping[TaskId, TaskId]) -> dict[TaskId, Summary]:
    """The dates of groups, derived from their tasks; groups without a task are absent.

    `parents` has the group of a task, and of a group the one it is part of. Raises ValueError when groups
    are part of one another in a circle, KeyError for a member that is neither a task nor a group.
    """
    groups = set(parents.values())
    for member in parents:
        if member not in plan.tasks and member not in groups:
            raise KeyError(member)
    members: dict[TaskId, list[ScheduledTask]] = {}
    for row in plan.tasks.values():
        for group in _groups_of(row.id, parents):
            members.setdefault(group, []).append(row)
    return {group: _summed(rows) for group, rows in members.items()}


def _groups_of(task: TaskId, parents: Mapping[TaskId, TaskId]) -> list[TaskId]:
    groups: list[TaskId] = []
    while task in parents:
        task = parents[task]
        if task in groups:
            raise ValueError(f"group {task!r} is part of itself")
        groups.append(task)
    return groups


def _summed(rows: list[ScheduledTask]) -> Summary:
    return Summary(
        start=min(row.start for row in rows),
        end=max(row.end for row in rows),
        slack=min(row.total_slack for row in rows),
        critical=any(row.critical for row in rows),
    )
