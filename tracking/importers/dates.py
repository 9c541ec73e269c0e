"""Days and periods as exports write them.

Three writings need no help: ISO (2026-03-01, 20260301), and names of months (1 mars 2026,
Mar 1, 2026). The fourth, 03/04/2026, is decided for a whole column from its cells
(`DateEvidence`), or from the period the file declares, or it becomes a question.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from .problems import CellRefusedError, Code
from .words import fold

PLAUSIBLE_YEARS = range(2000, 2100)
LONGEST_DATE = 80


class Order(StrEnum):
    """How 03/04/2026 is read."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Period:
    """Both ends included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def is_one_day(self) -> bool:
        return self.start == self.end


@dataclass(frozen=True)
class Calendar:
    """Names of months and of both ends of a period, in every language we have a file for."""

    months: dict[str, int]
    start: frozenset[str]
    end: frozenset[str]


@cache
def calendar() -> Calendar:
    """Read the `calendar.*.json` files once."""
    months: dict[str, int] = {}
    start: set[str] = set()
    end: set[str] = set()
    for entry in sorted((files(__package__) / "headers").iterdir(), key=lambda file: file.name):
        if entry.name.startswith("calendar."):
            words = json.loads(entry.read_text(encoding="utf-8"))
            months.update(
                (fold(name), number) for number, names in enumerate(words["months"], 1) for name in names
            )
            start.update(map(fold, words["start"]))
            end.update(map(fold, words["end"]))
    return Calendar(months, frozenset(start), frozenset(end))


@dataclass(frozen=True, slots=True)
class _Written:
    """A date as found in a text: `day_first` and `month_first` differ only for 03/04/2026."""

    day_first: date | None
    month_first: date | None

    def under(self, order: Order | None) -> date | None:
        if order is None:
            return self.day_first if self.day_first == self.month_first else None
        return self.day_first if order is Order.DAY_FIRST else self.month_first


@cache
def _pattern() -> re.Pattern[str]:
    """One date anywhere in a folded text, in any of the writings."""
    name = "|".join(sorted(map(re.escape, calendar().months), key=len, reverse=True))
    return re.compile(
        rf"""(?<![0-9a-z])(?:
            (?P<iso>(?P<iy>\d{{4}})(?P<sep>[-/.])(?P<im>\d{{1,2}})(?P=sep)(?P<id>\d{{1,2}}))
          | (?P<compact>(?:19|20)\d{{6}})
          | (?P<slash>(?P<sa>\d{{1,2}})(?P<sep2>[-/.])(?P<sb>\d{{1,2}})(?P=sep2)(?P<sy>\d{{4}}|\d{{2}}))
          | (?P<dmy>(?P<dd>\d{{1,2}})(?:er|st|nd|rd|th|\.)?[ -](?:de[ ])?
                   (?P<dm>{name})\.?,?[ -](?:de[ ])?(?P<dy>\d{{4}}|\d{{2}}))
          | (?P<mdy>(?P<mm>{name})\.?[ -](?P<md>\d{{1,2}})(?:st|nd|rd|th)?,?[ -](?P<my>\d{{4}}))
        )(?![0-9])""",
        re.VERBOSE | re.ASCII,
    )


# What may stand before a date in its cell (a weekday) and after it (a time, with its zone).
_BEFORE = re.compile(r"(?:[a-z]{3,9}[.,]{0,2} )?")
_AFTER = re.compile(
    r"(?:(?:t|[, ]+(?:a |at )?)[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]m)?"
    r"(?: ?(?:z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_MONTH_ONLY = re.compile(r"(?:(?P<y1>[0-9]{4})[-/](?P<m1>[0-9]{1,2})|(?P<m2>[0-9]{1,2})/(?P<y2>[0-9]{4}))")
_ISO_WEEK = re.compile(r"(?P<year>[0-9]{4})[- ]?[ws](?P<week>[0-9]{1,2})")
_WORDS = re.compile(r"[a-z]+")


def _built(year: str, month: int | str, day: str) -> date | None:
    number = int(year) + (2000 if len(year) == 2 else 0)
    if number not in PLAUSIBLE_YEARS:
        return None
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _written(match: re.Match[str]) -> _Written:
    part = match.groupdict()
    if part["slash"]:
        day_first = _built(part["sy"], part["sb"], part["sa"])
        # Nobody writes the month first with dots.
        month_first = _built(part["sy"], part["sa"], part["sb"]) if part["sep2"] != "." else day_first
        return _Written(day_first, month_first)
    if part["iso"]:
        only = _built(part["iy"], part["im"], part["id"])
    elif part["compact"]:
        only = _built(part["compact"][:4], part["compact"][4:6], part["compact"][6:])
    elif part["dmy"]:
        only = _built(part["dy"], calendar().months[part["dm"]], part["dd"])
    else:
        only = _built(part["my"], calendar().months[part["mm"]], part["md"])
    return _Written(only, only)


def _read(text: str) -> _Written | None:
    """The one date that `text` consists of, or None."""
    return _read_short(text) if len(text) <= LONGEST_DATE else None


@lru_cache(maxsize=2**12)
def _read_short(text: str) -> _Written | None:
    folded = fold(text)
    if len(folded) == 10 and folded.isdigit():  # GA4 writes the hour after the day: 2026030114
        folded = folded[:8]
    match = _pattern().search(folded)
    if match is None:
        return None
    alone = _BEFORE.fullmatch(folded, 0, match.start()) and _AFTER.fullmatch(folded, match.end())
    return _written(match) if alone else None


def parse_day(cell: object, order: Order | None) -> date:
    """Read one cell of a column of days; the time of day, if any, is dropped.

    Raises CellRefusedError, also for 03/04/2026 as long as `order` is None.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = _read(_text(cell))
    if written is None:
        raise CellRefusedError(Code.NOT_A_DATE)
    day = written.under(order)
    if day is None:
        raise CellRefusedError(Code.IMPOSSIBLE_DATE)
    return day


