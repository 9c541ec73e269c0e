"""Les Matinales de la peau: brief and waves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.clock import in_words, plus
from campaigns.demo.shapes import BriefAudienceData, BriefData, MessageData, ObjectiveData, WaveData


def waves(launch: date, event: date, end: date) -> tuple[WaveData, ...]:
    return (
        WaveData(
            "avant",
            "Avant : inscriptions",
            launch,
            plus(event, -1),
            (
                ("email", ("email-newsletter", "email-relance")),
                ("linkedin", ("linkedin-paysage", "linkedin-document")),
                ("rp", ("rp-communique",)),
                ("evenement", ("evenement-invitation",)),
            ),
        ),
        WaveData(
            "pendant",
            "Pendant : la matinée",
            event,
            event,
            (("evenement", ("evenement-stand", "evenement-support")), ("social", ("social-publication",))),
        ),
        WaveData(
            "apres",
            "Après : suites",
            plus(event, 1),
            end,
            (
                ("email", ("email-relance",)),
                ("linkedin", ("linkedin-carre",)),
                ("seo_blog", ("seo-article",)),
            ),
        ),
    )


def brief(event: date, end: date) -> BriefData:
    day = in_words(event)
    return BriefData(
        strategy_label="Plan officine « Être recommandée au comptoir »",
        strategy_url="https://intranet.maison-lumen.example/strategie/plan-officine",
        context=(
            "Lumen Botanique entre en pharmacie dans six mois. Les 900 officines visées ne nous connaissent "
            "pas : 7 % des pharmaciens citent la marque (panel officine, 412 répondants). Dans ce métier, "
            "on recommande ce qu’on a compris et essayé.\n\n"
            f"Le {day}, nous réunissons à Lyon 180 pharmaciens et conseillères pendant deux heures, avant "
            "l’ouverture des officines : une dermatologue, une formulatrice, une table ronde et les "
            "textures en main. Premier rendez-vous d’une série ; si Lyon réussit, Lille et Bordeaux "
            "suivront."
        ),
        proposition="Deux heures le matin pour répondre toute l’année à « et pour ma peau ? ».",
        tone="Savant et simple, entre confrères. On enseigne, on ne vend pas.",
        constraints=(
            f"Date fixe : {day}, de 7 h 30 à 9 h 30. Au-delà, les officines ouvrent.\n"
            "Lieu : 200 places assises au plus, accès de plain-pied, captation autorisée.\n"
            "Transparence santé : les avantages offerts aux professionnels de santé se déclarent ; "
            "petit-déjeuner sous 30 € par personne.\n"
            "Aucune allégation de traitement : nous parlons de cosmétiques. Diapositives relues par Élodie "
            "Perrin.\n"
            "Photos et captation : accord demandé à l’inscription."
        ),
        objectives=(
            ObjectiveData(
                "Inscrire 260 professionnels",
                "registrations",
                None,
                Decimal(260),
                "inscrits",
                plus(event, -1),
            ),
            ObjectiveData("En accueillir 180", "attendees", None, Decimal(180), "présents", event),
            ObjectiveData(
                "Obtenir 70 demandes de rendez-vous d’officine", "leads", None, Decimal(70), "demandes", end
            ),
        ),
        audiences=(
            BriefAudienceData(
                "professionnels",
                "Il reçoit trois invitations de laboratoires par semaine et les jette. Il vient si "
                "l’intervenante est connue et si tout finit avant 9 h 30.",
            ),
            BriefAudienceData(
                "presse",
                "Elle cherche une experte à citer et un chiffre nouveau. Une matinée à Lyon se justifie par "
                "les deux.",
            ),
        ),
        messages=(
            MessageData(
                "En deux heures, les réponses aux dix questions que l’on vous pose au comptoir.",
                "Dix questions tirées de 1 140 conversations d’officine, enquête menée au printemps.",
                "professionnels",
            ),
            MessageData(
                "Une dermatologue répond, une formulatrice explique, vous essayez.",
                "Dre Anne Fontaine, hospitalière à Lyon (accord en cours), et Élodie Perrin, directrice "
                "scientifique.",
                "professionnels",
            ),
            MessageData(
                "Les résultats de l’enquête officine en avant-première.",
                "Dossier de presse sous embargo jusqu’à la fin de la matinée.",
                "presse",
            ),
        ),
    )
