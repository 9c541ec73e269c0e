"""A plan and its capacities compiled for levelling."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..network import Arc, CalendarArc, Network
from ..passes import Bounds, backward, forward
from ..timeline import Timeline
from .capacities import Capacity, Demands, Lane, binding_pools, check_demands, check_pinned, lanes_of, reserve


@dataclass(frozen=True)
class Instance:
    """What levelling works on. Tasks are named by their place, as in the network.

    `before` has each task's links as the network has them.
    `earliest` and `latest` are what tasks demand of their own start; `fixed` has the starts of pinned ones.
    `early` and `late` are the starts of the critical-path method, which knows no capacity, and `reach` its
    makespan.

    `lane[j]` and `packed[j]` say where task j uses how much; tasks of the same lane and demand are of the
    same `kind`.
    """

    network: Network
    timeline: Timeline
    bounds: Bounds
    durations: list[int]
    before: list[list[Arc]]
    calendar_before: dict[int, list[CalendarArc]]
    calendar_after: dict[int, list[tuple[int, CalendarArc]]]
    earliest: list[int]
    latest: dict[int, int]
    fixed: dict[int, int]
    early: list[int]
    late: list[int]
    reach: int
    demands: Demands
    lanes: list[Lane]
    lane: list[int]
    packed: list[int]
    kind: list[int]
    kinds: int

    @cached_property
    def after(self) -> list[list[tuple[int, int]]]:
        """For each task i, the links from it as (j, w): s[j] ≥ s[i] + w."""
        after: list[list[tuple[int, int]]] = [[] for _ in self.before]
        for task, arcs in enumerate(self.before):
            for source, weight, _ in arcs:
                after[source].append((task, weight))
        return after

    @cached_property
    def leads(self) -> bool:
        """Whether a link may let a successor start before its predecessor."""
        return any(weight < 0 for arcs in self.before for _, weight, _ in arcs)

    def ready(self, task: int, starts: Sequence[int]) -> int:
        """Earliest start of `task` for its links, its `not_before` and the plan's start."""
        at = self.earliest[task]
        for source, weight, _ in self.before[task]:
            at = max(at, starts[source] + weight)
        for arc in self.calendar_before.get(task, ()):
            at = max(at, arc.earliest(self.timeline, starts[arc.source]))
        return at

    def makespan(self, starts: Sequence[int]) -> int:
        """Offset where everything has finished."""
        return max([0, *map(int.__add__, starts, self.durations)])


def compile_instance(
    network: Network, timeline: Timeline, bounds: Bounds, demands: Demands, capacity: Capacity
) -> Instance:
    """Check and compile. Raises CannotLevel with everything that is wrong with demands and capacities."""
    wanted = check_demands(network, demands, capacity)
    pools = binding_pools(wanted, capacity)
    early = forward(network, timeline, bounds)
    reach = max([0, *map(int.__add__, early, network.durations)])
    fixed = {task: early[task] for task in bounds.pinned}
    check_pinned(network, wanted, fixed, pools)
    lanes = lanes_of(pools, wanted)
    lane, packed, kind, kinds = _packed(wanted, lanes)
    for task, start in fixed.items():
        if packed[task]:
            reserve(lanes[lane[task]], start, start + network.durations[task], packed[task])
    earliest = [0] * len(early)
    for task, offset in bounds.earliest.items():
        earliest[task] = offset
    calendar_after: dict[int, list[tuple[int, CalendarArc]]] = {}
    for target, arcs in network.calendar_arcs.items():
        for arc in arcs:
            calendar_after.setdefault(arc.source, []).append((target, arc))
    return Instance(
        network=network,
        timeline=timeline,
        bounds=bounds,
        durations=network.durations,
        before=network.incoming,
        calendar_before=network.calendar_arcs,
        calendar_after=calendar_after,
        earliest=earliest,
        latest=bounds.latest,
        fixed=fixed,
        early=early,
        late=backward(network, timeline, bounds, reach),
        reach=reach,
        demands=wanted,
        lanes=lanes,
        lane=lane,
        packed=packed,
        kind=kind,
        kinds=kinds,
    )


def _packed(wanted: Demands, lanes: Sequence[Lane]) -> tuple[list[int], list[int], list[int], int]:
    """Lane, packed demand and kind of each task, and how many kinds there are."""
    lane_of = {pool.name: number for number, lane in enumerate(lanes) for pool in lane.pools}
    known: dict[tuple[tuple[str, int], ...], tuple[int, int, int]] = {}
    rows: list[tuple[int, int, int]] = []
    for demand in wanted:
        asked = tuple(demand.items())
        row = known.get(asked)
        if row is None:
            number = next((lane_of[name] for name in demand if name in lane_of), 0)
            packed = lanes[number].pack(demand) if lanes else 0
            row = known[asked] = (number, packed, len(known))
        rows.append(row)
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    return columns[0], columns[1], columns[2], len(known)
