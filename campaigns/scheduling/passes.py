"""The two passes of the critical-path method, and free slack: each visits every task and link once."""

from collections.abc import Iterable
from dataclasses import dataclass

from .model import TaskSpec
from .network import Network
from .timeline import Timeline


@dataclass(frozen=True, slots=True)
class Bounds:
    """What tasks demand of their own start, in offsets; tasks that demand nothing are absent.

    `pinned` has the first and last start that lie on the pinned day. They differ for a milestone on the
    plan's first day, which may come before the work of that day or after it.
    """

    earliest: dict[int, int]
    latest: dict[int, int]
    pinned: dict[int, tuple[int, int]]


def read_bounds(network: Network, timeline: Timeline) -> Bounds:
    """The dates of `not_before`, `not_after` and `pinned` as bounds on starts."""
    return bounds_of(network.tasks, timeline)


def bounds_of(tasks: Iterable[TaskSpec], timeline: Timeline) -> Bounds:
    """The same for these tasks, by their place among them."""
    earliest: dict[int, int] = {}
    latest: dict[int, int] = {}
    pinned: dict[int, tuple[int, int]] = {}
    for place, task in enumerate(tasks):
        # A milestone carries the day before its offset, so it lies one offset after the day it is held to.
        evening = 0 if task.duration else 1
        if task.not_before is not None:
            day = timeline.offset_of(task.not_before)
            earliest[place] = day + evening if day > 0 else 0
        if task.not_after is not None:
            latest[place] = timeline.last_offset_of(task.not_after) + 1 - task.duration
        if task.pinned is not None:
            day = timeline.offset_of(task.pinned)
            pinned[place] = (day + evening if day else 0, day + evening)
    return Bounds(earliest, latest, pinned)


def forward(network: Network, timeline: Timeline, bounds: Bounds) -> list[int]:
    """Earliest starts: nothing before offset 0, no link shortened; a pinned task stays on its pin."""
    start = [0] * len(network.tasks)
    calendar_arcs, pinned, earliest = network.calendar_arcs, bounds.pinned, bounds.earliest
    for task in network.order:
        at = earliest.get(task, 0)
        for source, weight, _ in network.incoming[task]:
            bound = start[source] + weight
            if bound > at:
                at = bound
        for arc in calendar_arcs.get(task, ()):
            at = max(at, arc.earliest(timeline, start[arc.source]))
        if task in pinned:
            first, last = pinned[task]
            at = min(max(at, first), last)
        start[task] = at
    return start


def backward(network: Network, timeline: Timeline, bounds: Bounds, deadline: int) -> list[int]:
    """Latest starts: everything finished by offset `deadline`, every `not_after`, pin and link kept."""
    start = own_limits(network, bounds, deadline)
    for task in reversed(network.order):
        at = start[task]
        for source, weight, _ in network.incoming[task]:
            bound = at - weight
            if bound < start[source]:
                start[source] = bound
        for arc in network.calendar_arcs.get(task, ()):
            start[arc.source] = min(start[arc.source], arc.latest(timeline, at))
    return start


def free_slack(
    network: Network, timeline: Timeline, bounds: Bounds, deadline: int, early: list[int]
) -> list[int]:
    """How far each task can slip from its earliest start before it moves another or misses a limit."""
    slack = [limit - start for limit, start in zip(own_limits(network, bounds, deadline), early, strict=True)]
    for task in network.order:
        at = early[task]
        for source, weight, _ in network.incoming[task]:
            gap = at - weight - early[source]
            if gap < slack[source]:
                slack[source] = gap
        for arc in network.calendar_arcs.get(task, ()):
            gap = arc.latest(timeline, at) - early[arc.source]
            slack[arc.source] = min(slack[arc.source], gap)
    return slack


def own_limits(network: Network, bounds: Bounds, deadline: int) -> list[int]:
    """Latest start of each task taken alone: by the deadline, its `not_after` and its pin."""
    limits = [deadline - duration for duration in network.durations]
    for task, latest in bounds.latest.items():
        limits[task] = min(limits[task], latest)
    for task, (_, last) in bounds.pinned.items():
        limits[task] = min(limits[task], last)
    return limits


def link_bound(network: Network, timeline: Timeline, early: list[int], task: int) -> tuple[int, int] | None:
    """(earliest start, place of the link) of the link that holds `task` back most; None without links.

    Among equals the first link given holds.
    """
    bounds = [(early[source] + weight, link) for source, weight, link in network.incoming[task]]
    for arc in network.calendar_arcs.get(task, ()):
        bounds.append((arc.earliest(timeline, early[arc.source]), arc.link))
    return max(bounds, key=lambda bound: (bound[0], -bound[1]), default=None)
