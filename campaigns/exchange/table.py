"""A file as rows of cells: CSV of any usual encoding and separator, or a workbook's first filled sheet."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

MAX_BYTES, MAX_ROWS, MAX_COLUMNS = 5_000_000, 10_000, 80
#: What a workbook may inflate to, and how many times its size: beyond, it is made to fill a memory.
MAX_INFLATED, MAX_RATIO = 100_000_000, 200
_LONGEST_CELL = 20_000

Cell = str | int | float | None


class FileRefusedError(Exception):
    """A file no plan can be read from. `code` says why: empty, too_big, too_many_rows, old_workbook,
    not_a_table, encoding, damaged, no_name, inflated. `params` complete the sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the line each has in the file. Dates are ISO text; `epoch_1904`: serial dates count from
    1904, as on old Macs."""

    rows: list[tuple[int, list[Cell]]]
    epoch_1904: bool = False


def table_read(body: bytes) -> Table:
    """The cells of a file. Raises FileRefusedError."""
    if not body.strip(b"\0\r\n\t \xef\xbb\xbf"):
        raise FileRefusedError("empty")
    if len(body) > MAX_BYTES:
        raise FileRefusedError("too_big", limit=MAX_BYTES)
    if body.startswith(b"PK\x03\x04"):
        return _workbook(body)
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefusedError("old_workbook")
    if body.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"PK", b"\x1f\x8b", b"<")):
        raise FileRefusedError("not_a_table")
    return Table(list(_filled(_csv(_text(body)))))


def _text(body: bytes) -> str:
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return _decoded(body, codec)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = _decoded(body, "cp1252")
    if "\0" in text:
        raise FileRefusedError("not_a_table")
    return text


def _decoded(body: bytes, codec: str) -> str:
    try:
        return body.decode(codec)
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise FileRefusedError("encoding", line=line) from error


def _csv(text: str) -> Iterator[tuple[int, list[Cell]]]:
    # A header holds separators and no decimals: the one that the fullest of the first lines has most of.
    head = text.splitlines()[:15]
    separator = max(";\t,|", key=lambda each: max(line.count(each) for line in head))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            yield reader.line_num, [_unquoted(cell) for cell in row[:MAX_COLUMNS]]
    except csv.Error as error:
        raise FileRefusedError("damaged", line=reader.line_num) from error


def _unquoted(cell: str) -> str:
    """Our exports put an apostrophe before what a spreadsheet would take for a formula."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:].lstrip()[:1] in ("=", "+", "-", "@") else text


def _workbook(body: bytes) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > MAX_INFLATED or size > MAX_RATIO * len(body):
                raise FileRefusedError("inflated")
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        for sheet in book.worksheets:
            # The size a sheet says it has may be wrong, or a million rows.
            sheet.reset_dimensions()
            rows = list(_filled(_cells(sheet)))
            if rows:
                return Table(rows, epoch_1904=book.epoch.year == 1904)
    except FileRefusedError:
        raise
    except Exception as error:  # openpyxl says a broken workbook in a dozen ways
        raise FileRefusedError("damaged") from error
    raise FileRefusedError("empty")


def _cells(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    for line, row in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), start=1):
        yield line, [_value(cell) for cell in row]


def _value(cell: Any) -> Cell:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if cell is None or isinstance(cell, int | float):
        return cell
    return cell.isoformat() if isinstance(cell, time) else str(cell).strip()


def _filled(rows: Iterable[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    """Rows that say something. Raises FileRefusedError past MAX_ROWS of them, and a hundred times as many
    empty ones."""
    kept = 0
    for seen, (line, row) in enumerate(rows):
        if any(cell not in (None, "") for cell in row):
            kept += 1
            yield line, [cell[:_LONGEST_CELL] if isinstance(cell, str) else cell for cell in row]
        if kept > MAX_ROWS + 20 or seen > 100 * MAX_ROWS:
            raise FileRefusedError("too_many_rows", limit=MAX_ROWS)
