"""What a cell says: a duration, a day."""

import re
from datetime import date, timedelta
from math import ceil

from campaigns.exchange.table import Cell

#: Hours in a day of work, days in a week and a month of it.
HOURS = 7
_UNITS = {
    "": 1.0, "j": 1, "jr": 1, "jrs": 1, "jour": 1, "jours": 1, "jour ouvre": 1, "jours ouvres": 1, "d": 1,
    "day": 1, "days": 1, "s": 5, "sem": 5, "sems": 5, "semaine": 5, "semaines": 5, "w": 5, "wk": 5, "wks": 5,
    "week": 5, "weeks": 5, "mois": 20, "mo": 20, "mon": 20, "mons": 20, "month": 20, "months": 20,
    "h": 1 / HOURS, "hr": 1 / HOURS, "hrs": 1 / HOURS, "heure": 1 / HOURS, "heures": 1 / HOURS,
    "hour": 1 / HOURS, "hours": 1 / HOURS,
}  # fmt: skip
_DURATION = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*([a-zé ]*?)\s*\.?\s*\??")
LONGEST = 3650
_SERIAL = timedelta(days=1462)  # from one epoch to the other
_FIRST, _LAST = date(1990, 1, 1), date(2099, 12, 31)


def duration_of(cell: Cell) -> tuple[int, bool]:
    """(working days, whether they were rounded up). «3 jours», «2 sem», «4 h», «1,5», 3.0.

    Raises ValueError for what is not a duration, is negative or out of reason.
    """
    text = str(cell).strip().casefold().replace("\u00a0", " ").replace("\u202f", " ")
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(cell)
    unit = found[2].strip().replace("é", "e")
    if unit not in _UNITS:
        raise ValueError(cell)
    days = float(found[1].replace(",", ".")) * _UNITS[unit]
    whole = ceil(days - 1e-9)
    if days < 0 or whole > LONGEST:
        raise ValueError(cell)
    return whole, abs(whole - days) > 1e-6


def day_of(cell: Cell, *, epoch_1904: bool = False) -> date:
    """A day: ISO, «01/02/2027», «lun. 01/02/27», «01/02/2027 09:00», or a spreadsheet's serial number.

    Raises ValueError for anything else, and for days before 1990 or after 2099.
    """
    day = _day(cell, epoch_1904)
    if not _FIRST <= day <= _LAST:
        raise ValueError(cell)
    return day


def _day(cell: Cell, epoch_1904: bool) -> date:
    text = str(cell).strip()
    if isinstance(cell, int | float) or re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        days = timedelta(days=int(float(text.replace(",", "."))))
        # Excel's day 60 is the 29 February 1900, which never was: every later day counts from the 30th.
        return date(1899, 12, 30) + days + (_SERIAL if epoch_1904 else timedelta())
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$", text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := re.match(r"(?:[^\W\d]+\.?\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})(?:\s+\d.*)?$", text):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        return date(year, int(found[2]), int(found[1]))
    raise ValueError(cell)
