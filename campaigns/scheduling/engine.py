"""Scheduling by the critical-path method, in time linear in tasks and links."""

from collections.abc import Sequence
from datetime import date
from operator import add

from .calendar import WorkingCalendar
from .model import Link, TaskId, TaskSpec
from .network import Network, compile_network
from .own_passes import OwnPasses
from .passes import Bounds, backward, forward, free_slack, read_bounds
from .problems import DeadlineMissed, LaunchMissed, PinConflict, PinOnDayOff, PlanProblem
from .result import CountBack, LatestDates, OwnTrace, Schedule, ScheduledTask, Trace
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
    deadline = None if launch is None else timeline.offset_of(launch)
    reckon = _with_own_days if _has_own_days(network) else _plainly
    trace, bounds, free, makespan = reckon(network, timeline, deadline, start is None)
    horizon = makespan if deadline is None else deadline
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


def _plainly(
    network: Network, timeline: Timeline, deadline: int | None, counted_back: bool
) -> tuple[Trace, Bounds, list[int], int]:
    """Both passes: their trace, what tasks demand, free slacks, and the makespan."""
    bounds = read_bounds(network, timeline)
    early = forward(network, timeline, bounds)
    makespan = max(0, max(map(add, early, network.durations), default=0))
    horizon = makespan if deadline is None else deadline
    late = backward(network, timeline, bounds, horizon)
    free = free_slack(network, timeline, bounds, horizon, early)
    return Trace(network, timeline, early, late, counted_back), bounds, free, makespan


def _with_own_days(
    network: Network, timeline: Timeline, deadline: int | None, counted_back: bool
) -> tuple[Trace, Bounds, list[int], int]:
    """The same where tasks have calendars of their own."""
    passes = OwnPasses(network, timeline)
    early = passes.forward()
    makespan = max(0, max(map(add, early.starts, early.spans), default=0))
    horizon = makespan if deadline is None else deadline
    late = passes.backward(horizon)
    free = passes.free_slack(horizon, early.starts)
    own = OwnTrace(passes.bounds, early, late)
    trace = Trace(network, timeline, early.starts, late.starts, counted_back, own)
    return trace, passes.bounds, free, makespan


def _has_own_days(network: Network) -> bool:
    return any(task.calendar is not None for task in network.tasks)


def back_from_launch(
    tasks: Sequence[TaskSpec], links: Sequence[Link], calendar: WorkingCalendar, launch: date
) -> CountBack:
    """Latest dates that hold `launch`, and the day preparation must begin. Raises as `schedule` does."""
    network = compile_network(tasks, links)
    timeline, starts, working_days = _count_back(network, calendar, launch)
    spans = OwnPasses(network, timeline).lengths(starts) if _has_own_days(network) else network.durations
    latest = {
        task.id: LatestDates(
            start=timeline.day_at(first_day_offset(start, span)),
            end=timeline.day_at(last_day_offset(start, span)),
            days_before=working_days - start,
        )
        for task, start, span in zip(tasks, starts, spans, strict=True)
    }
    return CountBack(launch, timeline.day_at(0), working_days, latest)


def _count_back(network: Network, calendar: WorkingCalendar, launch: date) -> tuple[Timeline, list[int], int]:
    """The timeline whose offset 0 is the last day to begin on, latest starts on it, and its length."""
    before = Timeline.starting(calendar, launch)
    if _has_own_days(network):
        starts = OwnPasses(network, before).backward(deadline=0).starts
    else:
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
    early_days, late_days = _days(trace, early, trace.early_spans), _days(trace, late, trace.late_spans)
    placed_days = _later_days(trace) if trace.counted_back else early_days
    tasks = trace.network.tasks
    ids, durations = [task.id for task in tasks], trace.network.durations
    critical = [slack <= tightest for slack in total]
    return list(
        map(ScheduledTask, ids, durations, *placed_days, *early_days, *late_days, total, free, critical)
    )


def _later_days(trace: Trace) -> tuple[list[date], list[date]]:
    """Early and late starts are schedules both, so is their maximum: as late as can be, but possible."""
    spans = [
        late_span if late >= early else early_span
        for early, late, early_span, late_span in zip(
            trace.early, trace.late, trace.early_spans, trace.late_spans, strict=True
        )
    ]
    return _days(trace, list(map(max, trace.early, trace.late)), spans)


def _days(trace: Trace, starts: list[int], durations: list[int]) -> tuple[list[date], list[date]]:
    """The first days, and the last days, of the tasks that span so many offsets from these starts."""
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
    if task.calendar is not None and task.duration:
        worked = timeline.day_at(bounds.pinned[place][1])
    if worked != pinned:
        problems.append(PinOnDayOff(task.id, pinned, worked))
    earliest, link = bounds.earliest.get(place, 0), None
    held = trace.held_by(place)
    if held is not None and held[0] > earliest:
        earliest, link = held[0], network.links[held[1]]
    first_day = first_day_offset(earliest, task.duration)
    days_late = first_day - timeline.offset_of(worked)
    if days_late > 0:
        problems.append(PinConflict(task.id, pinned, timeline.day_at(first_day), days_late, link))
    return problems
