"""Numbers as platforms and spreadsheets write them, read exactly or refused.

The decimal mark is a property of a column, never of a cell: "1,234" is twelve hundred in one file
and one and a quarter in another, and only the neighbours tell. So each column is read twice: once
to gather evidence (`NumberEvidence`), once with the mark that `decide` found (`parse_number`).

A figure that is absent ("", " --") or masked ("<5", "< 10%") is unknown: a `Blank`, never 0.
"""

import math
import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from .metrics import Kind, Metric
from .problems import CellRefusedError, Code

Mark = Literal[".", ","]
MARKS: tuple[Mark, Mark] = (".", ",")

# Anything larger is a mistake; it also keeps cents inside a signed 64-bit integer.
LIMIT = Decimal(10) ** 15
LONGEST_NUMBER = 60

PLACEHOLDERS = frozenset({"-", "--", "---", "–", "—", "n/a", "n.a.", "na", "n/d", "null", "none"})

_MASKED = re.compile(r"[<>≤≥]\s*[0-9][0-9.,\s]*%?")
_SCIENTIFIC = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]*)?[eE][-+]?[0-9]+")
_UNIT = r"%|[A-Z]{0,3}[€$£¥]|[€$£¥][A-Z]{0,3}|[A-Z]{3}"
_SHAPE = re.compile(
    rf"(?P<sign>[-+−]?)\s*(?P<before>{_UNIT})?\s*(?P<late_sign>[-+−]?)\s*"
    rf"(?P<body>[0-9.,][0-9.,' ]*?)\s*(?P<after>{_UNIT})?"
)
_SPACES = re.compile(r"\s+")


def _written(groups: str, decimals: str) -> re.Pattern[str]:
    """How a number looks; "0,123" cannot be grouped, nobody writes zero thousands."""
    grouped = rf"(?!0)[0-9]{{1,3}}(?P<group>[{groups}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
    return re.compile(rf"(?:[0-9]+|{grouped})?{decimals}")


_WRITTEN: dict[Mark | None, re.Pattern[str]] = {
    None: _written(" '", ""),
    ".": _written(" ',", r"(?:\.[0-9]*)?"),
    ",": _written(" '.", r"(?:,[0-9]*)?"),
}

# What most cells look like, recognised fast: digits, at most one mark, no unit.
_PLAIN: dict[Mark | None, re.Pattern[str]] = {
    None: re.compile(r"[0-9]+"),
    ".": re.compile(r"[0-9]+(?:\.[0-9]+)?"),
    ",": re.compile(r"[0-9]+(?:,[0-9]+)?"),
}
_PLAIN_PROOF = re.compile(r"[0-9]+([.,])(?:[0-9]{1,2}|[0-9]{4,})")


