"""Public holidays of a country and of the French territories, as the law has them.

The dates come from the `holidays` package. This module stands between it and us because four of its
answers would silently make a plan wrong in France:

* ``67`` and ``68`` (the two departments of Alsace) are refused there, though their local law is Moselle's;
* ``GES`` (Grand Est) is accepted, warns at most, and means the mainland, though three of its ten
  departments have two more holidays: here it is refused, and the caller is told what to choose;
* the school zones are accepted as if they were places;
* overseas, days off by custom stand beside those of the law; here only the law's are holidays, and a
  workspace that keeps a custom adds it to its closures.

Past the last year the package knows (2100) there are no holidays, only weekdays and closures.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

ALSACE = "6AE"
MOSELLE = "57"

# What people type (department numbers, ISO 3166-2 codes, names) → the code `holidays` understands.
_FRENCH_ALIASES = {
    "67": ALSACE,
    "68": ALSACE,
    "ALSACE": ALSACE,
    "ALSACE-MOSELLE": ALSACE,
    "MOSELLE": MOSELLE,
    "GP": "971",
    "GUADELOUPE": "971",
    "MQ": "972",
    "MARTINIQUE": "972",
    "GF": "973",
    "GUYANE": "973",
    "RE": "974",
    "LA RÉUNION": "974",
    "YT": "976",
    "MAYOTTE": "976",
    "975": "PM",
    "977": "BL",
    "978": "MF",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
_FRENCH_TERRITORIES = frozenset(
    {MOSELLE, ALSACE, "971", "972", "973", "974", "976", "BL", "MF", "NC", "PF", "PM", "TF", "WF"}
)
# Every other department of the mainland keeps the eleven national holidays and nothing else.
_MAINLAND = frozenset({f"{number:02}" for number in range(1, 96)} | {"2A", "2B", "MÉTROPOLE", "METROPOLE"})

# Guadeloupe, Martinique and Saint-Martin: only the abolition of slavery is a holiday by law (Code du
# travail, art. L3422-2); `holidays` adds Mi-Carême, Good Friday and Schœlcher's day, kept by custom.
_CUSTOMARY: Mapping[str, frozenset[str]] = {
    "971": frozenset({"Mi-Carême", "Vendredi saint", "Fête de Victor Schoelcher"}),
    "972": frozenset({"Fête de Victor Schoelcher"}),
    "MF": frozenset({"Fête de Victor Schoelcher"}),
}


class CalendarError(ValueError):
    """A working calendar that cannot be built or read as asked."""


class UnknownCountry(CalendarError):
    """`country` is not an ISO 3166-1 alpha-2 code whose holidays are known."""

    def __init__(self, country: str) -> None:
        super().__init__(f"no public holidays are known for country {country!r}")
        self.country = country


class UnknownSubdivision(CalendarError):
    """`subdivision` is not a part of `country`, or says nothing about its holidays."""

    def __init__(self, country: str | None, subdivision: str) -> None:
        super().__init__(f"country {country!r} has no subdivision {subdivision!r}")
        self.country = country
        self.subdivision = subdivision


class AmbiguousSubdivision(CalendarError):
    """`subdivision` covers places with different holidays; `choices` are the ones to choose from.

    A choice of None is the mainland.
    """

    def __init__(self, subdivision: str, choices: tuple[str | None, ...]) -> None:
        super().__init__(f"subdivision {subdivision!r} has several sets of holidays: {choices}")
        self.subdivision = subdivision
        self.choices = choices


def canonical_place(country: str | None, subdivision: str | None) -> tuple[str | None, str | None]:
    """The (country, subdivision) whose holidays apply, in one spelling per set of holidays.

    Raises UnknownCountry, UnknownSubdivision or AmbiguousSubdivision.
    """
    if country is None:
        if subdivision is not None:
            raise UnknownSubdivision(country, subdivision)
        return None, None
    code = country.upper()
    if code in _FRENCH_TERRITORIES or code in _FRENCH_ALIASES:
        return canonical_place("FR", code)  # Guadeloupe is also the ISO country GP, and so on
    if code != "FR" and code not in _known_countries():  # asking loads every country's module
        raise UnknownCountry(country)
    if subdivision is None or not subdivision.strip():
        return code, None
    if code == "FR":
        return code, _french_territory(subdivision.strip())
    if subdivision not in _holidays().country_holidays(code).subdivisions:
        raise UnknownSubdivision(code, subdivision)
    return code, subdivision


@lru_cache(maxsize=4096)
def public_holidays(country: str | None, subdivision: str | None, year: int) -> Mapping[date, str]:
    """Holidays of one year by date, named in French for France; of a place from `canonical_place`."""
    if country is None:
        return MappingProxyType({})
    language = "fr" if country == "FR" else None
    known = _holidays().country_holidays(
        country, subdiv=subdivision, years=year, expand=False, language=language
    )
    customary = _CUSTOMARY.get(subdivision or "", frozenset()) if country == "FR" else frozenset()
    named = {day: name for day, name in sorted(known.items()) if name not in customary}
    return MappingProxyType({day: name.replace("'", "’") for day, name in named.items()})


def _french_territory(subdivision: str) -> str | None:
    typed = subdivision.upper()
    if typed == "GES":
        raise AmbiguousSubdivision(subdivision, (None, ALSACE, MOSELLE))
    code = _FRENCH_ALIASES.get(typed, typed)
    if code in _FRENCH_TERRITORIES:
        return code
    if code in _MAINLAND:
        return None
    raise UnknownSubdivision("FR", subdivision)


@lru_cache(maxsize=1)
def _known_countries() -> frozenset[str]:
    return frozenset(_holidays().list_supported_countries(include_aliases=False))


def _holidays() -> Any:
    """The package, loaded at its first use: it takes as long as all the rest of the engine."""
    import holidays

    return holidays
