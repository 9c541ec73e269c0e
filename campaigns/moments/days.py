"""Days that move from year to year: the n-th weekday of a month, Easter and what follows it."""

from datetime import date, timedelta

JANUARY, FEBRUARY, MARCH, APRIL, MAY, JUNE = range(1, 7)
JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = range(7, 13)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


def on_or_after(day: date, weekday: int) -> date:
    """The first such weekday from `day` on, itself included."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The `nth` (from 1) such weekday of a month."""
    return on_or_after(date(year, month, 1), weekday) + timedelta(weeks=nth - 1)


def last_weekday(year: int, month: int, weekday: int) -> date:
    """The last such weekday of a month."""
    after = date(year + month // 12, month % 12 + 1, 1)
    return on_or_after(after - timedelta(days=7), weekday)


def weeks_from(start: date, weeks: int) -> date:
    """The last day of a period of whole weeks."""
    return start + timedelta(days=7 * weeks - 1)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, «Astronomical Algorithms», chapter 8)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, skipped = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    quarter, left = divmod(rest, 4)
    weekday = (32 + 2 * skipped + 2 * quarter - epact - left) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def pentecost(year: int) -> date:
    """Pentecost Sunday, the seventh after Easter."""
    return easter(year) + timedelta(days=49)
