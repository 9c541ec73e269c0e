"""The seasonal campaign: creative briefs, team briefings, and the first wave's going live."""

from __future__ import annotations

from datetime import date

from campaigns.demo.clock import Clock, in_words, plus, workday
from campaigns.demo.saisonniere.season import Season
from campaigns.demo.shapes import ActivationData, BriefingData, CreativeBriefData

_URL = "https://www.maison-lumen.example/coffrets"
_TONE = "Chaleureux, concret, généreux"
_PRICE = "89 € TTC. Comparaison « 118 € à l’unité » en note, jamais de prix barré ni de pourcentage."


def creative_briefs(season: Season, launch: date, end: date) -> tuple[CreativeBriefData, ...]:
    """One per channel × format of the three waves."""
    first, second, third = workday(launch, -14), workday(plus(launch, 15), -4), workday(plus(launch, 23), -3)
    box, limit = season.box, in_words(plus(end, -3))
    return (
        CreativeBriefData(
            "email",
            "email-newsletter",
            "crm",
            first,
            f"« {box} » est là. Le Cercle le découvre deux jours avant tout le monde.",
            "Trois soins qui vont à toutes les peaux, 89 €. Au temps fort, le même e-mail montre les "
            "boutiques où il reste.",
            f"{_TONE}, adressé",
            "Découvrir le coffret",
            f"{_PRICE} Lien de désinscription, version en ligne. Objet de 45 caractères au plus.",
            _URL,
        ),
        CreativeBriefData(
            "meta",
            "meta-carre",
            "creation",
            first,
            f"Un seul coffret à retenir pour {season.moment}.",
            "Montrer la boîte ouverte et les trois flacons : on comprend en une seconde ce qu’on offre.",
            _TONE,
            "Offrir le coffret",
            f"« Publicité ». {_PRICE}",
            _URL,
        ),
        CreativeBriefData(
            "meta",
            "meta-story",
            "creation",
            first,
            "La boîte s’ouvre, la lumière sort.",
            "Promesse : choisi en deux minutes. En dernière vague, la même story dit la date limite.",
            f"{_TONE}, vif",
            "Offrir le coffret",
            f"« Publicité ». {_PRICE} Zones de sécurité des stories respectées.",
            _URL,
        ),
        CreativeBriefData(
            "pinterest",
            "pinterest-epingle",
            "creation",
            first,
            "L’idée qu’on enregistre en pensant à quelqu’un.",
            "Composition vue de dessus, texte court, boîte reconnaissable en vignette.",
            "Inspirant, calme",
            "Voir le coffret",
            f"{_PRICE} Titre de l’épingle : « {season.search_terms.split(',')[0]} ».",
            _URL,
        ),
        CreativeBriefData(
            "retail",
            "retail-vitrine",
            "creation",
            workday(launch, -20),
            "Le coffret, seul, très grand.",
            "Lisible depuis le trottoir d’en face : une boîte, un prix, une phrase.",
            _TONE,
            "Entrez le sentir",
            f"{_PRICE} PDF/X-4, fonds perdus de 5 mm. Prix relu par le juridique avant impression.",
            _URL,
        ),
        CreativeBriefData(
            "google_ads",
            "google-rsa",
            "media",
            second,
            f"Répondre aux recherches « {season.search_terms} ».",
            "Prix, contenu et délai de livraison dans les trois premiers titres.",
            "Direct",
            "Commander",
            "15 titres de 30 caractères, 4 descriptions de 90. Ni majuscules ni points d’exclamation.",
            _URL,
        ),
        CreativeBriefData(
            "meta",
            "meta-carrousel",
            "creation",
            second,
            "Les trois soins, un par carte, puis la boîte.",
            "Chaque carte répond à « et c’est bien pour qui ? ». La dernière donne le délai de livraison.",
            _TONE,
            "Commander",
            f"« Publicité ». {_PRICE}",
            _URL,
        ),
        CreativeBriefData(
            "display",
            "display-pave",
            "creation",
            second,
            f"« {box} » vous attend.",
            "Reciblage : montrer la boîte déjà vue, rien de neuf à comprendre.",
            _TONE,
            "Voir le coffret",
            "150 Ko au plus, trois images et quinze secondes si animé. Logo lisible à la première image.",
            _URL,
        ),
        CreativeBriefData(
            "email",
            "email-relance",
            "crm",
            third,
            f"Commandé avant le {limit} à midi, livré à temps.",
            "Après la limite, le même e-mail renvoie vers la boutique la plus proche avec son stock.",
            "Utile, sans urgence feinte",
            "Commander à temps",
            f"{_PRICE} Date et heure limites en toutes lettres. Lien de désinscription.",
            _URL,
        ),
        CreativeBriefData(
            "sms",
            "sms-160",
            "crm",
            third,
            f"Rappel de la date limite du {limit}.",
            "Un fait, un lien, rien d’autre.",
            "Sobre",
            "mlumen.example/c",
            "160 caractères, mention STOP comprise. Pas d’envoi après 20 h, le dimanche ni un jour férié.",
            _URL,
        ),
    )


