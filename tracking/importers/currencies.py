"""Currencies in headers, in cells and in a column of their own.

A sign that several countries share ("$") names no currency: it only rules others out.
"""

import json
import re
from functools import cache
from importlib.resources import files

_IN_BRACKETS = re.compile(r"(?P<base>.*?\S)\s*[(\[](?P<unit>[^()\[\]]{1,4})[)\]]\s*", re.DOTALL)
_AT_THE_END = re.compile(
    r"(?P<base>.*?\S)[\s,]+(?:en |in )?(?P<unit>[A-Z]{3}|\S{0,2}[€$£¥]\S{0,2})\s*", re.DOTALL
)


@cache
def _known() -> dict[str, frozenset[str]]:
    """Every code and sign we know, with the currencies it may stand for."""
    data = json.loads((files(__package__) / "headers" / "currencies.json").read_text(encoding="utf-8"))
    known = {code: frozenset({code}) for code in data["codes"]}
    known.update((sign, frozenset(codes)) for sign, codes in data["symbols"].items())
    return known


def currencies_of(unit: str) -> frozenset[str]:
    """The currencies that a code or sign may mean: {"EUR"} for "€", several for "$", none for "TTC"."""
    return _known().get(unit.strip(), frozenset())


def is_currency(code: str) -> bool:
    """True for an ISO 4217 code."""
    return currencies_of(code) == {code}


def split_header(header: str) -> tuple[str, str]:
    """Split "Montant dépensé (EUR)" into its name and its unit; the unit is "" when there is none."""
    for pattern in (_IN_BRACKETS, _AT_THE_END):
        match = pattern.fullmatch(header)
        if match and currencies_of(match["unit"]):
            return match["base"], match["unit"].strip()
    return header, ""
