"""La lumière vous va bien: brief and waves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.clock import plus, workday
from campaigns.demo.shapes import BriefAudienceData, BriefData, MessageData, ObjectiveData, WaveData


def waves(launch: date, end: date) -> tuple[WaveData, ...]:
    return (
        WaveData(
            "installation",
            "Installation",
            launch,
            plus(launch, 27),
            (
                ("youtube", ("youtube-instream",)),
                ("affichage", ("affichage-4x3",)),
                ("presse", ("presse-page",)),
                ("meta", ("meta-reel",)),
            ),
            opened_on=workday(launch, -1),
        ),
        WaveData(
            "amplification",
            "Amplification",
            plus(launch, 28),
            plus(launch, 51),
            (("youtube", ("youtube-bumper",)), ("audio", ("audio-30",)), ("meta", ("meta-carre",))),
            opened_on=workday(plus(launch, 28), -1),
        ),
        WaveData(
            "ancrage",
            "Ancrage",
            plus(launch, 52),
            end,
            (("youtube", ("youtube-bumper",)), ("display", ("display-grand-angle",))),
            opened_on=workday(plus(launch, 52), -1),
        ),
    )


def brief(launch: date, end: date) -> BriefData:
    measured = plus(end, 12)
    return BriefData(
        strategy_label="Plateforme de marque Maison Lumen",
        strategy_url="https://intranet.maison-lumen.example/strategie/plateforme-de-marque",
        context=(
            "Nous vendons mieux que nous ne sommes connus. Une Française de 25 à 54 ans sur trois reconnaît "
            "Maison Lumen quand on la cite (31,2 %), une sur neuf l’envisage ; nos trois concurrents directs "
            "sont entre 44 % et 58 %. Quand la marque est reconnue, une publicité produit coûte 35 % de "
            "moins par commande (analyse des 24 derniers mois).\n\n"
            "Cette campagne ne vend aucun produit. Elle installe une idée : chez nous, le soin ne corrige "
            "pas un visage, il lui rend sa lumière. Un film, une affiche, dix semaines, trois mesures par le "
            "même institut."
        ),
        proposition="Vous n’avez rien à corriger. La lumière vous va bien.",
        tone="Chaleureux, ample, sûr de soi. Des visages vrais, aucune retouche de peau.",
        constraints=(
            "Aucun produit à l’image plus de deux secondes, aucun prix, aucune allégation.\n"
            "Visages non retouchés ; la mention « photographie retouchée » (art. L. 2133-2 du Code de la "
            "santé publique) ne doit jamais être nécessaire.\n"
            "Droits du film : douze mois, France, tous écrans. Musique originale.\n"
            "Mesure : même questionnaire, mêmes quotas, 1 000 personnes par vague, marge de 2,1 points.\n"
            "Ne pas juger le film au clic : aucun arbitrage avant la mesure intermédiaire."
        ),
        objectives=(
            ObjectiveData(
                "Porter la notoriété assistée à 36 %",
                "assisted_awareness",
                Decimal("31.2"),
                Decimal(36),
                "%",
                measured,
            ),
            ObjectiveData(
                "Porter la considération à 13,5 %",
                "consideration",
                Decimal("11.3"),
                Decimal("13.5"),
                "%",
                measured,
            ),
            ObjectiveData(
                "Être attribué une fois sur deux par ceux qui ont vu le film",
                "attribution",
                None,
                Decimal(50),
                "%",
                plus(launch, 45),
            ),
        ),
        audiences=(
            BriefAudienceData(
                "femmes-25-54",
                "On lui parle de son âge depuis ses vingt-cinq ans. Elle ne croit plus aux promesses et "
                "reconnaît tout de suite un visage retouché.",
            ),
            BriefAudienceData(
                "cercle",
                "Elle nous choisit déjà et aime pouvoir dire pourquoi. Donnons-lui une phrase à répéter.",
            ),
        ),
        messages=(
            MessageData(
                "La lumière vous va bien.",
                "Douze femmes de 25 à 71 ans, filmées à la lumière du jour, sans retouche : certificat du "
                "tournage.",
                "femmes-25-54",
            ),
            MessageData(
                "Nous ne corrigeons pas les visages.",
                "Charte signée : aucune photographie retouchée depuis la création de la maison.",
            ),
            MessageData(
                "Une maison française, des formules faites à Grasse.",
                "Laboratoire ouvert aux visites, 61 personnes, label Entreprise du patrimoine vivant.",
                "cercle",
            ),
        ),
    )