def briefings(clock: Clock, launch: date) -> tuple[BriefingData, ...]:
    """The first wave's, all acknowledged; the second's, sent this week, still waiting for the web team."""
    sent, lately = workday(launch, -4), clock.ago(2)
    first = {
        "crm": (
            "Avant-première du Cercle deux jours avant, puis deux envois par semaine, le mardi et le "
            "vendredi.",
            "thomas",
        ),
        "media": (
            "600 € par jour sur Meta pendant l’annonce, Pinterest en continu. Exclure les acheteurs du "
            "coffret.",
            "julien",
        ),
        "retail": (
            "Vitrines au bon prix livrées la veille. Photo de chaque pose avant 10 h. Reliquat de l’an passé "
            "retiré.",
            "sarah",
        ),
        "data": (
            "Relevé des boutiques à 9 h chaque jour ; alerte à 300 coffrets restants, tous stocks confondus.",
            "hugo",
        ),
        "creation": (
            "Cinq pièces pour l’annonce, livrées. Le temps fort reprend la même lumière, boîte ouverte.",
            "awa",
        ),
    }
    second = {
        "media": (
            "Recherche et reciblage s’ouvrent au temps fort ; Meta passe à 1 500 € par jour.",
            "julien",
        ),
        "crm": ("Relance des paniers à 4 h et à 24 h. Envoi supplémentaire le dimanche soir.", "thomas"),
        "data": ("Suivi du stock par boutique toutes les quatre heures pendant le temps fort.", "hugo"),
    }
    waiting = BriefingData(
        "temps-fort",
        "web",
        "Bascule automatique vers le retrait en boutique à la date limite : merci de confirmer que la "
        "recette est passée.",
        "claire",
        lately,
    )
    return (
        *(
            BriefingData("annonce", t, text, "claire", sent, who, workday(sent, 1))
            for t, (text, who) in first.items()
        ),
        *(
            BriefingData("temps-fort", t, text, "claire", lately, who, clock.ago(1))
            for t, (text, who) in second.items()
        ),
        waiting,
    )


def activations(launch: date) -> tuple[ActivationData, ...]:
    """Every channel of the first wave, reported by its team."""
    return (
        ActivationData(
            "annonce", "email", "thomas", launch, "06:30", _URL, "147 212 envois, 0,4 % de rejets"
        ),
        ActivationData(
            "annonce",
            "meta",
            "julien",
            launch,
            "07:05",
            "https://www.facebook.com/ads/library/",
            "Trois ensembles actifs",
        ),
        ActivationData(
            "annonce", "pinterest", "julien", launch, "07:40", "https://www.pinterest.fr/maisonlumen/"
        ),
        ActivationData(
            "annonce",
            "retail",
            "sarah",
            launch,
            "10:15",
            "",
            "42 vitrines sur 42, photos dans le dossier partagé",
        ),
    )
