"""«Lancement Sérum Aube»: in COORDINATION, its budget approval void, two assets of nine still missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.clock import MONDAY, TUESDAY, Clock, plus, workday
from campaigns.demo.lancement.assets import assets
from campaigns.demo.lancement.brief import brief, waves
from campaigns.demo.lancement.creation import briefings, creative_briefs
from campaigns.demo.lancement.plan import budget, signoffs, tasks
from campaigns.demo.shapes import AlertData, DemoCampaign, SourceData, StepData, TargetData
from campaigns.playbooks import CampaignType


def build(today: date) -> DemoCampaign:
    """The campaign as it stands on `today`."""
    clock = Clock(today)
    launch = clock.busy_weekday_from(51, TUESDAY)
    end = plus(launch, 41)
    prepares_on = clock.weekday_until(-45, MONDAY)
    planned = waves(launch, end)
    return DemoCampaign(
        type=CampaignType.LANCEMENT,
        code="LAN",
        number=4,
        name="Lancement Sérum Aube",
        brand="Maison Lumen",
        owner="claire",
        sponsor="ines",
        prepares_on=prepares_on,
        launch_on=launch,
        ends_on=end,
        brief=brief(launch, end),
        waves=planned,
        tasks=tasks(clock, launch, end, prepares_on, planned),
        budget=budget(clock, launch, end),
        steps=(
            StepData("BRIEF", workday(prepares_on, -10), "claire"),
            StepData("PLANNING", prepares_on, "claire"),
            StepData("BUDGET", workday(prepares_on, 8), "claire"),
            StepData("COORDINATION", workday(prepares_on, 11), "claire"),
        ),
        signoffs=signoffs(clock, prepares_on),
        creative_briefs=creative_briefs(launch),
        assets=assets(clock),
        briefings=briefings(clock, launch),
        targets=(
            TargetData("leads", Decimal(500)),
            TargetData("cpl", Decimal(34)),
            TargetData("units_sold", Decimal(3200)),
            TargetData("new_customers", Decimal(1400)),
            TargetData("ctr", Decimal("1.2"), "meta"),
            TargetData("open_rate", Decimal(34), "email"),
        ),
        sources=(
            SourceData(
                "meta", "meta", "Meta Ads · Sérum Aube", ("LUM_SerumAube_Teaser", "LUM_SerumAube_Revelation")
            ),
            SourceData("email", "generic", "Brevo · Sérum Aube"),
            SourceData("radio", "manual", "Relevé de la régie radio"),
            SourceData("influence", "manual", "Relevé des créatrices"),
            SourceData("affichage", "manual", "Relevé d’affichage"),
        ),
        alerts=(
            AlertData(
                "task_blocked",
                "contrats-influence",
                "lea",
                "Deux créatrices sur cinq refusent l’exclusivité de six mois ; Karim Haddad relit une clause "
                "à trois mois.",
            ),
        ),
    )
