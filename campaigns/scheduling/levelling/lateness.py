"""What a levelled plan misses: the dates that were promised, and the pins that come too soon."""

from collections.abc import Sequence

from ..passes import link_bound
from .instance import Instance
from .problems import Lateness, LevelledLate, LevelledPastPin


def days_late(instance: Instance, starts: Sequence[int]) -> int:
    """Working days missed in all; schedules are compared by this first, by makespan second."""
    late = sum(max(0, starts[task] - latest) for task, latest in instance.latest.items())
    return late + sum(max(0, instance.ready(task, starts) - at) for task, at in instance.fixed.items())


def lateness(instance: Instance, starts: Sequence[int]) -> tuple[Lateness, ...]:
    """Each date missed, in the plan's order."""
    tasks = instance.network.tasks
    missed: list[Lateness] = []
    for task in sorted({*instance.latest, *instance.fixed}):
        if task in instance.latest and starts[task] > instance.latest[task]:
            latest = instance.latest[task]
            missed.append(LevelledLate(tasks[task].id, latest, starts[task] - latest))
        if task in instance.fixed:
            missed.extend(_past_pin(instance, starts, task))
    return tuple(missed)


def _past_pin(instance: Instance, starts: Sequence[int], task: int) -> list[Lateness]:
    earliest = instance.ready(task, starts)
    late = earliest - starts[task]
    if late <= 0:
        return []
    held = link_bound(instance.network, instance.timeline, list(starts), task)
    link = instance.network.links[held[1]] if held is not None and held[0] == earliest else None
    return [LevelledPastPin(instance.network.tasks[task].id, earliest, late, link)]
