"""A plan as some changes would make it, beside the plan as it is. Nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from campaigns.models import Campaign, Task, Wave
from campaigns.scheduling.rescue import Change
from campaigns.selectors.plan import PlanRows, forward, working_calendar
from campaigns.selectors.plan_baseline import drift
from campaigns.selectors.plan_chart import Chart, plan_chart
from campaigns.selectors.plan_outlook import Outlook, days_late, plan_outlook
from campaigns.selectors.plan_rescue import rows_after


@dataclass(frozen=True)
class Shift:
    """A task that would lie elsewhere, `days` working days later (earlier when negative)."""

    task: Task
    before: date
    after: date
    days: int


@dataclass(frozen=True)
class Trial:
    """`gone` are tasks the plan would do without."""

    outlook: Outlook | None
    chart: Chart | None
    shifts: list[Shift]
    gone: list[Task]


def plan_trial(campaign: Campaign, rows: PlanRows, waves: Sequence[Wave], changes: Sequence[Change]) -> Trial:
    """No query. What would really happen from today on: dates are the outlook's, on both sides. A launch that
    the changes move is decided with the campaign's dates, and not tried here."""
    return plan_compared(campaign, rows, rows_after(rows, changes), waves)


def plan_compared(campaign: Campaign, rows: PlanRows, after: PlanRows, waves: Sequence[Wave]) -> Trial:
    """The same for another version of the plan; its tasks are copies, and take the dates they would have."""
    today, calendar = timezone.localdate(), working_calendar(campaign.workspace)
    planned = forward(campaign, after.tasks, after.links)
    for task in after.tasks:
        task.starts_on, task.ends_on = planned.tasks[task.pk].start, planned.tasks[task.pk].end
    expected = plan_outlook(campaign, rows, waves, today=today)
    outlook = plan_outlook(campaign, after, waves, today=today)
    shifts, signed = [], {}
    kept = {task.pk for task in after.tasks}
    for task in after.tasks:
        if outlook and expected and not task.is_done:
            old, new = expected.schedule.tasks[task.pk], outlook.schedule.tasks[task.pk]
            task.starts_on, task.ends_on = new.start, new.end
            signed[task.pk] = (old.start, old.end)
            if old.end != new.end:
                shifts.append(Shift(task, old.end, new.end, drift(old.end, new.end, calendar)))
    late = {task.pk: days_late(task, calendar, today) for task in after.tasks}
    chart = plan_chart(campaign, after.tasks, after.links, waves, outlook, late, today=today, signed=signed)
    return Trial(outlook, chart, shifts, [task for task in rows.tasks if task.pk not in kept])
