"""Les Matinales de la peau: a plan still being built, a budget still a draft."""

from __future__ import annotations

from datetime import date

from campaigns.demo.clock import Clock, euros, merged, plus, spread, workday
from campaigns.demo.planning import Change, plan_of
from campaigns.demo.shapes import BudgetData, LineData, SignatureData, SignOffData, TaskData, WaveData
from campaigns.playbooks import CampaignType, playbook
from campaigns.playbooks.base import milestone, task


def tasks(
    clock: Clock, launch: date, event: date, end: date, prepares_on: date, waves: tuple[WaveData, ...]
) -> tuple[TaskData, ...]:
    return plan_of(
        playbook(CampaignType.EVENEMENTIELLE),
        today=clock.today,
        owner="claire",
        prepares_on=prepares_on,
        launch=launch,
        end=end,
        event=event,
        waves=waves,
        early=("PLANNING", "BUDGET", "COORDINATION"),
        changes=(
            Change(
                "programme",
                status="blocked",
                since=clock.ago(3),
                blocked_reason=(
                    "La Dre Fontaine attend l’accord de son hôpital pour intervenir. Réponse promise en fin "
                    "de semaine ; à défaut, proposer le Dr Amrani."
                ),
            ),
            Change(
                "lieu",
                what="Trois lieux visités ; le Pavillon du Parc retenu : 200 places, plain-pied, captation "
                "possible.",
            ),
            Change("option-lieu", not_before=clock.ago(2), status="todo"),
            Change("textures", not_before=plus(event, -15)),
        ),
        extra=(
            milestone(
                "option-lieu",
                "Option sur le Pavillon du Parc confirmée",
                "PLANNING",
                "visite-technique",
                what="L’option gratuite s’arrête ce jour-là ; ensuite la date peut être vendue à une autre "
                "société.",
                team="evenement",
            ),
            task(
                "visite-technique",
                "Faire la visite technique du lieu",
                "PLANNING",
                "evenement",
                1,
                "lieu",
                what="Son, captation, accès fournisseurs à 5 h 30, plan de salle et issues.",
            ),
            task(
                "declaration-avantages",
                "Préparer la déclaration des avantages",
                "COORDINATION",
                "juridique",
                2,
                "validation-planning",
                what="Liste des invités professionnels de santé et valeur du petit-déjeuner, pour "
                "Transparence Santé.",
            ),
            task(
                "textures",
                "Commander les textures à essayer",
                "EXECUTION",
                "evenement",
                4,
                "contrat-lieu",
                what="Six produits, 200 doses, étiquettes avec la composition complète.",
                wave="pendant",
            ),
        ),
    )


def budget(launch: date, event: date, end: date) -> BudgetData:
    lines = merged(
        [
            LineData(
                "evenement", event.replace(day=1), euros(17_400), "Lieu, technique, captation, petit-déjeuner"
            ),
            LineData("evenement", launch.replace(day=1), euros(5_100), "Acompte du lieu, 30 %"),
            LineData(
                "production", launch.replace(day=1), euros(6_000), "Identité, invitations, signalétique"
            ),
        ],
        spread(
            "linkedin", euros(8_500), launch, plus(event, -7), "Pharmaciens, Rhône et départements voisins"
        ),
        spread("email", euros(900), launch, end),
        spread("rp", euros(3_100), plus(event, -21), event, "Déplacement de huit journalistes"),
    )
    return BudgetData(
        total=euros(41_000),
        note="Hors taxes, première estimation. Les devis du traiteur et de la captation sont attendus.",
        lines=lines,
    )


def signoffs(prepares_on: date) -> tuple[SignOffData, ...]:
    return (
        SignOffData(
            "brief",
            "claire",
            workday(prepares_on, -5),
            workday(prepares_on, -2),
            "Première matinée pour les professionnels : merci de regarder surtout l’objectif de présents.",
            (
                SignatureData(
                    "helene",
                    "approved",
                    workday(prepares_on, -3),
                    "Visons 180 présents plutôt que 300 inscrits. Et finissons à 9 h 30, vraiment.",
                ),
                SignatureData("elodie", "approved", workday(prepares_on, -3)),
                SignatureData(
                    "karim", "approved", workday(prepares_on, -2), "Penser à la déclaration des avantages."
                ),
            ),
        ),
    )
