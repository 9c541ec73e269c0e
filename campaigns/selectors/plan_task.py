"""The page of one task: what it waits for, what waits for it, and why its date is what it is."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.access import CampaignAccess
from campaigns.models import Dependency, Task
from campaigns.scheduling import earliest_chain
from campaigns.selectors.lead_times import lasts, lead_times
from campaigns.selectors.plan import plan_rows, working_calendar
from campaigns.selectors.plan_board import may_see
from campaigns.selectors.plan_outlook import Outlook, days_late, plan_outlook
from campaigns.selectors.plan_words import Step, conflict_words, lead_words, link_words, one_stop, steps_of
from core.formatting import date_day, working_days


@dataclass(frozen=True)
class Tie:
    """A link seen from the task: the other one, and how they hold each other."""

    link: Dependency
    other: Task
    words: str


@dataclass(frozen=True)
class TaskPage:
    sentence: str
    tone: str
    late: int
    slack: int | None
    waits: list[Tie]
    holds: list[Tie]
    steps: list[Step]
    conflicts: list[str]
    days: int
    measure: str  # what its days rest on, when they are measured


def task_page(access: CampaignAccess, task: Task) -> TaskPage:
    """Three queries, a fourth with measured approvals. A partner is told nothing of other teams' tasks."""
    campaign = access.campaign
    rows = plan_rows(campaign)
    leads = lead_times(campaign.workspace, rows.tasks)
    names = {row.pk: row for row in rows.tasks}
    seen = {pk for pk, row in names.items() if may_see(access, row)}
    outlook = plan_outlook(campaign, rows, campaign.waves.all())
    late = days_late(task, working_calendar(campaign.workspace), timezone.localdate())
    steps: list[Step] = []
    conflicts: list[str] = []
    if outlook and not access.membership.team_only:
        steps = steps_of(earliest_chain(outlook.schedule, task.pk), outlook, names)
        conflicts = [conflict_words(each, names) for each in outlook.conflicts if each.task == task.pk]
    slack = outlook.slack(task) if outlook else None
    text, tone = _sentence(task, outlook, late, slack)
    text = one_stop(text)
    return TaskPage(
        sentence=text,
        tone=tone,
        late=late,
        slack=slack,
        waits=[
            Tie(link, names[link.predecessor_id], link_words(link.type, link.lag_days, link.lag_unit))
            for link in rows.links
            if link.successor_id == task.pk and link.predecessor_id in seen
        ],
        holds=[
            Tie(link, names[link.successor_id], link_words(link.type, link.lag_days, link.lag_unit))
            for link in rows.links
            if link.predecessor_id == task.pk and link.successor_id in seen
        ],
        steps=steps,
        conflicts=conflicts,
        days=lasts(task, leads),
        measure=lead_words(leads.get(task.pk)),
    )


def _sentence(task: Task, outlook: Outlook | None, late: int, slack: int | None) -> tuple[str, str]:
    if task.is_done:
        return _("Terminée."), "ok"
    if task.status == Task.Status.BLOCKED:
        return _("Bloquée : %(reason)s") % {"reason": task.blocked_reason}, "bad"
    values = {"day": date_day(task.ends_on), "late": working_days(late)}
    if late and outlook:
        values["ready"] = date_day(outlook.ends_on(task))
        return _("En retard de %(late)s : attendue le %(day)s, elle finirait le %(ready)s.") % values, "bad"
    if slack is None:
        return _("Attendue le %(day)s.") % values, "info"
    if slack < 0:
        values["missing"] = working_days(-slack)
        return _("Attendue le %(day)s, mais il manque %(missing)s pour tenir la suite.") % values, "bad"
    if slack == 0:
        return _("Attendue le %(day)s, sans marge : un jour de retard décale la suite.") % values, "warn"
    values["slack"] = working_days(slack)
    return _("Attendue le %(day)s, avec %(slack)s de marge.") % values, "ok"
