"""A year's moments together, and those of a window."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from .days_off import days_off
from .elections import elections
from .feasts import feasts
from .model import Moment
from .retail import retail
from .schools import school_holidays
from .soldes import soldes

#: Before 2015 the soldes lasted five weeks and other departments had exceptions; after 2099 nobody plans.
FIRST_YEAR, LAST_YEAR = 2015, 2099

_PARTS: tuple[Callable[[int], Iterator[Moment]], ...] = (
    soldes,
    retail,
    feasts,
    school_holidays,
    days_off,
    elections,
)


class YearOutOfRange(ValueError):
    """The calendar is not known for this year."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the commercial calendar goes from {FIRST_YEAR} to {LAST_YEAR}, not to {year}")
        self.year = year


@lru_cache(maxsize=64)
def commercial_calendar(year: int) -> tuple[Moment, ...]:
    """Every moment of `year`, by its first day. Raises YearOutOfRange.

    Periods that run into January belong to the year they start in; the bridge of a 1 January to that day's.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(year)
    found = [moment for part in _PARTS for moment in part(year)]
    return tuple(sorted(found, key=lambda moment: (moment.start, moment.end, moment.key)))


def moments_between(start: date, end: date) -> list[Moment]:
    """The moments that share a day with a window, both ends included; none for years not known.

    A moment may run into another year: school holidays at Christmas do, and the bridge before a 1 January.
    """
    years = range(max(start.year - 1, FIRST_YEAR), min(end.year + 1, LAST_YEAR) + 1)
    return [moment for year in years for moment in commercial_calendar(year) if moment.overlaps(start, end)]
