"""Sérum Aube: the brief and its three waves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.clock import in_words, plus
from campaigns.demo.shapes import BriefAudienceData, BriefData, MessageData, ObjectiveData, WaveData


def waves(launch: date, end: date) -> tuple[WaveData, ...]:
    return (
        WaveData(
            "teaser",
            "Teaser",
            launch,
            plus(launch, 12),
            (
                ("meta", ("meta-story", "meta-carre", "meta-portrait")),
                ("email", ("email-newsletter",)),
                ("radio", ("radio-30",)),
                ("influence", ("influence-story",)),
            ),
        ),
        WaveData(
            "revelation",
            "Révélation",
            plus(launch, 13),
            plus(launch, 26),
            (
                ("meta", ("meta-story", "meta-carre", "meta-reel")),
                ("influence", ("influence-reel",)),
                ("email", ("email-newsletter",)),
                ("radio", ("radio-30", "radio-20")),
                ("affichage", ("affichage-abribus",)),
            ),
        ),
        WaveData(
            "relance",
            "Relance",
            plus(launch, 27),
            end,
            (("meta", ("meta-carrousel",)), ("email", ("email-relance",)), ("radio", ("radio-20",))),
        ),
    )


def brief(launch: date, end: date) -> BriefData:
    reveal = plus(launch, 13)
    return BriefData(
        strategy_label="Plan stratégique « Regagner le matin »",
        strategy_url="https://intranet.maison-lumen.example/strategie/regagner-le-matin",
        context=(
            "Le sérum est la seule famille du soin visage qui a grandi deux années de suite dans nos "
            "boutiques (+14 % en valeur), et nous n’avons rien à proposer pour le matin. Résultat : 41 % "
            "des clientes du Cercle achètent leur sérum ailleurs (enquête Cercle, 2 310 réponses).\n\n"
            "Sérum Aube comble ce manque : vitamine C stabilisée à 12 %, sans parfum, flacon rechargeable "
            "de 30 ml à 59 €. Deux concurrents ont annoncé le leur pour le trimestre qui suit. Nous devons "
            f"être installés le {in_words(end)}, avant qu’ils prennent la parole."
        ),
        proposition="L’éclat d’une bonne nuit, même quand elle a été courte.",
        tone="Lumineux, précis, complice. Jamais médical, jamais culpabilisant.",
        constraints=(
            "Allégations : seules celles du dossier clinique LUM-114 (34 volontaires, 28 jours). Ni "
            "« anti-âge », ni avant/après retouché.\n"
            f"Embargo : rien du produit n’est montré avant le {in_words(reveal)} à 9 h, ni en presse ni chez "
            "les créatrices.\n"
            "Stock : 6 000 flacons à l’entrepôt une semaine avant la révélation, pas de réassort avant huit "
            "semaines.\n"
            "Boutiques : les 42 reçoivent la PLV une semaine avant la révélation ; aucune pose un samedi.\n"
            "Musique : droits radio et réseaux négociés ensemble, douze mois, France."
        ),
        objectives=(
            ObjectiveData(
                "Recueillir 500 demandes d’échantillon pendant le teaser",
                "leads",
                Decimal(0),
                Decimal(500),
                "leads",
                plus(launch, 12),
            ),
            ObjectiveData(
                "Payer un lead 34 € au plus", "cpl", Decimal("41.50"), Decimal(34), "€", plus(launch, 12)
            ),
            ObjectiveData(
                "Vendre 3 200 flacons en six semaines",
                "units_sold",
                Decimal(2140),
                Decimal(3200),
                "flacons",
                end,
            ),
            ObjectiveData(
                "Recruter 1 400 nouvelles clientes",
                "new_customers",
                Decimal(910),
                Decimal(1400),
                "clientes",
                end,
            ),
        ),
        audiences=(
            BriefAudienceData(
                "actives",
                "Elle ne veut pas une routine de plus : elle veut ne plus entendre « tu as l’air fatiguée » "
                "en arrivant au bureau.",
            ),
            BriefAudienceData(
                "cercle",
                "Elle nous fait confiance pour le soir et va voir ailleurs le matin. Elle déteste découvrir "
                "nos nouveautés en même temps que tout le monde.",
            ),
            BriefAudienceData(
                "premiers-soins",
                "Elle lit la liste des ingrédients avant le prix et sait qu’une vitamine C brunit. Il faut "
                "le lui dire avant qu’elle le demande.",
            ),
        ),
        messages=(
            MessageData(
                "Votre teint paraît reposé dès le matin.",
                "89 % des utilisatrices l’ont constaté après 14 jours (test d’usage, 34 volontaires, 28 "
                "jours).",
                "actives",
            ),
            MessageData(
                "12 % de vitamine C, active jusqu’à la dernière goutte.",
                "Flacon opaque sans air ; 94 % de l’actif mesuré à six mois (rapport de stabilité LUM-118).",
                "premiers-soins",
            ),
            MessageData(
                "Le flacon se garde, la recharge coûte 12 € de moins.",
                "Recharge de 30 ml à 47 €, flacon en verre garanti cinq ans.",
                "cercle",
            ),
        ),
    )
