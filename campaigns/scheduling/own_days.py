"""Tasks with a calendar of their own: part-time weeks, leave, another region's holidays.

Such a task works the days that both the plan and its own calendar work. Offsets stay the plan's; what
changes is that a task of d days may span more than d offsets, and how many depends on where it starts.
A `Span` answers for one task what is plain arithmetic for all others.
"""

from bisect import bisect_left, bisect_right
from typing import Protocol

from .calendar import WorkingCalendar
from .model import TaskSpec
from .problems import InvalidPlan, NeverWorks
from .timeline import Timeline

_CHUNK = 260  # offsets looked up at a time: about a year
# Ten years without a common day: there is none to wait for.
_PATIENCE = 2600


class Span(Protocol):
    """Where a task can lie. Offsets are the plan's."""

    def first(self, at: int) -> int:
        """The first offset from `at` on that it can start at."""

    def last(self, at: int) -> int:
        """The last offset up to `at` that it can start at."""

    def finish(self, start: int) -> int:
        """The offset it finishes at, having started at one it can start at."""

    def finishing_from(self, finish: int) -> int:
        """The first start that finishes at `finish` or later."""

    def finishing_by(self, finish: int) -> int:
        """The last start that finishes at `finish` or sooner."""


class PlainSpan:
    """A task that works whenever the plan does."""

    def __init__(self, duration: int) -> None:
        self.duration = duration

    def first(self, at: int) -> int:
        return at

    def last(self, at: int) -> int:
        return at

    def finish(self, start: int) -> int:
        return start + self.duration

    def finishing_from(self, finish: int) -> int:
        return finish - self.duration

    def finishing_by(self, finish: int) -> int:
        return finish - self.duration


class OwnSpan:
    """A task that works on the days of `days` only. Its duration is one at least."""

    def __init__(self, days: "CommonDays", duration: int) -> None:
        self.days, self.duration = days, duration

    def first(self, at: int) -> int:
        return self.days.after(at, 0)

    def last(self, at: int) -> int:
        return self.days.before(at, 0)

    def finish(self, start: int) -> int:
        return self.days.after(start, self.duration - 1) + 1

    def finishing_from(self, finish: int) -> int:
        return self.days.before(self.days.after(finish - 1, 0), self.duration - 1)

    def finishing_by(self, finish: int) -> int:
        return self.days.before(finish - 1, self.duration - 1)


class CommonDays:
    """The offsets of a timeline that `calendar` works too, looked up as they are asked for.

    Raises NeverWorks by way of InvalidPlan when there are none within ten years, OutOfCalendar beyond all
    calendars.
    """

    def __init__(self, timeline: Timeline, calendar: WorkingCalendar, task: TaskSpec) -> None:
        self._timeline, self._calendar, self._task = timeline, calendar, task
        self._low = self._high = 0
        self._offsets: list[int] = []

    def after(self, at: int, more: int) -> int:
        """The common day `more` places after the first one from `at` on."""
        while True:
            place = bisect_left(self._offsets, at) + more
            if self._low <= at and place < len(self._offsets):
                return self._offsets[place]
            self._look(at)

    def before(self, at: int, more: int) -> int:
        """The common day `more` places before the last one up to `at`."""
        while True:
            place = bisect_right(self._offsets, at) - 1 - more
            if at < self._high and place >= 0:
                return self._offsets[place]
            self._look(at, back=True)

    def _look(self, at: int, back: bool = False) -> None:
        """Look further: towards `at` while it is outside, else beyond what is known."""
        low, high = self._low, self._high
        if not self._offsets and high - low >= 2 * _PATIENCE:
            raise InvalidPlan((NeverWorks(self._task.id),))
        if low == high:
            self._low = self._high = low = high = at
        if at < low or (back and at < high):
            self._low = min(at, low) - _CHUNK
            self._offsets = self._common(self._low, low) + self._offsets
        else:
            self._high = max(at, high) + _CHUNK
            self._offsets += self._common(high, self._high)
        for edge in (self._low, self._high):
            nearest = self._offsets[0 if edge == self._low else -1] if self._offsets else None
            if nearest is not None and abs(edge - nearest) > _PATIENCE:
                raise InvalidPlan((NeverWorks(self._task.id),))

    def _common(self, start: int, stop: int) -> list[int]:
        days = self._timeline.days_at(start, stop)
        if not days:
            return []
        first, last = self._calendar.index_of(days[0]), self._calendar.last_index_of(days[-1])
        worked = set(self._calendar.days_at(first, last + 1))
        return [offset for offset, day in enumerate(days, start) if day in worked]


def spans_of(tasks: tuple[TaskSpec, ...], timeline: Timeline) -> list[Span]:
    """How each task of a plan lies on its timeline; tasks of equal calendars share their days."""
    days: dict[WorkingCalendar, CommonDays] = {}
    spans: list[Span] = []
    for task in tasks:
        own = task.calendar
        if own is None or own == timeline.calendar or not task.duration:
            spans.append(PlainSpan(task.duration))
            continue
        if own not in days:
            days[own] = CommonDays(timeline, own, task)
        spans.append(OwnSpan(days[own], task.duration))
    return spans
