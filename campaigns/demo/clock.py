"""Days of the demonstration: everything is reckoned from the day it is loaded, so it never looks old."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from campaigns.demo.shapes import EntryData, LineData
from campaigns.scheduling.calendar import WorkingCalendar

CENT = Decimal("0.01")
CALENDAR = WorkingCalendar()
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)

_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


@dataclass(frozen=True, slots=True)
class Clock:
    """Dates relative to `today`, which may be any day of the year."""

    today: date

    def ago(self, days: int) -> date:
        """The working day that lies `days` working days before today, or before the last one worked."""
        return CALENDAR.day_at(CALENDAR.last_index_of(self.today) - days)

    def weekday_from(self, days: int, weekday: int) -> date:
        """The first such weekday on or after the day `days` from today (negative: in the past)."""
        day = self.today + timedelta(days=days)
        return day + timedelta(days=(weekday - day.weekday()) % 7)

    def busy_weekday_from(self, days: int, weekday: int) -> date:
        """As `weekday_from`, moved on by weeks past public holidays, Christmas and the quiet of August."""
        day = self.weekday_from(days, weekday)
        while (
            not CALENDAR.is_working_day(day)
            or (7, 25) <= (day.month, day.day) <= (8, 24)
            or _end_of_year(day)
        ):
            day += timedelta(days=7)
        return day

    def weekday_until(self, days: int, weekday: int) -> date:
        """The last such weekday on or before the day `days` from today."""
        day = self.today + timedelta(days=days)
        return day - timedelta(days=(day.weekday() - weekday) % 7)


def _end_of_year(day: date) -> bool:
    return (day.month, day.day) >= (12, 18) or (day.month, day.day) <= (1, 5)


def plus(day: date, days: int) -> date:
    """`day` moved by calendar days."""
    return day + timedelta(days=days)


def workday(day: date, days: int) -> date:
    """`day`, or the working day before it, moved by working days."""
    return CALENDAR.day_at(CALENDAR.last_index_of(day) + days)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def in_words(day: date) -> str:
    """«7 décembre», «1er mars»."""
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]}"


def euros(amount: int | str) -> Decimal:
    """An exact amount with its cents."""
    return Decimal(amount).quantize(CENT)


def share_out(total: Decimal, weights: list[int]) -> list[Decimal]:
    """`total` split in proportion to `weights`, to the cent: largest remainders take the cents left over."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [part.quantize(CENT, rounding=ROUND_FLOOR) for part in exact]
    left = int((total - sum(shares)) / CENT)
    by_remainder = sorted(range(len(weights)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_remainder[:left]:
        shares[place] += CENT
    return shares


def spread(channel: str, total: Decimal, start: date, end: date, note: str = "") -> list[LineData]:
    """Lines of a channel over the months its money is spent in, in proportion to the days of each."""
    days: dict[date, int] = {}
    day = start
    while day <= end:
        days[first_of_month(day)] = days.get(first_of_month(day), 0) + 1
        day += timedelta(days=1)
    amounts = share_out(total, list(days.values()))
    return [
        LineData(channel, month, amount, note) for month, amount in zip(days, amounts, strict=True) if amount
    ]


def merged(*groups: Iterable[LineData]) -> tuple[LineData, ...]:
    """Lines of several calls, one for each channel and month."""
    found: dict[tuple[str, date], LineData] = {}
    for line in (line for group in groups for line in group):
        old = found.get((line.channel, line.month))
        if old is not None:
            note = " ; ".join(dict.fromkeys(note for note in (old.note, line.note) if note))
            line = LineData(line.channel, line.month, old.planned + line.planned, note)
        found[line.channel, line.month] = line
    return tuple(found.values())


def entries(
    lines: Iterable[LineData],
    kind: Literal["committed", "actual"],
    channel: str,
    amount: Decimal,
    on: date,
    label: str,
    supplier: str = "",
    number: str = "",
) -> list[EntryData]:
    """One order or invoice, shared out over the channel's lines in proportion to what they plan."""
    own = [line for line in lines if line.channel == channel]
    shares = share_out(amount, [int(line.planned / CENT) for line in own])
    return [
        EntryData(kind, channel, line.month, share, on, label, supplier, number)
        for line, share in zip(own, shares, strict=True)
        if share
    ]
