"""What levelling gives back."""

from dataclasses import dataclass, field
from enum import StrEnum

from ..model import TaskId
from .instance import Instance
from .problems import Lateness
from .reasons import Wait, waits_of


class Method(StrEnum):
    """Which step found a schedule."""

    PRIORITY = "priority"  # tasks placed one by one, the most urgent first
    JUSTIFIED = "justified"  # the same, pushed late and then early again
    SEARCH = "search"  # many orders tried, the best ones combined
    SOLVER = "solver"  # the constraint solver


@dataclass(frozen=True, slots=True)
class Levelling:
    """A schedule that keeps to capacities. Offsets and lengths are in working days.

    `starts` are in the network's order of tasks. No schedule that keeps links, calendars, pins and
    capacities has a makespan below `lower_bound`; `proven` when this one reaches it. `late` lists what
    could not be honoured in the end: days of `not_after` and pins that come too soon.
    """

    starts: list[int]
    makespan: int
    lower_bound: int
    method: Method
    late: tuple[Lateness, ...]
    instance: Instance = field(repr=False, compare=False)

    @property
    def proven(self) -> bool:
        """Whether no schedule is shorter."""
        return self.makespan <= self.lower_bound

    @property
    def gap(self) -> float:
        """How far above the bound, as a share of it: 0.02 is 2 % longer than what may be possible."""
        return (self.makespan - self.lower_bound) / self.lower_bound if self.lower_bound else 0.0

    @property
    def reasons(self) -> dict[TaskId, tuple[Wait, ...]]:
        """Why each task that capacity delays waits; tasks that nothing delays are absent.

        Reckoned when asked for: it takes about as long as the instant answer.
        """
        return waits_of(self.instance, self.starts)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come: the best makespan, the bound, seconds since its start and its limit."""

    makespan: int
    lower_bound: int
    elapsed: float
    time_limit: float
