"""«Diagnostic de peau»: always on, in SUIVI, second quarter; Meta's cost per lead has drifted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.always_on.brief import brief, waves
from campaigns.demo.always_on.creation import activations, assets, briefings, creative_briefs
from campaigns.demo.always_on.plan import budget, signoffs, tasks
from campaigns.demo.always_on.tracking import bilan, profiles
from campaigns.demo.clock import MONDAY, Clock, plus, workday
from campaigns.demo.shapes import AlertData, DemoCampaign, SourceData, StepData, TargetData
from campaigns.playbooks import CampaignType


def build(today: date) -> DemoCampaign:
    """The campaign as it stands on `today`, between the 33rd and the 39th day of its second quarter."""
    clock = Clock(today)
    launch = clock.weekday_until(-124, MONDAY)
    prepares_on = plus(launch, -35)
    planned = waves(launch)
    return DemoCampaign(
        type=CampaignType.ALWAYS_ON,
        code="AON",
        number=1,
        name="Diagnostic de peau en ligne",
        brand="Maison Lumen",
        owner="thomas",
        sponsor="ines",
        prepares_on=prepares_on,
        launch_on=launch,
        ends_on=None,
        brief=brief(launch),
        waves=planned,
        tasks=tasks(clock, launch, prepares_on, planned),
        budget=budget(launch),
        steps=(
            StepData("BRIEF", workday(prepares_on, -7), "thomas"),
            StepData("PLANNING", prepares_on, "thomas"),
            StepData("BUDGET", workday(prepares_on, 6), "thomas"),
            StepData("COORDINATION", workday(prepares_on, 9), "thomas"),
            StepData("EXECUTION", workday(launch, -1), "thomas"),
            StepData("SUIVI", plus(launch, 21), "thomas"),
        ),
        signoffs=signoffs(launch, prepares_on),
        creative_briefs=creative_briefs(launch),
        assets=assets(launch),
        briefings=briefings(launch),
        activations=activations(launch),
        targets=(
            TargetData("cpl", Decimal(18)),
            TargetData("cpl", Decimal(18), "meta"),
            TargetData("cpl", Decimal(18), "google_ads"),
            TargetData("leads", Decimal(600)),
            TargetData("open_rate", Decimal(38), "email"),
        ),
        sources=(
            SourceData(
                "google_ads", "google_ads", "Google Ads · Diagnostic", ("LUM | Diagnostic | Recherche",)
            ),
            SourceData("meta", "meta", "Meta Ads · Diagnostic", ("LUM_Diagnostic_Prospection",)),
            SourceData("display", "generic", "Adserver · Diagnostic"),
            SourceData("email", "generic", "Brevo · Parcours diagnostic"),
            SourceData("seo_blog", "generic", "Search Console et formulaire · blog"),
        ),
        profiles=profiles(launch, today),
        alerts=(
            AlertData(
                "kpi_behind",
                "cpl",
                "thomas",
                "Sur Meta, un lead coûte 29 € depuis le début du trimestre pour 18 € visés : les trois "
                "visuels s’usent.",
            ),
        ),
        bilans=(bilan(launch),),
    )
