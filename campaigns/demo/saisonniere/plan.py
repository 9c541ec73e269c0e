"""The seasonal campaign: tasks, budget, and what was signed."""

from __future__ import annotations

from datetime import date
from typing import Literal

from campaigns.demo.clock import Clock, entries, euros, merged, plus, spread, workday
from campaigns.demo.planning import Change, plan_of
from campaigns.demo.shapes import (
    BudgetData,
    EntryData,
    LineChange,
    LineData,
    SignatureData,
    SignOffData,
    TaskData,
    WaveData,
)
from campaigns.playbooks import CampaignType, playbook
from campaigns.playbooks.base import milestone, task


def tasks(
    clock: Clock, launch: date, end: date, prepares_on: date, waves: tuple[WaveData, ...]
) -> tuple[TaskData, ...]:
    return plan_of(
        playbook(CampaignType.SAISONNIERE),
        today=clock.today,
        owner="claire",
        prepares_on=prepares_on,
        launch=launch,
        end=end,
        waves=waves,
        changes=(
            Change("production-temps-fort", status="doing"),
            Change(
                "offre-prix", what="Coffret à 89 €, comparé à 118 € à l’unité ; ni prix barré ni pourcentage."
            ),
        ),
        extra=(
            task(
                "reimpression-vitrines",
                "Réimprimer les vitrines au bon prix",
                "COORDINATION",
                "retail",
                3,
                "juridique-offre",
                what="Le premier tirage affichait « −25 % » ; refait sans comparaison de pourcentage, 860 € "
                "de plus.",
                wave="annonce",
            ),
            task(
                "avant-premiere",
                "Ouvrir l’avant-première du Cercle",
                "EXECUTION",
                "crm",
                1,
                "tracking",
                what="Envoi aux 148 000 membres deux jours avant l’annonce, 400 coffrets réservés.",
                wave="annonce",
                anchor="wave_start",
                offset=-2,
            ),
            milestone(
                "limite-livraison",
                "Dernier jour de commande livrée à temps",
                "EXECUTION",
                "activation-temps-fort",
                what="À midi, le site bascule sur le retrait en boutique et les annonces changent de texte.",
                team="web",
                anchor="end",
                offset=-2,
            ),
        ),
    )


def budget(clock: Clock, launch: date, end: date) -> BudgetData:
    lines = merged(
        spread("meta", euros(25_500), launch, end, "Deux tiers sur le temps fort et la fin"),
        spread("google_ads", euros(15_000), plus(launch, 15), end, "Recherche de marque et cadeaux"),
        spread("pinterest", euros(5_000), launch, plus(launch, 22)),
        spread(
            "display", euros(6_000), plus(launch, 15), plus(launch, 22), "Reciblage des visiteurs, 7 jours"
        ),
        spread("email", euros(1_500), launch, end),
        spread("sms", euros(2_500), plus(launch, 23), end, "Deux envois, 31 000 numéros"),
        spread("retail", euros(5_000), launch, plus(launch, 6), "Pose et dépose dans 42 boutiques"),
        [
            LineData(
                "production",
                plus(launch, -21).replace(day=1),
                euros(9_000),
                "Photos et impression des vitrines",
            )
        ],
    )

    raised = next(line for line in lines if line.channel == "meta")

    def entry(
        kind: Literal["committed", "actual"],
        channel: str,
        amount: int,
        days: int,
        label: str,
        who: str,
        number: str,
    ) -> list[EntryData]:
        return entries(lines, kind, channel, euros(amount), workday(launch, days), label, who, number)

    return BudgetData(
        total=euros(69_500),
        note="Hors taxes. La marge du coffret (61 %) finance la campagne dès le 1 900e exemplaire vendu.",
        lines=lines,
        changes=(
            LineChange(
                "meta",
                raised.month,
                raised.planned - euros(1_500),
                raised.planned,
                clock.ago(1),
                "claire",
                "La première vague vend mieux que prévu : de quoi tenir jusqu’à la deuxième.",
            ),
        ),
        entries=(
            *entry(
                "committed",
                "production",
                9_000,
                -24,
                "Photos, maquettes et impression",
                "Imprimerie Delorme",
                "BC-2178",
            ),
            *entry("committed", "retail", 5_000, -12, "Pose et dépose des vitrines", "Pose & Co", "BC-2190"),
            *entry("committed", "sms", 2_480, -6, "Crédit de 62 000 SMS", "Brevo", "BC-2203"),
            *entry(
                "actual", "production", 6_900, -6, "Photos et premier tirage", "Imprimerie Delorme", "F-30117"
            ),
            *entry(
                "actual", "production", 2_960, -1, "Réimpression au bon prix", "Imprimerie Delorme", "F-30142"
            ),
            *entry("actual", "retail", 2_500, 2, "Pose des vitrines", "Pose & Co", "F-5521"),
        ),
    )


def signoffs(clock: Clock, prepares_on: date, launch: date) -> tuple[SignOffData, ...]:
    def on(days: int) -> date:
        return workday(prepares_on, days)

    return (
        SignOffData(
            "brief",
            "claire",
            on(-4),
            on(-1),
            "Un seul coffret cette année, et une prise de parole deux semaines plus tôt.",
            (
                SignatureData("ines", "approved", on(-3)),
                SignatureData(
                    "benedicte", "approved", on(-2), "Enfin un seul coffret. Les équipes vous remercient."
                ),
            ),
        ),
        SignOffData(
            "plan",
            "claire",
            on(5),
            on(8),
            "La date ne bougera pas : merci de signaler maintenant ce qui ne tient pas.",
            (
                SignatureData("ines", "approved", on(5)),
                SignatureData(
                    "benedicte", "approved", on(6), "Pose des vitrines confirmée par le prestataire."
                ),
            ),
        ),
        SignOffData(
            "budget",
            "claire",
            on(7),
            on(10),
            "68 000 €, comme l’an passé, avec davantage sur les deux dernières semaines.",
            (
                SignatureData("paul", "approved", on(9), "Signé. Le coût d’impression est à tenir."),
                SignatureData("helene", "approved", on(8)),
            ),
            voided_on=clock.ago(1),
        ),
        SignOffData(
            "assets",
            "claire",
            workday(launch, -6),
            workday(launch, -3),
            "Les cinq créations de l’annonce, telles qu’elles partiront. La vitrine ne dit plus que le prix.",
            (
                SignatureData(
                    "karim", "approved", workday(launch, -4), "Plus de comparaison de prix : conforme."
                ),
                SignatureData("benedicte", "approved", workday(launch, -5)),
            ),
            wave="annonce",
        ),
    )
