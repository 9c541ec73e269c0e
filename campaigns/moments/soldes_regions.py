"""Places whose soldes have dates of their own, and the years in which they had them.

From the annexe of the Code de commerce (art. D310-15-3) until 2019 and of the arrêté du 27 mai 2019 since.
Each rule was checked against lists of dates announced between 2013 and 2025.

Exceptions end: the Pyrénées-Orientales' with an arrêté of June 2022, the Alpes-Maritimes' with that of
21 April 2023. In summer 2020 the four of the mainland followed the postponed national dates (arrêté du
10 juin 2020), in winter 2021 Lorraine did. French Guiana's dates are no longer listed since 2023.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .days import (
    FEBRUARY,
    JANUARY,
    JULY,
    MAY,
    OCTOBER,
    SATURDAY,
    SEPTEMBER,
    SUNDAY,
    THURSDAY,
    WEDNESDAY,
    last_weekday,
    nth_weekday,
    on_or_after,
)


@dataclass(frozen=True, slots=True)
class Region:
    """A place, its rule, and the years it holds: `last` None for still, `but` for years without it.

    `title` replaces the name of the season where it is the other way round.
    """

    key: str
    name: str
    zone: str
    season: Literal["hiver", "ete"]
    start: Callable[[int], date]
    last: int | None = None
    but: frozenset[int] = frozenset()
    title: str = ""

    def holds(self, year: int) -> bool:
        return (self.last is None or year <= self.last) and year not in self.but


def _first_opening_day(year: int) -> date:
    """2 January, or the 3rd when that is a Sunday; a Saturday is worked in shops."""
    second = date(year, JANUARY, 2)
    return date(year, JANUARY, 3) if second.weekday() == SUNDAY else second


def _first(month: int, weekday: int, nth: int = 1) -> Callable[[int], date]:
    return lambda year: nth_weekday(year, month, weekday, nth)


def _last(month: int, weekday: int) -> Callable[[int], date]:
    return lambda year: last_weekday(year, month, weekday)


def _after(month: int, day: int) -> Callable[[int], date]:
    """The first Wednesday after a day of the year, the day itself left out."""
    return lambda year: on_or_after(date(year, month, day + 1), WEDNESDAY)


_POSTPONED = frozenset({2020})

REGIONS: tuple[Region, ...] = (
    Region("lorraine", "Lorraine", "54, 55, 57, 88", "hiver", _first_opening_day, but=frozenset({2021})),
    Region("guadeloupe", "Guadeloupe", "971", "hiver", _first(JANUARY, SATURDAY)),
    Region("guyane", "Guyane", "973", "hiver", _first(JANUARY, WEDNESDAY), last=2022),
    Region("saint_pierre", "Saint-Pierre-et-Miquelon", "975", "hiver", _after(JANUARY, 15)),
    Region("iles_du_nord", "Saint-Barthélemy, Saint-Martin", "977, 978", "hiver", _first(MAY, SATURDAY)),
    # Seasons are the other way round south of the equator: the second period of the year is winter's.
    Region("reunion", "La Réunion", "974", "hiver", _first(SEPTEMBER, SATURDAY)),
    Region("reunion", "La Réunion", "974", "ete", _first(FEBRUARY, SATURDAY)),
    Region(
        "alpes_maritimes", "Alpes-Maritimes", "06", "ete", _first(JULY, WEDNESDAY), last=2022, but=_POSTPONED
    ),
    Region(
        "pyrenees_orientales",
        "Pyrénées-Orientales",
        "66",
        "ete",
        _first(JULY, WEDNESDAY),
        last=2021,
        but=_POSTPONED,
    ),
    Region("corse", "Corse", "2A, 2B", "ete", _first(JULY, WEDNESDAY, 2), but=_POSTPONED),
    Region("saint_pierre", "Saint-Pierre-et-Miquelon", "975", "ete", _after(JULY, 14)),
    Region("guadeloupe", "Guadeloupe", "971", "ete", _last(SEPTEMBER, SATURDAY)),
    Region("martinique", "Martinique", "972", "ete", _first(OCTOBER, THURSDAY)),
    Region("guyane", "Guyane", "973", "ete", _first(OCTOBER, THURSDAY), last=2022, but=_POSTPONED),
    Region("iles_du_nord", "Saint-Barthélemy, Saint-Martin", "977, 978", "ete", _first(OCTOBER, SATURDAY, 2)),
    Region(
        "moselle",
        "Moselle",
        "57",
        "ete",
        lambda year: date(year, 6, 26),
        last=2021,
        but=frozenset(range(2015, 2021)),
    ),
)
