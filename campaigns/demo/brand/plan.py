"""La lumière vous va bien: tasks all done, the ledger closed, what was signed."""

from __future__ import annotations

from datetime import date
from typing import Literal

from campaigns.demo.clock import Clock, entries, euros, merged, plus, spread, workday
from campaigns.demo.planning import Change, plan_of
from campaigns.demo.shapes import (
    BudgetData,
    EntryData,
    LineData,
    SignatureData,
    SignOffData,
    TaskData,
    WaveData,
)
from campaigns.playbooks import CampaignType, playbook
from campaigns.playbooks.base import task


def tasks(
    clock: Clock, launch: date, end: date, prepares_on: date, waves: tuple[WaveData, ...]
) -> tuple[TaskData, ...]:
    return plan_of(
        playbook(CampaignType.BRAND),
        today=clock.today,
        owner="ines",
        prepares_on=prepares_on,
        launch=launch,
        end=end,
        waves=waves,
        changes=(
            Change(
                "mesure-intermediaire",
                what="Attribution à 38 % : le logo passe à la première seconde de toutes les versions de "
                "l’ancrage.",
            ),
        ),
        extra=(
            task(
                "casting",
                "Choisir les douze visages",
                "COORDINATION",
                "agence",
                5,
                "choix-concept",
                what="Casting de rue, 25 à 71 ans, aucune comédienne ; droits signés pour douze mois.",
                wave="installation",
            ),
            task(
                "logo-premiere-seconde",
                "Remonter les 6 secondes avec le logo au début",
                "EXECUTION",
                "agence",
                2,
                "mesure-intermediaire",
                what="Décidé à la mesure intermédiaire : la marque visible dès la première image.",
                wave="ancrage",
            ),
        ),
    )


def budget(launch: date, end: date) -> BudgetData:
    lines = merged(
        spread("youtube", euros(62_000), launch, end, "Couverture 60 %, répétition 4"),
        spread(
            "affichage", euros(58_000), launch, plus(launch, 13), "1 850 faces 4×3, 40 villes, deux semaines"
        ),
        spread("presse", euros(28_000), launch, plus(launch, 27), "Six titres, neuf parutions"),
        spread("meta", euros(24_000), launch, plus(launch, 51), "Film court et carrés, couverture plafonnée"),
        spread("audio", euros(14_000), plus(launch, 28), plus(launch, 51), "Podcasts et radios en ligne"),
        spread("display", euros(9_000), plus(launch, 52), end, "Grand angle, sites choisis"),
        [
            LineData(
                "production", plus(launch, -42).replace(day=1), euros(31_500), "Film, photographies, droits"
            ),
            LineData("production", plus(end, 8).replace(day=1), euros(13_500), "Trois mesures de l’institut"),
        ],
    )
    made = [line for line in lines if line.channel == "production"]

    def entry(
        kind: Literal["committed", "actual"],
        channel: str,
        amount: int,
        on: date,
        label: str,
        who: str,
        number: str,
        own: list[LineData] | tuple[LineData, ...] = lines,
    ) -> list[EntryData]:
        return entries(own, kind, channel, euros(amount), on, label, who, number)

    return BudgetData(
        total=euros(240_000),
        note="Hors taxes, honoraires de l’Agence Halo compris dans la production.",
        lines=lines,
        entries=(
            *entry(
                "committed",
                "production",
                31_500,
                plus(launch, -50),
                "Production du film",
                "Agence Halo",
                "BC-1904",
                made[:1],
            ),
            *entry(
                "actual",
                "production",
                30_800,
                plus(launch, -6),
                "Production du film",
                "Agence Halo",
                "F-1109",
                made[:1],
            ),
            *entry(
                "committed",
                "production",
                13_300,
                plus(launch, -30),
                "Étude, trois mesures",
                "Institut Verdier",
                "BC-1931",
                made[1:],
            ),
            *entry(
                "actual",
                "production",
                13_300,
                plus(end, 14),
                "Étude, trois mesures",
                "Institut Verdier",
                "F-7720",
                made[1:],
            ),
            *entry(
                "committed",
                "affichage",
                58_000,
                plus(launch, -70),
                "Réseau 40 villes",
                "Urbavision",
                "BC-1888",
            ),
            *entry(
                "actual", "affichage", 58_000, plus(launch, 20), "Réseau 40 villes", "Urbavision", "F-2231"
            ),
            *entry(
                "committed",
                "presse",
                26_400,
                plus(launch, -60),
                "Neuf pages, six titres",
                "Régie Papier Libre",
                "BC-1893",
            ),
            *entry(
                "actual",
                "presse",
                26_400,
                plus(launch, 34),
                "Neuf pages, six titres",
                "Régie Papier Libre",
                "F-0917",
            ),
        ),
    )


def signoffs(prepares_on: date, end: date) -> tuple[SignOffData, ...]:
    def on(days: int) -> date:
        return workday(prepares_on, days)

    return (
        SignOffData(
            "brief",
            "ines",
            on(-6),
            on(-2),
            "Une campagne sans produit : merci de dire maintenant si cela vous gêne.",
            (
                SignatureData(
                    "helene", "approved", on(-4), "Cela me gêne un peu, et c’est bon signe. Allons-y."
                ),
                SignatureData(
                    "paul", "approved", on(-3), "D’accord si la notoriété est mesurée avant et après."
                ),
            ),
        ),
        SignOffData(
            "plan",
            "ines",
            on(7),
            on(11),
            "Réservations d’affichage à confirmer dans la semaine.",
            (SignatureData("helene", "approved", on(8)), SignatureData("benedicte", "approved", on(9))),
        ),
        SignOffData(
            "budget",
            "ines",
            on(10),
            on(14),
            "240 000 €, études comprises. Au-delà de 100 000 €, deux signatures sont requises.",
            (SignatureData("paul", "approved", on(13)), SignatureData("helene", "approved", on(12))),
        ),
        SignOffData(
            "bilan",
            "ines",
            workday(end, 12),
            workday(end, 15),
            "Bilan en six pages, la première suffit.",
            (
                SignatureData(
                    "helene",
                    "approved",
                    workday(end, 13),
                    "On garde l’idée deux ans. Le logo, toujours au début.",
                ),
                SignatureData(
                    "paul",
                    "approved",
                    workday(end, 14),
                    "Première campagne de marque dont je comprends le résultat.",
                ),
            ),
        ),
    )
