"""Each sample, opened and saved again: other encoding, other delimiter, columns in another order."""

import csv
import io
import random
import re
from datetime import datetime

import openpyxl
import pytest

from tests.tracking.importers.files import NAMES, as_csv, as_workbook, expected, read_bytes, sample
from tracking.importers import report

EXTRA = {"complaints"}

# What spreadsheets and editors save; the 8-bit ones only where they have all the characters.
RESAVINGS = [
    ("utf-8", ",", "UTF-8 without BOM"),
    ("utf-8-sig", ";", "UTF-8 with BOM"),
    ("utf-16", "\t", "UTF-16LE with BOM"),
    ("utf-16-be", ",", "UTF-16BE without BOM"),
    ("utf-16-le", ";", "UTF-16LE without BOM"),
    ("cp1252", ";", "Windows-1252"),
    ("mac-roman", ";", "Mac Roman"),
]


def rows_of(name: str) -> list[list[str]]:
    """The records of a sample as text, whatever its own format."""
    if name.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(sample(name)).worksheets[0]
        return [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    raw = sample(name).read_bytes()
    encoding = "utf-16" if raw[:2] == b"\xff\xfe" else "cp1252" if "cp1252" in name else "utf-8-sig"
    delimiter = {"TAB": "\t"}.get(expected(name)["delimiter"], expected(name)["delimiter"][0])
    return list(csv.reader(io.StringIO(raw.decode(encoding), newline=""), delimiter=delimiter))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return f"{cell:%Y-%m-%d}" if hasattr(cell, "year") else str(cell)


def shuffled(rows: list[list[str]], seed: int) -> list[list[str]]:
    """The table's columns in another order; the lines around the table stay as they are."""
    width = max(len(row) for row in rows[:-1] if row and not row[0].startswith("#"))
    header = next(row for row in rows if len(row) >= min(width, 4) and not row[0].startswith("#"))
    order = list(range(len(header)))
    random.Random(seed).shuffle(order)
    return [
        [row[index] for index in order] + row[len(header) :] if len(row) >= len(header) else row
        for row in rows
    ]


def assert_read_as_before(name: str, content: bytes, label: str | None = None) -> None:
    wanted = expected(name)
    result = read_bytes(content)
    found = report(result)
    assert result.platform == wanted["platform"]
    assert result.errors == result.figures.refused == ()
    assert {key: value for key, value in result.figures.totals.items() if key not in EXTRA} == wanted[
        "totals"
    ]
    assert result.figures.rows == wanted["data_rows"]
    assert result.figures.skipped_totals == wanted["total_rows"]
    assert (found["period"], found["currency"]) == (wanted["period"], wanted["currency"])
    if wanted["by_campaign"]:
        assert set(result.figures.by_campaign) == set(wanted["by_campaign"])
    # A file of plain ASCII is the same in every 8-bit encoding.
    if label and not content.isascii():
        assert result.encoding == label


@pytest.mark.parametrize(("encoding", "delimiter", "label"), RESAVINGS)
@pytest.mark.parametrize("name", NAMES)
def test_saved_in_another_encoding_and_delimiter(name, encoding, delimiter, label):
    text = as_csv(rows_of(name), delimiter)
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        # U+202F exists in no 8-bit encoding; what a spreadsheet writes instead is tested below.
        assert encoding in ("cp1252", "mac-roman")
        return
    assert_read_as_before(name, content, label)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".csv")])
def test_opened_in_a_spreadsheet_and_saved_as_a_workbook(name):
    point = expected(name)["decimal"] == "."
    rows = [[_typed(cell) if point else cell for cell in row] for row in rows_of(name)]
    assert_read_as_before(name, as_workbook(rows))


def _typed(cell: str) -> object:
    """What a spreadsheet makes of a cell of an English export."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return datetime.fromisoformat(cell)
    if re.fullmatch(r"\d+", cell):
        return int(cell)
    return float(cell) if re.fullmatch(r"\d+\.\d+", cell) else cell


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", NAMES)
def test_columns_in_another_order(name, seed):
    text = as_csv(shuffled(rows_of(name), seed), ";")
    assert_read_as_before(name, text.encode("utf-8"))


def test_thousands_destroyed_by_a_spreadsheet_are_refused_not_guessed():
    text = as_csv(rows_of("google_ads_fr_plain.csv"), ";").replace("\u202f", "?")
    result = read_bytes(text.encode("cp1252"))
    assert result.figures.rows == 0
    assert {problem.code for problem in result.figures.refused} == {"not_a_number"}
    assert result.figures.refused[0].value == "71?867"
