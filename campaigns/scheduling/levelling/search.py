"""Better schedules in the time there is: a genetic algorithm beside the constraint solver.

Each order of tasks stands for the schedule it gives when placed and justified (Valls, Ballestín &
Quintanilla, 2008). Good schedules are combined into new orders; the solver, in a thread of its own, looks
for what orders miss and proves how far there is to go.
"""

import threading
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from ..calendar import OutOfCalendar
from .bounds import work_bound
from .incumbent import Incumbent
from .instance import Instance
from .lateness import days_late
from .orders import Order, crossed, drawn, order_of, shaken
from .placing import justify, place_early
from .result import Method
from .solver import Model, Solver

# From here on a schedule costs so much that few can be tried, and the solver does not get beyond presolve.
_MANY_TASKS = 2_000
_POPULATION, _FEW = 40, 6
# How far from the priority order the first schedules are drawn, as a share of the plan's length.
_SPREAD = 0.3
# How often a new order is shaken, and by how many places.
_SHAKEN, _PLACES = 0.6, 10
# Tries without a better schedule after which the members are too alike, and others are drawn.
_PATIENCE = 400
# What the solver needs to come to a stop, in seconds.
_STOPPING = 0.03


@dataclass(frozen=True, slots=True)
class _Member:
    rank: tuple[int, int]
    order: Order


def search(instance: Instance, best: Incumbent, workers: int) -> None:
    """Improve `best` until it is over."""
    if best.over():
        return
    random = Random(1)  # noqa: S311 (no secret: the search draws the same each time)
    population = _Population(instance, best, random)
    population.draw()
    if best.over():
        return
    if len(instance.durations) >= _MANY_TASKS:
        best.raise_bound(work_bound(instance, best.over))
        while not best.over() and population.breed():
            pass
        return
    solver = _SolverThread(instance, best, max(1, workers - 1))
    # With one thread to keep busy, they take turns.
    kept = best.left / 2 if workers == 1 else 0.0
    try:
        if not kept:
            solver.start()
        while best.left > kept and not best.over() and population.breed():
            pass
        if kept and not best.over():
            solver.start()
        while solver.is_alive() and not best.over():
            solver.join(0.02)
    finally:
        solver.stop()


class _Population:
    """The best schedules tried so far, as orders, best first; no two are the same schedule."""

    def __init__(self, instance: Instance, best: Incumbent, random: Random) -> None:
        self._instance, self._best, self._random = instance, best, random
        self._seen: set[tuple[int, ...]] = set()
        self._members: list[_Member] = []
        self._size = _POPULATION if len(instance.durations) < _MANY_TASKS else _FEW
        self._movable = len(instance.durations) - len(instance.fixed)
        self._tries = 0
        self._reached: tuple[int, int] | None = None
        self._try(order_of(instance, best.starts))

    def draw(self) -> None:
        """The first members: orders near the priority order, ever the same."""
        instance, self._tries, self._reached = self._instance, 0, None
        finish = list(map(int.__add__, instance.late, instance.durations))
        spread = _SPREAD * max(finish, default=0)
        for _ in range(3 * self._size):
            if len(self._members) == self._size or self._best.over():
                break
            self._try(drawn(instance, self._random, finish, spread))

    def breed(self) -> bool:
        """Try one new order; False when there is nothing to combine."""
        if self._movable < 2:
            return False
        if self._tries > _PATIENCE:
            self._members.clear()
            self._seen.clear()
            self.draw()
            return True
        mother, father = self._pick(), self._pick()
        order = crossed(self._random, mother.order, father.order)
        if mother is father or self._random.random() < _SHAKEN:
            order = shaken(self._instance, self._random, order, _PLACES)
        self._try(order)
        return True

    def _pick(self) -> _Member:
        """The better of two drawn at random."""
        count = len(self._members)
        return self._members[min(self._random.randrange(count), self._random.randrange(count))]

    def _try(self, order: Sequence[int]) -> None:
        starts = list(self._instance.early)
        place_early(self._instance, order, starts)
        starts = justify(self._instance, starts)
        self._best.offer(starts, Method.SEARCH)
        self._remember(starts)
        self._tries = 0 if self._members[0].rank != self._reached else self._tries + 1
        self._reached = self._members[0].rank

    def _remember(self, starts: list[int]) -> None:
        key = tuple(starts)
        if key in self._seen:
            return
        rank = days_late(self._instance, starts), self._instance.makespan(starts)
        full = len(self._members) >= self._size
        if full and rank > self._members[-1].rank:
            return
        self._seen.add(key)
        place = bisect_right(self._members, rank, key=lambda member: member.rank)
        if full:
            # Among equals the newest stays: a population of one rank must not stand still.
            place = min(place, len(self._members) - 1)
            self._members.pop()
        self._members.insert(place, _Member(rank, order_of(self._instance, starts)))


class _SolverThread(threading.Thread):
    """The constraint solver at work on the instance, from the best schedule there is when it starts."""

    def __init__(self, instance: Instance, best: Incumbent, workers: int) -> None:
        super().__init__(name="levelling-solver", daemon=True)
        self._instance, self._best, self._workers = instance, best, workers
        self._late, self._from = best.late, best.starts
        self._makespan = best.makespan
        self._solver: Solver | None = None
        self._stopping = threading.Event()

    def run(self) -> None:
        try:
            model = Model(self._instance, self._from, self._makespan, self._late)
        except OutOfCalendar:  # twice the length of a plan of centuries
            return
        self._solver = Solver(model, self._found, lambda bound: self._proved(bound, model))
        left = self._best.left - _STOPPING
        if self._stopping.is_set() or left <= 0:
            return
        least = self._solver.run(left, self._workers)
        if least is not None:
            self._proved(least, model)
            if not self._instance.calendar_before:
                self._best.close()

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._stopping.set()
        while self.is_alive():
            if self._solver is not None:
                self._solver.stop()
            self.join(0.01)

    def _found(self, starts: Sequence[int]) -> None:
        """Place tasks in the order of the solver's schedule: it relaxes some links, and may leave gaps."""
        placed = list(self._instance.early)
        place_early(self._instance, order_of(self._instance, starts), placed)
        if self._best.offer(placed, Method.SOLVER):
            return
        self._best.offer(justify(self._instance, placed), Method.SOLVER)

    def _proved(self, objective: float, model: Model) -> None:
        """A bound on days late × weight + makespan bounds the makespan of what is as late as the best."""
        self._best.raise_bound(objective - model.weight * self._late)
