"""«Les Matinales de la peau»: in PLANNING, its venue option lapsing, its programme blocked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.clock import MONDAY, THURSDAY, WEDNESDAY, Clock, plus, workday
from campaigns.demo.evenementielle.brief import brief, waves
from campaigns.demo.evenementielle.plan import budget, signoffs, tasks
from campaigns.demo.shapes import AlertData, DemoCampaign, SourceData, StepData, TargetData, WaiverData
from campaigns.playbooks import CampaignType


def build(today: date) -> DemoCampaign:
    """The campaign as it stands on `today`."""
    clock = Clock(today)
    launch = clock.busy_weekday_from(35, WEDNESDAY)
    event = clock.busy_weekday_from((launch - today).days + 51, THURSDAY)
    end = plus(event, 8)
    prepares_on = clock.weekday_until(-17, MONDAY)
    planned = waves(launch, event, end)
    return DemoCampaign(
        type=CampaignType.EVENEMENTIELLE,
        code="EVE",
        number=2,
        name="Les Matinales de la peau, Lyon",
        brand="Lumen Botanique",
        owner="claire",
        sponsor="helene",
        prepares_on=prepares_on,
        launch_on=launch,
        ends_on=end,
        place="Pavillon du Parc, Lyon 6e",
        event_on=event,
        brief=brief(event, end),
        waves=planned,
        tasks=tasks(clock, launch, event, end, prepares_on, planned),
        budget=budget(launch, event, end),
        steps=(
            StepData("BRIEF", workday(prepares_on, -8), "claire"),
            StepData("PLANNING", prepares_on, "claire"),
        ),
        signoffs=signoffs(prepares_on),
        waivers=(
            WaiverData(
                check="planning",
                reason="L’option sur la salle tombe à la fin de la semaine : nous devons arrêter le budget "
                "avant que chaque tâche du planning ait sa date.",
                asked_by="claire",
                asked_on=clock.ago(1),
                valid_until=plus(today, 14),
                grantor="helene",
            ),
        ),
        targets=(
            TargetData("registrations", Decimal(260)),
            TargetData("attendees", Decimal(180)),
            TargetData("cost_per_registration", Decimal(48)),
            TargetData("satisfaction", Decimal("8.5")),
            TargetData("press_mentions", Decimal(12)),
        ),
        sources=(
            SourceData("evenement", "manual", "Relevé des inscriptions"),
            SourceData("linkedin", "generic", "LinkedIn Ads · Matinales"),
            SourceData("email", "generic", "Brevo · Matinales"),
        ),
        alerts=(
            AlertData(
                "milestone_overdue",
                "option-lieu",
                "sarah",
                "L’option sur le Pavillon du Parc devait être confirmée il y a deux jours ouvrés ; une autre "
                "société a demandé la date.",
            ),
            AlertData(
                "task_blocked",
                "programme",
                "sarah",
                "La Dre Fontaine attend l’accord de son hôpital pour intervenir ; sans elle, la table ronde "
                "tombe.",
            ),
        ),
    )
