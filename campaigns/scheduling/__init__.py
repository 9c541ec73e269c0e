"""Scheduling on working days: an engine in pure Python, with no database and no web framework.

`schedule` dates a plan, `back_from_launch` counts one back from its launch, `binding_chain` says why a
date is what it is, `critical_paths` lists all that leave no room, `Rescheduler` keeps a plan dated while it
is edited, `WorkingCalendar` knows the days. `rescue` mends what is late, `exchange` and `answer` read and
write plans as documents, `layout` draws what they give back.
"""

from .calendar import MONDAY_TO_FRIDAY, NoWorkingDay, OutOfCalendar, WorkingCalendar
from .engine import back_from_launch, schedule
from .explain import Binding, Cause, binding_chain, critical_chain, earliest_chain, latest_chain
from .model import LagUnit, Link, LinkType, TaskId, TaskSpec
from .paths import CriticalPath, CriticalPaths, Summary, critical_paths, summaries
from .pins import contradictory_pins
from .problems import (
    Cycle,
    DeadlineMissed,
    DuplicateTask,
    InputProblem,
    InvalidPlan,
    LaunchMissed,
    NegativeDuration,
    NeverWorks,
    PinConflict,
    PinOnDayOff,
    PinsApart,
    PlanProblem,
    SelfLink,
    UnknownTask,
)
from .public_holidays import AmbiguousSubdivision, CalendarError, UnknownCountry, UnknownSubdivision
from .rescheduler import Edit, Rescheduler
from .result import CountBack, LatestDates, Schedule, ScheduledTask

__all__ = [
    "MONDAY_TO_FRIDAY",
    "AmbiguousSubdivision",
    "Binding",
    "CalendarError",
    "Cause",
    "CountBack",
    "CriticalPath",
    "CriticalPaths",
    "Cycle",
    "DeadlineMissed",
    "DuplicateTask",
    "Edit",
    "InputProblem",
    "InvalidPlan",
    "LagUnit",
    "LatestDates",
    "LaunchMissed",
    "Link",
    "LinkType",
    "NegativeDuration",
    "NeverWorks",
    "NoWorkingDay",
    "OutOfCalendar",
    "PinConflict",
    "PinOnDayOff",
    "PinsApart",
    "PlanProblem",
    "Rescheduler",
    "Schedule",
    "ScheduledTask",
    "SelfLink",
    "Summary",
    "TaskId",
    "TaskSpec",
    "UnknownCountry",
    "UnknownSubdivision",
    "UnknownTask",
    "WorkingCalendar",
    "back_from_launch",
    "binding_chain",
    "contradictory_pins",
    "critical_chain",
    "critical_paths",
    "earliest_chain",
    "latest_chain",
    "schedule",
    "summaries",
]
