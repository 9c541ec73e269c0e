"""School holidays, by zone (A, B, C) and in Corsica.

`school_holidays.csv` holds the calendars the ministry published, a line per period: its first day is a day
without class, its last the eve of the return. Where it has no line the period is reckoned, as a forecast.
Overseas academies set their own calendars, which are not known here.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from .days import APRIL, DECEMBER, FEBRUARY, JULY, OCTOBER, SATURDAY, on_or_after
from .model import Kind, Moment, Status

CORSICA = "corse"
ZONES = ("A", "B", "C")
NAMES = {
    "toussaint": "Vacances de la Toussaint",
    "noel": "Vacances de Noël",
    "hiver": "Vacances d’hiver",
    "printemps": "Vacances de printemps",
    "ete": "Vacances d’été",
}

_MINISTRY = "Ministère de l’Éducation nationale, calendrier scolaire"
#: The order that fixed the calendar of a school year, where it was read.
_ORDERS = {
    "2015-2016": "Arrêté du 16 avril 2015",
    "2016-2017": "Arrêté du 16 avril 2015",
    "2017-2018": "Arrêté du 16 avril 2015",
    "2019-2020": "Arrêté du 24 juillet 2018",
    "2021-2022": "Arrêté du 15 décembre 2020 (MENE2032706A)",
    "2022-2023": "Arrêté du 7 juillet 2021 (JO du 11)",
    "2023-2024": "Arrêté du 7 décembre 2022 (MENE2229099A)",
    "2024-2025": "Arrêté du 7 décembre 2022 (MENE2229099A)",
    "2025-2026": "Arrêté du 7 décembre 2022 (MENE2229099A)",
}
#: School years from which on a line of the file was read in one place only: not yet official here.
_UNCONFIRMED_FROM = "2027-2028"

# Zones take turns at starting first; since 2023 the turn has been A, C, B.
_TURNS = {0: ("B", "C", "A"), 1: ("A", "B", "C"), 2: ("C", "A", "B")}
_TURN_YEAR = 2028
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class _Line:
    school_year: str
    holidays: str
    zones: str
    start: date
    end: date


def school_holidays(year: int) -> Iterator[Moment]:
    """The periods that start in `year`, of each zone; zones with the same days share one moment."""
    known = [line for line in _lines() if line.start.year == year]
    for line in known:
        yield _published(line)
    for holidays in NAMES:
        zones = {zone for line in known if line.holidays == holidays for zone in _zones(line)}
        if not zones & set(ZONES):
            yield from _forecast(year, holidays)
        if CORSICA not in zones:
            yield _corsica(year, holidays, known)


def _zones(line: _Line) -> tuple[str, ...]:
    return (CORSICA,) if line.zones == CORSICA else tuple(line.zones)


def _published(line: _Line) -> Moment:
    sure = line.school_year < _UNCONFIRMED_FROM
    if not sure:
        source = f"{_MINISTRY} {line.school_year}, à confirmer"
    elif line.zones == CORSICA:
        source = f"Académie de Corse, calendrier {line.school_year} (Code de l’éducation, art. D521-6)"
    else:
        source = _ORDERS.get(line.school_year, f"{_MINISTRY} {line.school_year} (education.gouv.fr)")
    status = Status.OFFICIAL if sure else Status.FORECAST
    return _moment(line.holidays, _zones(line), line.start, line.end, status, source)


def _forecast(year: int, holidays: str) -> Iterator[Moment]:
    """What the last ten calendars have in common; no order says so."""
    for zones, start, end in _usual(year, holidays):
        yield _moment(holidays, zones, start, end, Status.FORECAST, "Calculé d’après les calendriers passés")


def _usual(year: int, holidays: str) -> list[tuple[tuple[str, ...], date, date]]:
    if holidays == "ete":
        return [(ZONES, on_or_after(date(year, JULY, 2), SATURDAY), date(year, 8, 31))]
    firsts = {
        "toussaint": date(year, OCTOBER, 17),
        "noel": date(year, DECEMBER, 17),
        "hiver": date(year, FEBRUARY, 4),
        "printemps": date(year, APRIL, 3),
    }
    first = on_or_after(firsts[holidays], SATURDAY)
    two_weeks = timedelta(days=15)
    if holidays in ("toussaint", "noel"):
        return [(ZONES, first, first + two_weeks)]
    turn = _TURNS[(year - _TURN_YEAR) % 3]
    return [
        ((zone,), first + rank * _WEEK, first + rank * _WEEK + two_weeks) for rank, zone in enumerate(turn)
    ]


def _corsica(year: int, holidays: str, known: list[_Line]) -> Moment:
    """Corsica usually leaves with the second of the three zones, or with all of them."""
    periods = sorted({(line.start, line.end) for line in known if line.holidays == holidays})
    periods = periods or [(start, end) for _zones, start, end in _usual(year, holidays)]
    start, end = periods[len(periods) // 2]
    source = "Calculé : la Corse suit d’habitude la deuxième zone"
    return _moment(holidays, (CORSICA,), start, end, Status.FORECAST, source)


def _moment(
    holidays: str, zones: tuple[str, ...], start: date, end: date, status: Status, source: str
) -> Moment:
    where = "Corse" if zones == (CORSICA,) else f"zone {zones[0]}" if len(zones) == 1 else "zones A, B et C"
    return Moment(
        key="_".join(["vacances", holidays, *(zone.lower() for zone in zones if zones != ZONES)]),
        name=f"{NAMES[holidays]} ({where})",
        start=start,
        end=end,
        zone=", ".join(zones),
        status=status,
        source=source,
        kind=Kind.SCHOOL,
        family=f"vacances_{holidays}",
    )


@cache
def _lines() -> tuple[_Line, ...]:
    text = files(__package__).joinpath("school_holidays.csv").read_text(encoding="utf-8")
    return tuple(
        _Line(
            row["school_year"],
            row["holidays"],
            row["zones"],
            date.fromisoformat(row["start"]),
            date.fromisoformat(row["end"]),
        )
        for row in csv.DictReader(text.splitlines(), delimiter=";")
    )
