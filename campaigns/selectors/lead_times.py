"""How long an approval takes: the time the person who gives it has taken to answer so far.

Said of a task, where it dates work to come; people are never listed by it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median
from typing import TypeAlias

from django.db.models import Q
from django.utils import timezone

from campaigns.models import Signature, Task
from campaigns.scheduling import WorkingCalendar
from campaigns.selectors.work_days import working_calendar
from core.models import Workspace

#: Answers older than this say little of the person's present habits.
WINDOW = timedelta(days=365)
#: Fewer answers than this measure nothing.
LEAST = 3

_DAY = timedelta(days=1)
_KEPT = "_lead_times"

# ("approver" or "assignee", primary key): who gives an approval.
_Who: TypeAlias = tuple[str, int]


@dataclass(frozen=True)
class LeadTime:
    """`days` working days, the median of `answers` final decisions; None when these are too few."""

    days: int | None
    answers: int


def lead_times(workspace: Workspace, tasks: Iterable[Task]) -> dict[int, LeadTime]:
    """By task, what was measured of whoever gives each measured approval.

    No query without such tasks; otherwise one for the people not asked about before with this workspace.
    A measured approval that nobody is to give has no answers.
    """
    wanted = {task.pk: _who(task) for task in tasks if task.measured}
    if not wanted:
        return {}
    known: dict[_Who, LeadTime] = workspace.__dict__.setdefault(_KEPT, {})
    if new := {who for who in wanted.values() if who} - known.keys():
        known |= _measure(workspace, new)
    nothing = LeadTime(None, 0)
    return {pk: known[who] if who else nothing for pk, who in wanted.items()}


def lasts(task: Task, leads: Mapping[int, LeadTime]) -> int:
    """The working days a task is reckoned with: measured where they can be, else as authored."""
    lead = leads.get(task.pk)
    return lead.days if lead and lead.days else task.duration_days


def _who(task: Task) -> _Who | None:
    if task.approver_id:
        return "approver", task.approver_id
    return ("assignee", task.assignee_id) if task.assignee_id else None


def _measure(workspace: Workspace, people: set[_Who]) -> dict[_Who, LeadTime]:
    """One query. A place carried over from an earlier version was not asked again, and measures nothing."""
    stakeholders = [pk for kind, pk in people if kind == "approver"]
    members = [pk for kind, pk in people if kind == "assignee"]
    rows = Signature.objects.filter(
        Q(stakeholder__in=stakeholders) | Q(membership__in=members),
        request__campaign__workspace=workspace,
        final_at__gte=timezone.now() - WINDOW,
        invited_at__isnull=False,
        decided_at__isnull=False,
        carried_from=None,
    )
    calendar = working_calendar(workspace)
    taken: dict[_Who, list[int]] = defaultdict(list)
    for stakeholder, member, invited, decided in rows.order_by().values_list(
        "stakeholder_id", "membership_id", "invited_at", "decided_at"
    ):
        who = ("approver", stakeholder) if stakeholder else ("assignee", member)
        days = _days(timezone.localtime(invited).date(), timezone.localtime(decided).date(), calendar)
        taken[who].append(days)
    return {who: _lead_time(taken[who]) for who in people}


def _days(invited: date, decided: date, calendar: WorkingCalendar) -> int:
    """As a plan counts a task: invited on Monday, decided on Wednesday, three working days."""
    return max(1, calendar.working_days_between(invited, decided + _DAY))


def _lead_time(taken: list[int]) -> LeadTime:
    """Between two middle answers the longer side: a plan that is kept is worth half a day."""
    return LeadTime(ceil(median(taken)) if len(taken) >= LEAST else None, len(taken))
