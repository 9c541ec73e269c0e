"""A campaign's plan levelled to what its teams can do at once, beside the plan as it is."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils import timezone

from campaigns.models import Campaign, Task, Wave
from campaigns.scheduling import Schedule, TaskId, TaskSpec, schedule
from campaigns.scheduling.levelling import CannotLevel, Levelling, Progress, Wait, level
from campaigns.selectors.plan import PlanRows, working_calendar
from campaigns.selectors.plan_outlook import asked_today, deadlines_of
from campaigns.selectors.plan_room import Load, Room, campaign_load, excess, team_room

#: Where tasks have days off of their own, how long they last depends on where they lie: tried so often.
_TRIES = 4


@dataclass(frozen=True)
class Hold:
    """A task that waits for its team until `until`: without this it would start on `ready`.

    `team` has `capacity` people on `eve`, the working day before, and `holders` are all of them at work;
    they belong to this campaign or to others. Without holders nothing was said: the task makes way.
    """

    task: Task
    ready: date
    until: date
    eve: date | None = None
    capacity: int = 0
    holders: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One way to level a plan: what to hold, and how good it is.

    `over` counts the person-days still missing and `late` the working days missed; `days` is how long the
    plan lasts from its first day and `bound` the least it could within capacities.
    """

    holds: tuple[Hold, ...]
    over: int
    late: int
    days: int
    bound: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """Less is better."""
        return self.over, self.late, self.days

    @property
    def not_before(self) -> dict[int, date]:
        return {hold.task.pk: hold.until for hold in self.holds}


class Problem:
    """A plan as it stands today with the room its teams have, ready for the engine. Reads nothing itself."""

    def __init__(self, campaign: Campaign, rows: PlanRows, waves: Sequence[Wave], room: Room) -> None:
        self.campaign, self.rows, self.room = campaign, rows, room
        self.calendar = working_calendar(campaign.workspace)
        deadlines = deadlines_of(campaign, rows.tasks, waves)
        self.specs, self.links, self.first = asked_today(campaign, rows, deadlines, room.today)
        self.names = {task.pk: task for task in rows.tasks}

    @cached_property
    def now(self) -> Schedule:
        """The plan as it leads from today. Raises OutOfCalendar, InvalidPlan."""
        return self.dated({})

    @property
    def fingerprint(self) -> str:
        """Names everything the answer depends on: tasks, links, days off, people, the work of others."""
        people = sorted((pk, team.people_per_day) for pk, team in self.room.teams.items())
        others = sorted((team, sorted(days.items())) for team, days in self.room.load.items())
        asking = [(task.pk, task.team_id) for task in self.rows.tasks if self.room.asks(task)]
        told = repr((self.specs, self.links, self.calendar, self.first, people, others, asking))
        return hashlib.sha256(told.encode()).hexdigest()

    def dated(self, held: Mapping[int, date]) -> Schedule:
        """The plan when these tasks wait until these days."""
        specs = [
            replace(spec, not_before=max(held[pk], spec.not_before or held[pk]))
            if (pk := int(spec.id)) in held
            else spec
            for spec in self.specs
        ]
        return schedule(specs, self.links, self.calendar, start=self.first)

    def load(self, plan: Schedule) -> Load:
        """What the campaign asks of teams when it is dated so."""
        windows = {int(task.id): (task.start, task.end) for task in plan.tasks.values()}
        return campaign_load(self.campaign, self.rows.tasks, windows, self.room)

    def unmovable(self) -> Load:
        """What tasks ask that nobody can move: work under way and fixed dates."""
        kept = [task for task in self.rows.tasks if self.fixed_on(task)]
        windows = {int(task.id): (task.start, task.end) for task in self.now.tasks.values()}
        return campaign_load(self.campaign, kept, windows, self.room)

    def fixed_on(self, task: Task) -> date | None:
        """The day a task starts whatever its team does; None for one that can wait."""
        if task.status == Task.Status.DOING or (task.pinned_on and task.pinned_on >= self.room.today):
            return self.now.tasks[task.pk].start
        return None


def plan_problem(campaign: Campaign, rows: PlanRows, waves: Sequence[Wave]) -> Problem:
    """Two queries and those of `days_off`."""
    return Problem(campaign, rows, waves, team_room(campaign, timezone.localdate()))


