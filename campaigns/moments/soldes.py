"""The soldes: two periods a year, whose dates the law fixes.

The national rule, checked against the dates announced for each season from 2017 to 2026:

* winter: the second Wednesday of January, 8 a.m.; the first when the second falls after the 12th;
* summer: the last Wednesday of June, 8 a.m.; the one before when the last falls after the 28th;
* six weeks until 2019 (Code de commerce, art. L310-3 and D310-15-2), four since 2020 (arrêté du 27 mai 2019,
  taken for art. L310-3 as the law PACTE changed it).

Selling at a distance follows the national dates wherever the seller is. `soldes_regions` has the places with
dates of their own, and `soldes_orders` the orders that moved a single year.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from .days import JANUARY, JUNE, WEDNESDAY, last_weekday, nth_weekday, weeks_from
from .model import NATIONAL, Kind, Moment, Status
from .soldes_orders import ORDERS, PUBLISHED
from .soldes_regions import REGIONS, Region

Season = Literal["hiver", "ete"]

_NAMES: dict[Season, str] = {"hiver": "Soldes d’hiver", "ete": "Soldes d’été"}
_ONLINE = "Vaut aussi pour la vente en ligne, où que soit le siège du vendeur."


def soldes(year: int) -> Iterator[Moment]:
    """The soldes of a year: the national periods, then those of places with dates of their own."""
    for season in _NAMES:
        yield _national(year, season)
    for region in REGIONS:
        if region.holds(year):
            yield _regional(year, region)


def usual_weeks(year: int) -> int:
    """How long the soldes of a year last, in weeks, when no order says otherwise."""
    return 4 if year >= 2020 else 6


def usual_start(year: int, season: Season) -> date:
    """The first day by the national rule."""
    if season == "hiver":
        second = nth_weekday(year, JANUARY, WEDNESDAY, 2)
        return second if second.day <= 12 else nth_weekday(year, JANUARY, WEDNESDAY, 1)
    last = last_weekday(year, JUNE, WEDNESDAY)
    return last if last.day <= 28 else date(year, JUNE, last.day - 7)


def _law(year: int) -> str:
    if year >= 2020:
        return "Code de commerce, art. L310-3 ; arrêté du 27 mai 2019"
    return "Code de commerce, art. L310-3 et D310-15-2"


def _national(year: int, season: Season) -> Moment:
    start, weeks = usual_start(year, season), usual_weeks(year)
    order = ORDERS.get((year, season, NATIONAL))
    published = PUBLISHED.get((year, season))
    source = _law(year)
    if order:
        start, weeks = order.start or start, order.weeks or weeks
        source = f"{order.source}, par dérogation ({source})"
    elif published:
        source = f"{source} ; dates publiées par {published}"
    return Moment(
        key=f"soldes_{season}",
        name=_NAMES[season],
        start=start,
        end=weeks_from(start, weeks),
        zone=NATIONAL,
        status=Status.OFFICIAL if order or published else Status.RULE,
        source=source,
        kind=Kind.SALES,
        note=_ONLINE,
    )


def _regional(year: int, region: Region) -> Moment:
    start, weeks = region.start(year), usual_weeks(year)
    source = f"{_law(year)}, annexe" if year >= 2020 else "Code de commerce, art. D310-15-3 et son annexe"
    order = ORDERS.get((year, region.season, region.key))
    if order:
        start, weeks = order.start or start, order.weeks or weeks
        source = f"{order.source}, par dérogation"
    season: Season = region.season
    return Moment(
        key=f"soldes_{season}_{region.key}",
        name=f"{region.title or _NAMES[season]} ({region.name})",
        start=start,
        end=weeks_from(start, weeks),
        zone=region.zone,
        status=Status.OFFICIAL if order and order.sure else Status.RULE,
        source=source,
        kind=Kind.SALES,
        family=f"soldes_{season}",
        note="Magasins seulement : la vente en ligne suit les dates nationales.",
    )
