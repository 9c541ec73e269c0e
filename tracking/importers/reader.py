"""Reading a file of figures: look at it, plan, sum it up. The way in is `read`.

Two passes over the file and no rows kept: memory does not grow with the number of rows.
"""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from .conclude import check_sums, settle_period
from .currencies import is_currency
from .dates import Order, Period
from .detect import FIRST_ROWS, Header, find_header, first_rows, guess_header
from .facts import FactRow
from .layout import Layout, lay_out
from .metrics import DIMENSIONS, IGNORE, METRICS
from .numbers import Mark
from .plan import Given, make_plan
from .platforms import GENERIC, Platform, platforms
from .problems import Ask, Code, FileRefusedError, Problem, Question, Why, shorten
from .results import ImportResult
from .sniff import Container, container, sniff_text
from .source import Origin, Source
from .summing import Sums, read_rows
from .survey import SAMPLES, refuse_if_empty, survey
from .tables import DELIMITERS, Table, TextTable
from .words import fold, is_void
from .workbooks import SheetTable, sheet_names


def read(
    origin: Origin,
    *,
    filename: str = "",
    platform: str | None = None,
    currency: str | None = None,
    period: Period | None = None,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
    day_month_order: Order | None = None,
    decimal_mark: Mark | None = None,
    today: date | None = None,
    each: Callable[[FactRow], None] | None = None,
) -> ImportResult:
    """Read a CSV, TSV or XLSX file of figures and say what is in it. Never raises for its content.

    `origin`: a path, or a binary stream that stays open as long as the result is used.
    `platform`: a key of `platforms()`; an error if the file is plainly somebody else's.
    `mapping`: header (or label, "Clics [2]") → metric, dimension or "ignore"; goes before what we
    know. The other arguments answer questions: they count where the file is silent, and where it
    says otherwise the answer is a question, not an override. `today`: rows after it are refused;
    by default the machine's date. `each` is given every row of `facts()` while it is summed up, which
    spares a pass; whether they may be used, the result tells.
    """
    try:
        call = _Call(
            filename=filename,
            platform=_platform(platform),
            mapped=_mapped(mapping),
            sheet=sheet,
            given=_given(currency, period, day_month_order, decimal_mark),
            today=today or date.today(),
            each=each,
        )
        header, looked = _look(Source(origin), call)
    except FileRefusedError as refused:
        return ImportResult(filename=filename, errors=(refused.problem,))
    try:
        return _sum_up(header, looked, call)
    except FileRefusedError as refused:
        return replace(looked, errors=(*looked.errors, refused.problem))


def _given(currency: str | None, period: Period | None, order: Order | None, mark: Mark | None) -> Given:
    code = currency.strip().upper() if currency else None
    if code and not is_currency(code):
        raise FileRefusedError(Problem(Code.BAD_CURRENCY, value=currency))
    if period and period.end < period.start:
        params = {"start": period.start.isoformat(), "end": period.end.isoformat()}
        raise FileRefusedError(Problem(Code.BAD_PERIOD, params=params))
    return Given(code, period, order, mark)


def _platform(key: str | None) -> Platform | None:
    if key and key not in platforms():
        raise FileRefusedError(
            Problem(Code.UNKNOWN_PLATFORM, value=key, params={"platforms": sorted(platforms())})
        )
    return platforms()[key] if key else None


def _mapped(mapping: Mapping[str, str] | None) -> dict[str, str]:
    """The mapping by folded header, checked."""
    for header, key in (mapping or {}).items():
        if key not in METRICS and key not in DIMENSIONS and key != IGNORE:
            raise FileRefusedError(Problem(Code.BAD_MAPPING, column=header, value=key))
    return {fold(header): key for header, key in (mapping or {}).items()}


@dataclass(frozen=True, slots=True)
class _Call:
    """The arguments of `read`, checked."""

    filename: str
    platform: Platform | None
    mapped: Mapping[str, str]
    sheet: str | None
    given: Given
    today: date
    each: Callable[[FactRow], None] | None = None


def _look(source: Source, call: _Call) -> tuple[Header, ImportResult]:
    """Find the table, its header and its platform; describe them in a result without figures."""
    tables = _tables(source, call.sheet)
    best = find_header(tables, call.mapped)
    errors: tuple[Problem, ...] = ()
    if call.platform:
        as_announced = find_header(tables, call.mapped, call.platform)
        best, errors = _as_announced(call.platform, as_announced, best)
    header = best or guess_header(tables)
    if header is None:
        raise _no_header(tables)
    table, platform = header.table, header.platform
    layout = lay_out(header.cells, header.meanings(call.mapped))
    return header, ImportResult(
        filename=call.filename,
        platform=platform.key if platform else None,
        language=_language(header),
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        header_row=header.line,
        columns=layout.columns,
        needs=_what_to_ask(header, layout, tables, call),
        errors=errors,
    )


