"""How long a plan must be at least: no schedule that keeps links and capacities is shorter."""

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate
from operator import itemgetter
from typing import TypeAlias

from .capacities import Pool
from .instance import Instance

# (earliest start, days that follow at least, units × days) of a task that uses a pool.
_Use: TypeAlias = tuple[int, int, int]


def lower_bound(instance: Instance) -> int:
    """The longest of the critical path and of what each pool's work takes (in O(tasks × log tasks))."""
    best = instance.reach
    for pool, users in _users(instance):
        best = max(best, _quick_work_bound(pool, users))
    return best


def remaining(instance: Instance) -> list[int]:
    """Working days from the start of each task to the plan's end, at least: its longest chain of links.

    Lags in calendar days are left out, as are links to pinned tasks, which do not wait.
    """
    rest = list(instance.durations)
    before, fixed = instance.before, instance.fixed
    for task in reversed(instance.network.order):
        if task in fixed:
            continue
        days = rest[task]
        for source, weight, _ in before[task]:
            if days + weight > rest[source]:
                rest[source] = days + weight
    return rest


class Supply:
    """How much of a pool there is from offset 0 to any other."""

    def __init__(self, pool: Pool) -> None:
        self._sums = [0, *accumulate(pool.steps)]
        self._steady = pool.steady

    def until(self, offset: int) -> int:
        """Units × days of the offsets before this one."""
        known = len(self._sums) - 1
        if offset <= known:
            return self._sums[max(0, offset)]
        return self._sums[-1] + self._steady * (offset - known)

    def reaches(self, work: int) -> int | None:
        """First offset before which there are `work` units × days; None when there never are."""
        if work <= self._sums[-1]:
            return bisect_left(self._sums, work)
        if not self._steady:
            return None
        return len(self._sums) - 1 - (self._sums[-1] - work) // self._steady


def work_bound(instance: Instance, over: Callable[[], bool]) -> int:
    """As `lower_bound`, for every two limits at once: tasks that start late and have much after them.

    Takes O(users × their distinct starts) a pool; what was found until `over` says so is a bound as well.
    """
    best = instance.reach
    for pool, users in _users(instance):
        supply = Supply(pool)
        by_tail = sorted(users, key=itemgetter(1), reverse=True)
        for head in sorted({head for head, _, _ in users}):
            if over():
                return best
            begun, work = supply.until(head), 0
            for own_head, tail, units in by_tail:
                if own_head >= head:
                    work += units
                    done = supply.reaches(begun + work)
                    if done is not None and done + tail > best:
                        best = done + tail
    return best


def _users(instance: Instance) -> list[tuple[Pool, list[_Use]]]:
    """The tasks that use each pool."""
    if not instance.lanes:
        return []
    pools = {pool.name: pool for lane in instance.lanes for pool in lane.pools}
    users: dict[str, list[_Use]] = {name: [] for name in pools}
    rest, early, durations = remaining(instance), instance.early, instance.durations
    for task, demand in enumerate(instance.demands):
        for name, units in demand.items():
            if name in users:
                days = durations[task]
                users[name].append((early[task], rest[task] - days, days * units))
    return [(pools[name], used) for name, used in users.items()]


def _quick_work_bound(pool: Pool, users: list[_Use]) -> int:
    """From when tasks can begin to use the pool, the days its work takes, and what must follow the last.

    Tasks are taken by the offset they can start at, from the last: whatever starts at `head` or later has
    `work` to do from there on, and at least `tail` days follow the end of whichever is last.
    """
    supply = Supply(pool)
    users.sort(reverse=True)
    best = work = 0
    tail = users[0][1]
    for head, after, units in users:
        work += units
        tail = min(tail, after)
        done = supply.reaches(supply.until(head) + work)
        if done is not None and done + tail > best:
            best = done + tail
    return best
