"""The smallest sets of changes that make a late plan hold.

Whatever fails, fails by a chain of tasks and links, and no set of changes mends it that touches nothing
of that chain. So sets grow along chains: the first chain offers the first change, the chain that still
fails then offers the second, and so on; sets of one change are tried before sets of two. The number of
trials is bounded, never their time: the same plan always gets the same answer.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from campaigns.scheduling.calendar import OutOfCalendar
from campaigns.scheduling.explain import Binding
from campaigns.scheduling.problems import PinOnDayOff
from campaigns.scheduling.result import Schedule
from campaigns.scheduling.timeline import Timeline

from .changes import (
    Change,
    Draft,
    DropLink,
    DropTask,
    FreeStart,
    Leeway,
    MoveDeadline,
    MoveLaunch,
    Overlap,
    Shorten,
    Unpin,
    applied,
)
from .trial import Failure, Miss, Trial, bindings, timelines_of, tried, worst_miss

_MOST_CHANGES = 5
_MOST_TRIALS = 200
_PROPOSALS = 6
_ALIKE = 3
# Of changes alike in number and days, the gentler comes first.
_GENTLE: tuple[type, ...] = (
    Overlap, Shorten, FreeStart, Unpin, MoveDeadline, DropLink, DropTask, MoveLaunch
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes that make the plan hold together, and none of which can be left out.

    `finish` is the last day of work then.
    """

    changes: tuple[Change, ...]
    finish: date | None

    @property
    def days(self) -> int:
        """Working days that its changes cut, drop or move in all."""
        return sum(change.days for change in self.changes)


@dataclass(frozen=True, slots=True)
class Rescue:
    """Why a plan does not hold: `days_missing`, the `chain` that needs them, and what would mend it.

    Proposals come fewest changes first, then fewest days.
    """

    failure: Failure
    days_missing: int
    chain: tuple[Binding, ...]
    proposals: tuple[Proposal, ...]


def rescue(draft: Draft, leeway: Leeway | None = None) -> Rescue | None:
    """What would make a plan hold its launch, its deadlines and its pins; None when it does.

    Raises as `schedule` does. Nothing is applied: `applied(draft, proposal.changes)` does.
    """
    plan = draft.schedule()
    if holds(plan):
        return None
    for timeline in timelines_of(draft, plan):
        search = _Search(draft, leeway or Leeway(), timeline)
        trial, miss = search.trial(())
        if miss is not None:
            found = sorted(search.proposals(), key=_rank)
            return Rescue(miss.failure, miss.days, bindings(trial, miss), _diverse(found))
    raise AssertionError("on its own timeline a plan fails as it does when dated")


def holds(plan: Schedule) -> bool:
    """Whether nothing is late: a pin that moved off a day off is no reason to change a plan."""
    return all(isinstance(problem, PinOnDayOff) for problem in plan.problems)


