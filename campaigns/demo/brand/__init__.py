"""«La lumière vous va bien»: a finished brand campaign, its bilan published with what was learnt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.brand.bilan import bilan, readings
from campaigns.demo.brand.brief import brief, waves
from campaigns.demo.brand.creation import activations, assets, briefings, creative_briefs
from campaigns.demo.brand.plan import budget, signoffs, tasks
from campaigns.demo.brand.tracking import profiles
from campaigns.demo.clock import MONDAY, Clock, plus, workday
from campaigns.demo.shapes import DemoCampaign, SourceData, StepData, TargetData
from campaigns.playbooks import CampaignType


def build(today: date) -> DemoCampaign:
    """The campaign as it stands on `today`, some forty days after its last one."""
    clock = Clock(today)
    launch = clock.weekday_until(-126, MONDAY)
    end = plus(launch, 69)
    prepares_on = plus(launch, -105)
    planned = waves(launch, end)
    return DemoCampaign(
        type=CampaignType.BRAND,
        code="BRA",
        number=1,
        name="La lumière vous va bien",
        brand="Maison Lumen",
        owner="ines",
        sponsor="helene",
        prepares_on=prepares_on,
        launch_on=launch,
        ends_on=end,
        brief=brief(launch, end),
        waves=planned,
        tasks=tasks(clock, launch, end, prepares_on, planned),
        budget=budget(launch, end),
        steps=(
            StepData("BRIEF", workday(prepares_on, -12), "ines"),
            StepData("PLANNING", prepares_on, "ines"),
            StepData("BUDGET", workday(prepares_on, 10), "ines"),
            StepData("COORDINATION", workday(prepares_on, 15), "ines"),
            StepData("EXECUTION", workday(launch, -1), "ines"),
            StepData("SUIVI", plus(launch, 52), "ines"),
            StepData("BILAN", workday(end, 1), "ines"),
            StepData("CLOTUREE", workday(end, 14), "ines"),
        ),
        signoffs=signoffs(prepares_on, end),
        creative_briefs=creative_briefs(launch),
        assets=assets(launch),
        briefings=briefings(launch),
        activations=activations(launch),
        targets=(
            TargetData("assisted_awareness", Decimal(36)),
            TargetData("spontaneous_awareness", Decimal("5.5")),
            TargetData("consideration", Decimal("13.5")),
            TargetData("ad_recall", Decimal(22)),
            TargetData("attribution", Decimal(50)),
            TargetData("reach", Decimal(70)),
            TargetData("vtr", Decimal(36), "youtube"),
        ),
        sources=(
            SourceData("youtube", "google_ads", "Google Ads · YouTube marque", ("LUM | Marque | In-stream",)),
            SourceData("meta", "meta", "Meta Ads · marque", ("LUM_Marque_Couverture",)),
            SourceData("affichage", "manual", "Relevé de la régie d’affichage"),
            SourceData("presse", "manual", "Justificatifs de parution"),
            SourceData("audio", "generic", "Relevé de la régie audio"),
            SourceData("display", "generic", "Adserver · marque"),
            SourceData("production", "manual", "Institut Verdier · étude de notoriété"),
        ),
        profiles=profiles(launch, end),
        readings=readings(launch, end),
        bilans=(bilan(launch, end),),
    )
