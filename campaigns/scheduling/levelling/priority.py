"""Which task is placed first when several want the same days."""

import heapq

from .instance import Instance


def priority_order(instance: Instance) -> list[int]:
    """Tasks to place, every predecessor before its successors.

    Of those that could come next: the one that must be finished first if the plan is to end as early as its
    links alone allow, then the one that must be started first, then the first of the plan.
    """
    finish = list(map(int.__add__, instance.late, instance.durations))
    late, fixed = instance.late, instance.fixed
    order = sorted(range(len(late)), key=late.__getitem__)
    order.sort(key=finish.__getitem__)
    if not comes_first(instance, order):
        order = topological(instance, order)
    return [task for task in order if task not in fixed] if fixed else order


def comes_first(instance: Instance, order: list[int]) -> bool:
    """Whether every predecessor comes before its successors."""
    rank = [0] * len(order)
    for place, task in enumerate(order):
        rank[task] = place
    for task, arcs in enumerate(instance.before):
        own = rank[task]
        for source, _, _ in arcs:
            if rank[source] > own:
                return False
    return True


def topological(instance: Instance, order: list[int]) -> list[int]:
    """As close to `order` as links allow: the first in it of the tasks whose predecessors are all placed."""
    rank = [0] * len(order)
    for place, task in enumerate(order):
        rank[task] = place
    waiting = [len(arcs) for arcs in instance.before]
    free = [rank[task] for task, count in enumerate(waiting) if not count]
    heapq.heapify(free)
    placed: list[int] = []
    while free:
        task = order[heapq.heappop(free)]
        placed.append(task)
        for target, _ in instance.after[task]:
            waiting[target] -= 1
            if not waiting[target]:
                heapq.heappush(free, rank[target])
    return placed