class _Search:
    def __init__(self, draft: Draft, leeway: Leeway, timeline: Timeline) -> None:
        self.draft, self.leeway, self.timeline = draft, leeway, timeline
        self.known: dict[frozenset[Change], tuple[Trial, Miss | None]] = {}
        self.specs = {task.id: task for task in draft.tasks}

    def trial(self, changes: Sequence[Change]) -> tuple[Trial, Miss | None]:
        key = frozenset(changes)
        if key not in self.known:
            trial = tried(applied(self.draft, changes), self.timeline)
            self.known[key] = trial, worst_miss(trial)
        return self.known[key]

    def miss(self, changes: Sequence[Change]) -> Miss | None:
        return self.trial(changes)[1]

    @property
    def tired(self) -> bool:
        return len(self.known) >= _MOST_TRIALS

    def proposals(self) -> list[Proposal]:
        """Every set of one change; then, for each way of mending, a smallest set that the search meets."""
        sets = list(self.alone())
        for family in ((Shorten,), (Overlap,), (Shorten, Overlap), (DropLink,), (DropTask,), _GENTLE):
            sets += self.together(family)
        found: dict[frozenset[Change], Proposal] = {}
        for changes in sets:
            proposal = self.proved(self.least(changes))
            if proposal is not None:
                found.setdefault(frozenset(proposal.changes), proposal)
        return list(found.values())

    def alone(self) -> Iterator[tuple[Change, ...]]:
        """Single changes that do, a few of each kind: the smallest drops, the cuts that come first."""
        trial, miss = self.trial(())
        if miss is None:
            return
        # Across a lag in calendar days, or in a part-time week, one day may save more than itself.
        least = 1 if trial.network.calendar_arcs or trial.own else miss.days
        found: Counter[type] = Counter()
        for change in sorted(self.offers((), _GENTLE), key=lambda offer: offer.days):
            kind = type(change)
            too_small = isinstance(change, Shorten | Overlap) and change.days < least
            if found[kind] < _ALIKE and not too_small and self.miss((change,)) is None:
                found[kind] += 1
                yield (change,)

    def together(self, family: tuple[type, ...]) -> list[tuple[Change, ...]]:
        """Greedy first, then sets with fewer changes than that while trials are left."""
        greedy = self.greedy(family)
        most = len(greedy) - 1 if greedy else _MOST_CHANGES
        for size in range(2, most + 1):
            if fewer := self.grown((), family, size):
                return [fewer]
        return [greedy] if greedy else []

    def greedy(self, family: tuple[type, ...]) -> tuple[Change, ...]:
        """At each chain, the change that leaves least missing by its own reckoning. Empty: no way."""
        changes: tuple[Change, ...] = ()
        while (miss := self.miss(changes)) is not None:
            offers = self.offers(changes, family)
            if not offers or len(changes) == _MOST_CHANGES:
                return ()
            changes = (*changes, max(offers, key=lambda offer: min(offer.days, miss.days)))
        return changes

    def grown(self, changes: tuple[Change, ...], family: tuple[type, ...], size: int) -> tuple[Change, ...]:
        """The first set of `size` more changes that holds; empty when there is none, or trials ran out."""
        miss = self.miss(changes)
        if miss is None:
            return changes
        if not size:
            return ()
        offers = sorted(self.offers(changes, family), key=lambda offer: -offer.days)
        for place, offer in enumerate(offers):
            if self.tired:
                return ()
            rest = sum(other.days for other in offers[place + 1 : place + size])
            if _only_cuts(family) and offer.days + rest < miss.days:
                return ()  # those that follow cut less still
            if found := self.grown((*changes, offer), family, size - 1):
                return found
        return ()

    def least(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """Without what can be left out, and cut no further than needed."""
        for size in range(1, len(changes)):
            for fewer in combinations(changes, size):
                if self.miss(fewer) is None:
                    return self.least(fewer)
        for place, change in enumerate(changes):
            around = changes[:place], changes[place + 1 :]
            changes = (*around[0], self.gentlest(change, *around), *around[1])
        return changes

    def gentlest(self, change: Change, before: tuple[Change, ...], after: tuple[Change, ...]) -> Change:
        """The smallest cut that still does, by halving; a cut that does is kept as it is known to."""
        if not isinstance(change, Shorten | Overlap):
            return change
        low, high = 0, change.days
        while low + 1 < high:
            middle = (low + high) // 2
            if self.miss((*before, _cut_by(change, middle), *after)) is None:
                high = middle
            else:
                low = middle
        return _cut_by(change, high)

    def proved(self, changes: tuple[Change, ...]) -> Proposal | None:
        """A proposal only if the whole plan, dated again, holds with it and with no part of it."""
        try:
            plan = applied(self.draft, changes).schedule()
            parts = (
                applied(self.draft, part).schedule()
                for size in range(1, len(changes))
                for part in combinations(changes, size)
            )
            if holds(plan) and not any(map(holds, parts)):
                return Proposal(changes, plan.finish)
        except OutOfCalendar:
            pass
        return None

    def offers(self, changes: Sequence[Change], family: tuple[type, ...]) -> list[Change]:
        """What can be changed along the chain that fails once these changes are made."""
        trial, miss = self.trial(changes)
        if miss is None:
            return []
        touched = {_subject(change) for change in changes}
        return [
            offer
            for offer in _offers(trial, miss, self.leeway, self.draft)
            if isinstance(offer, family) and _subject(offer) not in touched
        ]


def _offers(trial: Trial, miss: Miss, leeway: Leeway, draft: Draft) -> Iterator[Change]:
    tasks, days = trial.network.tasks, miss.days
    yield from _at_the_ends(trial, miss, leeway)
    for place in miss.chain:
        task = tasks[place]
        if (least := leeway.shortest(task)) < task.duration:
            yield Shorten(task.id, task.duration, least)
        if task.duration and task.id not in leeway.kept | leeway.needed:
            yield DropTask(task.id, task.duration)
    for link, (before, after) in zip(miss.links, pairwise(miss.chain), strict=True):
        least = leeway.least_lag(link, tasks[before], tasks[after])
        if least < link.lag:
            yield Overlap(link, least)
        if tasks[after].id not in leeway.kept | leeway.gates:
            yield DropLink(link, days)


def _at_the_ends(trial: Trial, miss: Miss, leeway: Leeway) -> Iterator[Change]:
    """What holds the first task of the chain, and what the last one misses."""
    first, last = trial.network.tasks[miss.chain[0]], trial.network.tasks[miss.place]
    timeline, launch = trial.timeline, trial.draft.launch
    if first.id not in leeway.kept:
        ends_on_pin = miss.failure == Failure.PIN and first.id == last.id
        if first.pinned is not None and not ends_on_pin:
            yield Unpin(first.id, first.pinned, miss.days)
        if first.not_before is not None and leeway.frees(first) and (first.pinned is None or ends_on_pin):
            yield FreeStart(first.id, first.not_before, miss.days, leeway.floor)
    if miss.failure == Failure.LAUNCH and launch is not None and leeway.launch_moves:
        yield MoveLaunch(launch, timeline.day_at(trial.finish), miss.days)
    if last.id in leeway.kept:
        return
    if miss.failure == Failure.DEADLINE and last.not_after is not None:
        end = timeline.day_at(trial.early[miss.place] + trial.spans[miss.place] - 1)
        yield MoveDeadline(last.id, last.not_after, end, miss.days)
    if miss.failure == Failure.PIN and last.pinned is not None:
        yield Unpin(last.id, last.pinned, miss.days)


def _subject(change: Change) -> object:
    """What a change is about: a task's length, its dates, a link, the launch."""
    match change:
        case Shorten(task) | DropTask(task):
            return "length", task
        case Overlap(link) | DropLink(link):
            return link.predecessor, link.successor, link.type
        case FreeStart(task) | Unpin(task) | MoveDeadline(task):
            return type(change), task
        case MoveLaunch():
            return "launch"


def _only_cuts(family: tuple[type, ...]) -> bool:
    """A task shortened or overlapped by n days saves a chain n days at most; what is dropped, any number."""
    return set(family) <= {Shorten, Overlap}


def _cut_by(change: Shorten | Overlap, days: int) -> Change:
    if isinstance(change, Shorten):
        return Shorten(change.task, change.duration, change.duration - days)
    return Overlap(change.link, change.link.lag - days)


def _rank(proposal: Proposal) -> tuple[int, int, list[int]]:
    gentle = sorted(_GENTLE.index(type(change)) for change in proposal.changes)
    return len(proposal.changes), proposal.days, gentle


def _diverse(ranked: list[Proposal]) -> tuple[Proposal, ...]:
    """The best of each kind, then the second best, rather than six of one; in the order of their rank."""
    kinds: dict[frozenset[type], int] = {}
    turns = []
    for proposal in ranked:
        kind = frozenset(map(type, proposal.changes))
        kinds[kind] = turn = kinds.get(kind, 0) + 1
        turns.append(turn)
    places = sorted(range(len(ranked)), key=lambda place: (turns[place], place))[:_PROPOSALS]
    return tuple(ranked[place] for place in sorted(places))
