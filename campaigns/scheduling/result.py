"""What scheduling gives back: plain data, with the sums people ask of it.

Dates are working days and inclusive: a task starts on the morning of `start` and ends on the evening of
`end`. Slacks and delays are counted in working days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from .model import TaskId
from .network import Network
from .own_passes import Pass
from .passes import Bounds, link_bound, read_bounds
from .problems import PlanProblem
from .timeline import Timeline


class ScheduledTask(NamedTuple):
    """Where a task lies. Dates are working days, inclusive; slacks are working days.

    `start` and `end` are the dates to work by: the early ones in a plan counted forward from its start,
    the late ones in a plan counted back from its launch. `total_slack` is how far the task can slip
    before the plan's deadline (its launch, else its own finish) or a constraint is missed: negative when
    it already is. `free_slack` is how far it can slip before it moves another task.
    """

    id: TaskId
    duration: int
    start: date
    end: date
    early_start: date
    early_finish: date
    late_start: date
    late_finish: date
    total_slack: int
    free_slack: int
    critical: bool

    @property
    def is_milestone(self) -> bool:
        return self.duration == 0


@dataclass(frozen=True, slots=True)
class Trace:
    """What the dates were reckoned from, kept to explain them. Starts are offsets, in the tasks' order."""

    network: Network
    timeline: Timeline
    early: list[int]
    late: list[int]
    counted_back: bool
    own: "OwnTrace | None" = None

    @property
    def early_spans(self) -> list[int]:
        """How many offsets each task spans from its earliest start."""
        return self.network.durations if self.own is None else self.own.early.spans

    @property
    def late_spans(self) -> list[int]:
        """How many offsets each task spans from its latest start."""
        return self.network.durations if self.own is None else self.own.late.spans

    def held_by(self, place: int) -> tuple[int, int] | None:
        """(earliest start, place of the link) of the link that holds a task back most; None without."""
        if self.own is not None:
            return self.own.early.held.get(place)
        return link_bound(self.network, self.timeline, self.early, place)

    def bounds(self) -> Bounds:
        """What tasks demand of their own start."""
        return read_bounds(self.network, self.timeline) if self.own is None else self.own.bounds


@dataclass(frozen=True, slots=True)
class OwnTrace:
    """Of a plan some tasks of which have calendars of their own: what offsets alone do not tell."""

    bounds: Bounds
    early: Pass
    late: Pass


@dataclass(frozen=True, slots=True)
class Schedule:
    """A dated plan.

    `start` is the day of offset 0. `finish` is the last day a task ends (None without tasks), `makespan`
    the working days from the start to the earliest finish. With a `launch`, `deadline` is how many
    working days the plan has: those from `start` to the eve of the launch.
    """

    tasks: Mapping[TaskId, ScheduledTask]
    start: date
    finish: date | None
    makespan: int
    critical: tuple[TaskId, ...]
    problems: tuple[PlanProblem, ...]
    launch: date | None
    deadline: int | None
    trace: Trace = field(repr=False, compare=False)

    @property
    def late_by(self) -> int | None:
        """Working days missing before the launch, 0 when it holds; None without a launch."""
        if self.deadline is None:
            return None
        return max(0, self.makespan - self.deadline) if self.tasks else 0

    @property
    def margin(self) -> int | None:
        """Working days to spare before the launch, 0 when it is missed; None without a launch."""
        return None if self.deadline is None else max(0, self.deadline - self.makespan)

    @property
    def feasible(self) -> bool:
        """Whether the plan holds as it is: nothing late, no constraint missed."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class LatestDates:
    """The latest a task can be done for a launch; `days_before` working days separate its start from it."""

    start: date
    end: date
    days_before: int


@dataclass(frozen=True, slots=True)
class CountBack:
    """A plan counted back from its launch: when work must begin, and the latest dates of each task."""

    launch: date
    preparation_start: date
    working_days: int
    tasks: Mapping[TaskId, LatestDates]
