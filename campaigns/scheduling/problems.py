"""What can be wrong with a plan, as data. Words, and the language they are in, belong to the caller."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from .model import Link, TaskId

# Input that no schedule can be computed from.


@dataclass(frozen=True, slots=True)
class DuplicateTask:
    """Several tasks have this id."""

    task: TaskId


@dataclass(frozen=True, slots=True)
class NegativeDuration:
    """A task lasts less than nothing."""

    task: TaskId
    duration: int


@dataclass(frozen=True, slots=True)
class UnknownTask:
    """A link names a task that is not in the plan."""

    task: TaskId
    link: Link


@dataclass(frozen=True, slots=True)
class SelfLink:
    """A task depends on itself."""

    task: TaskId


@dataclass(frozen=True, slots=True)
class Cycle:
    """Tasks that wait for one another: each is a predecessor of the next, the last of the first."""

    path: tuple[TaskId, ...]


@dataclass(frozen=True, slots=True)
class NeverWorks:
    """A task's own calendar has no day in common with the plan's, within ten years."""

    task: TaskId


InputProblem: TypeAlias = DuplicateTask | NegativeDuration | UnknownTask | SelfLink | Cycle | NeverWorks


class InvalidPlan(ValueError):
    """The tasks and links make no plan; `problems` holds everything that was found, never nothing."""

    def __init__(self, problems: tuple[InputProblem, ...]) -> None:
        super().__init__("; ".join(map(str, problems[:3])))
        self.problems = problems


# What a computed plan cannot honour. It is dated all the same, so that people see where it fails.


@dataclass(frozen=True, slots=True)
class LaunchMissed:
    """The plan is ready on `ready_on`, too late: `days_late` working days are missing before `launch`."""

    launch: date
    ready_on: date
    days_late: int


@dataclass(frozen=True, slots=True)
class DeadlineMissed:
    """A task ends `days_late` working days after its `not_after`."""

    task: TaskId
    not_after: date
    end: date
    days_late: int


@dataclass(frozen=True, slots=True)
class PinConflict:
    """A task is pinned `days_late` working days before the day it could start, `earliest`.

    It stays on its pin, so what it waits for is not done by then. `link` is what holds it to `earliest`;
    None when it is its own `not_before` or the plan's start.
    """

    task: TaskId
    pinned: date
    earliest: date
    days_late: int
    link: Link | None


@dataclass(frozen=True, slots=True)
class PinOnDayOff:
    """A task is pinned on a day nobody works; it was moved to the next working day, `moved_to`."""

    task: TaskId
    pinned: date
    moved_to: date


@dataclass(frozen=True, slots=True)
class PinsApart:
    """Two pins that contradict each other: what is pinned `first` leads to `second`, and needs
    `days_missing` working days more than lie between their pins. No schedule holds both."""

    first: TaskId
    second: TaskId
    days_missing: int


PlanProblem: TypeAlias = LaunchMissed | DeadlineMissed | PinConflict | PinOnDayOff
