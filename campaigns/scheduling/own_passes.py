"""The two passes over tasks some of which have calendars of their own. Each visits every link once.

They are those of `passes`, with spans in place of fixed durations: a link then bounds the start of its
successor or its finish, and which start that means is for the task's span to say.
"""

from dataclasses import dataclass

from .model import LagUnit, Link, LinkType
from .network import Network
from .own_days import OwnSpan, spans_of
from .passes import Bounds, read_bounds
from .timeline import Timeline


@dataclass(frozen=True, slots=True)
class Pass:
    """Starts, and the offsets each task spans from there. `held` has, for the tasks that a link holds,
    the start it holds them to and its place: of links alike the first."""

    starts: list[int]
    spans: list[int]
    held: dict[int, tuple[int, int]]


class OwnPasses:
    """Passes over one network and timeline."""

    def __init__(self, network: Network, timeline: Timeline) -> None:
        self.network, self.timeline = network, timeline
        self.spans = spans_of(network.tasks, timeline)
        self.bounds = self._bounds()

    def forward(self) -> Pass:
        """Earliest starts, as `passes.forward`."""
        network, spans = self.network, self.spans
        starts, finishes = [0] * len(spans), [0] * len(spans)
        held: dict[int, tuple[int, int]] = {}
        for task in network.order:
            span = spans[task]
            at = span.first(self.bounds.earliest.get(task, 0))
            for source, _, number in sorted(network.incoming[task], key=_number):
                of_start, offset = _after(
                    network.links[number], starts[source], finishes[source], self.timeline
                )
                start = span.first(offset) if of_start else span.finishing_from(offset)
                if task not in held or start > held[task][0]:
                    held[task] = start, number
            if task in held:
                at = max(at, held[task][0])
            if task in self.bounds.pinned:
                first, last = self.bounds.pinned[task]
                at = min(max(at, first), last)
            starts[task], finishes[task] = at, span.finish(at)
        return Pass(starts, _lengths(starts, finishes), held)

    def backward(self, deadline: int) -> Pass:
        """Latest starts, as `passes.backward`."""
        starts = self._limits(deadline)
        held: dict[int, tuple[int, int]] = {}
        for task in reversed(self.network.order):
            for source, start, number in self.sources(task, starts[task]):
                known = held.get(source)
                if start < starts[source] or (start == starts[source] and (not known or number < known[1])):
                    held[source] = start, number
                starts[source] = min(starts[source], start)
        return Pass(starts, self.lengths(starts), held)

    def free_slack(self, deadline: int, early: list[int]) -> list[int]:
        """How far each task can slip before it moves another, as `passes.free_slack`."""
        limits = self._limits(deadline)
        for task in self.network.order:
            for source, start, _ in self.sources(task, early[task]):
                limits[source] = min(limits[source], start)
        return [limit - start for limit, start in zip(limits, early, strict=True)]

    def lengths(self, starts: list[int]) -> list[int]:
        """The offsets that tasks started here span."""
        return _lengths(starts, [span.finish(start) for span, start in zip(self.spans, starts, strict=True)])

    def sources(self, task: int, start: int) -> list[tuple[int, int, int]]:
        """(predecessor, last start that lets this task start at `start`, link) of each link to it."""
        finish = self.spans[task].finish(start)
        found = []
        for source, _, number in sorted(self.network.incoming[task], key=_number):
            of_start, offset = _before(self.network.links[number], start, finish, self.timeline)
            span = self.spans[source]
            found.append((source, span.last(offset) if of_start else span.finishing_by(offset), number))
        return found

    def _limits(self, deadline: int) -> list[int]:
        limits = [span.finishing_by(deadline) for span in self.spans]
        for task, latest in self.bounds.latest.items():
            limits[task] = min(limits[task], latest)
        for task, (_, last) in self.bounds.pinned.items():
            limits[task] = min(limits[task], last)
        return limits

    def _bounds(self) -> Bounds:
        """Where a task's own days are fewer, its pin moves to the next of them, and it must start sooner
        for its `not_after`."""
        bounds = read_bounds(self.network, self.timeline)
        for place, span in enumerate(self.spans):
            if not isinstance(span, OwnSpan):
                continue
            if place in bounds.latest:
                bounds.latest[place] = span.finishing_by(bounds.latest[place] + span.duration)
            if place in bounds.pinned:
                pinned = span.first(bounds.pinned[place][1])
                bounds.pinned[place] = pinned, pinned
        return bounds


def _number(arc: tuple[int, int, int]) -> int:
    return arc[2]


def _lengths(starts: list[int], finishes: list[int]) -> list[int]:
    return [finish - start for start, finish in zip(starts, finishes, strict=True)]


def _after(link: Link, start: int, finish: int, timeline: Timeline) -> tuple[bool, int]:
    """What a predecessor that lies here asks: (of the successor's start, else of its finish; from where)."""
    lag = link.lag
    if link.lag_unit == LagUnit.WORKING or not lag:
        from_ = finish if link.type in (LinkType.FS, LinkType.FF) else start
        return link.type in (LinkType.FS, LinkType.SS), from_ + lag
    match link.type:
        case LinkType.FS:
            return True, timeline.first_from(finish - 1, lag + 1)
        case LinkType.SS:
            return True, timeline.first_from(start, lag)
        case LinkType.FF:
            return False, timeline.first_from(finish - 1, lag) + 1
        case LinkType.SF:
            return False, timeline.first_from(start, lag)


def _before(link: Link, start: int, finish: int, timeline: Timeline) -> tuple[bool, int]:
    """What a successor that lies here asks: (of the predecessor's start, else of its finish; until where)."""
    lag = link.lag
    if link.lag_unit == LagUnit.WORKING or not lag:
        until = start if link.type in (LinkType.FS, LinkType.SS) else finish
        return link.type in (LinkType.SS, LinkType.SF), until - lag
    match link.type:
        case LinkType.FS:
            return False, timeline.last_until(start, lag + 1) + 1
        case LinkType.SS:
            return True, timeline.last_until(start, lag)
        case LinkType.FF:
            return False, timeline.last_until(finish - 1, lag) + 1
        case LinkType.SF:
            return True, timeline.last_until(finish, lag)
