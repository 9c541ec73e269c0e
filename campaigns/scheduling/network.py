"""Tasks and links compiled to integers: every link becomes a lower bound on its successor's start.

With one number a task, its start offset s (it finishes at s + d), the four link types are one inequality,
s[successor] ≥ s[predecessor] + weight, and a chain of links is a longest path.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from .model import LagUnit, Link, LinkType, TaskId, TaskSpec
from .problems import Cycle, DuplicateTask, InputProblem, InvalidPlan, NegativeDuration, SelfLink, UnknownTask
from .timeline import Timeline

# The weight of a link that orders two tasks and bounds nothing: no offset is that far from another.
_NO_BOUND = -(10**15)


# (source, weight, link): s[the successor] ≥ s[source] + weight, for the link at that place of the plan.
Arc: TypeAlias = tuple[int, int, int]


class CalendarArc(NamedTuple):
    """A lag in calendar days: s[the successor] ≥ first(s[`source`] + `source_shift`) + `target_shift`.

    Here first(x) is the first working day on or after `days` calendar days past the day of offset x.
    """

    source: int
    source_shift: int
    days: int
    target_shift: int
    link: int

    def earliest(self, timeline: Timeline, source_start: int) -> int:
        """Earliest start of the successor."""
        return timeline.first_from(source_start + self.source_shift, self.days) + self.target_shift

    def latest(self, timeline: Timeline, target_start: int) -> int:
        """Latest start of the predecessor."""
        return timeline.last_until(target_start - self.target_shift, self.days) - self.source_shift


@dataclass(frozen=True, slots=True)
class Network:
    """A valid plan: no unknown task, no cycle.

    Tasks are named by their place in `tasks`. `order` has every predecessor before its successors.
    `incoming[j]` has one arc for each link to task j; where the lag is in calendar days that arc only
    orders, and `calendar_arcs[j]` bounds.
    """

    tasks: tuple[TaskSpec, ...]
    links: tuple[Link, ...]
    position: dict[TaskId, int]
    durations: list[int]
    order: list[int]
    incoming: list[list[Arc]]
    calendar_arcs: dict[int, list[CalendarArc]]


def compile_network(tasks: Sequence[TaskSpec], links: Sequence[Link]) -> Network:
    """Check and compile a plan in linear time. Raises InvalidPlan with everything found to be wrong."""
    position = {task.id: place for place, task in enumerate(tasks)}
    problems = _task_problems(tasks, position) + _link_problems(links, position)
    if problems:
        raise InvalidPlan(problems)
    durations = [task.duration for task in tasks]
    incoming: list[list[Arc]] = [[] for _ in tasks]
    calendar_arcs: dict[int, list[CalendarArc]] = {}
    finish_to_start, calendar_days = LinkType.FS, LagUnit.CALENDAR
    listed_in_order = True
    for number, link in enumerate(links):
        source, target = position[link.predecessor], position[link.successor]
        if link.lag_unit == calendar_days and link.lag:
            arc = _calendar_arc(link, number, source, durations[source], durations[target])
            calendar_arcs.setdefault(target, []).append(arc)
            weight = _NO_BOUND
        elif link.type == finish_to_start:
            weight = durations[source] + link.lag
        else:
            weight = _weight(link, durations[source], durations[target])
        incoming[target].append((source, weight, number))
        if source > target:
            listed_in_order = False
    # Most plans list predecessors first: that order costs nothing, and goes through memory as it lies.
    order = list(range(len(tasks))) if listed_in_order else _topological_order(incoming)
    if len(order) < len(tasks):
        raise InvalidPlan((_find_cycle(tasks, incoming, order),))
    return Network(tuple(tasks), tuple(links), position, durations, order, incoming, calendar_arcs)


def compile_link(
    link: Link, number: int, source: int, source_duration: int, target_duration: int
) -> tuple[int, CalendarArc | None]:
    """The weight of one link, and what bounds instead of it where its lag is in calendar days."""
    if link.lag_unit == LagUnit.CALENDAR and link.lag:
        return _NO_BOUND, _calendar_arc(link, number, source, source_duration, target_duration)
    return _weight(link, source_duration, target_duration), None


def _task_problems(tasks: Sequence[TaskSpec], position: dict[TaskId, int]) -> tuple[InputProblem, ...]:
    negative = (NegativeDuration(task.id, task.duration) for task in tasks if task.duration < 0)
    # `position` keeps the last place of an id, so an earlier one is a double.
    doubles = (DuplicateTask(task.id) for place, task in enumerate(tasks) if position[task.id] != place)
    return (*dict.fromkeys(doubles), *negative)


def _link_problems(links: Sequence[Link], position: dict[TaskId, int]) -> tuple[InputProblem, ...]:
    problems: list[InputProblem] = []
    for link in links:
        source, target = link.predecessor, link.successor
        if source not in position:
            problems.append(UnknownTask(source, link))
        if target not in position:
            problems.append(UnknownTask(target, link))
        if source == target:
            problems.append(SelfLink(target))
    return tuple(problems)


def _weight(link: Link, source_duration: int, target_duration: int) -> int:
    match link.type:
        case LinkType.FS:
            return source_duration + link.lag
        case LinkType.SS:
            return link.lag
        case LinkType.FF:
            return source_duration + link.lag - target_duration
        case LinkType.SF:
            return link.lag - target_duration


def _calendar_arc(
    link: Link, number: int, source: int, source_duration: int, target_duration: int
) -> CalendarArc:
    last_day = source_duration - 1
    match link.type:
        case LinkType.FS:  # starts on the day after the end, plus the lag
            return CalendarArc(source, last_day, link.lag + 1, 0, number)
        case LinkType.SS:
            return CalendarArc(source, 0, link.lag, 0, number)
        case LinkType.FF:  # the end is the day before the finish offset
            return CalendarArc(source, last_day, link.lag, 1 - target_duration, number)
        case LinkType.SF:
            return CalendarArc(source, 0, link.lag, -target_duration, number)


def _topological_order(incoming: list[list[Arc]]) -> list[int]:
    """Predecessors first; shorter than the plan when there is a cycle. Peels off what nothing waits for."""
    waiting = [0] * len(incoming)
    for arcs in incoming:
        for source, _, _ in arcs:
            waiting[source] += 1
    peeled = [task for task, count in enumerate(waiting) if not count]
    for task in peeled:  # grows as it is read
        for source, _, _ in incoming[task]:
            waiting[source] -= 1
            if not waiting[source]:
                peeled.append(source)
    peeled.reverse()
    return peeled


def _find_cycle(tasks: Sequence[TaskSpec], incoming: list[list[Arc]], order: list[int]) -> Cycle:
    """One cycle among the tasks that `order` could not place, from its first task in the plan's order.

    Every such task has a successor that could not be placed either: following them comes back.
    """
    placed = set(order)
    successor: dict[int, int] = {}
    for target in range(len(incoming) - 1, -1, -1):
        if target not in placed:
            successor.update((source, target) for source, _, _ in incoming[target])
    task = next(iter(successor))
    seen: dict[int, int] = {}
    while task not in seen:
        seen[task] = len(seen)
        task = successor[task]
    path = list(seen)[seen[task] :]
    first = path.index(min(path))
    return Cycle(tuple(tasks[place].id for place in path[first:] + path[:first]))
