"""Scheduling by the critical-path method, in time linear in tasks and links."""

from collections.abc import Sequence
from datetime import date
from operator import add

from .calendar import WorkingCalendar
from .model import Link, TaskId, TaskSpec
from .network import Network, compile_network
from .passes import Bounds, backward, forward, free_slack, link_bound, read_bounds
from .problems import DeadlineMissed, LaunchMissed, PinConflict, PinOnDayOff, PlanProblem
from .result import CountBack, LatestDates, Schedule, ScheduledTask, Trace
from .timeline import Timeline, first_day_offset, last_day_offset


def schedule(
    tasks: Sequence[TaskSpec],
    links: Sequence[Link],
    calendar: WorkingCalendar,
    start: date | None,
    launch: date | None = None,
) -> Schedule:
    """Date a plan: earliest dates forward from `start`, latest dates back from `launch`.

    Every task should end on a working day strictly before `launch`; without one, late dates count back
    from the plan's own finish. Without a `start` the plan is counted back: it starts on the last day that
    still holds the launch, and tasks lie as late as they can. What cannot be honoured is dated and
    listed in `problems`: nothing is moved before the start, and no link shortened, to make a launch.

    Raises InvalidPlan for tasks and links that make no plan (unknown ids, cycles …), OutOfCalendar for
    dates no plan reaches, ValueError when both `start` and `launch` are missing.
    """
    network = compile_network(tasks, links)
    if start is not None:
        timeline = Timeline.starting(calendar, start)
    elif launch is not None:
        timeline, _, _ = _count_back(network, calendar, launch)
    else:
        raise ValueError("a plan needs a start or a launch")
    bounds = read_bounds(network, timeline)
    early = forward(network, timeline, bounds)
    makespan = max(0, max(map(add, early, network.durations), default=0))
    deadline = None if launch is None else timeline.offset_of(launch)
    horizon = makespan if deadline is None else deadline
    late = backward(network, timeline, bounds, horizon)
    free = free_slack(network, timeline, bounds, horizon, early)
    trace = Trace(network, timeline, early, late, counted_back=start is None)
    dated = _dated_tasks(trace, free, bounds)
    return Schedule(
        tasks={task.id: task for task in dated},
        start=timeline.day_at(0),
        finish=max((task.end for task in dated), default=None),
        makespan=makespan,
        critical=_in_time_order(dated, network),
        problems=_problems(trace, bounds, dated, launch, horizon - makespan),
        launch=launch,
        deadline=deadline,
        trace=trace,
    )


def back_from_launch(
    tasks: Sequence[TaskSpec], links: Sequence[Link], calendar: WorkingCalendar, launch: date
) -> CountBack:
    """Latest dates that hold `launch`, and the day preparation must begin. Raises as `schedule` does."""
    network = compile_network(tasks, links)
    timeline, starts, working_days = _count_back(network, calendar, launch)
    latest = {
        task.id: LatestDates(
            start=timeline.day_at(first_day_offset(start, task.duration)),
            end=timeline.day_at(last_day_offset(start, task.duration)),
            days_before=working_days - start,
        )
        for task, start in zip(tasks, starts, strict=True)
    }
    return CountBack(launch, timeline.day_at(0), working_days, latest)


def _count_back(network: Network, calendar: WorkingCalendar, launch: date) -> tuple[Timeline, list[int], int]:
    """The timeline whose offset 0 is the last day to begin on, latest starts on it, and its length."""
    before = Timeline.starting(calendar, launch)
    starts = backward(network, before, read_bounds(network, before), deadline=0)
    first = min(starts, default=0)
    return Timeline(calendar, before.origin + first), [start - first for start in starts], -first


def _dated_tasks(trace: Trace, free: list[int], bounds: Bounds) -> list[ScheduledTask]:
    early, late = trace.early, trace.late
    if not early:
        return []
    total = [last - first for first, last in zip(early, late, strict=True)]
    # A pin has no slack of its own making: it says nothing of what decides the plan's finish.
    tightest = min([slack for place, slack in enumerate(total) if place not in bounds.pinned] or total)
    early_days, late_days = _days(trace, early), _days(trace, late)
    # Both are schedules, so is their maximum: as late as can be, but never before the earliest.
    placed_days = _days(trace, list(map(max, early, late))) if trace.counted_back else early_days
    tasks = trace.network.tasks
    ids, durations = [task.id for task in tasks], trace.network.durations
    critical = [slack <= tightest for slack in total]
    return list(
        map(ScheduledTask, ids, durations, *placed_days, *early_days, *late_days, total, free, critical)
    )


def _days(trace: Trace, starts: list[int]) -> tuple[list[date], list[date]]:
    """The first days, and the last days, of the tasks started at these offsets."""
    durations = trace.network.durations
    lowest = min(starts) - 1  # the day of a milestone that starts first
    days = trace.timeline.days_at(lowest, max(map(add, starts, durations)) + 1)
    last = [
        days[start + duration - 1 - lowest if start or duration else -lowest]
        for start, duration in zip(starts, durations, strict=True)
    ]
    first = [
        days[start - lowest] if duration else end
        for start, duration, end in zip(starts, durations, last, strict=True)
    ]
    return first, last


def _in_time_order(dated: list[ScheduledTask], network: Network) -> tuple[TaskId, ...]:
    """Ids of the critical tasks by start; of those that start together, predecessors first."""
    critical = [dated[place] for place in network.order if dated[place].critical]
    return tuple(task.id for task in sorted(critical, key=lambda task: task.start))


def _problems(
    trace: Trace, bounds: Bounds, dated: list[ScheduledTask], launch: date | None, spare: int
) -> tuple[PlanProblem, ...]:
    problems: list[PlanProblem] = []
    if launch is not None and dated and spare < 0:
        ready_on = max(task.early_finish for task in dated)
        problems.append(LaunchMissed(launch, ready_on, -spare))
    for place, task in enumerate(trace.network.tasks):
        if task.not_after is not None and trace.early[place] > bounds.latest[place]:
            days_late = trace.early[place] - bounds.latest[place]
            problems.append(DeadlineMissed(task.id, task.not_after, dated[place].end, days_late))
        if task.pinned is not None:
            problems.extend(_pin_problems(trace, bounds, place, task.pinned))
    return tuple(problems)


def _pin_problems(trace: Trace, bounds: Bounds, place: int, pinned: date) -> list[PlanProblem]:
    network, timeline = trace.network, trace.timeline
    task = network.tasks[place]
    problems: list[PlanProblem] = []
    worked = timeline.calendar.next_working_day(pinned)
    if worked != pinned:
        problems.append(PinOnDayOff(task.id, pinned, worked))
    earliest, link = bounds.earliest.get(place, 0), None
    held = link_bound(network, timeline, trace.early, place)
    if held is not None and held[0] > earliest:
        earliest, link = held[0], network.links[held[1]]
    first_day = first_day_offset(earliest, task.duration)
    days_late = first_day - timeline.offset_of(worked)
    if days_late > 0:
        problems.append(PinConflict(task.id, pinned, timeline.day_at(first_day), days_late, link))
    return problems