def answer_of(
    problem: Problem,
    *,
    time_limit: float = 0.0,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Answer:
    """The best answer: at once without a limit, else the best that so many seconds of search find.

    Raises InvalidPlan, OutOfCalendar and CannotLevel.
    """
    plan, best = problem.now, None
    tries = _TRIES if any(spec.calendar for spec in problem.specs) else 1
    for _ in range(tries):
        levelling = _levelled(problem, plan, time_limit / tries, progress, cancelled)
        answer, plan = _answer(problem, levelling)
        if best is None or answer.rank < best.rank:
            best = answer
        if not answer.over:
            break
    if best is None:
        raise CannotLevel(())
    return best


def rows_held(rows: PlanRows, not_before: Mapping[int, date]) -> PlanRows:
    """The authored plan when these tasks wait until these days, on copies."""
    tasks = []
    for task in rows.tasks:
        made = copy(task)
        if task.pk in not_before:
            made.not_before = not_before[task.pk]
        tasks.append(made)
    return PlanRows(tasks, rows.links)


def _levelled(
    problem: Problem,
    plan: Schedule,
    time_limit: float,
    progress: Callable[[Progress], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Levelling:
    """Level with tasks as long as they are in `plan`: nobody else gains its days off."""
    spans = plan.trace.early_spans
    specs = [
        replace(
            spec,
            duration=span,
            calendar=None,
            pinned=problem.fixed_on(problem.names[int(spec.id)]) if span else spec.pinned,
        )
        for spec, span in zip(problem.specs, spans, strict=True)
    ]
    plain = schedule(specs, problem.links, problem.calendar, start=problem.first)
    demands = [_demand(problem, spec) for spec in specs]
    trace = plain.trace
    return level(
        trace.network,
        trace.timeline,
        trace.bounds(),
        demands,
        _capacity(problem, plain, demands),
        time_limit=time_limit,
        progress=progress,
        cancelled=cancelled,
    )


def _demand(problem: Problem, spec: TaskSpec) -> dict[str, int]:
    task = problem.names[int(spec.id)]
    return {str(task.team_id): 1} if spec.duration and problem.room.asks(task) else {}


def _capacity(problem: Problem, plan: Schedule, demands: Sequence[Mapping[str, int]]) -> dict[str, list[int]]:
    """The people each team has left, offset by offset; never fewer than what is fixed already uses, since
    that is where it is: those days are told apart, and nothing more is put on them."""
    trace = plan.trace
    fixed: dict[str, Counter[int]] = defaultdict(Counter)
    for place, (spec, demand) in enumerate(zip(trace.network.tasks, demands, strict=True)):
        for team in demand if spec.pinned else ():
            start = trace.early[place]
            fixed[team].update(range(max(0, start), start + spec.duration))
    capacity = {}
    for team in {name for demand in demands for name in demand}:
        people = problem.room.teams[int(team)].people_per_day
        taken: Counter[int] = Counter()
        for day, used in problem.room.load.get(int(team), {}).items():
            taken[trace.timeline.offset_of(day)] += used
        last = max([-1, *taken, *fixed[team]])
        steps = [max(0, people - taken[offset], fixed[team][offset]) for offset in range(last + 1)]
        capacity[team] = [*steps, people]
    return capacity


def _answer(problem: Problem, levelling: Levelling) -> tuple[Answer, Schedule]:
    instance, reasons = levelling.instance, levelling.reasons
    holds = []
    for place, (spec, start) in enumerate(zip(instance.network.tasks, levelling.starts, strict=True)):
        ready = instance.ready(place, levelling.starts)
        if start > ready and place not in instance.fixed and spec.duration:
            holds.append(_hold(problem, levelling, spec.id, ready, start, reasons.get(spec.id, ())))
    plan = problem.dated({hold.task.pk: hold.until for hold in holds})
    missing = excess(problem.load(plan), problem.room)
    over = sum(sum(days.values()) for days in missing.values())
    late = sum(each.days_late for each in levelling.late)
    return Answer(tuple(holds), over, late, levelling.makespan, levelling.lower_bound), plan


def _hold(
    problem: Problem,
    levelling: Levelling,
    task: TaskId,
    ready: int,
    start: int,
    waits: tuple[Wait, ...],
) -> Hold:
    timeline, found = levelling.instance.timeline, problem.names[int(task)]
    until = timeline.day_at(start)
    if found.not_after:  # a task never waits beyond its own last day: it is then late, and its team too full
        until = min(until, found.not_after)
    if not waits:
        return Hold(found, timeline.day_at(ready), until)
    wait, eve = waits[0], timeline.day_at(start - 1)
    others = problem.room.others.get(int(wait.pool), {}).get(eve, [])
    holders = [problem.names[int(holder)] for holder in wait.holders]
    people = problem.room.teams[int(wait.pool)].people_per_day
    return Hold(found, timeline.day_at(ready), until, eve, people, (*holders, *others))
