"""What reading a file gives."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .dates import Period
from .facts import FactRow
from .layout import Column
from .problems import Problem, Question


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row that adds up others; shown, compared with our own sums, never counted."""

    line: int
    label: str
    metrics: Mapping[str, Decimal]


@dataclass(frozen=True)
class Figures:
    """The sums of the second pass.

    `totals`: per additive metric that shows at least one figure; `by_campaign`: the same by the
    name of the row (`FactRow.name`). `unknown`: per metric, cells without a figure; `masked`: those
    of them that hide one. `span`: from the first day of any row to the last; `daily`: each row is
    about one day. `refused` and `total_rows` list the first rows, `refused_rows` and
    `skipped_totals` count all.
    """

    rows: int = 0
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    by_campaign: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)
    masked: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[Problem, ...] = ()
    refused_rows: int = 0
    total_rows: tuple[TotalRow, ...] = ()
    skipped_totals: int = 0
    span: Period | None = None
    daily: bool = False


@dataclass(frozen=True)
class ImportResult:
    """A file as understood, before anything is imported.

    `platform`: key of the platform, "generic" for a table of somebody's own, None if unknown.
    `currency`, `period`: None when the file does not say and nobody did; then `needs` asks.
    `columns`: every column with its use; `unknown_columns` of the mapping page are those not `known`.
    `errors` and blocking `needs` must be empty, and `figures.refused_rows` zero, before importing.
    `notices` do not block, but a person should see them.
    """

    filename: str
    platform: str | None = None
    language: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    columns: tuple[Column, ...] = ()
    currency: str | None = None
    period: Period | None = None
    figures: Figures = field(default_factory=Figures)
    needs: tuple[Question, ...] = ()
    errors: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    _facts: Callable[[], Iterator[FactRow]] = field(default=lambda: iter(()), repr=False, compare=False)

    def facts(self) -> Iterator[FactRow]:
        """Read the file again and yield its rows of data in order; refused rows are left out.

        Nothing is kept in memory. Several rows may be about the same campaign and day (a report
        segmented by device): add them up, do not let the last one win.
        """
        return self._facts()

    @property
    def importable(self) -> bool:
        """Nothing is wrong, refused or undecided."""
        blocked = any(question.blocking for question in self.needs)
        return bool(self.figures.rows) and not (self.errors or blocked or self.figures.refused_rows)

    @property
    def unknown_columns(self) -> tuple[Column, ...]:
        """Columns that nobody has explained yet."""
        return tuple(column for column in self.columns if not column.known)
