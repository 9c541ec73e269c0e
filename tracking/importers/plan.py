"""Between the two passes: what the survey decides, what the caller adds, what must be asked.

Nothing is guessed here. What the file proves is taken; what it leaves open is taken from the
caller; what neither says becomes a question, and what they contradict each other on does too.
"""

from dataclasses import dataclass, field
from datetime import date

from .currencies import currencies_of
from .dates import Order, Period, declared_periods
from .detect import Header
from .layout import Column, Layout
from .metrics import METRICS, Kind
from .numbers import Decision, Mark, NumberEvidence, decide
from .platforms import GENERIC, Platform
from .problems import Ask, Code, Problem, Question, Why, shorten
from .survey import Survey
from .words import fold


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says, to be used only where the file is silent."""

    currency: str | None = None
    period: Period | None = None
    day_month_order: Order | None = None
    decimal_mark: Mark | None = None


@dataclass
class Plan:
    """How to read every column. `unreadable`: metrics left out until a question is answered.

    `currency`: what the file says, else what the caller gives. `declared`: the period that the
    lines above the table state. `undated`: the period of rows that have no date of their own.
    """

    layout: Layout
    platform: Platform
    today: date
    marks: dict[int, Mark | None] = field(default_factory=dict)
    unreadable: set[int] = field(default_factory=set)
    order: Order | None = None
    dates_undecided: bool = False
    currency: str | None = None
    declared: Period | None = None
    undated: Period | None = None
    declared_rows: int | None = None
    questions: list[Question] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    @property
    def metrics(self) -> list[Column]:
        """The metric columns that can be read."""
        return [column for column in self.layout.metrics if column.index not in self.unreadable]


def make_plan(
    header: Header, layout: Layout, platform: Platform, found: Survey, given: Given, today: date
) -> Plan:
    """Decide everything that can be decided before the second pass."""
    plan = Plan(layout, platform, today)
    _read_above(plan, header, given)
    _decide_columns(plan, found)
    _decide_numbers(plan, found, given)
    _decide_dates(plan, found, given)
    _decide_currency(plan, found, given)
    if found.other_table:
        plan.notices.append(Problem(Code.OTHER_TABLE, line=found.other_table))
    if found.damaged_ids:
        plan.notices.append(Problem(Code.DAMAGED_IDS, line=found.damaged_ids))
    return plan


def _read_above(plan: Plan, header: Header, given: Given) -> None:
    """The lines above the header: the period, the number of rows, a warning by the platform."""
    periods = declared_periods(header.above, plan.platform.preamble_order)
    if len(periods) == 1:
        plan.declared = periods[0]
    elif given.period in periods:  # "compared with February": the caller says which one it is
        plan.declared = given.period
    elif periods:
        listed = [(period.start.isoformat(), period.end.isoformat()) for period in periods]
        plan.questions.append(Question(Ask.PERIOD, Why.AMBIGUOUS, params={"periods": listed}))
    plan.undated = plan.declared or (None if periods else given.period)
    for line, text in enumerate(map(fold, header.above), 1):
        if any(pattern.search(text) for pattern in plan.platform.incomplete):
            plan.notices.append(Problem(Code.INCOMPLETE_DATA, line=line, value=header.above[line - 1]))
        for pattern in plan.platform.row_counts:
            if match := pattern.search(text):
                plan.declared_rows = int(match[1])


def _decide_columns(plan: Plan, found: Survey) -> None:
    """Rivals that disagree, and columns that may be figures we should not lose."""
    columns = plan.layout.columns
    for index, line in found.clashes.items():
        first = columns[plan.layout.rivals[index]]
        plan.unreadable.add(first.index)
        params = {"key": first.key, "columns": [first.label, columns[index].label], "line": line}
        plan.questions.append(Question(Ask.MAPPING, Why.AMBIGUOUS, column=first.label, params=params))
    if plan.platform.key == GENERIC:
        for column in plan.layout.unknown:
            if found.numeric.get(column.index):
                params = {"samples": found.samples[column.index]}
                plan.questions.append(
                    Question(Ask.MAPPING, Why.MISSING, column=column.label, params=params, blocking=False)
                )


def _decide_numbers(plan: Plan, found: Survey, given: Given) -> None:
    elsewhere = _mark_of_the_file(plan.layout, found.numbers)
    for column in plan.layout.metrics:
        evidence = found.numbers[column.index]
        decision = decide(evidence, kind=METRICS[column.key or ""].kind, elsewhere=elsewhere)
        if decision.clash:
            lines = list(decision.clash)
            plan.unreadable.add(column.index)
            plan.errors.append(
                Problem(Code.MIXED_NUMBER_STYLES, lines[0], column.label, params={"lines": lines})
            )
        elif decision.doubt and given.decimal_mark is None:
            plan.unreadable.add(column.index)
            plan.questions.append(_ask_mark(column, decision))
        elif given.decimal_mark and evidence.proof and decision.mark != given.decimal_mark:
            params = {"file": decision.mark, "given": given.decimal_mark}
            plan.questions.append(Question(Ask.DECIMAL_MARK, Why.CONFLICT, column.label, params))
        plan.marks[column.index] = decision.mark or given.decimal_mark


def _ask_mark(column: Column, decision: Decision) -> Question:
    line, example = decision.doubt or (0, "")
    params = {"line": line, "example": shorten(example)}
    return Question(Ask.DECIMAL_MARK, Why.AMBIGUOUS, column=column.label, params=params)


def _mark_of_the_file(layout: Layout, numbers: dict[int, NumberEvidence]) -> Mark | None:
    """The decimal mark that all columns with proof agree on. "1,234" clicks are proof too."""
    marks: set[Mark] = set()
    for evidence in numbers.values():
        marks.update(evidence.proof)
    if not marks:
        counts = [column for column in layout.metrics if METRICS[column.key or ""].kind is Kind.COUNT]
        decisions = [decide(numbers[column.index], kind=Kind.COUNT, elsewhere=None) for column in counts]
        marks.update(decision.mark for decision in decisions if decision.mark)
    return marks.pop() if len(marks) == 1 else None


def _decide_dates(plan: Plan, found: Survey, given: Given) -> None:
    """Day and month: proof in the cells, else the declared period, else the caller, else ask."""
    dates = found.dates
    if len(dates.proof) == 2:
        lines = sorted(dates.proof.values())
        plan.dates_undecided = True
        column = plan.layout.times[0].label
        plan.errors.append(Problem(Code.MIXED_DATE_ORDERS, lines[0], column, params={"lines": lines}))
        return
    proved = next(iter(dates.proof), None)
    if proved is None and dates.doubt:
        proved = dates.order_within(plan.declared)
    plan.order = proved or given.day_month_order
    line, example = dates.doubt or (None, None)
    params = {"line": line, "example": example}
    if proved and given.day_month_order not in (None, proved):
        plan.questions.append(Question(Ask.DAY_MONTH_ORDER, Why.CONFLICT, params={"file": proved, **params}))
    elif dates.doubt and plan.order is None:
        plan.dates_undecided = True
        plan.questions.append(Question(Ask.DAY_MONTH_ORDER, Why.AMBIGUOUS, params=params))


def _decide_currency(plan: Plan, found: Survey, given: Given) -> None:
    """One currency for all money of the file: what it shows must fit together and with the caller."""
    money = [column for column in plan.layout.metrics if METRICS[column.key or ""].kind is Kind.MONEY]
    if not money:
        return
    known = [names for unit in found.currencies if (names := currencies_of(unit))]
    possible = frozenset.intersection(*known) if known else frozenset()
    if len(found.currencies) > 1 and (not possible or len(known) < len(found.currencies)):
        # Money in two currencies: no sum of it means anything.
        plan.unreadable.update(column.index for column in money)
        plan.errors.append(Problem(Code.MIXED_CURRENCIES, params={"currencies": dict(found.currencies)}))
        return
    options = sorted(possible)
    if len(options) == 1:
        plan.currency = options[0]
        if given.currency and given.currency != plan.currency:
            params: dict[str, object] = {"file": plan.currency, "given": given.currency}
            plan.questions.append(Question(Ask.CURRENCY, Why.CONFLICT, params=params))
    elif given.currency and (not options or given.currency in options):
        plan.currency = given.currency
    else:
        why = Why.CONFLICT if given.currency else Why.AMBIGUOUS if options else Why.MISSING
        shown = {"shown": sorted(found.currencies), "options": options, "given": given.currency}
        plan.questions.append(Question(Ask.CURRENCY, why, params=shown))
