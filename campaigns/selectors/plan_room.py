"""The room that teams have for a campaign: their people, less what the other open campaigns use.

Across the campaigns of a workspace a team is one pool. A task asks one person of its team on each day it
is worked, as in `campaigns.selectors.on_air`, which collisions are told from.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.models import Campaign, Task, Team
from campaigns.scheduling import WorkingCalendar
from campaigns.selectors.on_air import labour
from campaigns.selectors.plan import working_calendar
from campaigns.selectors.work_days import own_calendars

_DAY = timedelta(days=1)

#: By team, how many people work on each day.
Load = Mapping[int, Mapping[date, int]]


@dataclass(frozen=True)
class Room:
    """`others` are the tasks of other campaigns that use a team on a day, of which `load` are the counts."""

    today: date
    teams: Mapping[int, Team]
    others: Mapping[int, Mapping[date, list[Task]]]
    load: Load

    def asks(self, task: Task) -> bool:
        """Whether a task takes a person of a team that has a capacity."""
        return task.kind == Task.Kind.TASK and not task.is_done and task.team_id in self.teams


def team_room(campaign: Campaign, today: date) -> Room:
    """Two queries, whatever the number of campaigns; days off are read once for a page."""
    work = labour(campaign.workspace, today)
    others = [task for task in work.tasks.values() if task.campaign_id != campaign.pk]
    calendar = working_calendar(campaign.workspace)
    own = own_calendars(campaign.workspace, others)
    using: dict[int, dict[date, list[Task]]] = defaultdict(lambda: defaultdict(list))
    for task in others:
        if task.team_id and task.starts_on and task.ends_on:
            for day in worked_days(max(task.starts_on, today), task.ends_on, calendar, own.get(task.pk)):
                using[task.team_id][day].append(task)
    load = {team: {day: len(tasks) for day, tasks in days.items()} for team, days in using.items()}
    return Room(today, work.teams, using, load)


def campaign_load(
    campaign: Campaign, tasks: Iterable[Task], windows: Mapping[int, tuple[date, date]], room: Room
) -> Load:
    """What these tasks of a campaign ask of their teams from today on, when they lie in `windows`."""
    tasks = [task for task in tasks if room.asks(task)]
    calendar = working_calendar(campaign.workspace)
    own = own_calendars(campaign.workspace, tasks)
    used: dict[int, Counter[date]] = defaultdict(Counter)
    for task in tasks:
        start, end = windows[task.pk]
        if task.team_id:
            used[task.team_id].update(worked_days(max(start, room.today), end, calendar, own.get(task.pk)))
    return used


def worked_days(
    start: date, end: date, calendar: WorkingCalendar, own: WorkingCalendar | None
) -> Iterator[date]:
    """The days both calendars work, both ends included."""
    for number in range((end - start).days + 1):
        day = start + _DAY * number
        if calendar.is_working_day(day) and (own is None or own.is_working_day(day)):
            yield day


def excess(load: Load, room: Room) -> dict[int, dict[date, int]]:
    """By team and day, the people that are missing; days on which nobody is missing are absent."""
    over: dict[int, dict[date, int]] = {}
    for team, days in load.items():
        for day, used in days.items():
            missing = used + room.load.get(team, {}).get(day, 0) - room.teams[team].people_per_day
            if missing > 0:
                over.setdefault(team, {})[day] = missing
    return over
