"""What a plan is made of: tasks and the links between them.

The engine reckons in half-open working-day *offsets*: offset 0 is the first working day of the plan, a
task of duration d that starts at offset s works the offsets s … s+d-1 and finishes at offset s+d.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from .calendar import WorkingCalendar

TaskId: TypeAlias = int | str


class LinkType(StrEnum):
    """Which end of the predecessor holds which end of the successor."""

    FS = "FS"  # the successor starts after the predecessor has finished
    SS = "SS"  # the successor starts after the predecessor has started
    FF = "FF"  # the successor finishes after the predecessor has finished
    SF = "SF"  # the successor finishes after the predecessor has started


class LagUnit(StrEnum):
    """What a lag counts: days the team works, or days of the calendar (a print shop, a legal delay)."""

    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """A task as its author wants it.

    `duration` is in working days; 0 makes a milestone, which carries the day its last predecessor ends.
    It starts on `not_before` at the earliest and should end on `not_after` at the latest. `pinned` fixes
    its start (a milestone's day) whatever its links say; what contradicts the pin is reported.

    With a `calendar` of its own (a part-time week, leave, another region's holidays) it works the days that
    the plan and that calendar both work, and its duration counts those. Lags and slacks stay the plan's.
    """

    id: TaskId
    duration: int
    not_before: date | None = None
    not_after: date | None = None
    pinned: date | None = None
    calendar: WorkingCalendar | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """`successor` waits for `predecessor`, and `lag` days more (fewer when negative).

    With s and f the start and finish offsets of the predecessor, s' and f' those of the successor, a lag
    l in working days means FS: s' ≥ f + l; SS: s' ≥ s + l; FF: f' ≥ f + l; SF: f' ≥ s + l.
    A lag in calendar days bounds dates: FS: start' > end + l; SS: start' ≥ start + l;
    FF: end' ≥ end + l; SF: the working day after end' ≥ start + l. A lag of 0 is the same in both.
    """

    predecessor: TaskId
    successor: TaskId
    type: LinkType = LinkType.FS
    lag: int = 0
    lag_unit: LagUnit = LagUnit.WORKING
