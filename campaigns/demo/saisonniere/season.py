"""The commercial moment the seasonal campaign falls on, whatever the day the demonstration is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Season:
    """Words of a moment. `until` is the last (month, day) of a launch that belongs to it."""

    until: tuple[int, int]
    name: str
    moment: str
    box: str
    contents: str
    palette: str
    context: str
    gift_insight: str
    headline: str
    push: str
    last_call: str
    search_terms: str


SEASONS = (
    Season(
        (2, 12),
        "Coffrets de Saint-Valentin",
        "la Saint-Valentin",
        "À deux",
        "le sérum Rosée, la crème Zénith et une huile de massage de 30 ml",
        "rubis",
        "La Saint-Valentin ne pèse que 6 % de l’année, mais une commande sur trois vient d’un nouveau "
        "client. L’an passé, nous avons communiqué la dernière semaine seulement : les coffrets étaient en "
        "rupture dans onze boutiques et invisibles en ligne.",
        "Il achète pour elle, souvent le soir, sur son téléphone, à quatre jours de la date. Il a peur de se "
        "tromper de produit, pas de dépenser dix euros de plus.",
        "Deux peaux,\nune seule lumière",
        "Le coffret\nà se partager",
        "Il arrive à temps,\npromis",
        "coffret saint valentin, cadeau soin visage couple",
    ),
    Season(
        (6, 5),
        "Coffrets de la fête des mères",
        "la fête des mères",
        "Merci Maman",
        "la crème Zénith, le sérum Rosée et un baume à lèvres",
        "pivoine",
        "La fête des mères est notre deuxième moment de l’année : 14 % des ventes. L’an passé, le coffret à "
        "89 € s’est vendu surtout les cinq derniers jours, quand les boutiques n’en avaient plus : 38 000 € "
        "manqués d’après le réseau.",
        "Il ou elle ne connaît pas le type de peau de sa mère et n’osera pas demander. Un coffret qui "
        "convient à toutes les peaux lève le doute.",
        "La lumière,\nelle vous l’a donnée",
        "Merci Maman,\ntout simplement",
        "Plus que trois jours\npour dire merci",
        "coffret fête des mères, idée cadeau maman soin",
    ),
    Season(
        (8, 15),
        "Trousses d’été",
        "l’été",
        "Lumière d’été",
        "la brume Rosée, un fluide SPF 50 et un baume après-soleil, en formats de voyage",
        "soleil",
        "Juin et juillet sont nos deux mois les plus calmes : 9 % de l’année à eux deux. La trousse de "
        "voyage est le seul produit dont les ventes montent alors. L’an passé, elle a été annoncée après les "
        "départs de juillet.",
        "Il ou elle prépare sa valise le soir, veut tout en moins de 100 ml et une seule protection pour la "
        "plage et la ville.",
        "L’été tient\ndans une trousse",
        "Trois soins,\nzéro place perdue",
        "Dernier départ,\ndernières trousses",
        "trousse de voyage soin, kit solaire cabine",
    ),
    Season(
        (10, 9),
        "Coffrets de rentrée",
        "la rentrée",
        "Nouveau rythme",
        "le nettoyant Clair, le sérum Rosée et la crème Zénith en 30 ml",
        "sauge",
        "Septembre est le mois où l’on change de routine : 31 % des nouvelles clientes de l’an passé sont "
        "arrivées entre le 25 août et le 30 septembre. Nous n’avions rien de simple à leur proposer : le "
        "coffret est né de ce constat.",
        "Elle reprend le travail avec une peau qui tiraille et l’envie de mieux faire. Trois gestes lui "
        "semblent tenables, cinq non.",
        "Trois gestes,\nun nouveau rythme",
        "La routine\nqui tient en octobre",
        "Les derniers coffrets\nde la rentrée",
        "routine soin visage simple, coffret soin rentrée",
    ),
    Season(
        (12, 26),
        "Coffrets de Noël",
        "Noël",
        "Les Trois Lumières",
        "le sérum Rosée, la crème Zénith et l’huile Minuit, dans une boîte que l’on garde",
        "noel",
        "Noël pèse 23 % de nos ventes annuelles et se joue en quatre semaines. L’an passé, les coffrets ont "
        "rapporté 412 000 €, mais la moitié du stock restait en rayon à dix jours de la fin : annoncés trop "
        "tard, noyés dans les promotions de fin novembre.",
        "Il ou elle a huit cadeaux à trouver et vingt minutes devant soi. Une belle boîte, un prix rond et "
        "une date de livraison sûre emportent la décision.",
        "Trois lumières\nsous le sapin",
        "Le coffret\nqu’on n’échange pas",
        "Les derniers coffrets\nde l’année",
        "coffret noël soin visage, idée cadeau beauté femme",
    ),
)


def season_of(launch: date) -> Season:
    """The season a launch belongs to."""
    day = (launch.month, launch.day)
    return next((season for season in SEASONS if day <= season.until), SEASONS[0])
