"""Serial schedule generation: tasks one after the other, each on the first (or last) days that have room.

These loops are the engine's cost, so they are written out: no call a day, no object a task. Days that are
full for one task are full for all of its kind, and stay so: each pass remembers runs of them and leaps.
"""

from collections.abc import Iterable, Sequence

from .instance import Instance
from .problems import CannotLevel, NoRoomLeft


def place_early(instance: Instance, order: Iterable[int], starts: list[int]) -> None:
    """Move each task of `order` to the first days with room, on days empty but for the pinned tasks.

    `starts` is changed in place. A task waits for its predecessors where `starts` has them, so they come
    before it in `order`, or stay. Raises CannotLevel for a task that no day to come has room for.
    """
    profiles = _profiles(instance, instance.reach)
    lane, durations, before, packed = instance.lane, instance.durations, instance.before, instance.packed
    earliest, kind, calendar = instance.earliest, instance.kind, instance.calendar_before
    full_runs: list[dict[int, int]] = [{} for _ in range(instance.kinds)]
    for task in order:
        at = earliest[task]
        for source, weight, _ in before[task]:
            bound = starts[source] + weight
            if bound > at:
                at = bound
        if task in calendar:
            for arc in calendar[task]:
                at = max(at, arc.earliest(instance.timeline, starts[arc.source]))
        units = packed[task]
        if units:
            days, guards = profiles[lane[task]]
            duration, full = durations[task], full_runs[kind[task]]
            while True:
                day, end = at, at + duration
                try:
                    while day < end:
                        if days[day] + units & guards:
                            run = [day]
                            day = full.get(day, day + 1)
                            while days[day] + units & guards:
                                run.append(day)
                                day = full.get(day, day + 1)
                            for first in run:
                                full[first] = day
                            at, end = day, day + duration
                        day += 1
                except IndexError:
                    _lengthen(instance, days, task, at, starts)
                else:
                    break
            for day in range(at, end):
                days[day] += units
        starts[task] = at


def place_late(instance: Instance, order: Iterable[int], starts: list[int], end: int) -> None:
    """Move each task of `order` to the last days with room up to `end`, on days empty but for the pinned.

    `starts` is changed in place. Tasks come by decreasing finish, which leaves each of them its present
    days at worst: the tasks before it in `order` have only moved away from them. So none moves back.
    """
    profiles = _profiles(instance, end)
    lane, durations, after, packed = instance.lane, instance.durations, instance.after, instance.packed
    latest, kind, calendar = instance.latest, instance.kind, instance.calendar_after
    full_runs: list[dict[int, int]] = [{} for _ in range(instance.kinds)]
    for task in order:
        duration, now = durations[task], starts[task]
        at = end - duration
        if task in latest and latest[task] < at:
            at = latest[task]
        for target, weight in after[task]:
            bound = starts[target] - weight
            if bound < at:
                at = bound
        if task in calendar:
            for target, arc in calendar[task]:
                at = min(at, arc.latest(instance.timeline, starts[target]))
        if at < now:  # late already, or held by a pinned task: it stays
            at = now
        units = packed[task]
        if units:
            days, guards = profiles[lane[task]]
            full, day = full_runs[kind[task]], at + duration - 1
            while day >= at:
                if days[day] + units & guards:
                    run = [day]
                    day = full.get(day, day - 1)
                    while days[day] + units & guards:
                        run.append(day)
                        day = full.get(day, day - 1)
                    for last in run:
                        full[last] = day
                    at = day - duration + 1
                day -= 1
            for day in range(at, at + duration):
                days[day] += units
        starts[task] = at


def justify(instance: Instance, starts: Sequence[int]) -> list[int]:
    """Push everything as late as it goes within the makespan, then as early: never longer, often shorter.

    Double justification (Valls, Ballestín & Quintanilla, 2005), also called forward-backward improvement.
    """
    placed = list(starts)
    finishes = list(map(int.__add__, placed, instance.durations))
    fixed = instance.fixed
    order = (
        [task for task in instance.network.order if task not in fixed] if fixed else instance.network.order
    )
    # Sorts are stable: among equals, successors make way first and come back last.
    backwards = order[::-1]
    backwards.sort(key=finishes.__getitem__, reverse=True)
    place_late(instance, backwards, placed, max(finishes))
    late = list(placed)
    place_early(instance, sorted(order, key=late.__getitem__), placed)
    return placed


def _profiles(instance: Instance, length: int) -> list[tuple[list[int], int]]:
    """The days of each lane before anything but pinned tasks is placed, and the lane's guards."""
    return [
        (lane.opening + [lane.steady] * (length - len(lane.opening)), lane.guards) for lane in instance.lanes
    ]


def _lengthen(instance: Instance, days: list[int], task: int, at: int, starts: list[int]) -> None:
    """Add days to a profile that was too short. Raises CannotLevel when none of them would do."""
    lane = instance.lanes[instance.lane[task]]
    if lane.steady + instance.packed[task] & lane.guards:
        demand = instance.demands[task]
        short = tuple(pool.name for pool in lane.pools if pool.steady < demand.get(pool.name, 0))
        ready = instance.ready(task, starts)
        raise CannotLevel((NoRoomLeft(instance.network.tasks[task].id, short, ready),))
    days.extend([lane.steady] * max(64, len(days), at + instance.durations[task] - len(days)))
