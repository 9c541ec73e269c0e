"""Why a date is what it is: the chain of links and constraints that holds it, as data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import add

from .model import Link, TaskId
from .result import Schedule, Trace
from .timeline import first_day_offset, last_day_offset


class Cause(StrEnum):
    """What holds a task's date."""

    LINK = "link"
    PLAN_START = "plan_start"
    NOT_BEFORE = "not_before"
    PINNED = "pinned"
    PLAN_FINISH = "plan_finish"
    LAUNCH = "launch"
    NOT_AFTER = "not_after"


@dataclass(frozen=True, slots=True)
class Binding:
    """One step of a chain: `cause` holds `task` to `day`.

    `day` is its start where it is held from before, its end where it is held from after. `link` is set
    when the cause is a link: it ties the task to the previous step of the chain.
    """

    task: TaskId
    cause: Cause
    link: Link | None
    day: date


def binding_chain(plan: Schedule, task_id: TaskId) -> tuple[Binding, ...]:
    """Why `task_id` lies where it does: from the first cause to the task itself.

    The chain comes from the start of a plan counted forward, from the launch of one counted back.
    Raises KeyError for an unknown task.
    """
    place = plan.trace.network.position[task_id]
    if plan.trace.counted_back and plan.trace.late[place] >= plan.trace.early[place]:
        return latest_chain(plan, task_id)
    return earliest_chain(plan, task_id)


def critical_chain(plan: Schedule) -> tuple[Binding, ...]:
    """What makes the plan as long as it is: the chain to the task that finishes last. Empty plan: empty."""
    trace = plan.trace
    finishes = list(map(add, trace.early, trace.early_spans))
    if not finishes:
        return ()
    return earliest_chain(plan, trace.network.tasks[finishes.index(max(finishes))].id)


def earliest_chain(plan: Schedule, task_id: TaskId) -> tuple[Binding, ...]:
    """Why `task_id` cannot start sooner, from the first cause to the task. Raises KeyError."""
    trace = plan.trace
    network = trace.network
    place = network.position[task_id]
    chain: list[Binding] = []
    while True:
        task, start = network.tasks[place], trace.early[place]
        day = trace.timeline.day_at(first_day_offset(start, task.duration))
        held = trace.held_by(place)
        if task.pinned is None and held is not None and held[0] == start:
            link = network.links[held[1]]
            chain.append(Binding(task.id, Cause.LINK, link, day))
            place = network.position[link.predecessor]
            continue
        cause = Cause.PINNED if task.pinned else Cause.NOT_BEFORE if start > 0 else Cause.PLAN_START
        chain.append(Binding(task.id, cause, None, day))
        return tuple(reversed(chain))


def latest_chain(plan: Schedule, task_id: TaskId) -> tuple[Binding, ...]:
    """Why `task_id` must not end later, from what limits it in the end to the task. Raises KeyError."""
    trace = plan.trace
    network = trace.network
    place = network.position[task_id]
    holding = _holding_links(trace)
    chain: list[Binding] = []
    while True:
        task, start = network.tasks[place], trace.late[place]
        day = trace.timeline.day_at(last_day_offset(start, trace.late_spans[place]))
        if place in holding:
            link = network.links[holding[place]]
            chain.append(Binding(task.id, Cause.LINK, link, day))
            place = network.position[link.successor]
            continue
        chain.append(Binding(task.id, _limiting_cause(plan, place), None, day))
        return tuple(reversed(chain))


def _holding_links(trace: Trace) -> dict[int, int]:
    """For each task whose latest start is set by a link, the place of the first such link."""
    if trace.own is not None:
        return {task: number for task, (_, number) in trace.own.late.held.items()}
    network, late = trace.network, trace.late
    holding: dict[int, int] = {}
    for task in range(len(network.tasks)):
        bounds = [(source, late[task] - weight, link) for source, weight, link in network.incoming[task]]
        for arc in network.calendar_arcs.get(task, ()):
            bounds.append((arc.source, arc.latest(trace.timeline, late[task]), arc.link))
        for source, bound, link in bounds:
            if bound == late[source]:
                holding[source] = min(link, holding.get(source, link))
    return holding


def _limiting_cause(plan: Schedule, place: int) -> Cause:
    """What limits a task that no link limits: its pin, its `not_after`, or the plan's deadline."""
    trace = plan.trace
    bounds = trace.bounds()
    start = trace.late[place]
    if place in bounds.pinned and bounds.pinned[place][1] == start:
        return Cause.PINNED
    if bounds.latest.get(place) == start:
        return Cause.NOT_AFTER
    return Cause.PLAN_FINISH if plan.launch is None else Cause.LAUNCH
