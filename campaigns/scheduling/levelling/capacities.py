"""Capacities compiled so that whether a task fits on a day is one operation on integers.

The pools of a lane stand side by side as fields of one integer a day. A field of w bits starts at
2^w - 1 - capacity, so that it overflows into its guard bit exactly when more is used than there is:
`(day + demand) & guards` is 0 where a task fits, whatever the number of pools.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

from ..network import Network
from .problems import (
    CannotLevel,
    CapacityProblem,
    DemandAboveCapacity,
    NegativeCapacity,
    NegativeDemand,
    PinnedOverCapacity,
    UnknownPool,
)

# Units of each pool that a task uses every day it lasts, in the order of the network's tasks.
Demands: TypeAlias = Sequence[Mapping[str, int]]
# Units a working day: the same for ever, or offset by offset, the last value holding from there on.
Capacity: TypeAlias = Mapping[str, int | Sequence[int]]


@dataclass(frozen=True, slots=True)
class Pool:
    """A capacity that tasks compete for. `steps` are its first days; `steady` holds after them."""

    name: str
    steps: tuple[int, ...]
    steady: int

    def at(self, offset: int) -> int:
        """Units there are at this offset."""
        return self.steps[offset] if offset < len(self.steps) else self.steady


@dataclass(frozen=True, slots=True)
class Lane:
    """Pools that some task uses together, whose fields therefore share integers.

    Tasks of different lanes never compete, and small integers are quick. `shifts` says where each pool's
    field begins. `opening` has the first days, with the pinned tasks in them; `steady` is any day after.
    """

    pools: tuple[Pool, ...]
    shifts: dict[str, int]
    guards: int
    opening: list[int]
    steady: int

    def pack(self, demand: Mapping[str, int]) -> int:
        """What a task uses a day, as one integer; pools that cannot run short are left out."""
        return sum(units << self.shifts[pool] for pool, units in demand.items() if pool in self.shifts)


def check_demands(network: Network, demands: Demands, capacity: Capacity) -> list[Mapping[str, int]]:
    """What each task uses, without zeros and without milestones, which take no day.

    Raises CannotLevel with all that is wrong with demands and capacities.
    """
    if len(demands) != len(network.tasks):
        raise ValueError(f"{len(demands)} demands for {len(network.tasks)} tasks")
    problems: list[CapacityProblem] = []
    most: dict[str, int] = {}
    for pool, given in capacity.items():
        values = [given] if isinstance(given, int) else list(given)
        most[pool] = max(values, default=0)
        least = min(values, default=0)
        if least < 0:
            problems.append(
                NegativeCapacity(pool, least, None if isinstance(given, int) else values.index(least))
            )
    wanted: list[Mapping[str, int]] = []
    for place, asked in enumerate(demands):
        if 0 in asked.values() or not network.durations[place]:
            asked = {pool: units for pool, units in asked.items() if units and network.durations[place]}
        for pool, units in asked.items():
            if not 0 < units <= most.get(pool, -1):
                problems.append(_demand_problem(network, place, pool, units, most))
        wanted.append(asked)
    if problems:
        raise CannotLevel(tuple(problems))
    return wanted


def _demand_problem(
    network: Network, place: int, pool: str, units: int, most: Mapping[str, int]
) -> CapacityProblem:
    task = network.tasks[place].id
    if pool not in most:
        return UnknownPool(task, pool)
    if units < 0:
        return NegativeDemand(task, pool, units)
    return DemandAboveCapacity(task, pool, units, most[pool])


def binding_pools(wanted: Demands, capacity: Capacity) -> list[Pool]:
    """The pools that could run short: all their tasks at once ask for more than they have at their least."""
    asked: dict[str, int] = {}
    for demand in wanted:
        for name, units in demand.items():
            asked[name] = asked.get(name, 0) + units
    pools: list[Pool] = []
    for name, given in capacity.items():
        steps, steady = ((), given) if isinstance(given, int) else (tuple(given), given[-1] if given else 0)
        if asked.get(name, 0) > min((*steps, steady)):
            pools.append(Pool(name, steps, steady))
    return pools


def lanes_of(pools: Sequence[Pool], wanted: Demands) -> list[Lane]:
    """Pools in groups that no task straddles."""
    group = {pool.name: pool.name for pool in pools}
    for demand in wanted:
        if len(demand) > 1:
            joined = {group[name] for name in demand if name in group}
            if len(joined) > 1:
                first = min(joined)
                group = {name: first if of in joined else of for name, of in group.items()}
    together: dict[str, list[Pool]] = {}
    for pool in pools:
        together.setdefault(group[pool.name], []).append(pool)
    return [_lane(tuple(members)) for members in together.values()]


def _lane(pools: tuple[Pool, ...]) -> Lane:
    shifts: dict[str, int] = {}
    shift = guards = steady = 0
    opening = [0] * max(len(pool.steps) for pool in pools)
    for pool in pools:
        width = max(*pool.steps, pool.steady, 1).bit_length()
        shifts[pool.name] = shift
        guards |= 1 << shift + width
        steady += (1 << width) - 1 - pool.steady << shift
        for offset in range(len(opening)):
            opening[offset] += (1 << width) - 1 - pool.at(offset) << shift
        shift += width + 1
    return Lane(pools, shifts, guards, opening, steady)


def reserve(lane: Lane, start: int, stop: int, units: int) -> None:
    """Put a pinned task into the lane's opening days."""
    lane.opening.extend([lane.steady] * (stop - len(lane.opening)))
    for offset in range(max(0, start), stop):
        lane.opening[offset] += units


def check_pinned(network: Network, wanted: Demands, fixed: Mapping[int, int], pools: Iterable[Pool]) -> None:
    """Raises CannotLevel with the first offset of each pool that its pinned tasks overfill."""
    problems: list[CapacityProblem] = []
    for pool in pools:
        holders = [(task, at) for task, at in fixed.items() if pool.name in wanted[task]]
        if not holders:
            continue
        changes = dict.fromkeys(range(len(pool.steps) + 1), 0)
        for task, at in holders:
            units, end = wanted[task][pool.name], at + network.durations[task]
            changes[max(0, at)] = changes.get(max(0, at), 0) + units
            changes[max(0, end)] = changes.get(max(0, end), 0) - units
        days = sorted(changes)
        for offset, used in zip(days, accumulate(changes[day] for day in days), strict=True):
            if used > pool.at(offset):
                held = [task for task, at in holders if at <= offset < at + network.durations[task]]
                ids = tuple(network.tasks[task].id for task in held)
                problems.append(PinnedOverCapacity(pool.name, offset, ids, used, pool.at(offset)))
                break
    if problems:
        raise CannotLevel(tuple(problems))
