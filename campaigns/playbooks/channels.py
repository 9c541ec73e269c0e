"""Default channels of a new workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from campaigns.playbooks.base import Text

MediaClass = Literal["paid", "owned", "earned"]


@dataclass(frozen=True, slots=True)
class ChannelTemplate:
    """A channel: ``team_key`` activates it; ``measured_by`` is where its figures usually come from.

    ``lead_days`` is the usual time between a validated asset and its going live, in working days
    (trafficking, moderation, printing, posting). ``budget_only`` channels carry money, never a format.
    """

    key: str
    name: Text
    media: MediaClass
    team_key: str
    measured_by: str
    lead_days: int
    note: Text = ""
    budget_only: bool = False


CHANNELS: tuple[ChannelTemplate, ...] = (
    ChannelTemplate("meta", _("Meta (Facebook, Instagram)"), "paid", "media", "meta_ads", 2),
    ChannelTemplate("google_ads", _("Google Ads"), "paid", "media", "google_ads", 2),
    ChannelTemplate("youtube", _("YouTube"), "paid", "media", "google_ads", 3),
    ChannelTemplate("tiktok", _("TikTok"), "paid", "media", "tiktok_ads", 2),
    ChannelTemplate("linkedin", _("LinkedIn"), "paid", "media", "linkedin_ads", 2),
    ChannelTemplate("pinterest", _("Pinterest"), "paid", "media", "pinterest_ads", 2),
    ChannelTemplate(
        "display",
        _("Display et programmatique"),
        "paid",
        "media",
        "adserver",
        3,
        _("Listes de sites et exclusions à valider avant la mise en ligne."),
    ),
    ChannelTemplate(
        "influence",
        _("Influence"),
        "paid",
        "social",
        "releve_influence",
        5,
        _("Contrat écrit et mention « Publicité » ou « Collaboration commerciale » (loi du 9 juin 2023)."),
    ),
    ChannelTemplate(
        "affichage",
        _("Affichage et DOOH"),
        "paid",
        "media",
        "releve_regie",
        15,
        _("Fichiers remis aux régies dix à quinze jours ouvrés avant la pose."),
    ),
    ChannelTemplate(
        "radio",
        _("Radio"),
        "paid",
        "media",
        "releve_regie",
        5,
        _("Spot remis cinq jours ouvrés avant la première diffusion, avec sa déclaration Sacem."),
    ),
    ChannelTemplate("audio", _("Audio digital et podcasts"), "paid", "media", "releve_regie", 5),
    ChannelTemplate(
        "presse",
        _("Presse"),
        "paid",
        "media",
        "releve_regie",
        15,
        _("Bouclage technique : compter trois semaines pour un mensuel, dix jours pour un hebdomadaire."),
    ),
    ChannelTemplate("email", _("E-mail et CRM"), "owned", "crm", "brevo", 1),
    ChannelTemplate(
        "sms",
        _("SMS"),
        "owned",
        "crm",
        "brevo",
        1,
        _("Pas d’envoi après 20 h, le dimanche ni les jours fériés."),
    ),
    ChannelTemplate("seo_blog", _("Blog et référencement naturel"), "owned", "web", "search_console", 5),
    ChannelTemplate("site", _("Site et e-commerce"), "owned", "web", "ga4", 2),
    ChannelTemplate("social", _("Réseaux sociaux (publications)"), "owned", "social", "meta_ads", 1),
    ChannelTemplate(
        "retail",
        _("Boutiques et PLV"),
        "owned",
        "retail",
        "releve_boutiques",
        10,
        _("Impression, livraison et pose : compter deux semaines pour tout un réseau."),
    ),
    ChannelTemplate("evenement", _("Événement"), "owned", "evenement", "releve_evenement", 10),
    ChannelTemplate("rp", _("Relations presse"), "earned", "rp", "veille_presse", 5),
    ChannelTemplate(
        "production",
        _("Production, droits et études"),
        "owned",
        "creation",
        "",
        0,
        _(
            "Tournages, droits, impression, honoraires et études : ce que coûte la campagne hors achat "
            "d’espace."
        ),
        budget_only=True,
    ),
)
