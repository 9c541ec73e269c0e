"""La lumière vous va bien: creative briefs, approved assets, briefings, going live."""

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

_URL = "https://www.maison-lumen.example/la-lumiere-vous-va-bien"
_FACES = "Aucune retouche de peau, certificat du tournage joint. Droits : douze mois, France."
_TONE = "Chaleureux, ample, sûr de soi"


def creative_briefs(launch: date) -> tuple[CreativeBriefData, ...]:
    """One per channel × format of the three waves."""
    first, second, third = workday(launch, -12), workday(plus(launch, 28), -6), workday(plus(launch, 52), -4)
    return (
        CreativeBriefData(
            "youtube",
            "youtube-instream",
            "agence",
            first,
            "Douze femmes tournent leur visage vers une fenêtre. Rien d’autre n’arrive, et c’est assez.",
            "Vous n’avez rien à corriger. Preuve : aucune image n’est retouchée, et on le voit.",
            _TONE,
            "Voir les douze portraits",
            f"{_FACES} Sous-titres. Marque dite à la voix et lisible cinq secondes.",
            _URL,
        ),
        CreativeBriefData(
            "youtube",
            "youtube-bumper",
            "agence",
            second,
            "Un visage, une fenêtre, une phrase.",
            "Rappeler le film, pas le résumer. Après la mesure intermédiaire : logo dès la première image.",
            _TONE,
            "Maison Lumen",
            f"{_FACES} Six secondes, compréhensible sans le son.",
            _URL,
        ),
        CreativeBriefData(
            "affichage",
            "affichage-4x3",
            "creation",
            first,
            "La lumière vous va bien.",
            "Cinq mots et de la lumière. L’affiche se lit en trois secondes, à dix mètres.",
            f"{_TONE}, monumental",
            "Aucun",
            f"{_FACES} Fichier au dixième, 300 dpi. Logo d’un huitième de la hauteur.",
            _URL,
        ),
        CreativeBriefData(
            "presse",
            "presse-page",
            "creation",
            first,
            "Le portrait de Madeleine, 71 ans, et une phrase d’elle.",
            "Le magazine laisse le temps de lire : vingt mots, pas un de plus.",
            f"{_TONE}, intime",
            "Lire les douze portraits",
            f"{_FACES} PDF/X-4, fonds perdus de 5 mm, profil PSO LWC.",
            _URL,
        ),
        CreativeBriefData(
            "meta",
            "meta-reel",
            "agence",
            first,
            "Une femme par film, quinze secondes, son prénom et son âge.",
            "Le prénom retient, l’âge surprend, la lumière fait le reste.",
            _TONE,
            "Voir le film",
            f"« Publicité ». {_FACES} Sous-titres brûlés dans l’image.",
            _URL,
        ),
        CreativeBriefData(
            "meta",
            "meta-carre",
            "creation",
            second,
            "Une phrase de l’une d’elles, en très grand.",
            "Faire circuler les phrases : « On ne m’avait jamais dit de ne rien faire. »",
            _TONE,
            "Lire la suite",
            f"« Publicité ». {_FACES}",
            _URL,
        ),
        CreativeBriefData(
            "audio",
            "audio-30",
            "agence",
            second,
            "On entend une pièce s’éclairer : un volet, un oiseau, une respiration.",
            "Réécrit pour l’oreille : la marque est dite trois fois, la phrase une seule.",
            "Proche, lent",
            "maison-lumen.fr",
            "−16 LUFS pour l’audio digital. Voix de trois des douze femmes, droits compris.",
            _URL,
        ),
        CreativeBriefData(
            "display",
            "display-grand-angle",
            "creation",
            third,
            "La lumière vous va bien.",
            "Rappel immobile de l’affiche. Marque en haut, dès la première image.",
            _TONE,
            "Voir le film",
            "150 Ko au plus. Sites choisis, aucun emplacement à côté d’un contenu sur le poids ou l’âge.",
            _URL,
        ),
    )


