"""A plan's own axis: working-day offsets from its first day, and the dates they stand for."""

from dataclasses import dataclass
from datetime import date, timedelta

from .calendar import OutOfCalendar, WorkingCalendar


@dataclass(frozen=True, slots=True)
class Timeline:
    """Offsets of `calendar` from its working-day index `origin`. All methods may raise OutOfCalendar."""

    calendar: WorkingCalendar
    origin: int

    @classmethod
    def starting(cls, calendar: WorkingCalendar, day: date) -> "Timeline":
        """The timeline whose offset 0 is the first working day on or after `day`."""
        return cls(calendar, calendar.index_of(day))

    def offset_of(self, day: date) -> int:
        """Offset of the first working day on or after `day`."""
        return self.calendar.index_of(day) - self.origin

    def last_offset_of(self, day: date) -> int:
        """Offset of the last working day on or before `day`."""
        return self.calendar.last_index_of(day) - self.origin

    def day_at(self, offset: int) -> date:
        """The working day of this offset."""
        return self.calendar.day_at(self.origin + offset)

    def days_at(self, start: int, stop: int) -> list[date]:
        """The working days of the offsets `start` (included) to `stop` (excluded)."""
        return self.calendar.days_at(self.origin + start, self.origin + stop)

    def first_from(self, offset: int, days: int) -> int:
        """Offset of the first working day on or after `days` calendar days past that of `offset`."""
        return self.offset_of(_shifted(self.day_at(offset), days))

    def last_until(self, offset: int, days: int) -> int:
        """Offset of the last working day on or before `days` calendar days ahead of that of `offset`.

        It inverts `first_from`: `first_from(a, n) <= b` exactly when `a <= last_until(b, n)`.
        """
        return self.last_offset_of(_shifted(self.day_at(offset), -days))


def first_day_offset(start: int, duration: int) -> int:
    """Offset of the first day of a task; of the day a milestone carries, as for `last_day_offset`."""
    return start if duration else last_day_offset(start, duration)


def last_day_offset(start: int, duration: int) -> int:
    """Offset of the last day of a task. A milestone carries the day its last predecessor ends.

    Only at offset 0 is there no day before: a milestone there carries the plan's first day.
    """
    return start + duration - 1 if start or duration else 0


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise OutOfCalendar from None
