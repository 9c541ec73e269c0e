"""Levelling: dates that keep to what teams can do at once."""

import time
from collections.abc import Callable

from ..network import Network
from ..passes import Bounds
from ..timeline import Timeline
from .bounds import lower_bound
from .capacities import Capacity, Demands
from .incumbent import Incumbent
from .instance import Instance, compile_instance
from .lateness import days_late, lateness
from .placing import justify, place_early
from .priority import priority_order
from .result import Levelling, Method, Progress
from .search import search

# Justifying takes twice as long as placing: in larger plans it is left to the search, which begins with it.
_JUSTIFIED_AT_ONCE = 3_000


def level(
    network: Network,
    timeline: Timeline,
    bounds: Bounds,
    demands: Demands,
    capacity: Capacity,
    *,
    time_limit: float = 0.0,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    workers: int = 2,
) -> Levelling:
    """Schedule a plan within capacities: the instant answer, then the best found in `time_limit` seconds.

    `demands` has, for each task of the network in order, how many units of which pool it uses every day it
    lasts; `capacity` how many a pool has, at all times or offset by offset (the last value holds from there
    on). Links, calendars, `not_before` and pins hold as in `schedule`. What cannot hold because of them, a
    `not_after` that capacity overruns or a pin its predecessors are not done by, is listed in `late`; days
    late in all count before makespan when schedules are compared.

    The instant answer is the same for the same input. The search counts its seconds from the call, calls
    `progress` when it learns something and stops when `cancelled` says so; it never gives anything worse.
    `workers` is how many threads it may keep busy.

    Raises CannotLevel for demands and capacities that no schedule keeps to, OutOfCalendar when the plan
    would reach beyond all calendars.
    """
    begun = time.monotonic()
    instance = compile_instance(network, timeline, bounds, demands, capacity)
    bound = lower_bound(instance)
    timeline.day_at(bound)
    starts, method = _at_once(instance, bound)
    best = Incumbent(
        instance,
        starts,
        bound,
        method,
        begun=begun,
        time_limit=time_limit,
        progress=progress,
        cancelled=cancelled,
    )
    if time_limit > 0 and not best.settled:
        search(instance, best, workers)
    timeline.day_at(best.makespan)
    late = lateness(instance, best.starts)
    return Levelling(best.starts, best.makespan, best.bound, best.method, late, instance)


def _at_once(instance: Instance, bound: int) -> tuple[list[int], Method]:
    starts = list(instance.early)
    place_early(instance, priority_order(instance), starts)
    rank = _rank(instance, starts)
    if len(starts) <= _JUSTIFIED_AT_ONCE and rank > (0, bound):
        better = justify(instance, starts)
        if _rank(instance, better) < rank:
            return better, Method.JUSTIFIED
    return starts, Method.PRIORITY


def _rank(instance: Instance, starts: list[int]) -> tuple[int, int]:
    return days_late(instance, starts), instance.makespan(starts)