def _text(cell: object) -> str:
    """A day written as the number 20260301 is a text that a spreadsheet took for a number."""
    if isinstance(cell, str):
        return cell
    return str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else ""


def parse_month(cell: object, order: Order | None) -> Period:
    """Read "mars 2026", "2026-03", "03/2026" or the first day of a month. Raises CellRefusedError."""
    folded = fold(_text(cell))
    start: date | None
    if numeric := _MONTH_ONLY.fullmatch(folded):
        start = _built(numeric["y1"] or numeric["y2"], numeric["m1"] or numeric["m2"], "1")
    else:
        named = re.fullmatch(r"(?P<name>[a-z]+)\.? (?P<year>[0-9]{4})", folded)
        month = calendar().months.get(named["name"]) if named else None
        start = _built(named["year"], month, "1") if named and month else parse_day(cell, order)
    if start is None or start.day != 1:
        raise CellRefusedError(Code.IMPOSSIBLE_DATE if start is None else Code.NOT_A_DATE)
    after = (start + timedelta(days=31)).replace(day=1)
    return Period(start, after - timedelta(days=1))


def parse_week(cell: object, order: Order | None) -> Period:
    """Read a week named by its first day, or by its ISO number (2026-W10). Raises CellRefusedError."""
    numbered = _ISO_WEEK.fullmatch(fold(_text(cell)))
    if numbered and int(numbered["year"]) in PLAUSIBLE_YEARS and 1 <= int(numbered["week"]) <= 53:
        start = date.fromisocalendar(int(numbered["year"]), int(numbered["week"]), 1)
    else:
        start = parse_day(cell, order)
    return Period(start, start + timedelta(days=6))


def parse_span(cell: object, order: Order | None) -> Period:
    """Read "2026-03-01 - 2026-03-31", or one day as a span of one. Raises CellRefusedError."""
    span = _span(list(_dates_in(fold(_text(cell)))), order)
    if span is None:
        day = parse_day(cell, order)
        return Period(day, day)
    return span


def parse_day_or_longer(cell: object, order: Order | None) -> Period:
    """Read a day; people also write a span or a month in a column of dates. Raises CellRefusedError."""
    try:
        day = parse_day(cell, order)
    except CellRefusedError as refused:
        if refused.code is not Code.NOT_A_DATE:
            raise
        for parse in (parse_span, parse_month):
            with suppress(CellRefusedError):
                return parse(cell, order)
        raise
    return Period(day, day)


@dataclass(slots=True)
class DateEvidence:
    """What a column says about the order of day and month.

    `proof`: the first line that only one order can read. `doubt`: the first cell both can.
    `reach`: under each order, the earliest and the latest of the doubtful days.
    """

    proof: dict[Order, int] = field(default_factory=dict)
    doubt: tuple[int, str] | None = None
    reach: dict[Order, Period] = field(default_factory=dict)

    def see(self, cell: object, line: int) -> None:
        """Take one cell into account; cells that are not dates prove nothing."""
        if not isinstance(cell, str) or (written := _read(cell)) is None:
            return
        if written.day_first == written.month_first:
            return
        for order in Order:
            day, other = written.under(order), written.under(_other(order))
            if day is None:
                continue
            if other is None:
                self.proof.setdefault(order, line)
            else:
                self.doubt = self.doubt or (line, cell.strip())
                known = self.reach.get(order, Period(day, day))
                self.reach[order] = Period(min(known.start, day), max(known.end, day))

    def order_within(self, period: Period | None) -> Order | None:
        """The only order that keeps every doubtful day inside `period`, if there is just one."""
        if period is None:
            return None
        fitting = [o for o, reach in self.reach.items() if reach.start in period and reach.end in period]
        return fitting[0] if len(fitting) == 1 else None


def _other(order: Order) -> Order:
    return Order.MONTH_FIRST if order is Order.DAY_FIRST else Order.DAY_FIRST


def _dates_in(folded: str) -> Iterator[_Written]:
    return (_written(match) for match in _pattern().finditer(folded))


def _span(dates: list[_Written], order: Order | None) -> Period | None:
    """Two dates in order. Without a given order, the one that makes sense of both, if only one."""
    if len(dates) != 2:
        return None
    spans = set()
    for candidate in (order,) if order else Order:
        start, end = (written.under(candidate) for written in dates)
        if start and end and start <= end:
            spans.add(Period(start, end))
    return spans.pop() if len(spans) == 1 else None


def declared_periods(lines: Iterable[str], order: Order | None = None) -> list[Period]:
    """The distinct periods that the lines above a table declare, in their order of appearance.

    Either one line holds both days, or one line names the start and another the end. `order`
    helps with 3/1/2026 where the platform is known to write it one way.
    """
    found: list[Period] = []
    start: date | None = None
    for line in lines:
        folded = fold(line)
        dates = list(_dates_in(folded))
        span = _span(dates, order)
        if span is None and len(dates) == 1:
            words = set(_WORDS.findall(folded))
            day = dates[0].under(order)
            if day and words & calendar().start:
                start = day
            elif day and start and start <= day and words & calendar().end:
                span = Period(start, day)
        if span and span not in found:
            found.append(span)
    return found
