"""What can be wrong with a file, and what has to be asked, as data.

The engine never words anything: it hands out a code and its parameters, and the Django layer
turns them into French or English. Codes are stable; they also appear in the JSON of `import_kpis`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_VALUE = 80


class Code(StrEnum):
    """Reasons to refuse a file or a row, and things worth telling about it; beside some, the names
    of their `params`."""

    # The file as a whole: nothing can be read.
    EMPTY_FILE = "empty_file"
    NO_DATA = "no_data"
    NOT_A_TABLE = "not_a_table"  # kind
    OLD_WORKBOOK = "old_workbook"  # kind
    ARCHIVE = "archive"  # kind, names
    UNREADABLE_WORKBOOK = "unreadable_workbook"
    WORKBOOK_TOO_LARGE = "workbook_too_large"  # bytes, inflated_bytes
    TOO_MANY_COLUMNS = "too_many_columns"  # limit
    NUL_BYTES = "nul_bytes"
    UNKNOWN_ENCODING = "unknown_encoding"
    CUT_FILE = "cut_file"
    LINE_TOO_LONG = "line_too_long"  # limit
    CELL_TOO_LONG = "cell_too_long"
    OPEN_QUOTE = "open_quote"
    NO_HEADER = "no_header"

    # The call does not fit the file.
    WRONG_PLATFORM = "wrong_platform"  # given, detected
    UNKNOWN_PLATFORM = "unknown_platform"  # platforms
    UNKNOWN_SHEET = "unknown_sheet"  # sheets
    BAD_CURRENCY = "bad_currency"
    BAD_PERIOD = "bad_period"  # start, end
    BAD_MAPPING = "bad_mapping"

    # A whole column contradicts itself.
    MIXED_CURRENCIES = "mixed_currencies"  # currencies: code → first line
    MIXED_NUMBER_STYLES = "mixed_number_styles"  # lines
    MIXED_DATE_ORDERS = "mixed_date_orders"  # lines

    # One row.
    ROW_TOO_SHORT = "row_too_short"  # cells, expected
    ROW_TOO_LONG = "row_too_long"  # cells, expected
    NOT_A_NUMBER = "not_a_number"
    NUMBER_TOO_LARGE = "number_too_large"
    SCIENTIFIC_NUMBER = "scientific_number"
    NOT_WHOLE = "not_whole"
    NEGATIVE = "negative"
    UNEXPECTED_UNIT = "unexpected_unit"
    FORMULA = "formula"
    CELL_ERROR = "cell_error"
    NO_DATE = "no_date"
    NOT_A_DATE = "not_a_date"
    IMPOSSIBLE_DATE = "impossible_date"
    FUTURE_DATE = "future_date"
    REVERSED_PERIOD = "reversed_period"

    # Notices: the file is read, but somebody should know.
    TOTALS_DIFFER = "totals_differ"  # metric, shown, summed
    LOOKS_LIKE_TOTAL = "looks_like_total"
    TOTALS_MISSING = "totals_missing"
    ROWS_DIFFER = "rows_differ"  # declared, found
    NO_FINAL_NEWLINE = "no_final_newline"
    INCOMPLETE_DATA = "incomplete_data"
    OTHER_TABLE = "other_table"
    OUTSIDE_PERIOD = "outside_period"  # file, rows
    DAMAGED_IDS = "damaged_ids"
    TOO_MANY_CAMPAIGNS = "too_many_campaigns"  # listed


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where, what was there, and what the wording needs.

    `line` is 1-based, as a text editor or a spreadsheet counts; a record that spans several lines
    is named by its first. `column` is the header as written in the file.
    """

    code: Code
    line: int | None = None
    column: str | None = None
    value: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)


class Ask(StrEnum):
    """What a question is about; each is answered by the argument of `read` of the same name.

    `params` of a CONFLICT: file, given. Of the others: CURRENCY shown, options, given; PERIOD periods
    or filename; DAY_MONTH_ORDER and DECIMAL_MARK line, example; SHEET sheets; MAPPING columns (each
    with label, suggestion, samples) for an unknown layout, samples for one column we do not know,
    key, columns and line for two columns that contradict each other.
    """

    CURRENCY = "currency"
    PERIOD = "period"
    DAY_MONTH_ORDER = "day_month_order"
    DECIMAL_MARK = "decimal_mark"
    SHEET = "sheet"
    MAPPING = "mapping"


class Why(StrEnum):
    """Why it has to be asked."""

    MISSING = "missing"
    CONFLICT = "conflict"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Question:
    """Something the file does not say. Nothing is imported while a blocking question is open."""

    ask: Ask
    why: Why
    column: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    blocking: bool = True


class FileRefusedError(Exception):
    """Raised inside the engine when reading cannot go on; `read` turns it into an error."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class CellRefusedError(Exception):
    """Raised by the parsers of one cell; the row that holds it is refused with this code."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


def shorten(value: object) -> str:
    """The cell as it may be quoted in a message: one line, at most LONGEST_VALUE characters."""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
