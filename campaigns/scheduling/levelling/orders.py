"""Orders to place tasks in: drawn near the priority order, and combined from two good schedules."""

from collections.abc import Sequence
from random import Random
from typing import TypeAlias

from .instance import Instance
from .priority import comes_first, topological

Order: TypeAlias = list[int]


def order_of(instance: Instance, starts: Sequence[int]) -> Order:
    """The movable tasks by start, predecessors first: placed in this order they come no later."""
    order = sorted(instance.network.order, key=starts.__getitem__)
    return _movable(instance, _repaired(instance, order))


def drawn(instance: Instance, random: Random, keys: Sequence[float], spread: float) -> Order:
    """The tasks by `keys`, each put off by up to `spread` at random."""
    noisy = [key + spread * random.random() for key in keys]
    return _movable(instance, topological(instance, sorted(range(len(noisy)), key=noisy.__getitem__)))


def crossed(random: Random, mother: Order, father: Order) -> Order:
    """The mother's order, but for a stretch of a quarter to three quarters, which is in the father's order.

    Two-point crossover (Hartmann, 1998): predecessors stay first when they are so in both parents.
    """
    count = len(mother)
    begin = random.randrange(count)
    length = min(random.randint(count // 4, 3 * count // 4), count - begin)
    head = mother[:begin]
    taken = set(head)
    stretch = [task for task in father if task not in taken][:length]
    taken.update(stretch)
    return head + stretch + [task for task in mother if task not in taken]


def shaken(instance: Instance, random: Random, order: Order, places: int) -> Order:
    """The order with each task put off by up to so many places at random."""
    keys = [0.0] * len(instance.durations)
    for place, task in enumerate(order):
        keys[task] = place
    return drawn(instance, random, keys, places)


def _repaired(instance: Instance, order: Order) -> Order:
    """With leads, or links between ends, a successor may start before its predecessor: not so in an order."""
    return order if not instance.leads or comes_first(instance, order) else topological(instance, order)


def _movable(instance: Instance, order: Order) -> Order:
    fixed = instance.fixed
    return [task for task in order if task not in fixed] if fixed else order
