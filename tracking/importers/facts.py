"""The second pass: one record in, one fact or one refusal out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from .dates import Order, Period, parse_day, parse_day_or_longer, parse_month, parse_span, parse_week
from .layout import Column
from .metrics import METRICS
from .numbers import LONGEST_NUMBER, Blank, Mark, blank, check_figure, parse_number
from .plan import Plan
from .problems import CellRefusedError, Code, Problem, shorten
from .sorting import RowKind
from .words import is_damaged_id, is_void

# Different values of one column worth remembering while reading; figures repeat a lot.
REMEMBERED = 2**14

_ONE_DAY = timedelta(days=1)
_WRONG_WIDTH = {RowKind.TOO_SHORT: Code.ROW_TOO_SHORT, RowKind.TOO_LONG: Code.ROW_TOO_LONG}


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row of data.

    `period` is the day (both ends alike) or the span the figures are about, None while that is an
    open question. `metrics` holds the figures the row shows, money in units of the result's
    currency; those it hides or leaves blank are in `unknown`: they are not zero.
    `campaign_id` is None when a spreadsheet has destroyed it (1.20253E+17).
    `labels` holds the other attributes: source_medium, ad_group, ad, query, page.
    """

    line: int
    period: Period | None
    campaign: str | None
    metrics: Mapping[str, Decimal]
    campaign_id: str | None = None
    channel: str | None = None
    unknown: Mapping[str, Blank] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the row goes by: its campaign or its identifier, else its channel or source."""
        return self.campaign or self.campaign_id or self.channel or self.labels.get("source_medium", "")

    @property
    def day(self) -> date | None:
        return self.period.start if self.period and self.period.is_one_day else None


class _RowRefusedError(Exception):
    """A cell of the current row cannot be read."""

    def __init__(self, code: Code, column: Column, cell: object) -> None:
        super().__init__(code)
        self.code, self.column, self.cell = code, column, cell


Read = Decimal | Blank | Code
_When = Callable[[Sequence[object]], Period | None]
_Parse = Callable[[object, Order | None], Period]


@dataclass
class RowReader:
    """Reads the records of one table by its plan. Keeps no rows."""

    plan: Plan
    _figures: list[tuple[str, Column, Callable[[object], Read]]] = field(init=False)
    _when: _When = field(init=False)
    _texts: list[tuple[str, int]] = field(init=False)
    _ends: _When | None = field(init=False)

    def __post_init__(self) -> None:
        plan = self.plan
        self._figures = [
            (column.key or "", column, _reader(column.key or "", plan.marks[column.index]))
            for column in plan.metrics
        ]
        self._when = _time_reader(plan)
        named = [column for column in plan.layout.texts if column.key != "status"]
        self._texts = [(column.key or "", column.index) for column in named]
        self._ends = _ends_reader(plan)

    def refusal(self, line: int, kind: RowKind, cells: Sequence[object]) -> Problem | None:
        """A row that has not the width of the table: its cells cannot be told apart."""
        code = _WRONG_WIDTH.get(kind)
        if code is None:
            return None
        params = {"cells": len(cells), "expected": len(self.plan.layout.columns)}
        return Problem(code, line, value=shorten(cells[0]), params=params)

    def read(self, line: int, cells: Sequence[object]) -> FactRow | Problem:
        """Read a row of data; the first cell that cannot be read refuses the whole row."""
        try:
            period = self._when(cells)
            metrics, unknown = self._measure(cells)
        except _RowRefusedError as refused:
            return Problem(refused.code, line, refused.column.label, shorten(refused.cell))
        texts = {key: text for key, index in self._texts if (text := _text(cells, index))}
        return FactRow(
            line=line,
            period=period,
            campaign=texts.pop("campaign", None),
            metrics=metrics,
            campaign_id=_identifier(texts.pop("campaign_id", "")),
            channel=texts.pop("channel", None),
            unknown=unknown,
            labels=texts,
        )

    def _measure(self, cells: Sequence[object]) -> tuple[dict[str, Decimal], dict[str, Blank]]:
        metrics: dict[str, Decimal] = {}
        unknown: dict[str, Blank] = {}
        width = len(cells)
        for key, column, read in self._figures:
            cell = cells[column.index] if column.index < width else None
            value = read(cell)
            if isinstance(value, Decimal):
                metrics[key] = value
            elif isinstance(value, Blank):
                unknown[key] = value
            else:
                raise _RowRefusedError(value, column, cell)
        return metrics, unknown

    def reported_span(self, cells: Sequence[object]) -> Period | None:
        """The span that the row says the whole report covers, beside its own day."""
        try:
            return self._ends(cells) if self._ends else None
        except _RowRefusedError:
            return None

    def measure_total(self, cells: Sequence[object]) -> dict[str, Decimal]:
        """The figures of a total row that can be read; the others do not matter."""
        found = {}
        for key, column, read in self._figures:
            value = read(cells[column.index] if column.index < len(cells) else None)
            if isinstance(value, Decimal):
                found[key] = value
        return found


def _reader(key: str, mark: Mark | None) -> Callable[[object], Read]:
    """A reader of one metric column that remembers what it has read."""
    metric = METRICS[key]
    memory: dict[object, Read] = {}

    def read(cell: object) -> Read:
        # 1, 1.0 and True are one key to a dictionary, and not one cell to us.
        if not isinstance(cell, str) or len(cell) > LONGEST_NUMBER:
            return blank(cell) or checked(cell)
        known = memory.get(cell)
        if known is None:
            if len(memory) >= REMEMBERED:
                memory.clear()
            known = memory[cell] = blank(cell) or checked(cell)
        return known

    def checked(cell: object) -> Read:
        try:
            return check_figure(parse_number(cell, mark), metric)
        except CellRefusedError as refused:
            return refused.code

    return read


def _time_reader(plan: Plan) -> _When:
    """How a row says when: by a day, a week, a month, a span, two ends, or not at all."""
    parsers: tuple[tuple[str, _Parse], ...] = (
        ("day", parse_day_or_longer),
        ("week", parse_week),
        ("month", parse_month),
        ("period", parse_span),
    )
    for key, parse in parsers:
        if column := plan.layout.of(key):
            return _from_one_column(plan, column, parse)
    return _ends_reader(plan) or (lambda cells: plan.undated)


def _as_one_day(cell: object, order: Order | None) -> Period:
    day = parse_day(cell, order)
    return Period(day, day)


def _from_one_column(plan: Plan, column: Column, parse: _Parse) -> _When:
    def when(cells: Sequence[object]) -> Period | None:
        cell = _time_cell(cells, column)
        if plan.dates_undecided:
            return None
        return _not_in_future(plan, _parsed(parse, cell, plan.order, column), column, cell)

    return when


def _ends_reader(plan: Plan) -> _When | None:
    """Reads a span from the columns of its two ends, if the table has both."""
    first, last = plan.layout.of("period_start"), plan.layout.of("period_end")
    if first is None or last is None:
        return None

    def when(cells: Sequence[object]) -> Period | None:
        cell, other = _time_cell(cells, first), _time_cell(cells, last)
        if plan.dates_undecided:
            return None
        start = _parsed(_as_one_day, cell, plan.order, first).start
        end = _parsed(_as_one_day, other, plan.order, last).end
        if plan.platform.end_is_exclusive and end > start:
            end -= _ONE_DAY
        if end < start:
            raise _RowRefusedError(Code.REVERSED_PERIOD, last, other)
        return _not_in_future(plan, Period(start, end), first, cell)

    return when


def _time_cell(cells: Sequence[object], column: Column) -> object:
    cell = cells[column.index] if column.index < len(cells) else None
    if is_void(cell):
        raise _RowRefusedError(Code.NO_DATE, column, cell or "")
    return cell


def _parsed(parse: _Parse, cell: object, order: Order | None, column: Column) -> Period:
    try:
        return parse(cell, order)
    except CellRefusedError as refused:
        raise _RowRefusedError(refused.code, column, cell) from None


def _not_in_future(plan: Plan, period: Period, column: Column, cell: object) -> Period:
    if period.start > plan.today:
        raise _RowRefusedError(Code.FUTURE_DATE, column, cell)
    return period


def _text(cells: Sequence[object], index: int) -> str:
    """A name on one line. Exports protect a name like -20% by an apostrophe: it is not part of it."""
    cell = cells[index] if index < len(cells) else None
    if is_void(cell):
        return ""
    text = str(cell).strip()
    if "\n" in text or "\r" in text:
        text = " ".join(text.split())
    return text[1:] if text[0] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _identifier(text: str) -> str | None:
    """An id without the brackets Microsoft writes; None if a spreadsheet has rounded it."""
    bare = text.strip("[]")
    return None if not bare or is_damaged_id(bare) else bare
