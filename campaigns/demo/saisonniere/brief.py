"""The seasonal campaign: brief and waves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaigns.demo.clock import in_words, plus, workday
from campaigns.demo.saisonniere.season import Season
from campaigns.demo.shapes import BriefAudienceData, BriefData, MessageData, ObjectiveData, WaveData


def waves(launch: date, end: date) -> tuple[WaveData, ...]:
    return (
        WaveData(
            "annonce",
            "Annonce",
            launch,
            plus(launch, 14),
            (
                ("email", ("email-newsletter",)),
                ("meta", ("meta-carre", "meta-story")),
                ("pinterest", ("pinterest-epingle",)),
                ("retail", ("retail-vitrine",)),
            ),
            opened_on=workday(launch, -1),
        ),
        WaveData(
            "temps-fort",
            "Temps fort",
            plus(launch, 15),
            plus(launch, 22),
            (
                ("google_ads", ("google-rsa",)),
                ("meta", ("meta-carrousel",)),
                ("email", ("email-newsletter",)),
                ("display", ("display-pave",)),
            ),
        ),
        WaveData(
            "derniere-chance",
            "Dernière chance",
            plus(launch, 23),
            end,
            (("email", ("email-relance",)), ("sms", ("sms-160",)), ("meta", ("meta-story",))),
        ),
    )


def brief(season: Season, launch: date, end: date) -> BriefData:
    delivery = plus(end, -3)
    return BriefData(
        strategy_label="Plan commercial annuel, chapitre « Temps forts »",
        strategy_url="https://intranet.maison-lumen.example/strategie/plan-commercial-temps-forts",
        context=(
            f"{season.context}\n\n"
            f"Cette fois, nous prenons la parole le {in_words(launch)}, avec un seul coffret, "
            f"« {season.box} » : {season.contents}. 89 € au lieu de 118 € à l’unité, 5 600 coffrets, aucun "
            "réassort."
        ),
        proposition=f"« {season.box} » : le cadeau juste, choisi en deux minutes.",
        tone="Chaleureux, concret, généreux. Pas de compte à rebours avant les cinq derniers jours.",
        constraints=(
            "Prix : 89 € TTC, comparé à la somme des prix à l’unité (118 €). Ce n’est pas une réduction : "
            "ne jamais écrire « −25 % » ni barrer un prix.\n"
            f"Livraison : garantie pour toute commande passée avant le {in_words(delivery)} à midi, retrait "
            "en boutique ensuite.\n"
            "Stock : 3 400 coffrets en boutique, 2 200 à l’entrepôt. À 300 restants, la publicité "
            "s’arrête.\n"
            "Boutiques : vitrines posées la veille de l’annonce, déposées le lendemain de la fin."
        ),
        objectives=(
            ObjectiveData(
                "Faire 430 000 € de chiffre d’affaires avec les coffrets",
                "conversion_value",
                Decimal(412_000),
                Decimal(430_000),
                "€",
                end,
            ),
            ObjectiveData(
                "Vendre 5 200 coffrets", "units_sold", Decimal(4_630), Decimal(5_200), "coffrets", end
            ),
            ObjectiveData(
                "Porter le panier moyen à 84 €", "average_basket", Decimal(78), Decimal(84), "€", end
            ),
        ),
        audiences=(
            BriefAudienceData("cadeaux", season.gift_insight),
            BriefAudienceData(
                "cercle",
                "Elle s’offre le coffret plus souvent qu’elle ne l’offre : 58 % des acheteuses du Cercle "
                "l’an passé. Elle veut le voir deux jours avant les autres.",
            ),
        ),
        messages=(
            MessageData(
                "Un coffret, trois soins, 89 €.",
                "118 € si on les achète un par un ; tarif public affiché en boutique et sur le site.",
                "cadeaux",
            ),
            MessageData(
                "Il convient à toutes les peaux, même sensibles.",
                "Trois formules sans parfum, testées sous contrôle dermatologique sur peaux sensibles.",
                "cadeaux",
            ),
            MessageData(
                f"Livré à temps, ou retiré dans l’heure jusqu’au {in_words(end)}.",
                "97,8 % des colis livrés en 48 h l’an passé ; stock visible boutique par boutique.",
            ),
            MessageData(
                "Le Cercle le découvre deux jours avant.",
                "Envoi réservé aux 148 000 membres, 400 coffrets mis de côté.",
                "cercle",
            ),
        ),
    )
