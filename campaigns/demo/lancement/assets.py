"""Sérum Aube: nine assets of the teaser, seven of them approved; two of the revelation in review."""

from __future__ import annotations

from campaigns.demo.clock import Clock
from campaigns.demo.shapes import Art, AssetData, ReviewData, VersionData


def assets(clock: Clock) -> tuple[AssetData, ...]:
    """Nine of the teaser, seven of them approved; two of the revelation in review."""

    def approved(number: int, by: str, days: int, art: Art, comment: str = "") -> VersionData:
        review = ReviewData("approved", "ines", clock.ago(days - 1))
        return VersionData(number, "approved", by, clock.ago(days), comment, art, reviews=(review,))

    rising = Art("lever", "aube", "Quelque chose se lève", "Maison Lumen", "Réserver mon échantillon")
    first_try = Art(
        "lever", "aube", "Quelque chose de lumineux se lève", "Maison Lumen", "Réserver mon échantillon"
    )
    redo = ReviewData(
        "changes",
        "ines",
        clock.ago(9),
        "« De lumineux » en dit trop, et le texte passe sous les boutons d’Instagram : remonter de 200 px.",
    )
    wrong_size = ReviewData(
        "changes",
        "claire",
        clock.ago(1),
        "Reçu en 1080×1350, attendu en 1080×1920. À reprendre au format story.",
    )
    return (
        AssetData(
            "story-lever",
            "Story « Quelque chose se lève »",
            "teaser",
            "meta",
            "meta-story",
            (
                VersionData(
                    1, "changes", "awa", clock.ago(10), "Première proposition", first_try, reviews=(redo,)
                ),
                approved(2, "awa", 8, rising, "Texte remonté hors de la zone des boutons"),
            ),
        ),
        AssetData(
            "story-rebours",
            "Story « Plus que trois matins »",
            "teaser",
            "meta",
            "meta-story",
            (
                VersionData(
                    1,
                    "changes",
                    "awa",
                    clock.ago(2),
                    "Déclinaison pour les trois derniers jours",
                    Art(
                        "heure",
                        "aube",
                        "J − 3",
                        "Plus que trois matins ordinaires",
                        "Réserver mon échantillon",
                    ),
                    size=(1080, 1350),
                    reviews=(wrong_size,),
                ),
            ),
        ),
        AssetData(
            "carre-voile",
            "Carré « Flacon voilé »",
            "teaser",
            "meta",
            "meta-carre",
            (approved(1, "awa", 7, Art("voile", "aube", "Bientôt, au réveil", "Maison Lumen")),),
        ),
        AssetData(
            "carre-heure",
            "Carré « 6 h 42 »",
            "teaser",
            "meta",
            "meta-carre",
            (
                approved(
                    1,
                    "awa",
                    7,
                    Art("heure", "aube", "6 h 42", "Votre teint est-il réveillé ?", "Je veux essayer"),
                ),
            ),
        ),
        AssetData(
            "portrait-goutte",
            "Portrait « Avant le jour »",
            "teaser",
            "meta",
            "meta-portrait",
            (
                approved(
                    1, "awa", 6, Art("goutte", "aube", "Avant le jour,\nune minute pour soi", "Maison Lumen")
                ),
            ),
        ),
        AssetData(
            "mail-aube",
            "E-mail « Réservez votre aube »",
            "teaser",
            "email",
            "email-newsletter",
            (
                approved(
                    1,
                    "thomas",
                    6,
                    Art("email", "aube", "Réservez votre aube", "lever", "Réserver mon échantillon"),
                ),
            ),
        ),
        AssetData(
            "mail-cercle",
            "E-mail « Cercle Lumen, en premier »",
            "teaser",
            "email",
            "email-newsletter",
            (
                approved(
                    1,
                    "thomas",
                    5,
                    Art(
                        "email", "aube", "Vous êtes la première prévenue", "voile", "Réserver mon échantillon"
                    ),
                    "Objet ramené à 41 caractères",
                ),
            ),
        ),
        AssetData(
            "spot-reveil",
            "Spot radio 30 s « Encore cinq minutes »",
            "teaser",
            "radio",
            "radio-30",
            (
                VersionData(
                    1,
                    "review",
                    "camille",
                    clock.ago(3),
                    "Mixage à −23 LUFS, voix de Jeanne Arnaud",
                    seconds=30,
                ),
            ),
        ),
        AssetData(
            "story-creatrices",
            "Story des créatrices, carton d’annonce",
            "teaser",
            "influence",
            "influence-story",
            (
                approved(
                    1,
                    "lea",
                    5,
                    Art("typo", "aube", "Ne pas ouvrir\navant l’aube", "Collaboration commerciale"),
                ),
            ),
        ),
        AssetData(
            "abribus-flacon",
            "Abribus « Le jour se lève. Vous aussi. »",
            "revelation",
            "affichage",
            "affichage-abribus",
            (
                VersionData(
                    1,
                    "review",
                    "awa",
                    clock.ago(2),
                    "Épreuve au dixième, mention en pied",
                    Art("flacon", "aube", "Le jour se lève.\nVous aussi.", "Sérum Aube · En boutique"),
                ),
            ),
        ),
        AssetData(
            "carre-flacon",
            "Carré « 14 matins »",
            "revelation",
            "meta",
            "meta-carre",
            (
                VersionData(
                    1,
                    "review",
                    "awa",
                    clock.ago(1),
                    "Avec la mention du test",
                    Art(
                        "flacon",
                        "aube",
                        "14 matins.\nUn teint reposé.",
                        "Vitamine C 12 % · 30 ml",
                        "Découvrir",
                    ),
                ),
            ),
        ),
    )
