"""Default KPIs of a new workspace: unit, direction, and how values add up over days and channels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

if TYPE_CHECKING:
    from campaigns.playbooks.base import Text

Unit = Literal["count", "eur", "percent", "times", "points"]
Direction = Literal["up", "down"]
Aggregation = Literal["sum", "ratio", "average", "survey"]


@dataclass(frozen=True, slots=True)
class KpiTemplate:
    """A KPI.

    ``sum`` values add up over days and channels. A ``ratio`` is ``factor × Σ numerator / Σ denominator``
    (both keys of ``sum`` KPIs) and is never averaged. ``average`` is a plain mean of the readings. A
    ``survey`` value belongs to the study that measured it and adds up with nothing.
    """

    key: str
    name: Text
    unit: Unit
    direction: Direction
    aggregation: Aggregation
    definition: Text
    numerator: str | None = None
    denominator: str | None = None
    factor: int = 1
    decimals: int = 0


def _total(key: str, name: Text, definition: Text, unit: Unit = "count") -> KpiTemplate:
    return KpiTemplate(key, name, unit, "up", "sum", definition, decimals=2 if unit == "eur" else 0)


def _rate(key: str, name: Text, numerator: str, denominator: str, definition: Text) -> KpiTemplate:
    return KpiTemplate(
        key, name, "percent", "up", "ratio", definition, numerator, denominator, factor=100, decimals=2
    )


def _cost_per(key: str, name: Text, denominator: str, definition: Text, factor: int = 1) -> KpiTemplate:
    return KpiTemplate(key, name, "eur", "down", "ratio", definition, "cost", denominator, factor, decimals=2)


def _survey(key: str, name: Text, definition: Text) -> KpiTemplate:
    return KpiTemplate(key, name, "percent", "up", "survey", definition, decimals=1)


KPIS: tuple[KpiTemplate, ...] = (
    _total("impressions", _("Impressions"), _("Affichages de la publicité, répétitions comprises.")),
    _total("clicks", _("Clics"), _("Clics vers la destination de la campagne.")),
    KpiTemplate("cost", _("Coût"), "eur", "down", "sum", _("Dépense média hors taxes."), decimals=2),
    _rate("ctr", _("Taux de clic (CTR)"), "clicks", "impressions", _("Clics pour cent impressions.")),
    _cost_per("cpm", _("CPM"), "impressions", _("Coût de mille impressions."), 1000),
    _cost_per("cpc", _("CPC"), "clicks", _("Coût d’un clic.")),
    _total("sessions", _("Sessions"), _("Visites du site attribuées à la campagne.")),
    _total("leads", _("Leads"), _("Personnes qui ont laissé leurs coordonnées avec leur accord.")),
    _cost_per("cpl", _("CPL"), "leads", _("Coût d’un lead.")),
    _rate("lead_rate", _("Taux de leads"), "leads", "sessions", _("Leads pour cent sessions.")),
    _total("registrations", _("Inscriptions"), _("Inscriptions confirmées à l’événement.")),
    _cost_per(
        "cost_per_registration", _("Coût par inscription"), "registrations", _("Coût d’une inscription.")
    ),
    _total("attendees", _("Participants"), _("Personnes réellement présentes, comptées à l’entrée.")),
    _rate(
        "attendance_rate",
        _("Taux de présence"),
        "attendees",
        "registrations",
        _("Participants pour cent inscriptions."),
    ),
    _total("conversions", _("Conversions"), _("Commandes attribuées à la campagne.")),
    _rate(
        "conversion_rate",
        _("Taux de conversion"),
        "conversions",
        "sessions",
        _("Commandes pour cent sessions."),
    ),
    _cost_per("cpa", _("Coût par conversion"), "conversions", _("Coût d’une commande.")),
    _total("conversion_value", _("Chiffre d’affaires"), _("Chiffre d’affaires attribué, hors taxes."), "eur"),
    KpiTemplate(
        "roas",
        _("ROAS"),
        "times",
        "up",
        "ratio",
        _("Chiffre d’affaires pour un euro de média."),
        "conversion_value",
        "cost",
        decimals=2,
    ),
    KpiTemplate(
        "average_basket",
        _("Panier moyen"),
        "eur",
        "up",
        "ratio",
        _("Chiffre d’affaires d’une commande."),
        "conversion_value",
        "conversions",
        decimals=2,
    ),
    _total("new_customers", _("Nouveaux clients"), _("Premières commandes, toutes origines du canal.")),
    _total("units_sold", _("Unités vendues"), _("Unités sorties de caisse, boutiques et site.")),
    _total("store_visits", _("Visites en boutique"), _("Passages comptés à l’entrée des boutiques.")),
    _total("delivered", _("E-mails délivrés"), _("Messages acceptés par les messageries.")),
    _total(
        "opens", _("Ouvertures"), _("Ouvertures uniques déclarées, préchargements des messageries compris.")
    ),
    _rate(
        "open_rate", _("Taux d’ouverture"), "opens", "delivered", _("Ouvertures pour cent e-mails délivrés.")
    ),
    _total("video_views", _("Vues vidéo"), _("Lectures d’au moins trois secondes ou de la durée du format.")),
    _total("completed_views", _("Vues complètes"), _("Vidéos lues jusqu’au bout.")),
    _rate(
        "vtr",
        _("Taux de complétion"),
        "completed_views",
        "video_views",
        _("Vues complètes pour cent vues vidéo."),
    ),
    _total("engagements", _("Interactions"), _("Réactions, commentaires, partages et enregistrements.")),
    _rate(
        "engagement_rate",
        _("Taux d’engagement"),
        "engagements",
        "impressions",
        _("Interactions pour cent impressions."),
    ),
    _total(
        "press_mentions", _("Retombées presse"), _("Articles et sujets qui citent la marque ou le produit.")
    ),
    KpiTemplate(
        "satisfaction",
        _("Satisfaction"),
        "points",
        "up",
        "average",
        _("Note moyenne sur 10 des répondants."),
        decimals=1,
    ),
    _survey(
        "assisted_awareness",
        _("Notoriété assistée"),
        _("Part de la cible qui dit connaître la marque quand on la lui cite."),
    ),
    _survey(
        "spontaneous_awareness",
        _("Notoriété spontanée"),
        _("Part de la cible qui cite la marque sans aide."),
    ),
    _survey("consideration", _("Considération"), _("Part de la cible qui envisage d’acheter la marque.")),
    _survey(
        "ad_recall", _("Souvenir publicitaire"), _("Part de la cible qui se souvient d’avoir vu la campagne.")
    ),
    _survey(
        "attribution",
        _("Attribution à la marque"),
        _("Part de ceux qui s’en souviennent et citent la marque."),
    ),
    _survey(
        "reach",
        _("Couverture sur cible"),
        _("Part de la cible touchée au moins une fois, d’après les régies ou une étude."),
    ),
)


def kpi_words(name: str) -> str:
    """A measure's name for its reader: that of a default KPI in their language, any other as it was typed.

    Also takes «name · channel». Names are stored in the language of whoever made the workspace.
    """
    kpi, dot, rest = name.partition(" · ")
    default = _defaults().get(kpi)
    return f"{default}{dot}{rest}" if default else name


@cache
def _defaults() -> dict[str, Text]:
    found: dict[str, Text] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(template.name): template.name for template in KPIS}
    return found