def assets(launch: date) -> tuple[AssetData, ...]:
    """One per placement, all approved."""
    ready = {
        "installation": workday(launch, -11),
        "amplification": workday(plus(launch, 28), -5),
        "ancrage": workday(plus(launch, 52), -3),
    }

    def asset(
        key: str,
        name: str,
        wave: str,
        channel: str,
        form: str,
        by: str,
        art: Art | None = None,
        seconds: int = 0,
    ) -> AssetData:
        done = ReviewData("approved", "ines", workday(ready[wave], 2))
        # No film can be drawn: the still that stands for it is kept, and says so.
        film = form in ("youtube-instream", "youtube-bumper", "meta-reel")
        comment = "Image de validation ; le film est remis à la régie par lien" if film else ""
        version = VersionData(1, "approved", by, ready[wave], comment, art, "", seconds, reviews=(done,))
        return AssetData(key, name, wave, channel, form, (version,))

    line = "La lumière\nvous va bien"
    return (
        asset(
            "film-15",
            "Film 15 s « Douze fenêtres »",
            "installation",
            "youtube",
            "youtube-instream",
            "camille",
            Art("fenetre", "lumiere", line, "Maison Lumen"),
        ),
        asset(
            "affiche-4x3",
            "Affiche 4×3",
            "installation",
            "affichage",
            "affichage-4x3",
            "awa",
            Art("rayons", "lumiere", "La lumière vous va bien", "Maison Lumen"),
        ),
        asset(
            "page-madeleine",
            "Page « Madeleine, 71 ans »",
            "installation",
            "presse",
            "presse-page",
            "awa",
            Art("fenetre", "lumiere", "On ne m’avait jamais dit\nde ne rien faire.", "Madeleine, 71 ans"),
        ),
        asset(
            "reel-prenoms",
            "Reel « Des prénoms »",
            "installation",
            "meta",
            "meta-reel",
            "camille",
            Art("fenetre", "lumiere", "Inaya, 34 ans", "La lumière vous va bien", "Voir le film"),
        ),
        asset(
            "bumper-fenetre",
            "Bumper « une fenêtre »",
            "amplification",
            "youtube",
            "youtube-bumper",
            "camille",
            Art("rayons", "lumiere", line, "Maison Lumen"),
        ),
        asset(
            "spot-volet",
            "Spot audio « Le volet »",
            "amplification",
            "audio",
            "audio-30",
            "camille",
            seconds=30,
        ),
        asset(
            "carre-phrase",
            "Carré « Ne rien faire »",
            "amplification",
            "meta",
            "meta-carre",
            "awa",
            Art(
                "typo",
                "lumiere",
                "« On ne m’avait\njamais dit de ne\nrien faire. »",
                "Madeleine, 71 ans",
                "Lire la suite",
            ),
        ),
        asset(
            "bumper-logo",
            "Bumper, logo à la première seconde",
            "ancrage",
            "youtube",
            "youtube-bumper",
            "camille",
            Art("fenetre", "lumiere", "Maison Lumen", "La lumière vous va bien"),
        ),
        asset(
            "grand-angle",
            "Grand angle « La lumière »",
            "ancrage",
            "display",
            "display-grand-angle",
            "awa",
            Art("rayons", "lumiere", line, "Maison Lumen", "Voir le film"),
        ),
    )


def briefings(launch: date) -> tuple[BriefingData, ...]:
    """The three waves, acknowledged."""
    sent = {
        "installation": workday(launch, -5),
        "amplification": workday(plus(launch, 28), -4),
        "ancrage": workday(plus(launch, 52), -2),
    }
    texts = (
        (
            "installation",
            "media",
            "Couverture d’abord : plafond de quatre contacts par semaine, tous écrans.",
            "julien",
        ),
        (
            "installation",
            "agence",
            "Fichiers aux régies cinq jours avant ; accusés de réception transmis à Julien.",
            "camille",
        ),
        ("installation", "creation", "Contrôle des épreuves d’affichage sur place, lundi matin.", "awa"),
        ("installation", "data", "Mesure avant close le vendredi. Aucun arbitrage sur le clic.", "hugo"),
        (
            "amplification",
            "media",
            "Audio et 6 secondes : toucher ceux qui ont vu moins de deux fois.",
            "julien",
        ),
        (
            "amplification",
            "agence",
            "Spot audio réécrit pour l’oreille, livraison sous cinq jours.",
            "camille",
        ),
        (
            "amplification",
            "data",
            "Mesure intermédiaire dans la semaine, restitution à chaud le vendredi.",
            "hugo",
        ),
        (
            "ancrage",
            "media",
            "Budget réduit, marque au début de chaque message ; couper ce qui ne couvre plus.",
            "julien",
        ),
        ("ancrage", "agence", "Versions de 6 secondes remontées, logo dès la première image.", "camille"),
        ("ancrage", "creation", "Grand angle : marque en haut, lisible à la première image.", "awa"),
        ("amplification", "creation", "Carrés : une phrase, très grand, la marque dessous.", "awa"),
        ("ancrage", "data", "Mesure après : terrain le lendemain de la fin, mêmes quotas.", "hugo"),
    )
    return tuple(
        BriefingData(wave, team, text, "ines", sent[wave], person, workday(sent[wave], 1))
        for wave, team, text, person in texts
    )


def activations(launch: date) -> tuple[ActivationData, ...]:
    """Every channel of every wave."""
    second, third = plus(launch, 28), plus(launch, 52)
    return (
        ActivationData(
            "installation", "youtube", "julien", launch, "06:00", "https://www.youtube.com/@maisonlumen"
        ),
        ActivationData(
            "installation", "affichage", "julien", launch, "07:30", "", "1 846 faces posées sur 1 850"
        ),
        ActivationData(
            "installation",
            "presse",
            "julien",
            plus(launch, 2),
            "08:00",
            "",
            "Premier titre paru, justificatif reçu",
        ),
        ActivationData("installation", "meta", "julien", launch, "06:15"),
        ActivationData("amplification", "youtube", "julien", second, "06:00"),
        ActivationData(
            "amplification",
            "audio",
            "julien",
            second,
            "09:00",
            "",
            "Quatre plateformes, première écoute vérifiée",
        ),
        ActivationData("amplification", "meta", "julien", second, "06:20"),
        ActivationData(
            "ancrage", "youtube", "julien", third, "06:00", "", "Version avec logo à la première seconde"
        ),
        ActivationData("ancrage", "display", "julien", third, "10:00"),
    )
