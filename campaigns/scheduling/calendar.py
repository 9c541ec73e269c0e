"""Working days: which days a team works, and arithmetic on them.

All arithmetic goes through one number, the *working-day index* of a date: how many working days lie
between a fixed epoch and that date, negative before it. Both directions are read from a table that
grows as dates are asked for, so index and date cost O(1) each.
"""

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from .public_holidays import CalendarError, canonical_place, public_holidays

MONDAY_TO_FRIDAY = frozenset(range(5))

_EPOCH_YEAR = 2020
# Far beyond any plan; they bound the time and memory that an absurd duration can claim.
FIRST_YEAR, LAST_YEAR = 1500, 2599
_MOST_DAYS = 366 * (LAST_YEAR - FIRST_YEAR)


class NoWorkingDay(CalendarError):
    """The calendar has no working day at all."""

    def __init__(self) -> None:
        super().__init__("the calendar has no working day")


class OutOfCalendar(CalendarError):
    """A date or an index lies outside the years 1500 to 2599, where no plan goes."""

    def __init__(self) -> None:
        super().__init__(f"dates are reckoned from {FIRST_YEAR} to {LAST_YEAR} only")


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days a team works.

    `weekdays` are numbered from Monday = 0. `country` is an ISO 3166-1 alpha-2 code, or None for no
    public holidays; `subdivision` a part of it whose holidays differ. `closures` are further days off.
    Equal calendars share their tables.

    Raises NoWorkingDay when no weekday is worked, ValueError for a weekday outside 0..6, and the
    errors of `public_holidays.canonical_place` for a place that means nothing.
    """

    country: str | None = "FR"
    subdivision: str | None = None
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    closures: frozenset[date] = frozenset()
    _axis: "_Axis" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        country, subdivision = canonical_place(self.country, self.subdivision)
        if not self.weekdays:
            raise NoWorkingDay
        if not self.weekdays <= frozenset(range(7)):
            raise ValueError(f"weekdays go from 0 (Monday) to 6 (Sunday): {sorted(self.weekdays)}")
        object.__setattr__(self, "country", country)
        object.__setattr__(self, "subdivision", subdivision)
        object.__setattr__(self, "_axis", _shared_axis(country, subdivision, self.weekdays, self.closures))

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked."""
        return self.day_at(self.index_of(day)) == day

    def holiday_name(self, day: date) -> str | None:
        """Name of the public holiday on `day`, in French for France; None when it is not one."""
        return public_holidays(self.country, self.subdivision, day.year).get(day)

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the first working day after it."""
        return self.day_at(self.index_of(day))

    def previous_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the last working day before it."""
        return self.day_at(self.last_index_of(day))

    def add_working_days(self, day: date, days: int) -> date:
        """The day of offset `days`, offset 0 being the first working day on or after `day`.

        A task of d days that starts on `day` works the offsets 0 to d-1: it ends on
        `add_working_days(day, d - 1)`, and what follows it starts on `add_working_days(day, d)`.
        """
        return self.day_at(self.index_of(day) + days)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days from `start` (included) to `end` (excluded); negative when `end` is earlier."""
        return self.index_of(end) - self.index_of(start)

    def index_of(self, day: date) -> int:
        """Index of the first working day on or after `day`. Raises OutOfCalendar."""
        table = self._axis.covering_year(day.year)
        return table.rank[day.toordinal() - table.first_ordinal] + table.first_index

    def last_index_of(self, day: date) -> int:
        """Index of the last working day on or before `day`. Raises OutOfCalendar."""
        index = self.index_of(day)
        return index if self.day_at(index) == day else index - 1

    def day_at(self, index: int) -> date:
        """The working day of this index. Raises OutOfCalendar."""
        table = self._axis.covering_indexes(index, index)
        return table.days[index - table.first_index]

    def days_at(self, start: int, stop: int) -> list[date]:
        """The working days of the indexes `start` (included) to `stop` (excluded), in order."""
        if start >= stop:
            return []
        table = self._axis.covering_indexes(start, stop - 1)
        return table.days[start - table.first_index : stop - table.first_index]


@dataclass(frozen=True, slots=True)
class _Table:
    """Whole years of working days. `rank[k]` counts those before the k-th day of the first year."""

    first_year: int
    last_year: int
    first_ordinal: int
    first_index: int
    days: list[date]
    rank: "array[int]"


class _Axis:
    """The growing table of one calendar.

    A table is never changed: growing builds a larger one and swaps it in, so threads that read while
    another grows see the old table or the new one, both right.
    """

    def __init__(
        self,
        country: str | None,
        subdivision: str | None,
        weekdays: frozenset[int],
        closures: frozenset[date],
    ) -> None:
        self._place = country, subdivision
        self._weekdays = weekdays
        self._closed = {day.toordinal() for day in closures}
        self._table = self._build(_EPOCH_YEAR, _EPOCH_YEAR)

    def covering_year(self, year: int) -> _Table:
        table = self._table
        if not table.first_year <= year <= table.last_year:
            table = self._grow(table, min(year, table.first_year), max(year, table.last_year))
        return table

    def covering_indexes(self, first: int, last: int) -> _Table:
        if first < -_MOST_DAYS or last > _MOST_DAYS:
            raise OutOfCalendar
        table = self._table
        while (early := first < table.first_index) | (late := last >= table.first_index + len(table.days)):
            table = self._grow(table, table.first_year - early, table.last_year + late)
        return table

    def _grow(self, table: _Table, first_year: int, last_year: int) -> _Table:
        """These years, and half as many again on the side that grows, so that growing is amortised."""
        if first_year < FIRST_YEAR or last_year > LAST_YEAR:
            raise OutOfCalendar
        spare = (last_year - first_year) // 2
        if first_year < table.first_year:
            first_year = max(FIRST_YEAR, first_year - spare)
        if last_year > table.last_year:
            last_year = min(LAST_YEAR, last_year + spare)
        grown = self._build(first_year, last_year)
        self._table = grown
        return grown

    def _build(self, first_year: int, last_year: int) -> _Table:
        first, stop = date(first_year, 1, 1).toordinal(), date(last_year + 1, 1, 1).toordinal()
        off = set(self._closed)
        for year in range(first_year, last_year + 1):
            off.update(day.toordinal() for day in public_holidays(*self._place, year))
        # Ordinal 1, the 1 January of year 1, is a Monday.
        week = [(ordinal - 1) % 7 in self._weekdays for ordinal in range(first, first + 7)]
        days: list[date] = []
        rank = array("i")
        for position, ordinal in enumerate(range(first, stop)):
            rank.append(len(days))
            if week[position % 7] and ordinal not in off:
                days.append(date.fromordinal(ordinal))
        epoch = bisect_left(days, date(_EPOCH_YEAR, 1, 1))
        return _Table(first_year, last_year, first, -epoch, days, rank)


@lru_cache(maxsize=256)
def _shared_axis(
    country: str | None, subdivision: str | None, weekdays: frozenset[int], closures: frozenset[date]
) -> _Axis:
    return _Axis(country, subdivision, weekdays, closures)
