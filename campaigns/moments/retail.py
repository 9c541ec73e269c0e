"""What shops do of their own accord: Black Friday, French Days, the rentrée, the quiet of August."""

from collections.abc import Iterator
from datetime import date, timedelta

from .days import APRIL, FRIDAY, NOVEMBER, SEPTEMBER, THURSDAY, WEDNESDAY, last_weekday, nth_weekday
from .model import NATIONAL, Kind, Moment, Status

#: Editions whose dates the shops announced. They are no rule, and the next ones follow none.
_FRENCH_DAYS = {
    "french_days_printemps": {2020: (date(2020, 5, 27), date(2020, 6, 2))},
    "french_days_rentree": {
        2018: (date(2018, 9, 28), date(2018, 10, 1)),
        2020: (date(2020, 9, 25), date(2020, 9, 28)),
    },
}
_FRENCH_DAYS_SINCE = 2018


def retail(year: int) -> Iterator[Moment]:
    """The shops' own moments of a year."""
    yield from _black_friday(year)
    yield from _french_days(year)
    yield _custom(
        "rentree",
        "Rentrée",
        date(year, 8, 20),
        date(year, 9, 15),
        Kind.SEASON,
        "Usage du commerce : les achats de la rentrée entourent celle des classes",
    )
    yield _custom(
        "calme_aout",
        "Creux d’août",
        date(year, 8, 1),
        date(year, 8, 19),
        Kind.SEASON,
        "Usage : congés annuels et fermetures d’entreprises",
    )
    yield _custom(
        "achats_de_noel",
        "Achats de Noël",
        date(year, 12, 1),
        date(year, 12, 24),
        Kind.SEASON,
        "Usage du commerce",
    )


def _black_friday(year: int) -> Iterator[Moment]:
    # Not «the last Friday of November»: they differ when the month begins on a Friday.
    friday = nth_weekday(year, NOVEMBER, THURSDAY, 4) + timedelta(days=1)
    note = ""
    if year == 2020:
        note = (
            "En 2020, les grandes enseignes l’ont tenu en France le 4 décembre, à la demande du gouvernement."
        )
    source = "Usage : lendemain du quatrième jeudi de novembre (Thanksgiving)"
    yield _custom("black_friday", "Black Friday", friday, friday, Kind.SALES, source, note)
    monday = friday + timedelta(days=3)
    source = "Usage : lundi qui suit le Black Friday"
    yield _custom("cyber_monday", "Cyber Monday", monday, monday, Kind.SALES, source)


def _french_days(year: int) -> Iterator[Moment]:
    """Two editions a year since 2018. Where no announcement is known: the usual week, as a forecast."""
    if year < _FRENCH_DAYS_SINCE:
        return
    spring = last_weekday(year, APRIL, WEDNESDAY)
    autumn = last_weekday(year, SEPTEMBER, FRIDAY)
    usual = {
        "french_days_printemps": ("French Days de printemps", spring, spring + timedelta(days=6)),
        "french_days_rentree": ("French Days de rentrée", autumn, autumn + timedelta(days=3)),
    }
    for key, (name, start, end) in usual.items():
        announced = _FRENCH_DAYS[key].get(year)
        if announced:
            start, end = announced
        yield Moment(
            key=key,
            name=name,
            start=start,
            end=end,
            zone=NATIONAL,
            status=Status.FORECAST,
            source="Dates annoncées par les enseignes" if announced else "Semaine habituelle, à confirmer",
            kind=Kind.SALES,
            note="Aucune règle : les enseignes choisissent leurs dates chaque année.",
        )


def _custom(key: str, name: str, start: date, end: date, kind: Kind, source: str, note: str = "") -> Moment:
    return Moment(key, name, start, end, NATIONAL, Status.RULE, source, kind, note=note)
