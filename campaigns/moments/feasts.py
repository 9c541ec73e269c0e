"""Feasts people buy for."""

from collections.abc import Iterator
from datetime import date

from .days import JUNE, MARCH, MAY, SUNDAY, easter, last_weekday, nth_weekday, pentecost
from .model import NATIONAL, Kind, Moment, Status

#: The law on the day of mothers; of the feasts below it is the only one the law fixes.
_MOTHERS = "Loi n° 50-577 du 24 mai 1950 : dernier dimanche de mai, premier de juin si c’est la Pentecôte"


def feasts(year: int) -> Iterator[Moment]:
    """The feasts of a year."""
    yield _feast("saint_valentin", "Saint-Valentin", date(year, 2, 14), "Usage : 14 février")
    yield _feast(
        "fete_des_grands_meres",
        "Fête des grands-mères",
        nth_weekday(year, MARCH, SUNDAY, 1),
        "Usage depuis 1987 : premier dimanche de mars",
    )
    yield _feast("paques", "Pâques", easter(year), "Comput grégorien")
    yield _feast("fete_des_meres", "Fête des mères", mothers_day(year), _MOTHERS)
    yield _feast(
        "fete_des_peres",
        "Fête des pères",
        nth_weekday(year, JUNE, SUNDAY, 3),
        "Usage depuis 1952 : troisième dimanche de juin",
    )
    yield _feast("halloween", "Halloween", date(year, 10, 31), "Usage : 31 octobre")
    yield _feast("noel", "Noël", date(year, 12, 25), "Code du travail, art. L3133-1 : 25 décembre")


def mothers_day(year: int) -> date:
    """The last Sunday of May, or the first of June when that Sunday is Pentecost."""
    last = last_weekday(year, MAY, SUNDAY)
    return nth_weekday(year, JUNE, SUNDAY, 1) if last == pentecost(year) else last


def _feast(key: str, name: str, day: date, source: str) -> Moment:
    return Moment(key, name, day, day, NATIONAL, Status.RULE, source, Kind.FEAST)
