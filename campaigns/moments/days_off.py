"""Public holidays, and the bridges people build from them to the week-end."""

import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from campaigns.scheduling.public_holidays import ALSACE, public_holidays

from .days import THURSDAY, TUESDAY
from .model import NATIONAL, Kind, Moment, Status

_LABOUR_CODE = "Code du travail, art. L3133-1"
_LOCAL_LAW = "Code du travail, art. L3134-13 (droit local)"
_OVERSEAS = "Code du travail, art. L3422-2"
_SAINT_MARTIN = f"{_OVERSEAS} ; jour fixé par la collectivité"
_DAY = timedelta(days=1)
_BRIDGES = {
    "Jour de l’an": "Pont du jour de l’an",
    "Fête du Travail": "Pont du 1er mai",
    "Fête de la Victoire": "Pont du 8 mai",
    "Ascension": "Pont de l’Ascension",
    "Fête nationale": "Pont du 14 juillet",
    "Assomption": "Pont du 15 août",
    "Toussaint": "Pont de la Toussaint",
    "Armistice": "Pont du 11 novembre",
    "Noël": "Pont de Noël",
}

#: Where the abolition of slavery is a holiday: department number → code of `public_holidays`.
_ABOLITION = {"971": "971", "972": "972", "973": "973", "974": "974", "976": "976", "977": "BL", "978": "MF"}


def days_off(year: int) -> Iterator[Moment]:
    """Holidays of everywhere, of Alsace and Moselle and of the overseas departments; then the bridges."""
    national = public_holidays("FR", None, year)
    for day, name in national.items():
        yield _holiday(f"ferie_{slug(name)}", name, day, NATIONAL, _LABOUR_CODE)
    for day, name in public_holidays("FR", ALSACE, year).items():
        if day not in national:
            yield _holiday(f"ferie_{slug(name)}", name, day, "57, 67, 68", _LOCAL_LAW)
    for zone, code in _ABOLITION.items():
        source = _SAINT_MARTIN if code == "MF" else _OVERSEAS
        for day, name in public_holidays("FR", code, year).items():
            if day not in national:
                yield _holiday(f"ferie_{slug(name)}_{zone}", name, day, zone, source)
    yield from bridges(year)


def bridges(year: int) -> Iterator[Moment]:
    """A holiday on a Thursday or a Tuesday makes four days with the week-end and the day between."""
    holidays = public_holidays("FR", None, year)
    for day, name in holidays.items():
        if day.weekday() == THURSDAY and day + _DAY not in holidays:
            start, end = day, day + 3 * _DAY
        elif day.weekday() == TUESDAY and day - _DAY not in holidays:
            start, end = day - 3 * _DAY, day
        else:
            continue
        yield Moment(
            key=f"pont_{slug(name)}",
            name=_BRIDGES.get(name, f"Pont ({name})"),
            start=start,
            end=end,
            zone=NATIONAL,
            status=Status.RULE,
            source=f"Calculé : {name} un {'jeudi' if day.weekday() == THURSDAY else 'mardi'}",
            kind=Kind.DAY_OFF,
            family="pont",
        )


def slug(name: str) -> str:
    """A name as part of a key: «Fête du Travail» → `fete_du_travail`."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return "_".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def _holiday(key: str, name: str, day: date, zone: str, source: str) -> Moment:
    return Moment(key, name, day, day, zone, Status.RULE, source, Kind.DAY_OFF, family="jour_ferie")
