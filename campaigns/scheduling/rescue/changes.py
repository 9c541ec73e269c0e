"""Changes to a plan that people can try with one click, as data, and the plan after them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from campaigns.scheduling.calendar import WorkingCalendar
from campaigns.scheduling.engine import schedule
from campaigns.scheduling.model import LagUnit, Link, LinkType, TaskId, TaskSpec
from campaigns.scheduling.result import Schedule


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan before it is dated: what `schedule` takes."""

    tasks: tuple[TaskSpec, ...]
    links: tuple[Link, ...]
    calendar: WorkingCalendar
    start: date | None
    launch: date | None

    def schedule(self) -> Schedule:
        """Date it. Raises as `schedule` does."""
        return schedule(self.tasks, self.links, self.calendar, self.start, self.launch)


@dataclass(frozen=True, slots=True)
class Shorten:
    """Do `task` in `to` working days instead of `duration`."""

    task: TaskId
    duration: int
    to: int

    @property
    def days(self) -> int:
        return self.duration - self.to


@dataclass(frozen=True, slots=True)
class Overlap:
    """Let the successor of `link` begin sooner: its lag becomes `lag`, negative where the two overlap."""

    link: Link
    lag: int

    @property
    def days(self) -> int:
        return self.link.lag - self.lag


@dataclass(frozen=True, slots=True)
class DropLink:
    """Let the successor of `link` wait for its predecessor no longer; `days` is by how much it waits."""

    link: Link
    days: int


@dataclass(frozen=True, slots=True)
class DropTask:
    """Do without `task`, which lasts `days`. What waited for it waits for what it waited for."""

    task: TaskId
    days: int


@dataclass(frozen=True, slots=True)
class FreeStart:
    """Let `task` begin before its `not_before`, from the day `to` on (None: whenever its links let it);
    `days` are missing because of it."""

    task: TaskId
    not_before: date
    days: int
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Unpin:
    """Let `task` leave the day it is pinned to; `days` are missing because of it."""

    task: TaskId
    pinned: date
    days: int


@dataclass(frozen=True, slots=True)
class MoveDeadline:
    """Let `task` end on `to` instead of its `not_after`, `days` working days later."""

    task: TaskId
    not_after: date
    to: date
    days: int


@dataclass(frozen=True, slots=True)
class MoveLaunch:
    """Launch on `to`, the first working day that holds, `days` working days later."""

    launch: date
    to: date
    days: int


Change: TypeAlias = Shorten | Overlap | DropLink | DropTask | FreeStart | Unpin | MoveDeadline | MoveLaunch


def applied(draft: Draft, changes: Iterable[Change]) -> Draft:
    """The plan after these changes; a change to what is not in it (any more) does nothing."""
    edits: dict[TaskId, dict[str, object]] = {}
    lags: dict[Link, int] = {}
    gone_links: set[Link] = set()
    gone_tasks: dict[TaskId, None] = {}  # in order
    launch = draft.launch
    for change in changes:
        match change:
            case Shorten(task, _, to):
                edits.setdefault(task, {})["duration"] = to
            case Overlap(link, lag):
                lags[link] = lag
            case DropLink(link, _):
                gone_links.add(link)
            case DropTask(task, _):
                gone_tasks[task] = None
            case FreeStart(task, _, _, to_day):
                edits.setdefault(task, {})["not_before"] = to_day
            case Unpin(task, _, _):
                edits.setdefault(task, {})["pinned"] = None
            case MoveDeadline(task, _, to_day, _):
                edits.setdefault(task, {})["not_after"] = to_day
            case MoveLaunch(_, to_day, _):
                launch = to_day
    tasks = tuple(
        replace(task, **edits[task.id]) if task.id in edits else task  # type: ignore[arg-type]
        for task in draft.tasks
        if task.id not in gone_tasks
    )
    links = [
        replace(link, lag=lags[link]) if link in lags else link
        for link in draft.links
        if link not in gone_links
    ]
    for gone in gone_tasks:
        links = _without(gone, links)
    return Draft(tasks, tuple(links), draft.calendar, draft.start, launch)


def _without(task: TaskId, links: list[Link]) -> list[Link]:
    """Links once a task is gone: those from finish to start are carried over it, its lags go with it."""
    kept = [link for link in links if task not in (link.predecessor, link.successor)]
    known = {(link.predecessor, link.successor) for link in kept if link.type == LinkType.FS}
    around = [link for link in links if link.type == LinkType.FS]
    before = dict.fromkeys(link.predecessor for link in around if link.successor == task)
    after = dict.fromkeys(link.successor for link in around if link.predecessor == task)
    pairs = ((source, target) for source in before for target in after)
    return kept + [Link(*pair) for pair in pairs if pair not in known]


@dataclass(frozen=True, slots=True)
class Leeway:
    """What may be changed, and how far.

    `minimum` has the least working days of a task; without an entry, half of its duration, rounded up.
    `kept` tasks are neither shortened nor dropped nor moved from their dates (work done or under way,
    an approver's delay); `needed` ones only not dropped. Two tasks overlap by `overlap` of the shorter
    at most. `launch_moves` says whether the launch may be moved. Nothing begins before `floor`, today of a
    plan under way. `gates` are milestones that stand for a day others must be ready for: what leads to them
    stays, only that day may move.
    """

    minimum: dict[TaskId, int] | None = None
    kept: frozenset[TaskId] = frozenset()
    needed: frozenset[TaskId] = frozenset()
    overlap: float = 0.5
    launch_moves: bool = True
    floor: date | None = None
    gates: frozenset[TaskId] = frozenset()

    def frees(self, task: TaskSpec) -> bool:
        """Whether dropping its `not_before` would let `task` begin sooner."""
        return task.not_before is not None and (self.floor is None or task.not_before > self.floor)

    def shortest(self, task: TaskSpec) -> int:
        """The least working days `task` can take; its duration when it cannot be shortened."""
        if task.id in self.kept or task.duration <= 1:
            return task.duration
        least = (self.minimum or {}).get(task.id, (task.duration + 1) // 2)
        return max(1, min(task.duration, least))

    def least_lag(self, link: Link, before: TaskSpec, after: TaskSpec) -> int:
        """The least lag `link` can have; its own lag when it cannot be cut."""
        if after.id in self.kept or after.id in self.gates:
            return link.lag
        if link.lag_unit == LagUnit.CALENDAR and link.lag:
            return min(link.lag, 0)
        floor = -int(min(before.duration, after.duration) * self.overlap) if link.type == "FS" else 0
        return min(link.lag, floor)
