"""72 heures Brume Rosée: brief and waves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.clock import in_words, plus
from campaigns.demo.shapes import BriefAudienceData, BriefData, MessageData, ObjectiveData, WaveData


def waves(launch: date, end: date) -> tuple[WaveData, ...]:
    return (
        WaveData(
            "ouverture",
            "Ouverture",
            launch,
            plus(launch, 1),
            (
                ("email", ("email-newsletter",)),
                ("sms", ("sms-160",)),
                ("meta", ("meta-story",)),
                ("site", ("site-banniere",)),
            ),
        ),
        WaveData(
            "dernieres-heures",
            "Dernières heures",
            end,
            end,
            (("email", ("email-relance",)), ("meta", ("meta-story",))),
        ),
    )


def brief(launch: date, end: date) -> BriefData:
    return BriefData(
        strategy_label="Plan commercial annuel, chapitre « Écoulement des stocks »",
        strategy_url="https://intranet.maison-lumen.example/strategie/plan-commercial-stocks",
        context=(
            "La Brume Rosée change de flacon dans huit semaines. Il reste 2 900 exemplaires de l’ancien à "
            "l’entrepôt, dont la valeur tombe à zéro le jour du changement. En boutique, la rotation est de "
            "110 par semaine : sans action, il en restera 2 000 à donner ou à recycler, la destruction "
            "étant interdite (loi Agec).\n\n"
            f"Trois jours, du {in_words(launch)} à 7 h au {in_words(end)} à minuit, en ligne seulement : "
            "16,80 € au lieu de 24 €, réservé au Cercle le premier jour."
        ),
        proposition="Votre brume de tous les jours, à −30 %, trois jours et pas un de plus.",
        tone="Direct, vif, honnête sur la raison : le flacon change, pas la formule.",
        constraints=(
            "Prix de référence : 24 €, le plus bas des trente derniers jours (art. L. 112-1-1 du Code de la "
            "consommation). Vérifié par Karim Haddad, à recontrôler la veille.\n"
            "Stock : 2 900 exemplaires en ligne. À 150 restants, couper Meta et retirer la bannière.\n"
            "Pas de SMS après 20 h ni le dimanche. Pas de deuxième vente flash avant trois mois.\n"
            "Dire pourquoi : le flacon change. Ne pas laisser croire que la formule disparaît."
        ),
        objectives=(
            ObjectiveData(
                "Vendre 2 600 brumes en trois jours",
                "units_sold",
                Decimal(330),
                Decimal(2_600),
                "brumes",
                end,
            ),
            ObjectiveData(
                "Faire 62 000 € de chiffre d’affaires, paniers complets compris",
                "conversion_value",
                Decimal(41_000),
                Decimal(62_000),
                "€",
                end,
            ),
        ),
        audiences=(
            BriefAudienceData(
                "cercle",
                "9 400 membres ont acheté la brume dans les douze mois. Elles en rachètent une tous les 74 "
                "jours : la moitié arrive au bout de son flacon.",
            ),
            BriefAudienceData(
                "premiers-soins",
                "La brume est le premier produit qu’elles essaient chez nous : le prix est ce qui les "
                "retient.",
            ),
        ),
        messages=(
            MessageData(
                "La Brume Rosée à 16,80 € au lieu de 24 €, trois jours.",
                "Prix le plus bas des trente derniers jours : 24 €, relevé du site.",
            ),
            MessageData(
                "Le flacon change, pas la formule.",
                "Même composition, même numéro de dossier cosmétique (CPNP).",
                "premiers-soins",
            ),
            MessageData(
                "Le premier jour est réservé au Cercle.", "Code personnel, valable dès 7 h.", "cercle"
            ),
        ),
    )
