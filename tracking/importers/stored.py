"""A result as plain JSON and back, so that a long reading is kept and not done again.

What JSON lacks is tagged: {"$": "decimal", "=": "1.50"}. The rows themselves are not kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from .dates import Period
from .facts import FactRow
from .layout import Column
from .problems import Ask, Code, Problem, Question, Why
from .results import Figures, ImportResult, TotalRow

#: Change it with anything that makes an earlier reading of the same file wrong.
VERSION = 2


def store(result: ImportResult) -> dict[str, Any]:
    """JSON values that `restore` makes a result of."""
    figures = result.figures
    return {
        "filename": result.filename,
        "platform": result.platform,
        "language": result.language,
        "encoding": result.encoding,
        "delimiter": result.delimiter,
        "sheet": result.sheet,
        "header_row": result.header_row,
        "columns": [asdict(column) for column in result.columns],
        "currency": result.currency,
        "period": _plain(result.period),
        "figures": {
            "rows": figures.rows,
            "totals": _plain(figures.totals),
            "by_campaign": _plain(figures.by_campaign),
            "unknown": dict(figures.unknown),
            "masked": dict(figures.masked),
            "refused": [problem_store(problem) for problem in figures.refused],
            "refused_rows": figures.refused_rows,
            "total_rows": [[row.line, row.label, _plain(row.metrics)] for row in figures.total_rows],
            "skipped_totals": figures.skipped_totals,
            "span": _plain(figures.span),
            "daily": figures.daily,
        },
        "needs": [_question(question) for question in result.needs],
        "errors": [problem_store(problem) for problem in result.errors],
        "notices": [problem_store(problem) for problem in result.notices],
    }


def restore(kept: Mapping[str, Any]) -> ImportResult:
    """The result that was stored, without its rows: asking for them is a mistake and raises LookupError."""
    columns = tuple(Column(**column) for column in kept["columns"])
    needs = tuple(
        Question(**one | {"ask": Ask(one["ask"]), "why": Why(one["why"]), "params": _rich(one["params"])})
        for one in kept["needs"]
    )
    made = {
        "columns": columns,
        "period": _rich(kept["period"]),
        "figures": _figures(kept["figures"]),
        "needs": needs,
        "errors": tuple(map(problem_restore, kept["errors"])),
        "notices": tuple(map(problem_restore, kept["notices"])),
    }
    return ImportResult(**{**kept, **made}, _facts=_no_rows)


def _figures(kept: Mapping[str, Any]) -> Figures:
    rows = tuple(TotalRow(line, label, _rich(sums)) for line, label, sums in kept["total_rows"])
    made = {
        "totals": _rich(kept["totals"]),
        "by_campaign": _rich(kept["by_campaign"]),
        "refused": tuple(map(problem_restore, kept["refused"])),
        "total_rows": rows,
        "span": _rich(kept["span"]),
    }
    return Figures(**{**kept, **made})


def problem_store(problem: Problem) -> dict[str, Any]:
    return {
        "code": str(problem.code),
        "line": problem.line,
        "column": problem.column,
        "value": problem.value,
        "params": _plain(problem.params),
    }


def problem_restore(kept: Mapping[str, Any]) -> Problem:
    return Problem(**{**kept, "code": Code(kept["code"]), "params": _rich(kept["params"])})


def _no_rows() -> Iterator[FactRow]:
    raise LookupError("A kept result has no rows: read the file again")


def _question(question: Question) -> dict[str, Any]:
    return {
        "ask": str(question.ask),
        "why": str(question.why),
        "column": question.column,
        "params": _plain(question.params),
        "blocking": question.blocking,
    }


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return {"$": "decimal", "=": str(value)}
    if isinstance(value, Period):
        return {"$": "period", "=": [value.start.isoformat(), value.end.isoformat()]}
    if isinstance(value, date):
        return {"$": "date", "=": value.isoformat()}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _rich(value: Any) -> Any:
    if isinstance(value, list):
        return [_rich(item) for item in value]
    if not isinstance(value, dict):
        return value
    match value.get("$"):
        case "decimal":
            return Decimal(value["="])
        case "period":
            return Period(*map(date.fromisoformat, value["="]))
        case "date":
            return date.fromisoformat(value["="])
    return {key: _rich(item) for key, item in value.items()}
