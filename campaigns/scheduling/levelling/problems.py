"""What keeps a plan from being levelled, as data. Words, and the language they are in, belong to the caller.

Offsets are working days of the plan's timeline, as everywhere in the engine.
"""

from dataclasses import dataclass
from typing import TypeAlias

from ..model import Link, TaskId


@dataclass(frozen=True, slots=True)
class UnknownPool:
    """A task asks for a pool that nobody gave a capacity."""

    task: TaskId
    pool: str


@dataclass(frozen=True, slots=True)
class NegativeDemand:
    """A task uses less than nothing of a pool."""

    task: TaskId
    pool: str
    demand: int


@dataclass(frozen=True, slots=True)
class NegativeCapacity:
    """A pool has less than nothing, at `offset` when its capacity varies."""

    pool: str
    capacity: int
    offset: int | None


@dataclass(frozen=True, slots=True)
class DemandAboveCapacity:
    """A task asks for more of a pool than it ever has: `capacity` is the most."""

    task: TaskId
    pool: str
    demand: int
    capacity: int


@dataclass(frozen=True, slots=True)
class NoRoomLeft:
    """A task finds no stretch of days from `ready` on: its pools get smaller and never grow back.

    `pools` are those of its pools whose lasting capacity is below what it asks for.
    """

    task: TaskId
    pools: tuple[str, ...]
    ready: int


@dataclass(frozen=True, slots=True)
class PinnedOverCapacity:
    """Pinned tasks together ask for more of a pool than it has, first at `offset`."""

    pool: str
    offset: int
    tasks: tuple[TaskId, ...]
    demand: int
    capacity: int


CapacityProblem: TypeAlias = (
    UnknownPool | NegativeDemand | NegativeCapacity | DemandAboveCapacity | NoRoomLeft | PinnedOverCapacity
)


class CannotLevel(ValueError):
    """No schedule keeps to these capacities; `problems` holds everything that was found, never nothing."""

    def __init__(self, problems: tuple[CapacityProblem, ...]) -> None:
        super().__init__("; ".join(map(str, problems[:3])))
        self.problems = problems


# What a levelled plan cannot honour. It is dated all the same, so that people see where it fails.


@dataclass(frozen=True, slots=True)
class LevelledLate:
    """A task starts `days_late` working days after the last offset its `not_after` allows, `latest`."""

    task: TaskId
    latest: int
    days_late: int


@dataclass(frozen=True, slots=True)
class LevelledPastPin:
    """A pinned task lies `days_late` working days before the offset it could start at, `earliest`.

    It stays on its pin, so what it waits for is not done by then. `link` is what holds it to `earliest`;
    None when it is its own `not_before` or the plan's start.
    """

    task: TaskId
    earliest: int
    days_late: int
    link: Link | None


Lateness: TypeAlias = LevelledLate | LevelledPastPin
