"""Tables people take away: CSV that a spreadsheet opens as it is, and that runs nothing.

A cell of text that a spreadsheet would take for a formula gets an apostrophe (CSV injection, OWASP);
numbers and dates are written by us and stay what they are.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

Value = str | int | Decimal | date | None

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Text that no spreadsheet reads as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_FORMULA) else text


def csv_response(
    filename: str, header: Sequence[str], rows: Iterable[Sequence[Value]], *, footer: Sequence[Value] = ()
) -> HttpResponse:
    """A CSV download, in the dialect the reader's spreadsheet expects.

    French: semicolons and decimal commas; otherwise commas and points. UTF-8 with a byte order mark, so
    that accents open right. `filename` is without its extension. Money and numbers are passed as Decimal,
    dates as date; text is made harmless.
    """
    french = (get_language() or "fr").startswith("fr")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if french else ",", lineterminator="\r\n")
    for row in [header, *rows, *([footer] if footer else [])]:
        writer.writerow([_text(value, french) for value in row])
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _text(value: Value, french: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.replace(".", ",") if french else text
    if isinstance(value, datetime):
        return (
            timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if timezone.is_aware(value) else str(value)
        )
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y") if french else value.isoformat()
    return str(value) if isinstance(value, int) else safe_cell(value)