def _as_announced(
    announced: Platform, header: Header | None, best: Header | None
) -> tuple[Header | None, tuple[Problem, ...]]:
    """A file that another platform explains better is not the one that was announced."""
    if header is not None and (best is None or best.matched <= header.matched):
        return header, ()
    found = best.platform if best else None
    params = {"given": announced.key, "detected": found.key if found else None}
    return best, (Problem(Code.WRONG_PLATFORM, params=params),)


def _what_to_ask(header: Header, layout: Layout, tables: list[Table], call: _Call) -> tuple[Question, ...]:
    """What the columns mean, if we know none of them; which sheet, if several hold figures."""
    questions = []
    if header.platform is None:
        params: dict[str, object] = {"columns": _columns_to_map(header, layout)}
        questions.append(Question(Ask.MAPPING, Why.MISSING, params=params))
    if header.table.sheet is not None and len(tables) > 1:
        usable = [table.sheet for table in tables if find_header([table], call.mapped)]
        if len(usable) > 1:
            questions.append(Question(Ask.SHEET, Why.AMBIGUOUS, params={"sheets": usable}))
    return tuple(questions)


def _columns_to_map(header: Header, layout: Layout) -> list[dict[str, object]]:
    """What a mapping page shows: each column, what it may mean, and some of its cells."""
    rows = [cells for line, cells in first_rows(header.table) if line > header.line]
    generic = platforms()[GENERIC]
    listed: list[dict[str, object]] = []
    for column in layout.columns:
        cells = [row[column.index] for row in rows if column.index < len(row)]
        samples = [shorten(cell) for cell in cells if not is_void(cell)][:SAMPLES]
        meaning = generic.meaning(column.header)
        suggestion = meaning.key if meaning else None
        listed.append({"label": column.label, "suggestion": suggestion, "samples": samples})
    return listed


def _sum_up(header: Header, looked: ImportResult, call: _Call) -> ImportResult:
    """Survey, plan, and sum: the result with its figures. Raises FileRefusedError."""
    platform = header.platform
    if platform is None:
        return looked
    layout = lay_out(header.cells, header.meanings(call.mapped))
    found = survey(header, layout, platform)
    refuse_if_empty(found, header)
    plan = make_plan(header, layout, platform, found, call.given, call.today)
    sums = Sums()
    for fact in read_rows(header, plan, sums):
        if call.each:
            call.each(fact)
    figures = sums.figures()
    settled = settle_period(plan, sums, call.given.period, call.filename)
    return replace(
        looked,
        currency=plan.currency,
        period=settled.period,
        figures=figures,
        needs=(*looked.needs, *plan.questions, *settled.questions),
        errors=(*looked.errors, *plan.errors, *settled.errors),
        notices=(*plan.notices, *settled.notices, *check_sums(plan, header.table, sums, figures)),
        _facts=lambda: read_rows(header, plan),
    )


def _tables(source: Source, sheet: str | None) -> list[Table]:
    """The ways to read the file: one per delimiter, or one per sheet. Raises FileRefusedError."""
    if container(source) is Container.TEXT:
        facts = sniff_text(source)
        return [TextTable(source, facts, delimiter) for delimiter in DELIMITERS]
    names = sheet_names(source)
    if sheet is not None and sheet not in names:
        raise FileRefusedError(Problem(Code.UNKNOWN_SHEET, value=sheet, params={"sheets": names}))
    return [SheetTable(source, name) for name in names if sheet in (None, name)]


def _no_header(tables: list[Table]) -> FileRefusedError:
    """Why no header was found: the platform says there is nothing, or nothing can be read."""
    rows = [row for table in tables for row in first_rows(table)]
    texts = [fold(str(cell)) for _, cells in rows for cell in cells if cell]
    said = (pattern for platform in platforms().values() for pattern in platform.empty)
    if any(pattern.search(text) for pattern in said for text in texts):
        return FileRefusedError(Problem(Code.NO_DATA))
    try:
        for table in tables:  # again, without the net of `first_rows`: what is broken says so
            deque(islice(table.records(), FIRST_ROWS), maxlen=0)
    except FileRefusedError as broken:
        return broken
    return FileRefusedError(Problem(Code.NO_HEADER, line=rows[0][0]) if texts else Problem(Code.EMPTY_FILE))


def _language(header: Header | None) -> str | None:
    """The language most of the header is in."""
    if header is None or header.platform is None:
        return None
    spoken = Counter(meaning.language for meaning in header.meanings({}) if meaning and meaning.language)
    return spoken.most_common(1)[0][0] if spoken else None
