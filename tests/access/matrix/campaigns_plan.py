"""Addresses of the plan and the calendars, for `campaigns.ROUTES`."""

from datetime import date

from campaigns.models import Dependency, TimeOff, WorkspaceMoment
from campaigns.services.feeds import feed_open
from campaigns.services.plan_templates import template_from_campaign
from core.access import Access
from tests.access.matrix import (
    ADMIN,
    CAMPAIGN,
    CONTRIBUTOR,
    MANAGER,
    PUBLIC,
    REDIRECT,
    VIEWER,
    WORKSPACE,
    Route,
    Tenant,
)


def TASK(t: Tenant):  # noqa: N802
    return {**CAMPAIGN(t), "pk": t.task.pk}


def PARTNER_TASK(t: Tenant):  # noqa: N802
    return {**CAMPAIGN(t), "pk": t.partner_task.pk}


def LINK(t: Tenant):  # noqa: N802
    return {**TASK(t), "link": t.plan_link.pk}


def TIME_OFF(t: Tenant):  # noqa: N802
    return {**WORKSPACE(t), "pk": t.time_off.pk}


def REMEDY(t: Tenant):  # noqa: N802
    return {**CAMPAIGN(t), "key": "0123456789ab"}


def FEED(t: Tenant):  # noqa: N802
    return {**WORKSPACE(t), "pk": t.feed.pk}


def TEMPLATE(t: Tenant):  # noqa: N802
    return {**WORKSPACE(t), "pk": t.plan_template.pk}


def MOMENT(t: Tenant):  # noqa: N802
    return {**WORKSPACE(t), "pk": t.moment.pk}


def OF_CALENDAR(t: Tenant):  # noqa: N802
    return {**WORKSPACE(t), "year": 2027, "key": "black_friday"}


def furnish(t: Tenant) -> None:
    t.time_off = TimeOff.objects.create(
        workspace=t.workspace, name="Fermeture", starts_on=date(2027, 8, 9), ends_on=date(2027, 8, 13)
    )
    t.feed, t.feed_token = feed_open(
        actor=Access(t.workspace, t.admin), kind="campaign", name="Agenda", campaign=t.campaign
    )
    t.plan_template = template_from_campaign(
        campaign=t.campaign, actor=Access(t.workspace, t.admin), name="Modèle"
    )
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
    Route("campaigns:work-days", WORKSPACE, get=VIEWER),
    Route("campaigns:time-off-add", WORKSPACE, post=MANAGER),
    Route("campaigns:time-off-remove", TIME_OFF, post=MANAGER),
    Route("campaigns:work-week", WORKSPACE, post=MANAGER),
    Route("campaigns:planning-undo", CAMPAIGN, post=CONTRIBUTOR),
    Route("campaigns:planning-redo", CAMPAIGN, post=CONTRIBUTOR),
    Route("campaigns:planning-remedies", CAMPAIGN, get=VIEWER),
    Route("campaigns:planning-levelling", CAMPAIGN, get=VIEWER),
    Route("campaigns:planning-search", CAMPAIGN, post=CONTRIBUTOR),
    Route("campaigns:planning-search-stop", CAMPAIGN, post=CONTRIBUTOR),
    Route("campaigns:planning-levelling-apply", CAMPAIGN, post=CONTRIBUTOR),
    Route("campaigns:planning-trial", REMEDY, get=CONTRIBUTOR, post=CONTRIBUTOR, get_ok=frozenset({303})),
    Route("campaigns:planning-export-xlsx", CAMPAIGN, get=VIEWER, partner=True),
    Route("campaigns:planning-export-pdf", CAMPAIGN, post=VIEWER),
    Route("campaigns:plan-templates", WORKSPACE, get=VIEWER),
    Route("campaigns:plan-template", TEMPLATE, get=MANAGER, post=MANAGER),
    Route("campaigns:plan-template-offer", TEMPLATE, post=MANAGER),
    Route("campaigns:plan-template-adapt", lambda t: {**WORKSPACE(t), "kind": "FLASH"}, post=MANAGER),
    Route("campaigns:plan-template-keep", CAMPAIGN, get=MANAGER, post=MANAGER),
    Route("campaigns:plan-import", CAMPAIGN, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route(
        "campaigns:plan-import-preview",
        CAMPAIGN,
        get=CONTRIBUTOR,
        post=CONTRIBUTOR,
        get_ok=REDIRECT,
    ),
    Route("campaigns:plan-import-drop", CAMPAIGN, post=CONTRIBUTOR),
    Route("campaigns:feeds", WORKSPACE, get=VIEWER, post=VIEWER, partner=True),
    # Only its owner closes an address.
    Route(
        "campaigns:feed-revoke",
        FEED,
        post=ADMIN,
        partner=404,
        but={"post viewer": 404, "post contributor": 404, "post manager": 404},
    ),
    Route("campaigns:feed", lambda t: {"token": t.feed_token}, get=PUBLIC),
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
