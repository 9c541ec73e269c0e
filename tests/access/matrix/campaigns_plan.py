"""Addresses of the plan and the calendars, for `campaigns.ROUTES`."""

from datetime import date

from campaigns.models import Dependency, WorkspaceMoment
from tests.access.matrix import CAMPAIGN, CONTRIBUTOR, MANAGER, VIEWER, WORKSPACE, Route, Tenant


def TASK(t: Tenant):  # noqa: N802
    return {**CAMPAIGN(t), "pk": t.task.pk}


def PARTNER_TASK(t: Tenant):  # noqa: N802
    return {**CAMPAIGN(t), "pk": t.partner_task.pk}


def LINK(t: Tenant):  # noqa: N802
    return {**TASK(t), "link": t.plan_link.pk}


def MOMENT(t: Tenant):  # noqa: N802
    return {**WORKSPACE(t), "pk": t.moment.pk}


def OF_CALENDAR(t: Tenant):  # noqa: N802
    return {**WORKSPACE(t), "year": 2027, "key": "black_friday"}


def furnish(t: Tenant) -> None:
    day = date(2027, 3, 1)
    t.moment = WorkspaceMoment.objects.create(
        workspace=t.workspace, name="Deuil", kind="embargo", starts_on=day, ends_on=day
    )
    t.plan_link = Dependency.objects.create(predecessor=t.partner_task, successor=t.task)


ROUTES = [
    Route("campaigns:calendar", WORKSPACE, get=VIEWER, partner=True),
    Route("campaigns:campaign-calendar", CAMPAIGN, get=VIEWER, partner=True),
    Route("campaigns:planning", CAMPAIGN, get=VIEWER, partner=True),
    Route("campaigns:planning-export", CAMPAIGN, get=VIEWER, partner=True),
    Route("campaigns:when-to-launch", CAMPAIGN, get=VIEWER),
    Route("campaigns:launch-move", CAMPAIGN, post=MANAGER),
    Route("campaigns:collisions", WORKSPACE, get=VIEWER),
    Route("campaigns:collision-accept", WORKSPACE, post=MANAGER),
    Route("campaigns:collision-reopen", WORKSPACE, post=MANAGER),
    Route("campaigns:moments", WORKSPACE, get=VIEWER),
    Route("campaigns:moment-add", WORKSPACE, get=MANAGER, post=MANAGER),
    Route("campaigns:moment", MOMENT, get=MANAGER, post=MANAGER),
    Route("campaigns:moment-remove", MOMENT, post=MANAGER),
    Route("campaigns:calendar-moment", OF_CALENDAR, get=MANAGER, post=MANAGER),
    Route("campaigns:calendar-moment-state", OF_CALENDAR, post=MANAGER),
    Route("campaigns:task-add", CAMPAIGN, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("campaigns:task", TASK, get=VIEWER, partner=404),
    Route("campaigns:task", PARTNER_TASK, get=VIEWER, partner=True),
    Route("campaigns:task-edit", TASK, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("campaigns:task-status", TASK, get=CONTRIBUTOR, post=CONTRIBUTOR, partner=404),
    Route("campaigns:task-status", PARTNER_TASK, get=CONTRIBUTOR, post=CONTRIBUTOR, partner=True),
    Route("campaigns:task-pin", TASK, post=CONTRIBUTOR),
    Route("campaigns:task-move", TASK, post=CONTRIBUTOR),
    Route("campaigns:task-delete", TASK, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("campaigns:task-link-add", TASK, post=CONTRIBUTOR),
    Route("campaigns:task-link-remove", LINK, post=CONTRIBUTOR),
]
