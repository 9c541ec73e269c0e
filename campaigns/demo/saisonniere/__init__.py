"""The seasonal campaign: in EXECUTION, first wave live, second next; an amendment to the budget waits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.clock import TUESDAY, Clock, plus, workday
from campaigns.demo.saisonniere.assets import assets
from campaigns.demo.saisonniere.brief import brief, waves
from campaigns.demo.saisonniere.creation import activations, briefings, creative_briefs
from campaigns.demo.saisonniere.plan import budget, signoffs, tasks
from campaigns.demo.saisonniere.season import season_of
from campaigns.demo.saisonniere.tracking import history, profiles
from campaigns.demo.shapes import AlertData, DemoCampaign, SourceData, StepData, TargetData, WaiverData
from campaigns.playbooks import CampaignType


def build(today: date) -> DemoCampaign:
    """The campaign as it stands on `today`."""
    clock = Clock(today)
    launch = clock.weekday_until(-8, TUESDAY)
    end = plus(launch, 27)
    prepares_on = plus(launch, -64)
    season = season_of(launch)
    planned = waves(launch, end)
    return DemoCampaign(
        type=CampaignType.SAISONNIERE,
        code="SAI",
        number=3,
        name=season.name,
        brand="Maison Lumen",
        owner="claire",
        sponsor="benedicte",
        prepares_on=prepares_on,
        launch_on=launch,
        ends_on=end,
        brief=brief(season, launch, end),
        waves=planned,
        tasks=tasks(clock, launch, end, prepares_on, planned),
        budget=budget(clock, launch, end),
        steps=(
            StepData("BRIEF", workday(prepares_on, -9), "claire"),
            StepData("PLANNING", prepares_on, "claire"),
            StepData("BUDGET", workday(prepares_on, 7), "claire"),
            StepData("COORDINATION", workday(prepares_on, 10), "claire"),
            StepData("EXECUTION", workday(launch, -1), "claire"),
        ),
        signoffs=signoffs(clock, prepares_on, launch),
        waivers=(
            WaiverData(
                check="tracking_configured",
                reason="La régie n’ouvre le compte publicitaire que la semaine prochaine : les liens tracés "
                "suivront avant la mise en ligne, et l’analytics du site mesure déjà les visites.",
                asked_by="claire",
                asked_on=workday(prepares_on, 10),
                valid_until=end,
                grantor="benedicte",
                granted_on=workday(prepares_on, 11),
                early=True,
            ),
        ),
        creative_briefs=creative_briefs(season, launch, end),
        assets=assets(season, clock, launch, end),
        briefings=briefings(clock, launch),
        activations=activations(launch),
        targets=(
            TargetData("conversion_value", Decimal(430_000)),
            TargetData("average_basket", Decimal(84)),
            TargetData("units_sold", Decimal(5_200)),
            TargetData("roas", Decimal("2.6"), "meta"),
            TargetData("open_rate", Decimal(33), "email"),
        ),
        sources=(
            SourceData("email", "generic", f"Brevo · {season.name}"),
            SourceData("meta", "meta", f"Meta Ads · {season.name}", ("LUM_Coffrets_Annonce",)),
            SourceData("pinterest", "generic", f"Pinterest · {season.name}"),
            SourceData("retail", "manual", "Relevé quotidien des 42 boutiques"),
            SourceData(
                "google_ads", "google_ads", f"Google Ads · {season.name}", ("LUM | Coffrets | Recherche",)
            ),
            SourceData("display", "generic", "Adserver · pavés coffrets"),
            SourceData("sms", "generic", "Brevo SMS · coffrets"),
        ),
        profiles=profiles(launch, end),
        history=history(launch),
        alerts=(
            AlertData(
                "budget_overspent",
                "production",
                "claire",
                "9 860 € facturés pour 9 000 € prévus : les vitrines ont été réimprimées après la correction "
                "du prix.",
            ),
        ),
    )
