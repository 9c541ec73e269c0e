"""Files for the importer's tests: the samples, and small ones written on the spot."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from tracking.importers import ImportResult, read

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json"))
TODAY = date(2026, 11, 22)
MARCH = (date(2026, 3, 1), date(2026, 3, 31))

Rows = Sequence[Sequence[object]]


def sample(name: str) -> Path:
    return SAMPLES / name


def expected(name: str) -> dict[str, Any]:
    """The expectations of a sample, figures as Decimal and under our names."""
    text = sample(f"{name}.expected.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    found["totals"] = _ours(found["totals"])
    found["by_campaign"] = {
        campaign: _ours(figures) for campaign, figures in found.get("by_campaign", {}).items()
    }
    return found


def _ours(figures: dict[str, Decimal]) -> dict[str, Decimal]:
    return {("cost" if key == "spend" else key): value for key, value in figures.items()}


def read_bytes(content: bytes, **arguments: Any) -> ImportResult:
    return read(io.BytesIO(content), **{"filename": "export.csv", "today": TODAY} | arguments)


def read_text(text: str, encoding: str = "utf-8", **arguments: Any) -> ImportResult:
    return read_bytes(text.encode(encoding), **arguments)


def as_csv(rows: Rows, delimiter: str = ",") -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def as_workbook(*sheets: Rows) -> bytes:
    workbook = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = workbook.active if number == 0 else workbook.create_sheet(f"Sheet{number + 1}")
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def codes(result: ImportResult) -> list[str]:
    return [str(problem.code) for problem in result.errors]


def asked(result: ImportResult) -> list[tuple[str, str]]:
    return [(str(question.ask), str(question.why)) for question in result.needs]


def refusals(result: ImportResult) -> list[tuple[int | None, str]]:
    return [(problem.line, str(problem.code)) for problem in result.figures.refused]


def noticed(result: ImportResult) -> list[str]:
    return [str(problem.code) for problem in result.notices]
