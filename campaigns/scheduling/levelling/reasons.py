"""Why capacity delays a task: what it waited for, since when, and who held it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import TaskId
from .instance import Instance


@dataclass(frozen=True, slots=True)
class Wait:
    """`pool` kept `task` from starting one day sooner.

    Its links let it start at `ready`; it starts at `start`. At `start` - 1 the pool had `capacity` units,
    of which `holders` used `used`: less than the `demand` of the task was left. Without holders the pool
    itself had too little that day.
    """

    task: TaskId
    pool: str
    ready: int
    start: int
    demand: int
    capacity: int
    used: int
    holders: tuple[TaskId, ...]


def waits_of(instance: Instance, starts: Sequence[int]) -> dict[TaskId, tuple[Wait, ...]]:
    """For each task that starts later than its links ask, each pool that held it on the day before.

    A task that was placed as early as it could be lacks nothing on the days it works, so what stopped it
    is the day just before.
    """
    delayed = [
        (task, ready)
        for task, start in enumerate(starts)
        if start and instance.packed[task] and task not in instance.fixed
        if (ready := instance.ready(task, starts)) < start
    ]
    users = _users(instance, starts, {starts[task] - 1 for task, _ in delayed})
    waits: dict[TaskId, tuple[Wait, ...]] = {}
    for task, ready in delayed:
        name = instance.network.tasks[task].id
        held = tuple(_waits(instance, starts, task, ready, users))
        if held:
            waits[name] = held
    return waits


def _users(instance: Instance, starts: Sequence[int], offsets: set[int]) -> dict[tuple[str, int], list[int]]:
    """The tasks that use each pool at these offsets."""
    names = {pool.name for lane in instance.lanes for pool in lane.pools}
    users: dict[tuple[str, int], list[int]] = {}
    for task, demand in enumerate(instance.demands):
        for pool in demand:
            if pool in names:
                for offset in range(starts[task], starts[task] + instance.durations[task]):
                    if offset in offsets:
                        users.setdefault((pool, offset), []).append(task)
    return users


def _waits(
    instance: Instance,
    starts: Sequence[int],
    task: int,
    ready: int,
    users: dict[tuple[str, int], list[int]],
) -> list[Wait]:
    tasks, demands = instance.network.tasks, instance.demands
    eve, waits = starts[task] - 1, []
    for pool in instance.lanes[instance.lane[task]].pools:
        demand = demands[task].get(pool.name, 0)
        holders = [user for user in users.get((pool.name, eve), ()) if user != task]
        used = sum(demands[user][pool.name] for user in holders)
        capacity = pool.at(eve)
        if demand and used + demand > capacity:
            ids = tuple(tasks[user].id for user in holders)
            waits.append(Wait(tasks[task].id, pool.name, ready, starts[task], demand, capacity, used, ids))
    return waits
