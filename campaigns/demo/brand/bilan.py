"""La lumière vous va bien: what the institute measured, and what the house learnt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.clock import plus, workday
from campaigns.demo.shapes import BilanData, LearningData, ReadingData

_STUDY = "Institut Verdier, 1 000 femmes de 25 à 54 ans"


def readings(launch: date, end: date) -> tuple[ReadingData, ...]:
    """Readers of the press pages, and three measures with the same questionnaire."""
    before, midway, after = plus(launch, -5), plus(launch, 36), plus(end, 9)

    def measured(kpi: str, value: str, on: date, wave: str) -> ReadingData:
        return ReadingData(kpi, "production", on, Decimal(value), f"{_STUDY}, {wave}")

    pages = ((2, 612_000), (9, 540_000), (16, 598_000), (24, 471_000))
    return (
        *(
            ReadingData(
                "impressions", "presse", plus(launch, days), Decimal(readers), "Lecteurs, panel de la presse"
            )
            for days, readers in pages
        ),
        measured("assisted_awareness", "31.2", before, "mesure avant"),
        measured("spontaneous_awareness", "4.1", before, "mesure avant"),
        measured("consideration", "11.3", before, "mesure avant"),
        measured("ad_recall", "17.6", midway, "mesure intermédiaire"),
        measured("attribution", "38.0", midway, "mesure intermédiaire"),
        measured("assisted_awareness", "35.6", after, "mesure après"),
        measured("spontaneous_awareness", "5.2", after, "mesure après"),
        measured("consideration", "13.9", after, "mesure après"),
        measured("ad_recall", "24.3", after, "mesure après"),
        measured("attribution", "52.4", after, "mesure après"),
        measured("reach", "71.0", after, "couverture calculée par les régies"),
    )


def bilan(launch: date, end: date) -> BilanData:
    return BilanData(
        number=1,
        period_start=launch,
        period_end=end,
        summary=(
            "La notoriété assistée passe de 31,2 % à 35,6 % : +4,4 points pour +4,8 visés, au-dessus de la "
            "marge de l’étude (2,1). La considération dépasse son objectif (13,9 % pour 13,5 %) et celles "
            "qui ont vu le film nous citent une fois sur deux. Chaque point de notoriété a coûté 52 000 €, "
            "contre 71 000 € pour la campagne précédente. L’idée tient : gardez-la deux ans, avec la marque "
            "visible dès la première seconde."
        ),
        successes=(
            "Un seul film, onze déclinaisons : 31 000 € de production, 13 % du budget, pour dix semaines.\n"
            "L’affichage des deux premières semaines a fait la moitié du souvenir mesuré à mi-campagne.\n"
            "Des visages non retouchés : 1 900 messages reçus, dont 92 % favorables, et 14 reprises de "
            "presse non sollicitées.\n"
            "La décision prise à la mesure intermédiaire a été en ligne en onze jours."
        ),
        difficulties=(
            "À mi-campagne, 38 % seulement attribuaient le film à la marque : le logo arrivait à la douzième "
            "seconde.\n"
            "Deux titres de presse ont décalé leur parution d’une semaine ; la couverture presse est de 3 "
            "points sous le prévu.\n"
            "Le spot audio, adapté du film, se comprenait mal sans image : il a été réécrit après une "
            "semaine.\n"
            "L’objectif de notoriété assistée est manqué de 0,4 point."
        ),
        learnings=(
            LearningData(
                "keep",
                "Mettre la marque à l’image dès la première seconde.",
                "Attribution de 38,0 % à 52,4 % après le remontage, à souvenir comparable.",
                "youtube",
            ),
            LearningData(
                "keep",
                "Commencer par deux semaines d’affichage massif.",
                "49 % du souvenir mesuré à mi-campagne vient des villes affichées, pour 24 % du budget.",
                "affichage",
            ),
            LearningData(
                "keep",
                "Mesurer avant, pendant et après avec le même institut.",
                "La mesure intermédiaire (4 400 €) a permis de corriger 38 000 € d’espace restant.",
            ),
            LearningData(
                "change",
                "Écrire le spot audio pour l’oreille, ne pas l’adapter du film.",
                "Compréhension 54 % la première semaine, 78 % après réécriture.",
                "audio",
            ),
            LearningData(
                "change",
                "Réserver la presse avec une semaine de marge sur chaque parution.",
                "Deux décalages sur neuf pages ; couverture presse 3 points sous le prévu.",
                "presse",
            ),
            LearningData(
                "avoid",
                "Ne pas couper un film de marque parce qu’il ne fait pas cliquer.",
                "CTR de 0,09 % sur YouTube et +2,6 points de considération.",
                "youtube",
            ),
        ),
        published_on=workday(end, 14),
        published_by="ines",
    )
