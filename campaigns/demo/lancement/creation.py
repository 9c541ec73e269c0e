"""Sérum Aube: creative briefs and team briefings."""

from __future__ import annotations

from datetime import date

from campaigns.demo.clock import Clock, in_words, plus, workday
from campaigns.demo.shapes import BriefingData, CreativeBriefData

_WAIT = "https://www.maison-lumen.example/avant-l-aube"
_PRODUCT = "https://www.maison-lumen.example/serum-aube"
_TEST = "* Test d’usage, 34 volontaires, 28 jours, sous contrôle dermatologique."
_TONE = "Lumineux, précis, complice"


def creative_briefs(launch: date) -> tuple[CreativeBriefData, ...]:
    """One per channel × format planned in the three waves."""
    reveal = plus(launch, 13)
    day = in_words(reveal)
    teaser, revealed, pushed = workday(launch, -8), workday(reveal, -12), workday(plus(launch, 27), -4)
    return (
        CreativeBriefData(
            "meta",
            "meta-story",
            "creation",
            teaser,
            f"Quelque chose se lève le {day}. On voit la lumière, jamais le flacon.",
            "Attente d’abord : demander son échantillon avant tout le monde. À la révélation, le même plan "
            "s’ouvre sur le flacon et la preuve des 14 jours.",
            f"{_TONE}, silencieux : la lumière parle avant les mots",
            "Réserver mon échantillon",
            f"« Publicité ». Pas de produit visible avant le {day} à 9 h. {_TEST}",
            _WAIT,
        ),
        CreativeBriefData(
            "meta",
            "meta-carre",
            "creation",
            teaser,
            "6 h 42 : l’heure à laquelle votre teint devrait déjà être réveillé.",
            "Une heure écrite en grand, un dégradé d’aube, une seule phrase. Preuve gardée pour la "
            "révélation.",
            f"{_TONE}, un peu joueur",
            "Je veux essayer",
            f"« Publicité ». {_TEST}",
            _WAIT,
        ),
        CreativeBriefData(
            "meta",
            "meta-portrait",
            "creation",
            teaser,
            "Avant le jour, il y a une minute pour soi.",
            "Le geste du matin, main et goutte seulement. Promesse : une minute suffit.",
            f"{_TONE}, intime",
            "Réserver mon échantillon",
            "« Publicité ». Pas de visage : les droits d’image du tournage couvrent la révélation seulement.",
            _WAIT,
        ),
        CreativeBriefData(
            "meta",
            "meta-reel",
            "creation",
            revealed,
            "De la nuit au jour en quinze secondes : le flacon se révèle avec la lumière.",
            "Teint reposé dès le matin, 89 % des utilisatrices après 14 jours*. La marque est lisible à la "
            "première seconde, le produit à la troisième.",
            f"{_TONE}, ample",
            "Découvrir Sérum Aube",
            f"« Publicité ». Sous-titres français. {_TEST}",
            _PRODUCT,
        ),
        CreativeBriefData(
            "meta",
            "meta-carrousel",
            "creation",
            pushed,
            "Trois raisons de ne plus chercher : l’éclat, la formule, la recharge.",
            "Une carte par preuve, avec un avis vérifié de la première semaine.",
            f"{_TONE}, factuel",
            "Commander le mien",
            f"« Publicité ». Avis clients datés et vérifiés. {_TEST}",
            _PRODUCT,
        ),
        CreativeBriefData(
            "email",
            "email-newsletter",
            "crm",
            teaser,
            "Vous êtes la première prévenue. Réservez votre aube.",
            "Le Cercle reçoit son échantillon avant l’ouverture publique : 800 envois, dans l’ordre des "
            "demandes.",
            "Complice, adressé : « vous », jamais « chère cliente »",
            "Réserver mon échantillon",
            "Lien de désinscription, adresse de la société, version en ligne. Objet de 45 caractères au "
            "plus.",
            _WAIT,
        ),
        CreativeBriefData(
            "email",
            "email-relance",
            "crm",
            pushed,
            "Vous l’avez essayé. Et maintenant ?",
            "La recharge coûte 12 € de moins que le flacon ; livraison offerte pendant sept jours.",
            "Complice, sans insister",
            "Garder mon éclat",
            "Conditions de la livraison offerte en toutes lettres. Lien de désinscription.",
            _PRODUCT,
        ),
        CreativeBriefData(
            "radio",
            "radio-30",
            "agence",
            teaser,
            "Un réveil sonne. Une voix dit ce qu’on n’ose pas : « encore cinq minutes ». La lumière arrive "
            "quand même.",
            f"Quelque chose se lève le {day}. Le nom du produit n’est pas dit ; la marque l’est deux fois.",
            "Chuchoté puis clair, sans musique les huit premières secondes",
            "maison-lumen.fr, rubrique « Avant l’aube »",
            "−23 LUFS. Déclaration Sacem. Aucune allégation en radio tant que le spot de révélation n’est "
            "pas validé.",
            _WAIT,
        ),
        CreativeBriefData(
            "radio",
            "radio-20",
            "agence",
            revealed,
            "Le réveil, de nouveau. Cette fois la voix est réveillée avant lui.",
            "Sérum Aube, vitamine C à 12 %. 89 % des utilisatrices trouvent leur teint reposé après 14 "
            "jours*.",
            "Clair, souriant, débit posé",
            "En boutique et sur maison-lumen.fr",
            f"Mention du test dite à vitesse normale. {_TEST}",
            _PRODUCT,
        ),
        CreativeBriefData(
            "influence",
            "influence-story",
            "social",
            teaser,
            "Chaque créatrice montre son vrai matin, sans maquillage, et ce qu’elle attend.",
            f"Elle a reçu un colis qu’elle n’a pas le droit d’ouvrir avant le {day}.",
            "Le sien : nous fournissons les faits, pas le texte",
            "S’inscrire avec le lien",
            "« Collaboration commerciale » lisible à l’écran pendant toute la story (loi du 9 juin 2023). "
            "Aucun filtre de teint.",
            _WAIT,
        ),
        CreativeBriefData(
            "influence",
            "influence-reel",
            "social",
            revealed,
            "Quatorze matins filmés à la même heure, dans la même lumière.",
            "Montrer ce qui change et ce qui ne change pas. Une vérité qui déçoit vaut mieux qu’un miracle.",
            "Le sien, sincère, sans superlatif",
            "Découvrir Sérum Aube",
            "« Collaboration commerciale » en début de vidéo et en légende. Ni filtre ni retouche de peau.",
            _PRODUCT,
        ),
        CreativeBriefData(
            "affichage",
            "affichage-abribus",
            "creation",
            revealed,
            "Le jour se lève. Vous aussi.",
            "Le flacon seul, grandeur humaine, sur le dégradé d’aube. Sept mots, lus en trois secondes.",
            f"{_TONE}, monumental",
            "En boutique",
            f"Mention du test en pied, corps 24 au moins. {_TEST}",
            _PRODUCT,
        ),
    )


