"""XLSX workbooks as records of typed cells, one sheet at a time, read-only and guarded.

Sizes are checked before anything is inflated. An archive that lies about them is caught later:
zipfile never inflates an entry past its declared size, and then finds its checksum wrong.
"""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import IO

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from .problems import Code, FileRefusedError, Problem
from .source import Source
from .tables import Record, checked_width

# Worksheet XML shrinks 8 to 30 times. Over these bounds it is a bomb, or no export of figures.
MOST_INFLATED = 2**30
SUSPECT_INFLATED = 64 * 2**20
SUSPECT_RATIO = 50
MOST_SHARED_TEXT = 256 * 2**20
MOST_ENTRIES = 2_000
MOST_ROWS = 2**20

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,  # ElementTree's ParseError
    RuntimeError,
    OSError,
    EOFError,
)


def sheet_names(source: Source) -> list[str]:
    """The names of the visible sheets, in order. Raises FileRefusedError."""
    _check_archive(source)
    with source.open() as stream:
        workbook = _load(stream)
        try:
            visible = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
            return visible or [sheet.title for sheet in workbook.worksheets]
        finally:
            workbook.close()


def _check_archive(source: Source) -> None:
    """Refuse what is not a workbook, and what would inflate out of all proportion."""
    size = source.size()
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except _BROKEN as error:
        raise FileRefusedError(Problem(Code.UNREADABLE_WORKBOOK)) from error
    names = [entry.filename for entry in entries]
    if "xl/workbook.bin" in names:
        raise FileRefusedError(Problem(Code.OLD_WORKBOOK, params={"kind": "xlsb"}))
    if not any(name.startswith("xl/") for name in names):
        kind = "ods" if "content.xml" in names else "zip"
        code = Code.NOT_A_TABLE if kind == "ods" else Code.ARCHIVE
        raise FileRefusedError(Problem(code, params={"kind": kind, "names": names[:5]}))
    inflated = sum(entry.file_size for entry in entries)
    shared = sum(entry.file_size for entry in entries if "sharedStrings" in entry.filename)
    out_of_proportion = inflated > SUSPECT_INFLATED and inflated > SUSPECT_RATIO * size
    too_much = inflated > MOST_INFLATED or shared > MOST_SHARED_TEXT or len(entries) > MOST_ENTRIES
    if out_of_proportion or too_much:
        params = {"bytes": size, "inflated_bytes": inflated}
        raise FileRefusedError(Problem(Code.WORKBOOK_TOO_LARGE, params=params))


def _load(stream: IO[bytes]) -> openpyxl.Workbook:
    try:
        # Formulas, not their cached results: those may be stale or absent, and nobody can tell.
        return openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    except _BROKEN as error:
        raise FileRefusedError(Problem(Code.UNREADABLE_WORKBOOK)) from error


class SheetTable:
    """One sheet. Cells are strings, numbers, booleans, dates or None; a formula is "=…"."""

    delimiter = None
    ends_with_newline = True

    def __init__(self, source: Source, sheet: str) -> None:
        self._source = source
        self.sheet = sheet
        self.encoding = f"XLSX, sheet {sheet}"

    def records(self) -> Iterator[Record]:
        with self._source.open() as stream:
            workbook = _load(stream)
            try:
                sheet = workbook[self.sheet]
                # Several platforms declare a sheet of one cell; the rows know better.
                sheet.reset_dimensions()
                yield from _rows(sheet.iter_rows(values_only=True))
            except _BROKEN as error:
                raise FileRefusedError(Problem(Code.UNREADABLE_WORKBOOK)) from error
            finally:
                workbook.close()


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[Record]:
    for line, row in enumerate(rows, 1):
        if line > MOST_ROWS:
            raise FileRefusedError(Problem(Code.WORKBOOK_TOO_LARGE, line=line))
        yield line, [_cell(value) for value in checked_width(line, row)]


def _cell(value: object) -> object:
    """Times have no place in a table of days; openpyxl gives array formulas as objects."""
    if value is None or isinstance(value, str | int | float | date):
        return value
    return str(value) if isinstance(value, time | timedelta) else "="
