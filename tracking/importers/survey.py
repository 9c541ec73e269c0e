"""The first pass: what the whole table says about its own writing, before any figure is read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from .currencies import currencies_of
from .dates import DateEvidence
from .detect import Header
from .layout import Layout
from .metrics import METRICS, Kind
from .numbers import NumberEvidence, blank, parse_number, unit_of
from .platforms import Platform
from .problems import CellRefusedError, Code, FileRefusedError, Problem, shorten
from .sorting import RowKind, RowSorter
from .tables import Record, Table
from .words import is_damaged_id

# How many rows tell what a column is that we do not read.
ENOUGH_ROWS = 2_000
SAMPLES = 3


@dataclass
class Survey:
    """What the first pass saw. Lines are those of the file.

    `numbers`: evidence by column, also of columns that are not read: one writer, one style.
    `currencies`: each currency code or sign, with the first line (or None: the header) that shows it.
    `clashes`: columns whose rival says something else, with the first such line.
    `numeric`, `samples`: of columns we do not know, whether they hold figures, and a few cells.
    """

    numbers: dict[int, NumberEvidence] = field(default_factory=dict)
    dates: DateEvidence = field(default_factory=DateEvidence)
    currencies: dict[str, int | None] = field(default_factory=dict)
    clashes: dict[int, int] = field(default_factory=dict)
    numeric: dict[int, bool] = field(default_factory=dict)
    samples: dict[int, list[str]] = field(default_factory=dict)
    rows: int = 0
    other_table: int | None = None
    cut_at: int | None = None
    damaged_ids: int | None = None


def sorted_records(
    header: Header, layout: Layout, platform: Platform
) -> Iterator[tuple[int, Sequence[object], RowKind]]:
    """The records below the header, each with its kind, up to the start of another table."""
    table = header.table
    sorter = RowSorter(header.cells, layout, platform, padded=table.delimiter is None)
    for line, cells in below(table, header.line):
        kind = sorter.kind(cells)
        yield line, cells, kind
        if kind is RowKind.OTHER_TABLE:
            return


def below(table: Table, line: int) -> Iterator[Record]:
    """The records after the one that starts on `line`."""
    return (record for record in table.records() if record[0] > line)


def survey(header: Header, layout: Layout, platform: Platform) -> Survey:
    """Read the table once. Raises FileRefusedError."""
    found = Survey()
    found.currencies.update((column.unit, None) for column in layout.metrics if column.unit)
    look = _watchers(layout, found)
    cut: int | None = None
    for line, cells, kind in sorted_records(header, layout, platform):
        if kind is RowKind.OTHER_TABLE:
            found.other_table = line
        elif kind is RowKind.DATA:
            found.rows += 1
            for watch in look:
                watch(line, cells)
        broken = kind in (RowKind.DATA, RowKind.TOO_SHORT) and len(cells) < len(header.cells)
        cut = line if broken else None
    found.cut_at = None if header.table.ends_with_newline else cut
    return found


Watcher = Callable[[int, Sequence[object]], None]


def _watchers(layout: Layout, found: Survey) -> list[Watcher]:
    """One small observer for each thing worth noticing in this layout."""
    look: list[Watcher] = []
    for column in layout.columns:
        if column.key in METRICS:
            look.append(_figures(column.index, METRICS[column.key].kind is Kind.MONEY, found))
        elif column.key is None and column.header:
            look.append(_bystander(column.index, found))
    look.extend(_days(column.index, found) for column in layout.times)
    if currency := layout.of("currency"):
        look.append(_currency_names(currency.index, found))
    if identifier := layout.of("campaign_id"):
        look.append(_identifiers(identifier.index, found))
    look.extend(_rivals(index, first, found) for index, first in layout.rivals.items())
    return look


def _figures(index: int, money: bool, found: Survey) -> Watcher:
    evidence = found.numbers.setdefault(index, NumberEvidence())

    def watch(line: int, cells: Sequence[object]) -> None:
        cell = cells[index] if index < len(cells) else None
        if not isinstance(cell, str) or cell.isdecimal():
            return
        evidence.see(cell, line)
        bare = cell[:1].isdigit() and cell[-1:].isdigit()
        if money and not bare and (unit := unit_of(cell)) and currencies_of(unit):
            found.currencies.setdefault(unit, line)

    return watch


def _bystander(index: int, found: Survey) -> Watcher:
    """A column that is not read still shows the file's decimal mark, and itself."""
    evidence = found.numbers.setdefault(index, NumberEvidence())
    samples = found.samples.setdefault(index, [])

    def watch(line: int, cells: Sequence[object]) -> None:
        if found.rows > ENOUGH_ROWS or index >= len(cells) or blank(cells[index]):
            return
        cell = cells[index]
        evidence.see(cell, line)
        if len(samples) < SAMPLES:
            samples.append(shorten(cell))
        found.numeric[index] = found.numeric.get(index, True) and _looks_numeric(cell)

    return watch


def _looks_numeric(cell: object) -> bool:
    for mark in (".", ","):
        try:
            parse_number(cell, mark)
        except CellRefusedError:
            continue
        return True
    return False


def _days(index: int, found: Survey) -> Watcher:
    def watch(line: int, cells: Sequence[object]) -> None:
        if index < len(cells) and not isinstance(cells[index], date):
            found.dates.see(cells[index], line)

    return watch


def _currency_names(index: int, found: Survey) -> Watcher:
    def watch(line: int, cells: Sequence[object]) -> None:
        cell = cells[index] if index < len(cells) else None
        if isinstance(cell, str) and not blank(cell):
            found.currencies.setdefault(cell.strip().upper(), line)

    return watch


def _identifiers(index: int, found: Survey) -> Watcher:
    def watch(line: int, cells: Sequence[object]) -> None:
        if index < len(cells) and is_damaged_id(str(cells[index])):
            found.damaged_ids = found.damaged_ids or line

    return watch


def _rivals(index: int, first: int, found: Survey) -> Watcher:
    def watch(line: int, cells: Sequence[object]) -> None:
        if index < len(cells) and cells[index] != cells[first]:
            found.clashes.setdefault(index, line)

    return watch


def refuse_if_empty(found: Survey, header: Header) -> None:
    """A header without rows, or a file cut in the middle of a row, is not imported at all."""
    if found.cut_at is not None:
        raise FileRefusedError(Problem(Code.CUT_FILE, line=found.cut_at))
    if not found.rows:
        raise FileRefusedError(Problem(Code.NO_DATA, line=header.line))
