"""Default formats of a new workspace, with the specifications a file is checked against.

Sizes follow what the platforms and printers ask for; they change, so a workspace edits its own copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from campaigns.playbooks.base import Text

Medium = Literal["image", "video", "audio", "text", "html", "print", "document"]

KB = 1_000
MB = 1_000_000
GB = 1_000_000_000

IMAGE = ("image/jpeg", "image/png")
BANNER = ("image/jpeg", "image/png", "image/gif")
VIDEO = ("video/mp4", "video/quicktime")
AUDIO = ("audio/wav", "audio/mpeg")
MAIL = ("text/html", "image/png", "image/jpeg")
PRINT = ("application/pdf", "image/jpeg", "image/png")
DOCUMENT = ("application/pdf",)
WORDS = ("text/plain", "application/pdf", "image/png", "image/jpeg")


@dataclass(frozen=True, slots=True)
class FormatTemplate:
    """What a file of this format must be.

    ``width`` and ``height`` are pixels and exact; ``duration_s`` is a maximum in seconds; ``max_bytes`` the
    weight the platform refuses beyond. ``print_mm`` is the trimmed size of printed matter. ``text_limits``
    holds ``(field, maximum characters)``. ``None`` means the format does not set that limit.
    """

    key: str
    channel_key: str
    name: Text
    medium: Medium
    mimes: tuple[str, ...]
    width: int | None = None
    height: int | None = None
    duration_s: int | None = None
    max_bytes: int | None = None
    print_mm: tuple[int, int] | None = None
    text_limits: tuple[tuple[str, int], ...] = ()
    note: Text = ""


def _image(
    key: str, channel: str, name: Text, size: tuple[int, int], max_bytes: int, note: Text = ""
) -> FormatTemplate:
    return FormatTemplate(key, channel, name, "image", IMAGE, *size, max_bytes=max_bytes, note=note)


def _video(
    key: str, channel: str, name: Text, size: tuple[int, int], seconds: int, max_bytes: int, note: Text = ""
) -> FormatTemplate:
    return FormatTemplate(key, channel, name, "video", VIDEO, *size, seconds, max_bytes, note=note)


def _banner(key: str, name: Text, size: tuple[int, int]) -> FormatTemplate:
    return FormatTemplate(key, "display", name, "image", BANNER, *size, max_bytes=150 * KB)


def _print(
    key: str, channel: str, name: Text, size_mm: tuple[int, int], max_bytes: int, note: Text = ""
) -> FormatTemplate:
    return FormatTemplate(
        key, channel, name, "print", PRINT, max_bytes=max_bytes, print_mm=size_mm, note=note
    )


_SAFE_ZONE = _("Laisser libres 250 px en haut et 340 px en bas : la plateforme y pose ses boutons.")
_BLEED = _("PDF/X-4, CMJN, 300 dpi, fonds perdus de 5 mm, polices vectorisées.")

FORMATS: tuple[FormatTemplate, ...] = (
    _image("meta-story", "meta", _("Story 9:16"), (1080, 1920), 30 * MB, _SAFE_ZONE),
    _image("meta-carre", "meta", _("Carré 1:1"), (1080, 1080), 30 * MB),
    _image("meta-portrait", "meta", _("Portrait 4:5"), (1080, 1350), 30 * MB),
    _image(
        "meta-carrousel",
        "meta",
        _("Carrousel 1:1"),
        (1080, 1080),
        30 * MB,
        _("De 2 à 10 cartes, une image par carte."),
    ),
    _video("meta-reel", "meta", _("Reel vidéo 15 s"), (1080, 1920), 15, 4 * GB, _SAFE_ZONE),
    FormatTemplate(
        "google-rsa",
        "google_ads",
        _("Annonce responsive de recherche"),
        "text",
        WORDS,
        text_limits=(("titre", 30), ("description", 90), ("chemin", 15)),
        note=_("15 titres et 4 descriptions au plus, chacun lisible seul."),
    ),
    _image("google-paysage", "google_ads", _("Image paysage 1,91:1"), (1200, 628), 5 * MB),
    _image("google-carre", "google_ads", _("Image carrée 1:1"), (1200, 1200), 5 * MB),
    _video("youtube-instream", "youtube", _("Vidéo in-stream 15 s"), (1920, 1080), 15, 1 * GB),
    _video(
        "youtube-bumper",
        "youtube",
        _("Bumper 6 s"),
        (1920, 1080),
        6,
        1 * GB,
        _("Une idée, un produit, la marque."),
    ),
    _video("tiktok-video", "tiktok", _("Vidéo in-feed 15 s"), (1080, 1920), 15, 500 * MB, _SAFE_ZONE),
    _image("linkedin-paysage", "linkedin", _("Image paysage 1,91:1"), (1200, 628), 5 * MB),
    _image("linkedin-carre", "linkedin", _("Image carrée 1:1"), (1200, 1200), 5 * MB),
    FormatTemplate(
        "linkedin-document", "linkedin", _("Document à feuilleter"), "document", DOCUMENT, max_bytes=100 * MB
    ),
    _image("pinterest-epingle", "pinterest", _("Épingle 2:3"), (1000, 1500), 20 * MB),
    _video("pinterest-video", "pinterest", _("Épingle vidéo 15 s"), (1000, 1500), 15, 2 * GB),
    _banner("display-pave", _("Pavé 300×250"), (300, 250)),
    _banner("display-grand-angle", _("Grand angle 300×600"), (300, 600)),
    _banner("display-megabanniere", _("Mégabannière 728×90"), (728, 90)),
    _banner("display-billboard", _("Billboard 970×250"), (970, 250)),
    _banner("display-mobile", _("Bannière mobile 320×100"), (320, 100)),
    _image("influence-story", "influence", _("Story du créateur"), (1080, 1920), 30 * MB),
    _video("influence-reel", "influence", _("Vidéo du créateur 60 s"), (1080, 1920), 60, 4 * GB),
    _print(
        "affichage-4x3",
        "affichage",
        _("Affiche 4×3"),
        (4000, 3000),
        500 * MB,
        _("Fichier au dixième, 300 dpi. Sept mots au plus : elle se lit en trois secondes."),
    ),
    _print("affichage-abribus", "affichage", _("Abribus 120×176"), (1185, 1750), 500 * MB, _BLEED),
    FormatTemplate(
        "affichage-dooh",
        "affichage",
        _("Écran DOOH vertical 10 s"),
        "video",
        (*VIDEO, *IMAGE),
        1080,
        1920,
        10,
        50 * MB,
        note=_("Muet, sans fondu rapide ni clignotement."),
    ),
    FormatTemplate(
        "radio-30",
        "radio",
        _("Spot radio 30 s"),
        "audio",
        AUDIO,
        duration_s=30,
        max_bytes=50 * MB,
        note=_("48 kHz, −23 LUFS (recommandation EBU R128)."),
    ),
    FormatTemplate(
        "radio-20", "radio", _("Spot radio 20 s"), "audio", AUDIO, duration_s=20, max_bytes=50 * MB
    ),
    FormatTemplate(
        "audio-30", "audio", _("Spot audio digital 30 s"), "audio", AUDIO, duration_s=30, max_bytes=10 * MB
    ),
    FormatTemplate(
        "audio-hote",
        "audio",
        _("Message lu par l’hôte"),
        "text",
        WORDS,
        duration_s=60,
        text_limits=(("texte", 900),),
    ),
    _print("presse-page", "presse", _("Pleine page 210×297"), (210, 297), 500 * MB, _BLEED),
    _print("presse-double", "presse", _("Double page 420×297"), (420, 297), 500 * MB, _BLEED),
    FormatTemplate(
        "email-newsletter",
        "email",
        _("E-mail 600 px"),
        "html",
        MAIL,
        width=600,
        max_bytes=2 * MB,
        text_limits=(("objet", 50), ("préheader", 90)),
        note=_("HTML sous 102 Ko, sinon Gmail le coupe. Désinscription et version en ligne obligatoires."),
    ),
    FormatTemplate(
        "email-relance",
        "email",
        _("E-mail de relance 600 px"),
        "html",
        MAIL,
        width=600,
        max_bytes=2 * MB,
        text_limits=(("objet", 50), ("préheader", 90)),
    ),
    FormatTemplate(
        "sms-160",
        "sms",
        _("SMS 160 caractères"),
        "text",
        WORDS,
        text_limits=(("texte", 160),),
        note=_("Mention STOP comprise dans les 160 caractères. Un accent hors GSM ramène la limite à 70."),
    ),
    FormatTemplate(
        "seo-article",
        "seo_blog",
        _("Article de blog"),
        "text",
        WORDS,
        text_limits=(("titre SEO", 60), ("méta-description", 155)),
    ),
    _image("site-banniere", "site", _("Bannière de page d’accueil"), (1600, 600), 400 * KB),
    FormatTemplate("site-page", "site", _("Page d’atterrissage"), "html", MAIL, max_bytes=2 * MB),
    _image("social-publication", "social", _("Publication 4:5"), (1080, 1350), 30 * MB),
    _image("social-story", "social", _("Story 9:16 (compte de marque)"), (1080, 1920), 30 * MB),
    _print("retail-vitrine", "retail", _("Vitrophanie 80×120"), (800, 1200), 500 * MB, _BLEED),
    _print("retail-presentoir", "retail", _("Présentoir de comptoir"), (300, 420), 500 * MB, _BLEED),
    _print("retail-kakemono", "retail", _("Kakémono 85×200"), (850, 2000), 500 * MB, _BLEED),
    _print("evenement-stand", "evenement", _("Panneau de stand 300×240"), (3000, 2400), 500 * MB, _BLEED),
    _image("evenement-invitation", "evenement", _("Invitation numérique"), (1200, 1600), 5 * MB),
    FormatTemplate("evenement-support", "evenement", _("Support de présentation"), "document", DOCUMENT),
    FormatTemplate("rp-communique", "rp", _("Communiqué de presse"), "document", (*DOCUMENT, *WORDS)),
    FormatTemplate("rp-dossier", "rp", _("Dossier de presse"), "document", DOCUMENT, max_bytes=25 * MB),
)
