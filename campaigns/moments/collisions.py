"""What campaigns do to each other: the same people reached twice at once, a team asked for too much.

Ids are the caller's; this module only compares them. Days are dates, both ends included.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OnAir:
    """A wave while it is live: to whom it speaks, and where."""

    wave: int
    campaign: int
    start: date
    end: date
    audiences: frozenset[int]
    channels: frozenset[int]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two waves of different campaigns that reach some `audiences` on some `channels` from `start` to `end`.

    `first` is on air first (then: has the smaller id).
    """

    first: OnAir
    second: OnAir
    start: date
    end: date
    audiences: frozenset[int]
    channels: frozenset[int]


@dataclass(frozen=True, slots=True)
class Work:
    """A task that occupies one person of a team on its working days."""

    task: int
    campaign: int
    team: int
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Overload:
    """A run of working days on which a team is asked for more than its `capacity` people.

    `days` counts them, `peak` is the most tasks on one day, `tasks` all that take part.
    """

    team: int
    start: date
    end: date
    days: int
    peak: int
    capacity: int
    tasks: tuple[int, ...]
    campaigns: frozenset[int]


def overlaps(windows: Iterable[OnAir]) -> list[Overlap]:
    """Every pair of waves of different campaigns that meet, by the day they begin to.

    Waves are compared only with those of the same audience and channel that are on air when they start:
    n waves that never meet cost n log n.
    """
    buckets: dict[tuple[int, int], list[OnAir]] = defaultdict(list)
    for window in windows:
        for audience in window.audiences:
            for channel in window.channels:
                buckets[audience, channel].append(window)
    pairs: dict[tuple[int, int], Overlap] = {}
    for bucket in buckets.values():
        for first, second in _meeting(bucket):
            if (first.wave, second.wave) not in pairs:
                pairs[first.wave, second.wave] = _overlap(first, second)
    return sorted(pairs.values(), key=lambda pair: (pair.start, pair.end, pair.first.wave, pair.second.wave))


def overloads(
    work: Iterable[Work], capacities: Mapping[int, int], is_working: Callable[[date], bool]
) -> list[Overload]:
    """The runs of days on which each team is asked for too much, by team then day.

    A team without a capacity is not judged. Days off break no run.
    """
    by_team: dict[int, list[Work]] = defaultdict(list)
    for each in work:
        if each.team in capacities:
            by_team[each.team].append(each)
    found: list[Overload] = []
    for team in sorted(by_team):
        found += _overloads_of(team, by_team[team], capacities[team], is_working)
    return found


def _meeting(bucket: list[OnAir]) -> Iterator[tuple[OnAir, OnAir]]:
    live: list[OnAir] = []
    for window in sorted(bucket, key=lambda each: (each.start, each.wave)):
        live = [other for other in live if other.end >= window.start]
        for other in live:
            if other.campaign != window.campaign:
                yield other, window
        live.append(window)


def _overlap(first: OnAir, second: OnAir) -> Overlap:
    return Overlap(
        first,
        second,
        start=max(first.start, second.start),
        end=min(first.end, second.end),
        audiences=first.audiences & second.audiences,
        channels=first.channels & second.channels,
    )


def _overloads_of(
    team: int, work: list[Work], capacity: int, is_working: Callable[[date], bool]
) -> Iterator[Overload]:
    run: list[tuple[date, list[Work]]] = []
    for day, asked in _busy_days(work, capacity, is_working):
        if asked:
            run.append((day, asked))
        elif run:
            yield _run(team, run, capacity)
            run = []
    if run:
        yield _run(team, run, capacity)


def _busy_days(
    work: list[Work], capacity: int, is_working: Callable[[date], bool]
) -> Iterator[tuple[date, list[Work]]]:
    """Each working day on which there is work, with that work when it is too much, else nothing."""
    waiting = sorted(work, key=lambda each: (each.start, each.task), reverse=True)
    now: list[Work] = []
    day = waiting[-1].start
    while waiting or now:
        now = [each for each in now if each.end >= day]
        while waiting and waiting[-1].start <= day:
            now.append(waiting.pop())
        if not now:
            if not waiting:
                return
            yield day, []
            day = waiting[-1].start
            continue
        if is_working(day):
            yield day, list(now) if len(now) > capacity else []
        day += _DAY


def _run(team: int, run: list[tuple[date, list[Work]]], capacity: int) -> Overload:
    taking_part = {each.task: each for _day, asked in run for each in asked}
    return Overload(
        team=team,
        start=run[0][0],
        end=run[-1][0],
        days=len(run),
        peak=max(len(asked) for _day, asked in run),
        capacity=capacity,
        tasks=tuple(sorted(taking_part)),
        campaigns=frozenset(each.campaign for each in taking_part.values()),
    )
