"""A draft dated just enough to see what fails first, and by which chain."""

from dataclasses import dataclass
from enum import StrEnum
from operator import add

from campaigns.scheduling.explain import Binding, Cause
from campaigns.scheduling.model import Link
from campaigns.scheduling.network import Network, compile_network
from campaigns.scheduling.own_passes import OwnPasses, Pass
from campaigns.scheduling.passes import Bounds, forward, link_bound, read_bounds
from campaigns.scheduling.result import Schedule
from campaigns.scheduling.timeline import Timeline, first_day_offset

from .changes import Draft

# Counted back, a plan begins when it must: it is tried from a year before, where nothing is in its way.
_AHEAD = 250


class Failure(StrEnum):
    """What a plan does not hold."""

    LAUNCH = "launch"
    DEADLINE = "deadline"  # a task's `not_after`
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Miss:
    """The task at `place` fails by `days`; `chain` are the places that make it so, first cause first,
    and `links` the links between them."""

    failure: Failure
    place: int
    days: int
    chain: tuple[int, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A draft and its earliest starts."""

    draft: Draft
    network: Network
    timeline: Timeline
    bounds: Bounds
    early: list[int]
    spans: list[int]  # offsets from start to finish: a task with a calendar of its own may span more
    own: Pass | None

    def held_by(self, place: int) -> tuple[int, int] | None:
        """(earliest start, place of the link) of the link that holds a task back most; None without."""
        if self.own is not None:
            return self.own.held.get(place)
        return link_bound(self.network, self.timeline, self.early, place)

    @property
    def finish(self) -> int:
        """The offset at which everything is done."""
        return max(0, max(map(add, self.early, self.spans), default=0))


def tried(draft: Draft, timeline: Timeline) -> Trial:
    """Earliest starts of a draft on a timeline it shares with the others."""
    network = compile_network(draft.tasks, draft.links)
    if any(task.calendar is not None for task in draft.tasks):
        passes = OwnPasses(network, timeline)
        own = passes.forward()
        return Trial(draft, network, timeline, passes.bounds, own.starts, own.spans, own)
    bounds = read_bounds(network, timeline)
    early = forward(network, timeline, bounds)
    return Trial(draft, network, timeline, bounds, early, network.durations, None)


def timelines_of(draft: Draft, plan: Schedule) -> tuple[Timeline, ...]:
    """Where drafts like this one, dated as `plan`, are tried: the first on which it fails."""
    own = plan.trace.timeline
    if draft.start is not None:
        return (own,)
    # Only a milestone of the first day lies otherwise further ahead: it then carries the day before.
    return Timeline(draft.calendar, own.origin - _AHEAD), own


def worst_miss(trial: Trial) -> Miss | None:
    """What fails by most days, the first in the plan's order among equals; None when all holds."""
    worst = (0, 0, Failure.LAUNCH)
    early, bounds = trial.early, trial.bounds
    if trial.draft.launch is not None and early:
        finishes = list(map(add, early, trial.spans))
        last = max(finishes)
        late = last - trial.timeline.offset_of(trial.draft.launch)
        worst = (late, -finishes.index(last), Failure.LAUNCH) if late > 0 else worst
    for place, latest in bounds.latest.items():
        if early[place] - latest > worst[0]:
            worst = (early[place] - latest, -place, Failure.DEADLINE)
    for place in bounds.pinned:
        if (late := _pin_missed_by(trial, place)) > worst[0]:
            worst = (late, -place, Failure.PIN)
    days, place, failure = worst[0], -worst[1], worst[2]
    if days <= 0:
        return None
    chain, links = _chain(trial, place, through_pin=failure == Failure.PIN)
    return Miss(failure, place, days, chain, links)


def bindings(trial: Trial, miss: Miss) -> tuple[Binding, ...]:
    """The chain of a miss as `earliest_chain` tells one, through the pin it comes too late for."""
    steps: list[Binding] = []
    for place, link in zip(miss.chain, (None, *miss.links), strict=True):
        task, start = trial.network.tasks[place], trial.early[place]
        cause = Cause.LINK
        if link is None:
            cause = Cause.PINNED if task.pinned else Cause.NOT_BEFORE if start > 0 else Cause.PLAN_START
        day = trial.timeline.day_at(first_day_offset(start, task.duration))
        steps.append(Binding(task.id, cause, link, day))
    return tuple(steps)


def _pin_missed_by(trial: Trial, place: int) -> int:
    """Working days between a pin and the day the task could start, as the engine tells them."""
    task = trial.network.tasks[place]
    held = trial.held_by(place)
    earliest = max(trial.bounds.earliest.get(place, 0), held[0] if held else 0)
    _, last = trial.bounds.pinned[place]
    pinned = last if task.duration else last - 1
    return first_day_offset(earliest, task.duration) - pinned


def _chain(trial: Trial, place: int, through_pin: bool) -> tuple[tuple[int, ...], tuple[Link, ...]]:
    """What holds the task at `place` to its earliest start, back to a task that no link holds."""
    network = trial.network
    chain: list[int] = [place]
    links: list[Link] = []
    while True:
        held = trial.held_by(place)
        free = trial.bounds.earliest.get(place, 0)
        if through_pin:
            holds = held is not None and held[0] > free
        else:
            holds = held is not None and held[0] == trial.early[place] and place not in trial.bounds.pinned
        if held is None or not holds:
            return tuple(reversed(chain)), tuple(reversed(links))
        through_pin = False
        link = network.links[held[1]]
        place = network.position[link.predecessor]
        chain.append(place)
        links.append(link)
