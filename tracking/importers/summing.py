"""Adding up what the second pass reads."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .dates import Period
from .detect import Header
from .facts import FactRow, RowReader
from .metrics import METRICS
from .numbers import Blank
from .plan import Plan
from .problems import Problem, shorten
from .results import Figures, TotalRow
from .sorting import RowKind
from .survey import sorted_records

# Beyond these, rows are counted and no longer listed: memory stays flat.
MOST_REFUSALS = 500
MOST_TOTAL_ROWS = 1_000
MOST_CAMPAIGNS = 20_000
MOST_SUSPECTS = 20

ZERO = Decimal(0)
ADDITIVE = frozenset(key for key, metric in METRICS.items() if metric.additive)


@dataclass
class Sums:
    """Running sums over the rows of one file."""

    rows: int = 0
    refused_rows: int = 0
    skipped_totals: int = 0
    every_row_has_a_day: bool = True
    totals: dict[str, Decimal] = field(default_factory=dict)
    by_campaign: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    unlisted_campaigns: bool = False
    unknown: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)
    refused: list[Problem] = field(default_factory=list)
    total_rows: list[TotalRow] = field(default_factory=list)
    span: Period | None = None
    reported: Period | None = None
    suspects: list[int] = field(default_factory=list)
    _rows_at_suspect: int = 0
    _totals_at_suspect: dict[str, Decimal] = field(default_factory=dict)

    def add(self, fact: FactRow) -> None:
        """Count one row of data."""
        suspect = self._is_sum_of_rows_above(fact)
        self.rows += 1
        name = fact.name
        if name not in self.by_campaign and len(self.by_campaign) >= MOST_CAMPAIGNS:
            self.unlisted_campaigns = True
            of_campaign: dict[str, Decimal] = {}
        else:
            of_campaign = self.by_campaign.setdefault(name, {})
        for key, value in fact.metrics.items():
            if key in ADDITIVE:
                self.totals[key] = self.totals.get(key, ZERO) + value
                of_campaign[key] = of_campaign.get(key, ZERO) + value
        for key, why in fact.unknown.items():
            self.unknown[key] += 1
            if why is Blank.MASKED:
                self.masked[key] += 1
        if fact.period is None:
            self.every_row_has_a_day = False
        else:
            self.every_row_has_a_day = self.every_row_has_a_day and fact.period.is_one_day
            self.span = joined(self.span, fact.period)
        if suspect:
            if len(self.suspects) < MOST_SUSPECTS:
                self.suspects.append(fact.line)
            self._rows_at_suspect, self._totals_at_suspect = self.rows, dict(self.totals)

    def _is_sum_of_rows_above(self, fact: FactRow) -> bool:
        """True for a row that counts as data and yet adds up the rows above it, since the start or
        the last such row: a total under a name we do not know. Two figures must agree, and two
        rows precede; then it is no accident."""
        agreeing = 0
        for key, value in fact.metrics.items():
            if key in ADDITIVE:
                if self.totals.get(key, ZERO) - self._totals_at_suspect.get(key, ZERO) != value:
                    return False
                agreeing += value != 0
        return agreeing >= 2 and self.rows - self._rows_at_suspect >= 2

    def refuse(self, problem: Problem) -> None:
        """Count one refused row, and remember the first ones."""
        self.refused_rows += 1
        if len(self.refused) < MOST_REFUSALS:
            self.refused.append(problem)

    def skip(self, total: TotalRow) -> None:
        """Count one total row, and remember the first ones."""
        self.skipped_totals += 1
        if len(self.total_rows) < MOST_TOTAL_ROWS:
            self.total_rows.append(total)

    def figures(self) -> Figures:
        """The sums, for good."""
        return Figures(
            rows=self.rows,
            totals=self.totals,
            by_campaign=self.by_campaign,
            unknown=dict(self.unknown),
            masked=dict(self.masked),
            refused=tuple(self.refused),
            refused_rows=self.refused_rows,
            total_rows=tuple(self.total_rows),
            skipped_totals=self.skipped_totals,
            span=self.span,
            daily=self.rows > 0 and self.every_row_has_a_day,
        )


def joined(known: Period | None, more: Period) -> Period:
    """The shortest period that holds both."""
    if known is None:
        return more
    return Period(min(known.start, more.start), max(known.end, more.end))


def read_rows(header: Header, plan: Plan, sums: Sums | None = None) -> Iterator[FactRow]:
    """Read the table by its plan: yield the facts, and tell `sums` about everything."""
    reader = RowReader(plan)
    for line, cells, kind in sorted_records(header, plan.layout, plan.platform):
        if kind is RowKind.DATA:
            row = reader.read(line, cells)
            if isinstance(row, FactRow):
                if sums is not None:
                    sums.add(row)
                    _note_span(sums, reader, cells)
                yield row
            elif sums is not None:
                sums.refuse(row)
        elif sums is not None:
            if kind is RowKind.TOTAL:
                sums.skip(TotalRow(line, _label(cells), reader.measure_total(cells)))
                _note_span(sums, reader, cells)
            elif problem := reader.refusal(line, kind, cells):
                sums.refuse(problem)


def _note_span(sums: Sums, reader: RowReader, cells: Sequence[object]) -> None:
    if span := reader.reported_span(cells):
        sums.reported = joined(sums.reported, span)


def _label(cells: Sequence[object]) -> str:
    """What a total row calls itself: its first words, if it has any."""
    words = [cell for cell in cells if isinstance(cell, str) and cell.strip()[:1].isalpha()]
    return shorten(words[0]) if words else ""
