"""Plans of any size for the scheduling benchmark: the same seed gives the same plan."""

import random

from campaigns.scheduling import Link, TaskSpec

_WINDOW = 400


def plan_of(count: int, seed: int = 20261116) -> tuple[list[TaskSpec], list[Link]]:
    """`count` tasks of 1 to 10 days and 1.9 links each, from finish to start, three in five without a lag.

    A task waits for some of the 400 before it, so that chains grow with the plan. Links come task by task,
    as documents and the database have them.
    """
    draw = random.Random(seed)
    tasks = [TaskSpec(f"task {number}", draw.randint(1, 10)) for number in range(count)]
    pairs: dict[tuple[int, int], int] = {}
    while len(pairs) < int(1.9 * count):
        after = draw.randrange(1, count)
        before = draw.randrange(max(0, after - _WINDOW), after)
        pairs.setdefault((before, after), draw.choice([0, 0, 0, 1, 2]))
    return tasks, [
        Link(tasks[i].id, tasks[j].id, lag=lag) for (i, j), lag in sorted(pairs.items(), key=_by_successor)
    ]


def _by_successor(pair: tuple[tuple[int, int], int]) -> tuple[int, int]:
    (before, after), _ = pair
    return after, before
