"""«72 heures Brume Rosée»: in BUDGET, its one request for everything waits for the finance director."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.clock import THURSDAY, Clock, plus
from campaigns.demo.flash.brief import brief, waves
from campaigns.demo.flash.plan import budget, signoffs, tasks
from campaigns.demo.shapes import AlertData, DemoCampaign, SourceData, StepData, TargetData
from campaigns.playbooks import CampaignType


def build(today: date) -> DemoCampaign:
    """The campaign as it stands on `today`."""
    clock = Clock(today)
    launch = clock.busy_weekday_from(9, THURSDAY)
    end = plus(launch, 2)
    prepares_on = clock.ago(7)
    planned = waves(launch, end)
    return DemoCampaign(
        type=CampaignType.FLASH,
        code="FLA",
        number=6,
        name="72 heures Brume Rosée",
        brand="Maison Lumen",
        owner="thomas",
        sponsor="ines",
        prepares_on=prepares_on,
        launch_on=launch,
        ends_on=end,
        brief=brief(launch, end),
        waves=planned,
        tasks=tasks(clock, launch, end, prepares_on, planned),
        budget=budget(clock, launch, end),
        steps=(
            StepData("BRIEF", clock.ago(9), "thomas"),
            StepData("PLANNING", clock.ago(6), "thomas"),
            StepData("BUDGET", clock.ago(6), "thomas"),
        ),
        signoffs=signoffs(clock, launch),
        targets=(
            TargetData("conversion_value", Decimal(62_000)),
            TargetData("conversions", Decimal(1_550)),
            TargetData("open_rate", Decimal(36), "email"),
        ),
        sources=(
            SourceData("email", "generic", "Brevo · 72 heures"),
            SourceData("sms", "generic", "Brevo SMS · 72 heures"),
            SourceData("meta", "meta", "Meta Ads · 72 heures", ("LUM_72h_Rosee",)),
            SourceData("site", "generic", "Commandes du site, code ROSEE72"),
        ),
        alerts=(
            AlertData(
                "signoff_waiting",
                "combined",
                "thomas",
                "Paul Tessier n’a pas répondu depuis cinq jours ouvrés ; Sophie Garnier peut signer à sa "
                "place.",
            ),
        ),
    )
