"""After the second pass: the period of the file, and what a person should know about its sums."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .dates import Period
from .metrics import METRICS, Kind
from .plan import Plan
from .problems import Ask, Code, Problem, Question, Why
from .results import Figures
from .summing import ZERO, Sums
from .tables import Table


@dataclass
class Settled:
    """The period of the file, and what deciding it brought up."""

    period: Period | None
    questions: list[Question] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


def settle_period(plan: Plan, sums: Sums, given: Period | None, filename: str) -> Settled:
    """Take the period the file declares, else the span of its rows, else the given one, else ask.

    Days without delivery have no row, so a given period that is longer than the span of the rows
    is no contradiction; any other difference is a question.
    """
    span, dated = sums.span, bool(plan.layout.times)
    says = plan.declared or sums.reported
    if says is None and dated and span and not plan.platform.date_is_event:
        says = given if given and _within(span, given) else span
    settled = Settled(says or given)
    if says and given and says != given:
        params: dict[str, object] = {"file": _iso(says), "given": _iso(given)}
        settled.questions.append(Question(Ask.PERIOD, Why.CONFLICT, params=params))
    asked = any(question.ask is Ask.PERIOD for question in plan.questions)
    if settled.period is None and not dated and not asked:
        settled.questions.append(Question(Ask.PERIOD, Why.MISSING, params={"filename": filename}))
    _check(settled, span, plan.today)
    return settled


def _check(settled: Settled, span: Period | None, today: date) -> None:
    period = settled.period
    if period and period.start > today:
        settled.errors.append(Problem(Code.FUTURE_DATE, value=period.start.isoformat()))
    if period and span and not _within(span, period):
        params = {"file": _iso(period), "rows": _iso(span)}
        settled.notices.append(Problem(Code.OUTSIDE_PERIOD, params=params))


def _within(inner: Period, outer: Period) -> bool:
    return inner.start in outer and inner.end in outer


def _iso(period: Period) -> tuple[str, str]:
    return period.start.isoformat(), period.end.isoformat()


def check_sums(plan: Plan, table: Table, sums: Sums, figures: Figures) -> list[Problem]:
    """Signs that the file is not whole, or that we do not see all of it."""
    problems = compare_totals(figures)
    problems.extend(Problem(Code.LOOKS_LIKE_TOTAL, line=line) for line in sums.suspects)
    if "totals" in plan.platform.expects and not figures.skipped_totals:
        problems.append(Problem(Code.TOTALS_MISSING))
    if "final_newline" in plan.platform.expects and not table.ends_with_newline:
        problems.append(Problem(Code.NO_FINAL_NEWLINE))
    found = figures.rows + figures.refused_rows
    if plan.declared_rows not in (None, found):
        params = {"declared": plan.declared_rows, "found": found}
        problems.append(Problem(Code.ROWS_DIFFER, params=params))
    if sums.unlisted_campaigns:
        problems.append(Problem(Code.TOO_MANY_CAMPAIGNS, params={"listed": len(figures.by_campaign)}))
    return problems


def compare_totals(figures: Figures) -> list[Problem]:
    """Metrics of which the rows do not add up to any total the file itself shows.

    A file holds totals of several kinds (per campaign type, per day, of the whole account even
    where the table is filtered), so agreeing with one of them, or with their sum, is enough.
    Rounding is allowed for: half a cent a row. Metrics with hidden values cannot be compared.
    """
    problems = []
    for key, total in figures.totals.items():
        shown = [row.metrics[key] for row in figures.total_rows if key in row.metrics]
        if not shown or figures.masked.get(key):
            continue
        slack = ZERO
        if METRICS[key].kind is not Kind.COUNT:
            slack = Decimal("0.005") * figures.rows + Decimal("0.01")
        if not any(abs(value - total) <= slack for value in (*shown, sum(shown, ZERO))):
            params = {"metric": key, "shown": max(shown), "summed": total}
            problems.append(Problem(Code.TOTALS_DIFFER, params=params))
    return problems
