"""A topological order that is mended where a new link breaks it, instead of made again."""

from collections.abc import Callable, Sequence

from .model import TaskSpec
from .problems import Cycle, InvalidPlan

Neighbours = Callable[[int], list[int]]


class Ordering:
    """`order` has predecessors before successors; `rank` is the place of each task in it.

    After Pearce and Kelly, "A dynamic topological sort algorithm for directed acyclic graphs" (2007):
    only tasks that lie between the two ends of a new link are moved.
    """

    def __init__(self, order: list[int]) -> None:
        self.order = order
        self.rank = [0] * len(order)
        for rank, task in enumerate(order):
            self.rank[task] = rank

    def put_before(
        self, source: int, target: int, sources: Neighbours, targets: Neighbours, tasks: Sequence[TaskSpec]
    ) -> None:
        """Mend the order for a link from `source` to `target`, not yet among the neighbours.

        Raises InvalidPlan with the cycle when `target` leads to `source`; the order is then unchanged.
        """
        rank = self.rank
        if rank[source] < rank[target]:
            return
        after = self._reached(target, targets, lambda place: rank[place] <= rank[source])
        if source in after:
            path = [source]
            while path[-1] != target:
                path.append(after[path[-1]])
            path.reverse()
            raise InvalidPlan((Cycle(tuple(tasks[place].id for place in path)),))
        before = self._reached(source, sources, lambda place: rank[place] >= rank[target])
        moved = sorted(before, key=rank.__getitem__) + sorted(after, key=rank.__getitem__)
        for place, free in zip(moved, sorted(rank[place] for place in moved), strict=True):
            rank[place] = free
            self.order[free] = place

    @staticmethod
    def _reached(start: int, onward: Neighbours, within: Callable[[int], bool]) -> dict[int, int]:
        """Tasks reached from `start`, each with the one it was reached from."""
        reached = {start: start}
        waiting = [start]
        while waiting:
            place = waiting.pop()
            for other in onward(place):
                if other not in reached and within(other):
                    reached[other] = place
                    waiting.append(other)
        return reached
