"""A campaign's plan as the scheduling engine sees it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from campaigns.models import Campaign, Dependency, Phase, Task
from campaigns.scheduling import LagUnit, Link, LinkType, Schedule, TaskSpec, WorkingCalendar, schedule
from campaigns.selectors.lead_times import LeadTime, lasts, lead_times
from campaigns.selectors.work_days import own_calendars, working_calendar

__all__ = [
    "BEFORE_LAUNCH",
    "PlanRows",
    "forward",
    "links_of",
    "plan_rows",
    "specs_of",
    "tasks_list",
    "working_calendar",
]

#: Work of these phases must be finished before the launch; the rest happens live.
BEFORE_LAUNCH = frozenset({Phase.BRIEF, Phase.PLANNING, Phase.BUDGET, Phase.COORDINATION})


@dataclass(frozen=True)
class PlanRows:
    """The tasks of a plan in their order, and the links between them."""

    tasks: list[Task]
    links: list[Dependency]


def tasks_list(campaign: Campaign) -> QuerySet[Task]:
    """Tasks in their order, with what a row shows of them."""
    return campaign.tasks.select_related("wave", "team", "assignee__user", "approver").order_by(
        "position", "id"
    )


def plan_rows(campaign: Campaign) -> PlanRows:
    """Eight queries. People, teams and waves are few and shared, so they are fetched once each, not joined
    to every task: a long plan loads in a third of the time."""
    links = Dependency.objects.filter(predecessor__campaign=campaign).order_by("id")
    tasks = campaign.tasks.prefetch_related("wave", "team", "assignee__user", "approver")
    return PlanRows(list(tasks.order_by("position", "id")), list(links))


def specs_of(
    tasks: Iterable[Task], own: Mapping[int, WorkingCalendar], leads: Mapping[int, LeadTime]
) -> list[TaskSpec]:
    """What the engine is told: authored values, the days a task's own people work (`own_calendars`) and the
    time measured approvals take (`lead_times`); work that has begun stays where it began."""
    return [
        TaskSpec(
            id=task.pk,
            duration=lasts(task, leads),
            not_before=task.not_before,
            not_after=task.not_after,
            pinned=task.starts_on if task.status in (Task.Status.DOING, Task.Status.DONE) else task.pinned_on,
            calendar=own.get(task.pk),
        )
        for task in tasks
    ]


def links_of(links: Iterable[Dependency], among: set[int]) -> list[Link]:
    """Links both ends of which are among some tasks."""
    return [
        Link(
            link.predecessor_id, link.successor_id, LinkType(link.type), link.lag_days, LagUnit(link.lag_unit)
        )
        for link in links
        if link.predecessor_id in among and link.successor_id in among
    ]


def forward(campaign: Campaign, tasks: Sequence[Task], links: Sequence[Dependency]) -> Schedule:
    """Every task as early as it can be, from the start of preparation.

    The one rule of stored dates: creation, copies and every edit date a plan this way, so that no edit
    makes dates jump. Raises InvalidPlan when the links make no plan, OutOfCalendar for dates no plan
    goes to.
    """
    among = {task.pk for task in tasks}
    calendar = working_calendar(campaign.workspace)
    workspace = campaign.workspace
    specs = specs_of(tasks, own_calendars(workspace, tasks), lead_times(workspace, tasks))
    return schedule(specs, links_of(links, among), calendar, start=campaign.prepares_on)
