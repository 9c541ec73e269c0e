"""Diagnostic de peau: creative briefs, approved assets, briefings, going live."""

from __future__ import annotations

from datetime import date

from campaigns.demo.clock import plus, workday
from campaigns.demo.shapes import (
    ActivationData,
    Art,
    AssetData,
    BriefingData,
    CreativeBriefData,
    ReviewData,
    VersionData,
)

_URL = "https://www.maison-lumen.example/diagnostic"
_NOT_MEDICAL = "« Ce n’est pas un avis médical. » visible sans défiler."
_TONE = "Calme, attentif, sans jargon"


def creative_briefs(launch: date) -> tuple[CreativeBriefData, ...]:
    """One per channel × format of the two waves."""
    start, cruise = workday(launch, -6), workday(plus(launch, 21), -5)
    return (
        CreativeBriefData(
            "google_ads",
            "google-rsa",
            "media",
            start,
            "Répondre à la question tapée, avec ses mots.",
            "Sept questions, un soin, parfois aucun. Temps annoncé : deux minutes.",
            "Direct, sobre",
            "Faire le diagnostic",
            f"Aucun mot-clé de pathologie. {_NOT_MEDICAL} 15 titres de 30 caractères, 4 descriptions de 90.",
            _URL,
        ),
        CreativeBriefData(
            "google_ads",
            "google-carre",
            "creation",
            cruise,
            "Une question du diagnostic, telle quelle.",
            "On a déjà commencé sans s’en apercevoir.",
            _TONE,
            "Répondre",
            f"{_NOT_MEDICAL} Texte sous 20 % de l’image.",
            _URL,
        ),
        CreativeBriefData(
            "meta",
            "meta-carre",
            "creation",
            start,
            "Et si vous n’aviez besoin de rien ?",
            "Un seul produit conseillé, parfois aucun : une réponse sur six recommande de ne rien acheter.",
            f"{_TONE}, un peu d’audace",
            "Faire le diagnostic",
            f"« Publicité ». {_NOT_MEDICAL}",
            _URL,
        ),
        CreativeBriefData(
            "meta",
            "meta-story",
            "creation",
            start,
            "Votre peau tiraille après la douche ? Oui. Non. Ça dépend.",
            "La story est la première question ; le glissement mène à la deuxième.",
            _TONE,
            "Continuer",
            f"« Publicité ». {_NOT_MEDICAL} Pas de gros plan sur une imperfection.",
            _URL,
        ),
        CreativeBriefData(
            "email",
            "email-newsletter",
            "crm",
            cruise,
            "Votre résultat, expliqué.",
            "Trois e-mails : le résultat, pourquoi ce soin, et l’offre d’un rappel.",
            "Personnel, posé",
            "Être rappelée",
            "Lien de désinscription, rappel du consentement, effacement en un clic.",
            _URL,
        ),
        CreativeBriefData(
            "display",
            "display-pave",
            "creation",
            cruise,
            "Vous vous êtes arrêtée à la question 4.",
            "Reciblage de celles qui ont commencé : il reste trois questions.",
            _TONE,
            "Terminer",
            f"150 Ko au plus. {_NOT_MEDICAL} Sept jours de reciblage, deux affichages par jour.",
            _URL,
        ),
        CreativeBriefData(
            "seo_blog",
            "seo-article",
            "web",
            start,
            "Comment savoir quel type de peau on a ?",
            "Répondre vraiment, en six minutes de lecture, avant de proposer le diagnostic.",
            "Pédagogue, sourcé",
            "Vérifier avec le diagnostic",
            "Relecture par la direction scientifique, date de mise à jour, sources en bas de page.",
            f"{_URL}/blog/type-de-peau",
        ),
    )


