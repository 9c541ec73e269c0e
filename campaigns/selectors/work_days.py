"""The days a workspace, a team or a person works, as the scheduling engine takes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from campaigns.models import Task, TimeOff, WorkWeek
from campaigns.scheduling import MONDAY_TO_FRIDAY, WorkingCalendar
from core.models import Workspace

_DAY = timedelta(days=1)
_KEPT = "_days_off"


@dataclass(frozen=True)
class DaysOff:
    """Days off and weeks of a workspace: of everybody, by team and by person (their primary keys)."""

    closures: frozenset[date] = frozenset()
    teams: Mapping[int, frozenset[date]] = field(default_factory=dict)
    members: Mapping[int, frozenset[date]] = field(default_factory=dict)
    team_weeks: Mapping[int, frozenset[int]] = field(default_factory=dict)
    member_weeks: Mapping[int, frozenset[int]] = field(default_factory=dict)
    names: Mapping[date, str] = field(default_factory=dict)  # of the closures


def days_off(workspace: Workspace) -> DaysOff:
    """Two queries the first time, none after: a page dates its plan several times with one workspace."""
    found = workspace.__dict__.get(_KEPT)
    if found is None:
        found = workspace.__dict__[_KEPT] = _read(workspace)
    return found


def working_calendar(workspace: Workspace) -> WorkingCalendar:
    """The working days of a workspace: Monday to Friday less French public holidays and its closures."""
    return WorkingCalendar(
        country="FR",
        subdivision=workspace.holidays_subdivision or None,
        closures=days_off(workspace).closures,
    )


def own_calendars(workspace: Workspace, tasks: Iterable[Task]) -> dict[int, WorkingCalendar]:
    """By task, the days its team and the person on it work, where these are fewer than the workspace's.

    Somebody who never works on a day of their team would never do the task: then the person's days count.
    """
    known = days_off(workspace)
    if not (known.teams or known.members or known.team_weeks or known.member_weeks):
        return {}
    made: dict[tuple[int, int], WorkingCalendar | None] = {}
    found = {}
    for task in tasks:
        who = (task.team_id or 0, task.assignee_id or 0)
        if who not in made:
            made[who] = _calendar_of(known, *who)
        if calendar := made[who]:
            found[task.pk] = calendar
    return found


def _calendar_of(known: DaysOff, team: int, member: int) -> WorkingCalendar | None:
    off = known.teams.get(team, frozenset()) | known.members.get(member, frozenset())
    week = known.team_weeks.get(team, MONDAY_TO_FRIDAY)
    mine = known.member_weeks.get(member, MONDAY_TO_FRIDAY)
    shared = week & mine or mine
    if not off and shared == MONDAY_TO_FRIDAY:
        return None
    return WorkingCalendar(country=None, weekdays=shared, closures=off)


def _read(workspace: Workspace) -> DaysOff:
    closures: dict[date, str] = {}
    teams: dict[int, set[date]] = {}
    members: dict[int, set[date]] = {}
    for row in TimeOff.objects.filter(workspace=workspace):
        days = {row.starts_on + _DAY * number for number in range((row.ends_on - row.starts_on).days + 1)}
        if row.team_id:
            teams.setdefault(row.team_id, set()).update(days)
        elif row.member_id:
            members.setdefault(row.member_id, set()).update(days)
        else:
            closures |= dict.fromkeys(days, row.name)
    weeks = list(WorkWeek.objects.filter(workspace=workspace))
    return DaysOff(
        frozenset(closures),
        {team: frozenset(days) for team, days in teams.items()},
        {member: frozenset(days) for member, days in members.items()},
        {week.team_id: week_days(week.days) for week in weeks if week.team_id},
        {week.member_id: week_days(week.days) for week in weeks if week.member_id},
        closures,
    )


def week_days(text: str) -> frozenset[int]:
    """«1235» as the engine's numbers, Monday = 0."""
    return frozenset(int(digit) - 1 for digit in text)


def time_off_list(workspace: Workspace) -> list[TimeOff]:
    """What is still to come, or under way."""
    rows = TimeOff.objects.filter(workspace=workspace, ends_on__gte=timezone.localdate())
    return list(rows.select_related("team", "member__user"))


def work_weeks(workspace: Workspace) -> list[WorkWeek]:
    return list(WorkWeek.objects.filter(workspace=workspace).select_related("team", "member__user"))
