"""Workbooks people take away: one sheet, real dates and numbers, and no formula from what people wrote."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core.exports import Value

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Excel shows a date the way its reader's machine does when it has this format.
DATE_FORMAT = "dd/mm/yyyy"
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def xlsx_response(
    filename: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Value]], widths: Sequence[int]
) -> HttpResponse:
    """A workbook to download: a frozen header with filters, columns `widths` characters wide.

    `filename` is without its extension; `title` names the sheet.
    """
    response = HttpResponse(xlsx_bytes(title, header, rows, widths), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{filename}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


def xlsx_bytes(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Value]], widths: Sequence[int]
) -> bytes:
    """The workbook itself; see `xlsx_response`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title.translate(_FORBIDDEN).strip()[:31] or None)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    written = 1
    sheet.append([_head(sheet, name) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{written}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Any, name: str) -> Any:
    cell = _cell(sheet, name)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Value) -> Any:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
        # openpyxl takes «=…» for a formula, «#N/A» for an error: what people wrote is text.
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]  # it takes dates and Decimals too
    if isinstance(value, date):
        cell.number_format = DATE_FORMAT
    return cell
