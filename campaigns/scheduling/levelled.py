"""A dated plan levelled to what teams can do at once, told in the terms of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import add

from .engine import schedule
from .exchange import PlanRequest
from .levelling import LevelledLate, Levelling, level
from .model import TaskId
from .problems import DeadlineMissed, LaunchMissed, PinConflict, PinOnDayOff, PlanProblem
from .result import Schedule
from .timeline import first_day_offset, last_day_offset

# Counted back, a plan that capacity stretches begins sooner; waits in calendar days may ask for it again.
_TRIES = 4


@dataclass(frozen=True, slots=True)
class LevelledPlan:
    """`plan` without capacities, and where `levelling` puts its tasks. Days are working days, inclusive."""

    plan: Schedule
    levelling: Levelling
    days: dict[TaskId, tuple[date, date]]
    problems: tuple[PlanProblem, ...]


def levelled(request: PlanRequest) -> LevelledPlan:
    """Date and level what a document asks. Raises as `schedule` and `level` do.

    Without a start the plan begins as many working days sooner as capacity makes it longer, and tasks lie
    as early as they can from there.
    """
    plan = schedule(request.tasks, request.links, request.calendar, request.start, request.launch)
    if request.start is None:
        plan = _begun_in_time(request, plan)
    levelling = _level(request, plan, request.time_limit or 0.0)
    trace = plan.trace
    days = {
        task.id: (
            trace.timeline.day_at(first_day_offset(start, task.duration)),
            trace.timeline.day_at(last_day_offset(start, task.duration)),
        )
        for task, start in zip(trace.network.tasks, levelling.starts, strict=True)
    }
    return LevelledPlan(plan, levelling, days, _problems(plan, levelling, days))


def _begun_in_time(request: PlanRequest, plan: Schedule) -> Schedule:
    for _ in range(_TRIES):
        late = _level(request, plan, 0.0).makespan - (plan.deadline or 0)
        if late <= 0:
            break
        start = plan.trace.timeline.day_at(-late)
        plan = schedule(request.tasks, request.links, request.calendar, start, request.launch)
    return plan


def _level(request: PlanRequest, plan: Schedule, time_limit: float) -> Levelling:
    trace = plan.trace
    demands: list[Mapping[str, int]] = [request.demands.get(task.id, {}) for task in trace.network.tasks]
    return level(
        trace.network, trace.timeline, trace.bounds(), demands, request.capacity, time_limit=time_limit
    )


def _problems(
    plan: Schedule, levelling: Levelling, days: Mapping[TaskId, tuple[date, date]]
) -> tuple[PlanProblem, ...]:
    """What the levelled plan misses, as the engine tells it of a plan without capacities."""
    network, timeline = plan.trace.network, plan.trace.timeline
    problems: list[PlanProblem] = []
    spare = 0 if plan.deadline is None else plan.deadline - levelling.makespan
    if plan.launch is not None and days and spare < 0:
        finish = max(map(add, levelling.starts, network.durations))
        problems.append(LaunchMissed(plan.launch, timeline.day_at(finish - 1), -spare))
    for missed in levelling.late:
        task = network.tasks[network.position[missed.task]]
        if isinstance(missed, LevelledLate):
            not_after = task.not_after or date.max
            problems.append(DeadlineMissed(task.id, not_after, days[task.id][1], missed.days_late))
        elif task.pinned is not None:
            day = timeline.day_at(first_day_offset(missed.earliest, task.duration))
            problems.append(PinConflict(task.id, task.pinned, day, missed.days_late, missed.link))
    problems += [each for each in plan.problems if isinstance(each, PinOnDayOff)]
    return tuple(problems)