def briefings(clock: Clock, launch: date) -> tuple[BriefingData, ...]:
    """The teaser's: everybody acknowledged but the agency."""
    start = in_words(launch)
    sent = clock.ago(4)
    texts = {
        "creation": (
            "Neuf pièces pour le teaser, aucune ne montre le flacon. Zones de sécurité des stories : 250 px "
            "en haut, 340 px en bas. Il reste le compte à rebours à livrer au bon format.",
            "awa",
            3,
        ),
        "media": (
            f"Mise en ligne Meta le {start} à 7 h, radio le même jour à 6 h. Exclure les acheteuses des 90 "
            "derniers jours. Le budget Meta n’est pas débloqué au-delà de 18 000 € tant que l’avenant n’est "
            "pas signé.",
            "julien",
            3,
        ),
        "crm": (
            f"Premier envoi au Cercle le {start} à 6 h 42, par tiers pour ne pas vider les échantillons en "
            "une heure. Relance des non-ouvreuses à J+4.",
            "thomas",
            4,
        ),
        "social": (
            "Trois créatrices sur cinq ont signé. Colis scellés à expédier dix jours avant. La mention "
            "« Collaboration commerciale » se vérifie sur chaque story avant publication.",
            "lea",
            2,
        ),
        "data": (
            "24 liens vérifiés, conversion « demande d’échantillon » recettée. Point quotidien à 10 h "
            "pendant le teaser : inscriptions, coût par lead, échantillons restants.",
            "hugo",
            4,
        ),
    }
    done = tuple(
        BriefingData("teaser", team, text, "claire", sent, person, clock.ago(days))
        for team, (text, person, days) in texts.items()
    )
    agency = BriefingData(
        "teaser",
        "agence",
        "Camille, il nous manque le spot de 30 s approuvé et deux contrats de créatrices. Merci d’accuser "
        "réception et de confirmer la remise à la régie cinq jours ouvrés avant la première diffusion.",
        "claire",
        sent,
    )
    return (*done, agency)
