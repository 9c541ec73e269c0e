"""A month as whole weeks, with events as bars on lanes: what fits is drawn, the rest is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..calendar import WorkingCalendar
from ..model import TaskId

_WEEK = 7


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """Something that lies on days, from `start` to `end` inclusive. `kind` is the caller's: task, wave …"""

    id: TaskId
    start: date
    end: date
    kind: str = "task"


@dataclass(frozen=True, slots=True)
class EventBar:
    """The part of an event that lies in one week: `span` days from `column` (Monday = 0), on a lane.

    `continues_before` and `continues_after` say that the event reaches beyond the week.
    """

    event: CalendarEvent
    lane: int
    column: int
    span: int
    continues_before: bool
    continues_after: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A cell. `hidden` are the events of the day for which no lane was left: the «+N»."""

    date: date
    in_month: bool
    working: bool
    is_today: bool
    holiday: str | None
    hidden: tuple[CalendarEvent, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday, and the bars over them. `lanes` is how many of the lanes are used."""

    iso_week: int
    days: tuple[Day, ...]
    bars: tuple[EventBar, ...]
    lanes: int


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """The weeks that touch a month: four to six."""

    year: int
    month: int
    weeks: tuple[Week, ...]

    @property
    def first(self) -> date:
        """The first day shown, a Monday of this month or of the one before."""
        return self.weeks[0].days[0].date

    @property
    def last(self) -> date:
        """The last day shown, a Sunday."""
        return self.weeks[-1].days[-1].date


def month_grid(
    year: int,
    month: int,
    events: Sequence[CalendarEvent],
    calendar: WorkingCalendar,
    *,
    today: date | None = None,
    lanes: int = 3,
) -> MonthGrid:
    """Lay out a month, at most `lanes` events deep.

    In each week, earlier and then longer events take the upper lanes; of equals the first given does.
    Raises ValueError for a month outside 1..12.
    """
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    ordered = sorted(events, key=lambda event: (event.start, event.start - event.end))
    monday = first - timedelta(days=first.weekday())
    count = (last - monday).days // _WEEK + 1
    weeks = [
        _week(monday + timedelta(weeks=number), month, among, calendar, today, lanes)
        for number, among in enumerate(_by_week(monday, count, ordered))
    ]
    return MonthGrid(year, month, tuple(weeks))


def _by_week(monday: date, count: int, events: Sequence[CalendarEvent]) -> list[list[CalendarEvent]]:
    """The events that touch each of `count` weeks from `monday`, in their order: each looked at once."""
    weeks: list[list[CalendarEvent]] = [[] for _ in range(count)]
    for event in events:
        first = max((event.start - monday).days // _WEEK, 0)
        last = min((event.end - monday).days // _WEEK, count - 1)
        for number in range(first, last + 1):
            weeks[number].append(event)
    return weeks


def _week(
    monday: date,
    month: int,
    events: Sequence[CalendarEvent],
    calendar: WorkingCalendar,
    today: date | None,
    lanes: int,
) -> Week:
    bars, hidden = _place(monday, events, lanes)
    days = [monday + timedelta(days=column) for column in range(_WEEK)]
    cells = tuple(
        Day(
            date=day,
            in_month=day.month == month,
            working=calendar.is_working_day(day),
            is_today=day == today,
            holiday=calendar.holiday_name(day),
            hidden=tuple(hidden[column]),
        )
        for column, day in enumerate(days)
    )
    used = max((bar.lane + 1 for bar in bars), default=0)
    return Week(monday.isocalendar().week, cells, tuple(bars), used)


def _place(
    monday: date, events: Sequence[CalendarEvent], lanes: int
) -> tuple[list[EventBar], list[list[CalendarEvent]]]:
    """Bars of one week, each on the highest lane still free, and the events left out of each day."""
    free_from = [0] * lanes  # the first column each lane has left
    bars: list[EventBar] = []
    hidden: list[list[CalendarEvent]] = [[] for _ in range(_WEEK)]
    for event in events:
        start, end = (event.start - monday).days, (event.end - monday).days
        column, last = max(0, start), min(_WEEK - 1, end)
        if column > last:
            continue
        lane = _first_free(free_from, column)
        if lane is None:
            for day in range(column, last + 1):
                hidden[day].append(event)
            continue
        free_from[lane] = last + 1
        bars.append(EventBar(event, lane, column, last - column + 1, start < 0, end >= _WEEK))
    return bars, hidden


def _first_free(free_from: Sequence[int], column: int) -> int | None:
    for lane, free in enumerate(free_from):
        if free <= column:
            return lane
    return None