class Blank(StrEnum):
    """Why a cell holds no figure."""

    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    MASKED = "masked"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the unit written beside it: "", "%", a currency code or symbol."""

    value: Decimal
    unit: str = ""


def blank(cell: object) -> Blank | None:
    """Say why `cell` holds no figure, or None when it does (or should)."""
    if cell is None:
        return Blank.EMPTY
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    if not text:
        return Blank.EMPTY
    if text.casefold() in PLACEHOLDERS:
        return Blank.PLACEHOLDER
    return Blank.MASKED if text[0] in "<>≤≥" and _MASKED.fullmatch(text) else None


def parse_number(cell: object, mark: Mark | None) -> Figure:
    """Read one cell of a column whose decimal mark is `mark` (None: no cell of it shows one).

    Raises CellRefusedError for anything that is not exactly one number.
    """
    if isinstance(cell, str):
        return _parse_text(cell.strip(), mark)
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        raise CellRefusedError(Code.NOT_A_NUMBER)
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise CellRefusedError(Code.NOT_A_NUMBER)
        # A spreadsheet shows 15 significant digits; the rest is binary noise (0.1 + 0.2).
        cell = Decimal(format(cell, ".15g"))
    return Figure(_limited(Decimal(cell)))


def _parse_text(text: str, mark: Mark | None) -> Figure:
    if len(text) <= LONGEST_NUMBER and _PLAIN[mark].fullmatch(text):
        return Figure(_limited(Decimal(text.replace(",", "."))))
    if text.startswith("="):
        raise CellRefusedError(Code.FORMULA)
    if text.startswith("#"):
        raise CellRefusedError(Code.CELL_ERROR)
    if _SCIENTIFIC.fullmatch(text):
        # "1,2E+05" has lost its last digits on the way through a spreadsheet.
        raise CellRefusedError(Code.SCIENTIFIC_NUMBER)
    shape = _shape(text)
    if shape is None:
        raise CellRefusedError(Code.NOT_A_NUMBER)
    body = shape["body"]
    written = _WRITTEN[mark].fullmatch(body)
    if written is None or not any(character.isdigit() for character in body):
        raise CellRefusedError(Code.NOT_A_NUMBER)
    group = written["group"]
    digits = body.replace(group, "") if group else body
    value = Decimal(digits.replace(",", "."))
    negative = "-" in (shape["sign"], shape["late_sign"]) or "−" in (shape["sign"], shape["late_sign"])
    return Figure(_limited(-value if negative else value), shape["before"] or shape["after"] or "")


def _shape(text: str) -> re.Match[str] | None:
    """Split sign, unit and digits; every kind of space and apostrophe becomes the plain one."""
    if len(text) > LONGEST_NUMBER:
        return None
    plain = _SPACES.sub(" ", text.replace("’", "'").replace("ʼ", "'"))
    return _SHAPE.fullmatch(plain)


def unit_of(cell: str) -> str:
    """The unit beside the number in `cell`, "" if there is none or it is no number."""
    shape = _shape(cell.strip())
    return (shape["before"] or shape["after"] or "") if shape else ""


def _limited(value: Decimal) -> Decimal:
    if abs(value) > LIMIT:
        raise CellRefusedError(Code.NUMBER_TOO_LARGE)
    return value


def check_figure(figure: Figure, metric: Metric) -> Decimal:
    """Return the value if `metric` can have it; counts are whole, and only refunds are negative."""
    if figure.unit and (metric.kind is not Kind.MONEY or figure.unit == "%"):
        raise CellRefusedError(Code.UNEXPECTED_UNIT)
    if figure.value < 0 and not metric.signed:
        raise CellRefusedError(Code.NEGATIVE)
    if metric.kind is Kind.COUNT and figure.value != figure.value.to_integral_value():
        raise CellRefusedError(Code.NOT_WHOLE)
    return figure.value


@dataclass(slots=True)
class NumberEvidence:
    """What a column says about its decimal mark: the first line that proves each one, and the
    first cell that reads well under both ("1,234": three digits after a single mark)."""

    proof: dict[Mark, int] = field(default_factory=dict)
    doubt: dict[Mark, tuple[int, str]] = field(default_factory=dict)

    def see(self, cell: object, line: int) -> None:
        """Take one cell into account; cells that are not numbers prove nothing."""
        if not isinstance(cell, str) or ("." not in cell and "," not in cell):
            return
        if plain := _PLAIN_PROOF.fullmatch(cell):
            self.proof.setdefault("," if plain[1] == "," else ".", line)
            return
        shape = _shape(cell.strip())
        if shape is None:
            return
        readings = [mark for mark in MARKS if _WRITTEN[mark].fullmatch(shape["body"])]
        if len(readings) == 1:
            self.proof.setdefault(readings[0], line)
        elif readings:
            shown: Mark = "." if "." in cell else ","
            self.doubt.setdefault(shown, (line, cell.strip()))


@dataclass(frozen=True, slots=True)
class Decision:
    """The mark of a column. `doubt` is an example nothing decides; `clash` two contrary lines."""

    mark: Mark | None
    doubt: tuple[int, str] | None = None
    clash: tuple[int, int] | None = None


def decide(evidence: NumberEvidence, *, kind: Kind, elsewhere: Mark | None) -> Decision:
    """Decide the decimal mark of a column from its own cells, else from the rest of the file.

    `elsewhere` is the mark that every other column agrees on. A column of whole numbers needs
    neither: "1,234" impressions cannot be one impression and a quarter.
    """
    if len(evidence.proof) == 2:
        first, second = sorted(evidence.proof.values())
        return Decision(None, clash=(first, second))
    if evidence.proof:
        return Decision(next(iter(evidence.proof)))
    if not evidence.doubt:
        return Decision(elsewhere)
    if elsewhere is not None:
        return Decision(elsewhere)
    if kind is Kind.COUNT and len(evidence.doubt) == 1:
        (grouping,) = evidence.doubt
        return Decision("," if grouping == "." else ".")
    return Decision(None, doubt=min(evidence.doubt.values()))
