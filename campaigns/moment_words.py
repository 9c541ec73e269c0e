"""The commercial calendar's own words: the engine names in French, pages say it in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.moments import Kind, Moment, Status
from campaigns.moments.model import NATIONAL
from campaigns.moments.schools import CORSICA, ZONES

_FAMILIES: dict[str, Any] = {
    "soldes_hiver": gettext_lazy("Soldes d’hiver"),
    "soldes_ete": gettext_lazy("Soldes d’été"),
    "black_friday": gettext_lazy("Black Friday"),
    "cyber_monday": gettext_lazy("Cyber Monday"),
    "french_days_printemps": gettext_lazy("French Days de printemps"),
    "french_days_rentree": gettext_lazy("French Days de rentrée"),
    "rentree": gettext_lazy("Rentrée"),
    "calme_aout": gettext_lazy("Creux d’août"),
    "achats_de_noel": gettext_lazy("Achats de Noël"),
    "saint_valentin": gettext_lazy("Saint-Valentin"),
    "fete_des_grands_meres": gettext_lazy("Fête des grands-mères"),
    "paques": gettext_lazy("Pâques"),
    "fete_des_meres": gettext_lazy("Fête des mères"),
    "fete_des_peres": gettext_lazy("Fête des pères"),
    "halloween": gettext_lazy("Halloween"),
    "noel": gettext_lazy("Noël"),
    "vacances_toussaint": gettext_lazy("Vacances de la Toussaint"),
    "vacances_noel": gettext_lazy("Vacances de Noël"),
    "vacances_hiver": gettext_lazy("Vacances d’hiver"),
    "vacances_printemps": gettext_lazy("Vacances de printemps"),
    "vacances_ete": gettext_lazy("Vacances d’été"),
    "presidentielle": gettext_lazy("Élection présidentielle"),
    "legislatives": gettext_lazy("Élections législatives"),
    "europeennes": gettext_lazy("Élections européennes"),
    "municipales": gettext_lazy("Élections municipales"),
    "municipales_second_tour": gettext_lazy("Élections municipales, second tour"),
    "regionales": gettext_lazy("Élections régionales et départementales"),
}
_STATUSES: dict[str, tuple[Any, str]] = {
    Status.OFFICIAL: (gettext_lazy("Officiel"), "ok"),
    Status.RULE: (gettext_lazy("Règle"), ""),
    Status.FORECAST: (gettext_lazy("Prévision"), "warn"),
    "changed": (gettext_lazy("Vos dates"), "info"),
    "own": (gettext_lazy("Votre temps fort"), "info"),
    "embargo": (gettext_lazy("Pas de communication"), "bad"),
}
_KINDS: dict[str, Any] = {
    Kind.SALES: gettext_lazy("Soldes et promotions"),
    Kind.FEAST: gettext_lazy("Fêtes"),
    Kind.SEASON: gettext_lazy("Saisons"),
    Kind.ELECTION: gettext_lazy("Élections"),
    Kind.SCHOOL: gettext_lazy("Vacances scolaires"),
    Kind.DAY_OFF: gettext_lazy("Jours fériés et ponts"),
}
_ICONS = {
    Kind.SALES: "tag",
    Kind.FEAST: "star",
    Kind.SEASON: "sun",
    Kind.ELECTION: "flag",
    Kind.SCHOOL: "people",
    Kind.DAY_OFF: "sun",
}


def moment_title(moment: Moment) -> str:
    """«Soldes d’hiver (Lorraine)», in the reader's language; days off keep their French names."""
    name = _FAMILIES.get(moment.family)
    if name is None:
        return moment.name
    place = zone_words(moment)
    return f"{name} ({place})" if place else str(name)


def zone_words(moment: Moment) -> str:
    """Where it holds: a place, school zones; nothing when everywhere."""
    if moment.zone == NATIONAL:
        return ""
    if moment.kind != Kind.SCHOOL:
        return moment.name.partition("(")[2].rstrip(")") or moment.zone
    if moment.zone == CORSICA:
        return _("Corse")
    if moment.zone in ZONES:
        return _("zone %(zone)s") % {"zone": moment.zone}
    return _("zones A, B et C")


def status_words(status: str) -> tuple[str, str]:
    """(how sure a moment's dates are or whose they are, its tone)."""
    words, tone = _STATUSES[status]
    return str(words), tone


def kind_words(kind: Kind) -> str:
    return str(_KINDS[kind])


def kind_icon(kind: Kind) -> str:
    return _ICONS[kind]