def assets(launch: date) -> tuple[AssetData, ...]:
    """Nine assets, all approved before their wave."""
    first, second = workday(launch, -6), workday(plus(launch, 21), -5)

    def asset(
        key: str,
        name: str,
        wave: str,
        channel: str,
        form: str,
        by: str,
        art: Art | None = None,
        body: str = "",
    ) -> AssetData:
        on = first if wave == "mise-en-route" else second
        done = ReviewData("approved", "ines", workday(on, 2))
        return AssetData(
            key,
            name,
            wave,
            channel,
            form,
            (VersionData(1, "approved", by, on, "", art, body, reviews=(done,)),),
        )

    start, cruise = "mise-en-route", "croisiere"
    nothing = Art(
        "questions",
        "clinique",
        "Et si vous n’aviez\nbesoin de rien ?",
        "Sept questions · deux minutes",
        "Commencer",
    )
    return (
        asset(
            "rsa-questions",
            "Annonces « sept questions »",
            start,
            "google_ads",
            "google-rsa",
            "julien",
            body=_SEARCH,
        ),
        asset("carre-rien", "Carré « besoin de rien »", start, "meta", "meta-carre", "awa", nothing),
        asset(
            "story-douche",
            "Story « après la douche »",
            start,
            "meta",
            "meta-story",
            "awa",
            Art(
                "questions",
                "clinique",
                "Votre peau tiraille\naprès la douche ?",
                "Question 1 sur 7",
                "Oui|Non|Ça dépend",
            ),
        ),
        asset(
            "article-type",
            "Article « type de peau »",
            start,
            "seo_blog",
            "seo-article",
            "thomas",
            body=_ARTICLE,
        ),
        asset(
            "rsa-aucun",
            "Annonces « parfois aucun »",
            cruise,
            "google_ads",
            "google-rsa",
            "julien",
            body=_SEARCH,
        ),
        asset(
            "carre-question",
            "Carré « une question »",
            cruise,
            "google_ads",
            "google-carre",
            "awa",
            Art(
                "questions",
                "clinique",
                "Plutôt soin du matin\nou soin du soir ?",
                "Question 3 sur 7",
                "Le matin|Le soir|Ça dépend des jours",
            ),
        ),
        asset(
            "carre-rien-2",
            "Carré « besoin de rien », fond clair",
            cruise,
            "meta",
            "meta-carre",
            "awa",
            nothing,
        ),
        asset(
            "mail-resultat",
            "E-mail « votre résultat »",
            cruise,
            "email",
            "email-newsletter",
            "thomas",
            Art("email", "clinique", "Votre résultat, expliqué", "goutte", "Être rappelée"),
        ),
        asset(
            "pave-question-4",
            "Pavé « question 4 »",
            cruise,
            "display",
            "display-pave",
            "awa",
            Art("questions", "clinique", "Il reste\ntrois questions", "", "Terminer"),
        ),
    )


_SEARCH = """Titres
Quel soin pour ma peau ?
Diagnostic en 2 minutes
Un seul soin, parfois aucun
Sept questions, une réponse
Rappel par une conseillère

Descriptions
Sept questions relues par notre direction scientifique. Ce n’est pas un avis médical.
Une réponse sur six conseille de ne rien acheter. Faites le test, c’est gratuit."""

_ARTICLE = """Comment savoir quel type de peau on a ?

Lavez votre visage le soir, ne mettez rien, et regardez-le au réveil. C’est le test le plus simple, et il
suffit à la plupart d’entre nous : si la peau tiraille, elle manque de gras ou d’eau ; si elle brille au
milieu du visage, elle est mixte ; si elle ne dit rien, laissez-la tranquille.

Trois erreurs courantes : confondre peau sèche et peau déshydratée, changer de crème chaque mois, et juger
un soin avant quatre semaines. Mis à jour par la direction scientifique de Maison Lumen."""


def briefings(launch: date) -> tuple[BriefingData, ...]:
    """Both waves, acknowledged."""
    texts = {
        ("mise-en-route", "media"): (
            "Trois semaines à petit budget : ne rien couper avant la revue, sauf erreur.",
            "julien",
        ),
        ("mise-en-route", "creation"): (
            "Trois messages, deux visuels chacun. Pas de gros plan sur les imperfections.",
            "awa",
        ),
        ("mise-en-route", "web"): (
            "Formulaire en sept écrans, affiché en moins de deux secondes sur mobile.",
            "thomas",
        ),
        ("mise-en-route", "data"): (
            "Conversion « diagnostic terminé », et non « commencé ». Relevé chaque lundi.",
            "hugo",
        ),
        ("croisiere", "media"): (
            "Coût visé 18 €. Réduire les enchères au-delà de 30 leads par jour ouvré.",
            "julien",
        ),
        ("croisiere", "creation"): (
            "Une question par image, fond clair, texte sous 20 % de la surface.",
            "awa",
        ),
        ("croisiere", "crm"): (
            "Parcours de trois e-mails ; transmission aux conseillères avant 9 h.",
            "thomas",
        ),
        ("croisiere", "data"): (
            "Ajouter le formulaire du blog au marquage ; point mensuel le premier lundi.",
            "hugo",
        ),
    }
    sent = {"mise-en-route": workday(launch, -3), "croisiere": workday(plus(launch, 21), -3)}
    return tuple(
        BriefingData(wave, team, text, "thomas", sent[wave], person, workday(sent[wave], 1))
        for (wave, team), (text, person) in texts.items()
    )


def activations(launch: date) -> tuple[ActivationData, ...]:
    """Every channel of both waves."""
    cruise = plus(launch, 21)
    return (
        ActivationData(
            "mise-en-route", "google_ads", "julien", launch, "08:10", "", "Trois groupes d’annonces actifs"
        ),
        ActivationData(
            "mise-en-route", "meta", "julien", launch, "08:30", "https://www.facebook.com/ads/library/"
        ),
        ActivationData("mise-en-route", "seo_blog", "thomas", launch, "09:00", f"{_URL}/blog/type-de-peau"),
        ActivationData("croisiere", "google_ads", "julien", cruise, "08:05"),
        ActivationData("croisiere", "meta", "julien", cruise, "08:20"),
        ActivationData("croisiere", "email", "thomas", cruise, "10:00", "", "Parcours activé, 212 inscrites"),
        ActivationData("croisiere", "display", "julien", cruise, "11:30"),
    )
