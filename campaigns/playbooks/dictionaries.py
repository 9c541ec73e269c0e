"""The dictionaries a new workspace starts with: channels, formats, KPIs, teams, regulated sectors.

Keys are stable and referenced by the playbooks; names are copied into the workspace and edited there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

from campaigns.playbooks.channels import CHANNELS, ChannelTemplate
from campaigns.playbooks.formats import FORMATS, FormatTemplate
from campaigns.playbooks.kpis import KPIS, KpiTemplate

if TYPE_CHECKING:
    from campaigns.playbooks.base import Text

__all__ = [
    "CHANNELS",
    "FORMATS",
    "FUNCTIONS",
    "KPIS",
    "SECTORS",
    "SOURCES",
    "TEAMS",
    "ChannelTemplate",
    "FormatTemplate",
    "FunctionTemplate",
    "KpiTemplate",
    "SectorTemplate",
    "SourceTemplate",
    "TeamTemplate",
    "formats_of",
]


@dataclass(frozen=True, slots=True)
class TeamTemplate:
    """A team; ``partner`` teams (agency, studio) only see their own work."""

    key: str
    name: Text
    partner: bool = False


@dataclass(frozen=True, slots=True)
class FunctionTemplate:
    """What a stakeholder answers for; approvals name functions, the workspace names people."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class SourceTemplate:
    """Where figures come from; ``platform`` is how they arrive."""

    key: str
    name: Text
    platform: Literal["google_ads", "meta", "generic", "manual"] = "generic"


@dataclass(frozen=True, slots=True)
class SectorTemplate:
    """A sector with advertising rules of its own: a legal signer is asked when a brief declares it."""

    key: str
    name: Text
    rule: Text
    mention: Text = ""


TEAMS: tuple[TeamTemplate, ...] = (
    TeamTemplate("marketing", _("Marketing")),
    TeamTemplate("creation", _("Création")),
    TeamTemplate("media", _("Média et acquisition")),
    TeamTemplate("social", _("Social et influence")),
    TeamTemplate("crm", _("CRM et e-mail")),
    TeamTemplate("web", _("Site et e-commerce")),
    TeamTemplate("data", _("Data et mesure")),
    TeamTemplate("retail", _("Réseau et boutiques")),
    TeamTemplate("rp", _("Relations presse")),
    TeamTemplate("evenement", _("Événementiel")),
    TeamTemplate("juridique", _("Juridique et réglementaire")),
    TeamTemplate("agence", _("Agence partenaire"), partner=True),
)

FUNCTIONS: tuple[FunctionTemplate, ...] = (
    FunctionTemplate("direction", _("Direction générale")),
    FunctionTemplate("marketing", _("Direction marketing")),
    FunctionTemplate("finance", _("Finance")),
    FunctionTemplate("juridique", _("Juridique")),
    FunctionTemplate("reseau", _("Réseau de boutiques")),
    FunctionTemplate("scientifique", _("Direction scientifique")),
)

SOURCES: tuple[SourceTemplate, ...] = (
    SourceTemplate("google_ads", _("Google Ads"), "google_ads"),
    SourceTemplate("meta_ads", _("Meta Ads"), "meta"),
    SourceTemplate("tiktok_ads", _("TikTok Ads")),
    SourceTemplate("linkedin_ads", _("LinkedIn Ads")),
    SourceTemplate("pinterest_ads", _("Pinterest Ads")),
    SourceTemplate("adserver", _("Adserver")),
    SourceTemplate("ga4", _("Google Analytics 4")),
    SourceTemplate("search_console", _("Search Console")),
    SourceTemplate("brevo", _("Brevo")),
    SourceTemplate("releve_influence", _("Relevé des créateurs"), "manual"),
    SourceTemplate("releve_regie", _("Relevé de régie"), "manual"),
    SourceTemplate("releve_boutiques", _("Relevé des boutiques"), "manual"),
    SourceTemplate("releve_evenement", _("Relevé d’événement"), "manual"),
    SourceTemplate("veille_presse", _("Veille presse"), "manual"),
    SourceTemplate("etude", _("Étude auprès de la cible"), "manual"),
)

SECTORS: tuple[SectorTemplate, ...] = (
    SectorTemplate(
        "alcohol",
        _("Boissons alcooliques"),
        _(
            "Loi Évin : ni télévision ni cinéma, pas de publicité destinée aux mineurs ; contenu limité aux "
            "caractéristiques du produit (art. L. 3323-2 à L. 3323-4 du Code de la santé publique)."
        ),
        _("L’abus d’alcool est dangereux pour la santé, à consommer avec modération."),
    ),
    SectorTemplate(
        "health",
        _("Santé et médicament"),
        _(
            "Visa de l’ANSM avant toute publicité pour un médicament ; pas de publicité au public pour un "
            "médicament prescrit ou remboursé (art. L. 5122-1 et suivants du Code de la santé publique)."
        ),
        _("Demandez conseil à votre pharmacien. Lisez attentivement la notice."),
    ),
    SectorTemplate(
        "finance",
        _("Finance, assurance et crédit"),
        _(
            "Présentation claire, exacte et non trompeuse, risques aussi visibles que les gains ; exemple "
            "représentatif pour un crédit (art. L. 312-6 du Code de la consommation)."
        ),
        _("Un crédit vous engage et doit être remboursé. Vérifiez vos capacités de remboursement."),
    ),
    SectorTemplate(
        "gambling",
        _("Jeux d’argent et paris"),
        _(
            "Stratégie promotionnelle approuvée chaque année par l’ANJ ; aucun message tourné vers les "
            "mineurs ; message de mise en garde (décret n° 2020-1349 du 4 novembre 2020)."
        ),
        _(
            "Les jeux d’argent et de hasard peuvent être dangereux. Appelez le 09 74 75 13 13 (appel non "
            "surtaxé)."
        ),
    ),
    SectorTemplate(
        "food",
        _("Alimentation et boissons sucrées"),
        _(
            "Message sanitaire sur toute publicité pour un produit sucré, salé ou transformé (art. L. 2133-1 "
            "du Code de la santé publique)."
        ),
        _("Pour votre santé, mangez au moins cinq fruits et légumes par jour."),
    ),
    SectorTemplate(
        "cars",
        _("Automobile"),
        _(
            "Message en faveur des mobilités moins polluantes et classe d’émission affichée (art. L. 328-1 "
            "du Code de la route)."
        ),
        _("Pensez à covoiturer. #SeDéplacerMoinsPolluer"),
    ),
    SectorTemplate(
        "cosmetics",
        _("Cosmétique"),
        _(
            "Allégations prouvées, honnêtes et sans effet de traitement (règlements (CE) 1223/2009 et (UE) "
            "655/2013) ; conditions du test citées sous chaque chiffre."
        ),
    ),
    SectorTemplate(
        "children",
        _("Produits pour enfants"),
        _(
            "Recommandation « Enfant » de l’ARPP : pas d’incitation directe à l’achat ni de pression sur les "
            "parents."
        ),
    ),
)


def formats_of(channel_key: str) -> tuple[FormatTemplate, ...]:
    """Formats of a channel, in dictionary order; empty for an unknown channel."""
    return tuple(template for template in FORMATS if template.channel_key == channel_key)
