"""The JSON of a reading: what `manage.py import_kpis --json` prints, and the preview shows."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from .metrics import METRICS
from .problems import Problem, Question
from .results import ImportResult

Wording = Callable[[Problem | Question], str]

DELIMITER_NAMES = {"\t": "TAB", None: "-"}


def report(result: ImportResult, wording: Wording | None = None) -> dict[str, object]:
    """Describe `result` by plain JSON values; figures are JSON numbers, unrounded.

    `errors` holds what is wrong with the file, then the refused rows by line. `wording` adds a
    `message` to each question, error and notice.
    """
    figures = result.figures
    period = result.period
    return {
        "platform": result.platform,
        "language": result.language,
        "encoding": result.encoding,
        "delimiter": DELIMITER_NAMES.get(result.delimiter, result.delimiter),
        "sheet": result.sheet,
        "header_row": result.header_row,
        "rows": figures.rows,
        "skipped_totals": figures.skipped_totals,
        "refused_rows": figures.refused_rows,
        "totals": _numbers(figures.totals),
        "by_campaign": {name: _numbers(totals) for name, totals in figures.by_campaign.items()},
        "unknown": dict(figures.unknown),
        "masked": dict(figures.masked),
        "not_additive": [
            column.key
            for column in result.columns
            if column.key in METRICS and not METRICS[column.key].additive
        ],
        "currency": result.currency,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()} if period else None,
        "daily": figures.daily,
        "unknown_columns": [column.label for column in result.unknown_columns],
        "importable": result.importable,
        "needs": [_question(question, wording) for question in result.needs],
        "errors": [_problem(problem, wording) for problem in (*result.errors, *figures.refused)],
        "notices": [_problem(problem, wording) for problem in result.notices],
    }


def _numbers(figures: Mapping[str, Decimal]) -> dict[str, int | float]:
    return {key: _number(value) for key, value in figures.items()}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _plain(value: object) -> object:
    """Parameters may hold decimals and dates; JSON has neither."""
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _problem(problem: Problem, wording: Wording | None) -> dict[str, object]:
    plain: dict[str, object] = {
        "code": str(problem.code),
        "line": problem.line,
        "column": problem.column,
        "value": problem.value,
        "params": _plain(problem.params),
    }
    return plain | ({"message": wording(problem)} if wording else {})


def _question(question: Question, wording: Wording | None) -> dict[str, object]:
    plain: dict[str, object] = {
        "ask": str(question.ask),
        "why": str(question.why),
        "column": question.column,
        "params": _plain(question.params),
        "blocking": question.blocking,
    }
    return plain | ({"message": wording(question)} if wording else {})
