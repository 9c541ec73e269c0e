"""Addresses of the `campaigns` app."""

from django.utils import timezone

from campaigns.services.waivers import waiver_ask
from core.access import Access
from tests.access.matrix import (
    CAMPAIGN,
    CONTRIBUTOR,
    MANAGER,
    VIEWER,
    WORKSPACE,
    Route,
    Tenant,
    campaigns_plan,
    campaigns_search,
    campaigns_signoff,
)


def _dictionary(kind: str):
    return lambda t: {**WORKSPACE(t), "kind": kind}


def _entry(kind: str, name: str):
    return lambda t: {**WORKSPACE(t), "kind": kind, "pk": getattr(t, name).pk}


def FORMATS(t: Tenant):  # noqa: N802
    return {**WORKSPACE(t), "channel": t.channel.pk}


def FORMAT(t: Tenant):  # noqa: N802
    return {**FORMATS(t), "pk": t.format.pk}


def WAVE(t: Tenant):  # noqa: N802
    return {**CAMPAIGN(t), "number": t.wave.number}


def WAIVER(t: Tenant):  # noqa: N802
    return {**CAMPAIGN(t), "pk": t.waiver.pk}


def furnish(t: Tenant) -> None:
    campaigns_plan.furnish(t)
    campaigns_signoff.furnish(t)
    t.waiver = waiver_ask(
        campaign=t.campaign, actor=Access(t.workspace, t.admin), check_key="budget_signed", reason="En route",
        valid_until=timezone.localdate(), grantor=t.admin,
    )  # fmt: skip


DICTIONARIES = {
    "marques": "brand",
    "cibles": "audience",
    "equipes": "team",
    "canaux": "channel",
    "kpi": "kpi",
    "parties-prenantes": "stakeholder",
}

ROUTES: list[Route] = [
    # Portfolio
    Route("campaigns:today", WORKSPACE, get=VIEWER, partner=True),
    Route("campaigns:portfolio", WORKSPACE, get=VIEWER, partner=True),
    Route("campaigns:create", WORKSPACE, get=MANAGER, post=MANAGER),
    # One campaign
    Route("campaigns:campaign", CAMPAIGN, get=VIEWER, partner=True),
    Route("campaigns:history", CAMPAIGN, get=VIEWER),
    Route("campaigns:audit", CAMPAIGN, get=VIEWER),
    Route("campaigns:audit-csv", CAMPAIGN, get=VIEWER),
    Route("campaigns:audit-json", CAMPAIGN, get=VIEWER),
    Route("campaigns:settings", CAMPAIGN, get=MANAGER, post=MANAGER),
    Route("campaigns:duplicate", CAMPAIGN, get=MANAGER, post=MANAGER),
    # Its waves
    Route("campaigns:launch", CAMPAIGN, get=VIEWER),
    Route("campaigns:launch-remind", lambda t: {**CAMPAIGN(t), "kind": "brief"}, post=MANAGER),
    Route("campaigns:waves", CAMPAIGN, get=VIEWER),
    Route("campaigns:wave-add", CAMPAIGN, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("campaigns:wave", WAVE, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("campaigns:wave-move", WAVE, post=CONTRIBUTOR, data={"to": "1"}),
    Route("campaigns:wave-delete", WAVE, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("campaigns:wave-open", WAVE, post=MANAGER),
    # Its lifecycle
    Route("campaigns:advance", CAMPAIGN, post=MANAGER, data={"expected_phase": "BRIEF"}),
    Route("campaigns:reopen", CAMPAIGN, get=MANAGER, post=MANAGER),
    Route("campaigns:pause", CAMPAIGN, get=MANAGER, post=MANAGER, data={"reason": "Crise"}),
    Route("campaigns:resume", CAMPAIGN, get=MANAGER, post=MANAGER),
    Route("campaigns:stop", CAMPAIGN, get=MANAGER, post=MANAGER),
    Route("campaigns:abandon", CAMPAIGN, get=MANAGER, post=MANAGER, data={"reason": "Annulée"}),
    Route("campaigns:waivers", CAMPAIGN, get=VIEWER),
    Route("campaigns:waiver", CAMPAIGN, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("campaigns:waiver-revoke", WAIVER, get=MANAGER, post=MANAGER),
    # The workspace's dictionaries
    *(Route("campaigns:dictionary", _dictionary(kind), get=CONTRIBUTOR) for kind in DICTIONARIES),
    *(
        Route("campaigns:dictionary-add", _dictionary(kind), get=MANAGER, post=MANAGER)
        for kind in DICTIONARIES
    ),
    *(
        Route("campaigns:dictionary-entry", _entry(kind, name), get=MANAGER, post=MANAGER)
        for kind, name in DICTIONARIES.items()
    ),
    *(Route("campaigns:dictionary-state", _entry(*each), post=MANAGER) for each in DICTIONARIES.items()),
    Route("campaigns:formats", FORMATS, get=CONTRIBUTOR),
    Route("campaigns:format-add", FORMATS, get=MANAGER, post=MANAGER),
    Route("campaigns:format", FORMAT, get=MANAGER, post=MANAGER),
    Route("campaigns:format-state", FORMAT, post=MANAGER),
    # The plan and the calendars
    *campaigns_plan.ROUTES,
    *campaigns_search.ROUTES,
    *campaigns_signoff.ROUTES,
]
