"""How well a type of campaign goes with a moment: from -2 (it hurts) to 2 (it is made for it).

Types are those of `Campaign.Type`. What is not listed is indifferent. These are the product's opinions,
gathered in one table so that they can be argued with.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from .model import Kind

HURTS = -2

_BY_KIND: Mapping[Kind, Mapping[str, int]] = {
    # Discounts drown what is not one, and cheapen a brand that speaks of itself.
    Kind.SALES: {"FLASH": 2, "SAISONNIERE": 2, "LANCEMENT": -1, "EVENEMENTIELLE": -1, "BRAND": -2},
    Kind.FEAST: {"SAISONNIERE": 2, "FLASH": 1},
    Kind.ELECTION: {"BRAND": -2, "LANCEMENT": -1, "EVENEMENTIELLE": -1, "FLASH": -1},
    # Nobody comes to a fair on a bridge.
    Kind.DAY_OFF: {"EVENEMENTIELLE": -2, "LANCEMENT": -1},
}
_BY_FAMILY: Mapping[str, Mapping[str, int]] = {
    "rentree": {"SAISONNIERE": 2, "LANCEMENT": 1, "BRAND": 1, "EVENEMENTIELLE": 1},
    "calme_aout": {"LANCEMENT": -2, "EVENEMENTIELLE": -2, "BRAND": -1, "FLASH": -1, "SAISONNIERE": -1},
    "achats_de_noel": {"SAISONNIERE": 2, "FLASH": 1, "BRAND": -1},
}


def fit(campaign_type: str, kind: Kind | None, family: str) -> int:
    """-2 … 2; 0 for the workspace's own moments (`kind` None), of which nothing is known."""
    found = _BY_FAMILY.get(family)
    if found is None:
        found = _BY_KIND.get(kind, {}) if kind else {}
    return found.get(campaign_type, 0)


def reach(kind: Kind | None, start: date, end: date, day: date) -> bool:
    """Whether a launch on `day` is about a moment: presents are bought three weeks before the feast, sales
    are announced three days before they open, the rest is about its own days only."""
    ahead = {Kind.FEAST: 21, Kind.SALES: 3}.get(kind, 0) if kind else 0
    return start - timedelta(days=ahead) <= day <= end
