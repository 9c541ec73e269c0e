"""Diagnostic de peau: brief and waves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.clock import plus, workday
from campaigns.demo.shapes import BriefAudienceData, BriefData, MessageData, ObjectiveData, WaveData

#: Two quarters of thirteen weeks.
QUARTER = 91


def waves(launch: date) -> tuple[WaveData, ...]:
    return (
        WaveData(
            "mise-en-route",
            "Mise en route",
            launch,
            plus(launch, 20),
            (
                ("google_ads", ("google-rsa",)),
                ("meta", ("meta-carre", "meta-story")),
                ("seo_blog", ("seo-article",)),
            ),
            opened_on=workday(launch, -1),
        ),
        WaveData(
            "croisiere",
            "Rythme de croisière",
            plus(launch, 21),
            None,
            (
                ("google_ads", ("google-rsa", "google-carre")),
                ("meta", ("meta-carre",)),
                ("email", ("email-newsletter",)),
                ("display", ("display-pave",)),
            ),
            opened_on=workday(plus(launch, 21), -1),
        ),
    )


def brief(launch: date) -> BriefData:
    end = plus(launch, 2 * QUARTER - 1)
    return BriefData(
        strategy_label="Plan clientes « Connaître avant de vendre »",
        strategy_url="https://intranet.maison-lumen.example/strategie/plan-clientes",
        context=(
            "Plus d’une nouvelle cliente sur quatre achète le mauvais soin la première fois : 27 % renvoient "
            "le produit ou ne reviennent pas (données Cercle, 18 mois). Le diagnostic en sept questions, "
            "relu par Élodie Perrin, oriente vers un soin et un seul. Celles qui l’ont fait reviennent 1,6 "
            "fois plus.\n\n"
            "Nous voulons un flux régulier de diagnostics toute l’année plutôt que des pointes pendant les "
            "temps forts : les conseillères rappellent 25 personnes par jour ouvré, pas 200."
        ),
        proposition="Sept questions, un soin, et une vraie personne si vous hésitez.",
        tone="Calme, attentif, sans jargon. On pose une question, on ne fait pas la leçon.",
        constraints=(
            "Données personnelles : type de peau et âge sont demandés avec consentement explicite, effacés "
            "après 24 mois.\n"
            "Ce n’est pas un diagnostic médical : le dire à la première et à la dernière question ; orienter "
            "vers un médecin en cas de lésion.\n"
            "Volume : 25 à 30 leads par jour ouvré. Au-delà, réduire les enchères plutôt que faire "
            "attendre.\n"
            "Enchères : pas de mot-clé de pathologie (acné sévère, eczéma, rosacée)."
        ),
        objectives=(
            ObjectiveData("Payer un lead 18 € au plus", "cpl", Decimal("23.40"), Decimal(18), "€", end),
            ObjectiveData(
                "Recueillir 600 diagnostics par mois", "leads", Decimal(225), Decimal(600), "leads", end
            ),
            ObjectiveData(
                "Transformer un diagnostic sur dix en première commande : 60 nouvelles clientes par mois",
                "new_customers",
                Decimal(35),
                Decimal(60),
                "clientes",
                end,
            ),
        ),
        audiences=(
            BriefAudienceData(
                "premiers-soins",
                "Elle cherche « quelle crème pour ma peau » le dimanche soir et lit trois articles avant de "
                "laisser son adresse.",
            ),
            BriefAudienceData(
                "actives",
                "Elle a déjà une salle de bains pleine. Elle veut qu’on lui dise ce qu’elle peut arrêter "
                "d’acheter.",
            ),
        ),
        messages=(
            MessageData(
                "Sept questions pour trouver votre soin.",
                "Questionnaire relu par la direction scientifique ; temps médian 1 min 52 s.",
                "premiers-soins",
            ),
            MessageData(
                "Un seul produit conseillé, parfois aucun.",
                "Une réponse sur six recommande de ne rien acheter.",
                "actives",
            ),
            MessageData(
                "Une conseillère vous rappelle si vous hésitez.",
                "Six conseillères diplômées, rappel sous un jour ouvré, satisfaction 9,1 sur 10.",
            ),
        ),
    )
