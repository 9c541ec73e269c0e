"""The seasonal campaign: the first wave approved, the second nearly, one text of the third."""

from __future__ import annotations

from datetime import date

from campaigns.demo.clock import Clock, in_words, plus, workday
from campaigns.demo.saisonniere.season import Season
from campaigns.demo.shapes import Art, AssetData, ReviewData, VersionData


def assets(season: Season, clock: Clock, launch: date, end: date) -> tuple[AssetData, ...]:
    palette, box = season.palette, season.box
    announced = "89 € · trois soins"

    def version(
        number: int, by: str, on: date, comment: str = "", art: Art | None = None, body: str = ""
    ) -> VersionData:
        review = ReviewData("approved", "ines", workday(on, 1))
        return VersionData(number, "approved", by, on, comment, art, body, reviews=(review,))

    first = workday(launch, -9)
    refused = VersionData(
        1,
        "changes",
        "awa",
        workday(launch, -19),
        "Premier tirage",
        Art("coffret", palette, season.headline, "−25 % sur la routine", "89 €"),
        reviews=(
            ReviewData(
                "changes",
                "claire",
                workday(launch, -13),
                "Le juridique refuse « −25 % » : c’est une comparaison, pas une réduction. Écrire le prix "
                "seul.",
            ),
        ),
    )
    lately = clock.ago(2)
    return (
        AssetData(
            "mail-annonce",
            f"E-mail « {box} est là »",
            "annonce",
            "email",
            "email-newsletter",
            (
                version(
                    1,
                    "thomas",
                    first,
                    art=Art("email", palette, f"{box} est là", "coffret", "Découvrir le coffret"),
                ),
            ),
        ),
        AssetData(
            "carre-coffret",
            "Carré « boîte ouverte »",
            "annonce",
            "meta",
            "meta-carre",
            (version(1, "awa", first, art=Art("coffret", palette, season.headline, announced, "Offrir")),),
        ),
        AssetData(
            "story-coffret",
            "Story « la lumière sort »",
            "annonce",
            "meta",
            "meta-story",
            (
                version(
                    1,
                    "awa",
                    first,
                    art=Art("coffret", palette, season.headline, announced, "Offrir le coffret"),
                ),
            ),
        ),
        AssetData(
            "epingle-coffret",
            "Épingle « vue de dessus »",
            "annonce",
            "pinterest",
            "pinterest-epingle",
            (version(1, "awa", workday(first, 1), art=Art("trio", palette, f"« {box} »", announced)),),
        ),
        AssetData(
            "vitrine-coffret",
            "Vitrophanie « le coffret, seul »",
            "annonce",
            "retail",
            "retail-vitrine",
            (
                refused,
                version(
                    2,
                    "awa",
                    workday(launch, -12),
                    "Prix seul, sans comparaison",
                    Art("coffret", palette, box, "Trois soins", "89 €"),
                ),
            ),
        ),
        AssetData(
            "rsa-coffret",
            "Annonces de recherche « coffret »",
            "temps-fort",
            "google_ads",
            "google-rsa",
            (version(1, "julien", clock.ago(5), "12 titres, 4 descriptions", body=_search_ads(season, end)),),
        ),
        AssetData(
            "carrousel-soins",
            "Carrousel « un soin par carte »",
            "temps-fort",
            "meta",
            "meta-carrousel",
            (
                VersionData(
                    1,
                    "changes",
                    "awa",
                    lately,
                    "Quatre cartes",
                    Art("trio", palette, season.push, "1 sur 4"),
                    reviews=(
                        ReviewData(
                            "changes",
                            "ines",
                            clock.ago(1),
                            "La deuxième carte dit « répare » : pas d’allégation de traitement. Préférer "
                            "« nourrit ».",
                        ),
                    ),
                ),
            ),
        ),
        AssetData(
            "mail-boutiques",
            "E-mail « dans votre boutique »",
            "temps-fort",
            "email",
            "email-newsletter",
            (
                version(
                    1,
                    "thomas",
                    clock.ago(4),
                    art=Art("email", palette, season.push, "trio", "Voir ma boutique"),
                ),
            ),
        ),
        AssetData(
            "pave-coffret",
            "Pavé de reciblage",
            "temps-fort",
            "display",
            "display-pave",
            (version(1, "awa", clock.ago(4), art=Art("coffret", palette, box, "89 €", "Voir")),),
        ),
        AssetData(
            "sms-limite",
            "SMS « date limite »",
            "derniere-chance",
            "sms",
            "sms-160",
            (
                VersionData(
                    1,
                    "review",
                    "thomas",
                    clock.ago(1),
                    "128 caractères, accents GSM seulement",
                    body=(
                        f"Maison Lumen : coffret commandé avant le {in_words(plus(end, -3))} midi, livré à "
                        "temps. mlumen.example/c STOP au 36111"
                    ),
                ),
            ),
        ),
    )


def _search_ads(season: Season, end: date) -> str:
    """Titles within 30 characters, descriptions within 90."""
    titles = (
        f"Coffret {season.box}"[:30],
        "Trois soins visage, 89 €",
        "Livré à temps ou en boutique",
        "Pour toutes les peaux",
        "Formules sans parfum",
        "Maison Lumen, site officiel",
    )
    descriptions = (
        "Un coffret, trois soins, une boîte que l’on garde. 89 € au lieu de 118 € à l’unité.",
        f"Livraison garantie avant la date limite, retrait en boutique jusqu’au {in_words(end)}.",
    )
    return "\n".join(["Titres", *titles, "", "Descriptions", *descriptions])
