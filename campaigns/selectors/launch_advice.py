"""«Quand lancer ?»: what is known of a launch on each day of a window, then weighed by `moments.advice`.

A launch is tried on copies of the campaign's rows, moved as `campaign_edit(move_along=True)` moves them;
nothing is written. The queries do not depend on how many days are tried.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from campaigns.models import Campaign, Phase, Task, Wave
from campaigns.moments import Kind
from campaigns.moments.advice import Advice, DayFacts, Obstacle, PartKey, advise
from campaigns.moments.collisions import OnAir, overloads
from campaigns.moments.fit import fit, reach
from campaigns.ports import PastResult, results
from campaigns.scheduling import OutOfCalendar, WorkingCalendar
from campaigns.selectors.moments import ShownMoment, moments_shown
from campaigns.selectors.on_air import Air, air, labour, window_end
from campaigns.selectors.plan import PlanRows, plan_rows
from campaigns.selectors.plan_outlook import Outlook, plan_outlook
from campaigns.selectors.preparation import workspace_calendar

#: Days of a window at most, so that an address cannot ask for centuries.
LONGEST = 120
#: The working days before a launch on which its teams are watched.
_BUSY = 10
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Trial:
    """A campaign moved to another launch, on copies: its waves, and where its plan would lead."""

    campaign: Campaign
    waves: list[Wave]
    outlook: Outlook | None


@dataclass(frozen=True)
class _World:
    """All that is read once for a window."""

    campaign: Campaign
    rows: PlanRows
    waves: list[Wave]
    calendar: WorkingCalendar
    moments: list[ShownMoment]
    others: Air
    overloaded: frozenset[date]
    past: Sequence[PastResult]
    zones: tuple[str, ...]
    today: date
    needed: int


def launch_closed(campaign: Campaign) -> bool:
    """Whether the launch no longer moves: the campaign is on air, over or given up."""
    return not campaign.is_open or campaign.phase in (Phase.EXECUTION, Phase.SUIVI, Phase.BILAN)


def default_window(campaign: Campaign, today: date) -> tuple[date, date]:
    """Four weeks before the launch planned (not before tomorrow) to six after."""
    first = max(today + _DAY, campaign.launch_on - timedelta(weeks=4))
    return first, first + timedelta(weeks=10)


def launch_advice(
    campaign: Campaign,
    first: date,
    last: date,
    *,
    zones: Iterable[str],
    weights: Mapping[PartKey, int],
) -> Advice:
    """Weigh every day from `first` to `last` (at most LONGEST of them)."""
    last = min(last, first + timedelta(days=LONGEST - 1))
    world = _world(campaign, first, last, tuple(zones))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return advise([_facts(world, day) for day in days], weights)


def launch_facts(campaign: Campaign, day: date, zones: Iterable[str]) -> DayFacts:
    """What is known of one day."""
    return _facts(_world(campaign, day, day, tuple(zones)), day)


def launch_trial(campaign: Campaign, day: date) -> Trial:
    """The campaign moved to a day. Raises OutOfCalendar."""
    waves = list(campaign.waves.order_by("number"))
    calendar = workspace_calendar(campaign.workspace)
    return _trial(campaign, plan_rows(campaign), waves, calendar, day, timezone.localdate())


def _world(campaign: Campaign, first: date, last: date, zones: tuple[str, ...]) -> _World:
    today = timezone.localdate()
    rows, waves = plan_rows(campaign), list(campaign.waves.order_by("number"))
    calendar = workspace_calendar(campaign.workspace)
    teams = {task.team_id for task in rows.tasks if task.team_id and not task.is_done}
    length = (campaign.ends_on or campaign.launch_on) - campaign.launch_on
    past = [each for provider in results for each in provider(campaign.workspace)]
    return _World(
        campaign=campaign,
        rows=rows,
        waves=waves,
        calendar=calendar,
        moments=moments_shown(campaign.workspace, first, last + max(length, timedelta(days=31))),
        others=air(campaign.workspace, today),
        overloaded=_overloaded(campaign, teams, calendar, today),
        past=[each for each in past if each.type == campaign.type],
        zones=zones,
        today=today,
        needed=_needed(campaign, rows, waves, calendar, today),
    )


def _overloaded(
    campaign: Campaign, teams: set[int], calendar: WorkingCalendar, today: date
) -> frozenset[date]:
    """Working days on which a team of the campaign has more than it can do."""
    work = labour(campaign.workspace, today)
    mine = [each for each in work.work if each.team in teams]
    found: set[date] = set()
    for run in overloads(mine, work.capacities, calendar.is_working_day):
        index = calendar.index_of(run.start)
        found.update(calendar.days_at(index, index + run.days))
    return frozenset(found)


def _facts(world: _World, day: date) -> DayFacts:
    blocked = _obstacle(world, day)
    if blocked:
        return blocked
    try:
        trial = _trial(world.campaign, world.rows, world.waves, world.calendar, day, world.today)
        start = max(world.today, world.campaign.prepares_on)
        left = world.calendar.working_days_between(start, day)
        index = world.calendar.index_of(day)
        before = world.calendar.days_at(index - _BUSY, index)
    except OutOfCalendar:
        return DayFacts(day, Obstacle.BEYOND)
    embargo = _embargo(world, trial)
    if embargo:
        return DayFacts(day, Obstacle.EMBARGO, embargo)
    outlook = trial.outlook
    if outlook and outlook.late_by:
        return DayFacts(day, Obstacle.LATE, late_by=outlook.late_by)
    kept, promised = _past(world, day)
    return DayFacts(
        day,
        days_left=left,
        days_needed=world.needed,
        slack=outlook.margin if outlook else None,
        collisions=_collisions(world, trial),
        fits=_fits(world, day),
        zones=world.zones,
        zones_away=_away(world, day),
        load_days=_BUSY,
        overloaded_days=len(world.overloaded & set(before)),
        kept=kept,
        promised=promised,
    )


def _obstacle(world: _World, day: date) -> DayFacts | None:
    if day <= world.today:
        return DayFacts(day, Obstacle.PAST)
    if day < world.campaign.prepares_on:
        return DayFacts(day, Obstacle.UNPREPARED)
    try:
        if not world.calendar.is_working_day(day):
            return DayFacts(day, Obstacle.DAY_OFF, world.calendar.holiday_name(day) or "")
    except OutOfCalendar:
        return DayFacts(day, Obstacle.BEYOND)
    return None


def _trial(
    campaign: Campaign,
    rows: PlanRows,
    waves: Sequence[Wave],
    calendar: WorkingCalendar,
    day: date,
    today: date,
) -> Trial:
    moved = day - campaign.launch_on
    there = copy(campaign)
    there.launch_on = day
    there.ends_on = campaign.ends_on + moved if campaign.ends_on else None
    moved_waves = [_moved_wave(wave, moved) for wave in waves]
    tasks = [_moved_task(task, moved, calendar) for task in rows.tasks]
    return Trial(
        there, moved_waves, plan_outlook(there, PlanRows(tasks, rows.links), moved_waves, today=today)
    )


def _moved_wave(wave: Wave, moved: timedelta) -> Wave:
    if wave.opened_at is not None:
        return wave
    there = copy(wave)
    there.goes_live_on = wave.goes_live_on + moved
    there.ends_on = wave.ends_on + moved if wave.ends_on else None
    return there


def _moved_task(task: Task, moved: timedelta, calendar: WorkingCalendar) -> Task:
    if task.is_done or not (task.pinned_on or task.not_before):
        return task
    there = copy(task)
    if task.pinned_on:
        there.pinned_on = calendar.previous_working_day(task.pinned_on + moved)
    if task.not_before:
        there.not_before = calendar.previous_working_day(task.not_before + moved)
    return there


def _needed(
    campaign: Campaign, rows: PlanRows, waves: Sequence[Wave], calendar: WorkingCalendar, today: date
) -> int:
    """Working days the work left asks for, begun today: dates fixed in the plan, which would follow the
    launch, do not stretch it."""
    tasks = [_freed(task) for task in rows.tasks]
    outlook = plan_outlook(campaign, PlanRows(tasks, rows.links), waves, today=today)
    if outlook is None or outlook.ready_on is None:
        return 0
    start = max(today, campaign.prepares_on)
    return max(0, calendar.working_days_between(start, outlook.ready_on + _DAY))


def _freed(task: Task) -> Task:
    if task.is_done:
        return task
    there = copy(task)
    there.pinned_on = there.not_before = None
    return there


def _embargo(world: _World, trial: Trial) -> str:
    """The embargo a wave would be live in, by its name."""
    for wave in trial.waves:
        end = window_end(wave, trial.campaign, world.today)
        for moment in world.moments:
            if moment.is_embargo and moment.overlaps(wave.goes_live_on, end):
                return moment.title
    return ""


def _collisions(world: _World, trial: Trial) -> tuple[str, ...]:
    """Names of the campaigns on air at the same time for the same people on the same channel."""
    mine = {window.wave: window for window in world.others.windows if window.campaign == trial.campaign.pk}
    names: dict[int, str] = {}
    for wave in trial.waves:
        if (window := mine.get(wave.pk)) is None:
            continue
        end = window_end(wave, trial.campaign, world.today)
        for other in world.others.windows:
            if other.campaign != trial.campaign.pk and _meets(window, wave.goes_live_on, end, other):
                names[other.campaign] = world.others.waves[other.wave].campaign.name
    return tuple(sorted(names.values()))


def _meets(window: OnAir, start: date, end: date, other: OnAir) -> bool:
    return (
        start <= other.end
        and end >= other.start
        and bool(window.audiences & other.audiences)
        and bool(window.channels & other.channels)
    )


def _fits(world: _World, day: date) -> tuple[tuple[str, int], ...]:
    return tuple(
        (moment.title, score)
        for moment in world.moments
        if moment.is_national
        and moment.kind != Kind.SCHOOL
        and reach(moment.kind, moment.start, moment.end, day)
        and (score := fit(world.campaign.type, moment.kind, moment.family))
    )


def _away(world: _World, day: date) -> tuple[str, ...]:
    """The zones on school holidays in the week from `day`."""
    away = {
        zone
        for moment in world.moments
        if moment.moment and moment.kind == Kind.SCHOOL and moment.overlaps(day, day + timedelta(days=6))
        for zone in moment.moment.zone.split(", ")
    }
    return tuple(zone for zone in world.zones if zone in away)


def _past(world: _World, day: date) -> tuple[int, int]:
    """Objectives kept of those promised by campaigns of the type launched within a month of that time of
    the year."""
    near = [
        each
        for each in world.past
        if min((each.launch_on.month - day.month) % 12, (day.month - each.launch_on.month) % 12) <= 1
    ]
    return sum(each.kept for each in near), sum(each.promised for each in near)
