"""Telling rows of data from everything else a table holds: totals, comments, footers, a second
table. The rules come from the header files; the order of the checks is the point of this module.

Nearly every row is data, so every check begins with the cheapest thing that rules the row out.
"""

import re
from collections.abc import Iterable, Sequence
from enum import Enum, auto

from .layout import Layout
from .metrics import DIMENSIONS
from .platforms import ANY, OTHERS, Platform, TotalRule
from .words import LONGEST_WORDS, fold, is_void

# Distinct texts worth remembering as harmless; names and days repeat on every row.
REMEMBERED = 2**14


class RowKind(Enum):
    """What a record is."""

    DATA = auto()
    BLANK = auto()
    COMMENT = auto()
    FOOTER = auto()
    TOTAL = auto()
    SAME_HEADER = auto()
    OTHER_TABLE = auto()
    TOO_SHORT = auto()
    TOO_LONG = auto()


class RowSorter:
    """Sorts the records below one header, in their order; make a new one for each pass."""

    def __init__(self, headers: Sequence[str], layout: Layout, platform: Platform, *, padded: bool) -> None:
        """`padded`: the table leaves out empty cells at the end of a row (workbooks do)."""
        self._headers = list(headers)
        self._platform = platform
        self._needed = max((column.index for column in layout.columns if column.key), default=-1) + 1
        self._padded = padded
        self._figure = next((column.index for column in layout.metrics), None)
        self._totals = _Totals(layout, platform.total_rows)
        self._after_gap = False

    def kind(self, cells: Sequence[object]) -> RowKind:
        """Say what a record is."""
        kind = self._kind(cells)
        self._after_gap = kind in (RowKind.BLANK, RowKind.COMMENT)
        return kind

    def _kind(self, cells: Sequence[object]) -> RowKind:
        if all(cell is None or cell == "" or (isinstance(cell, str) and cell.isspace()) for cell in cells):
            return RowKind.BLANK
        width, expected = len(cells), len(self._headers)
        if aside := self._aside(cells):
            return aside
        if width < self._needed and not self._padded:
            return self._misfit(cells, RowKind.TOO_SHORT)
        if self._totals.include(cells):
            return RowKind.TOTAL
        if width > expected and not all(map(is_void, cells[expected:])):
            return self._misfit(cells, RowKind.TOO_LONG)
        return self._header_again(cells) or RowKind.DATA

    def _aside(self, cells: Sequence[object]) -> RowKind | None:
        """A comment or a closing line; a spreadsheet may have filled it up with empty cells."""
        if self._figure is not None and self._figure < len(cells) and not is_void(cells[self._figure]):
            return None
        filled = [cell for cell in cells if not is_void(cell)]
        first, alone = cells[0], len(filled) == 1
        if self._platform.comment and isinstance(first, str) and first.startswith(self._platform.comment):
            return RowKind.COMMENT if alone or len(cells) < len(self._headers) else None
        if alone and isinstance(filled[0], str):
            closing = self._after_gap or _matches(self._platform.footers, filled[0])
            return RowKind.FOOTER if closing else None
        return None

    def _misfit(self, cells: Sequence[object], kind: RowKind) -> RowKind:
        """A row of another width: the start of another table, or a broken row."""
        texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
        known = sum(self._platform.meaning(text) is not None for text in texts)
        return RowKind.OTHER_TABLE if known >= 2 or (self._after_gap and self._platform.comment) else kind

    def _header_again(self, cells: Sequence[object]) -> RowKind | None:
        """Two files pasted one under the other repeat their header; a second table has another."""
        cell = cells[self._figure] if self._figure is not None and self._figure < len(cells) else None
        if not isinstance(cell, str) or not cell.lstrip()[:1].isalpha():
            return None
        words = [cell.strip() if isinstance(cell, str) else "" for cell in cells]
        if words[: len(self._headers)] == self._headers:
            return RowKind.SAME_HEADER
        known = sum(1 for word in words if word and self._platform.meaning(word) is not None)
        return RowKind.OTHER_TABLE if known >= 3 and known * 2 > len(words) else None


def _matches(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(fold(text)) for pattern in patterns)


class _Totals:
    """The total rules of a platform, applied to the columns of one table."""

    def __init__(self, layout: Layout, rules: Iterable[TotalRule]) -> None:
        dimensions = {column.key or "": column.index for column in layout.columns if column.key in DIMENSIONS}
        self._rules = [_Rule(rule, dimensions) for rule in rules]
        self._unlabelled = [rule for rule in self._rules if rule.label is None]
        self._labelled = [rule for rule in self._rules if rule.label is not None]
        figures = {column.index for column in layout.metrics}
        self._width = len(layout.columns)
        self._texts = [column.index for column in layout.columns if column.index not in figures]
        self._harmless: set[str] = set()

    def include(self, cells: Sequence[object]) -> bool:
        """True if any rule makes a total of this row."""
        if any(rule.all_blank(cells) for rule in self._unlabelled):
            return True
        for index in (*self._texts, *range(self._width, len(cells))):
            cell = cells[index] if index < len(cells) else None
            if isinstance(cell, str) and cell not in self._harmless and self._labels(cells, index, cell):
                return True
        return False

    def _labels(self, cells: Sequence[object], index: int, cell: str) -> bool:
        """True if this cell labels the row as a total; a text that no rule knows is remembered."""
        folded = fold(cell)
        matching = [rule for rule in self._labelled if rule.label and rule.label.search(folded)]
        if not matching and len(cell) <= LONGEST_WORDS:
            if len(self._harmless) >= REMEMBERED:
                self._harmless.clear()
            self._harmless.add(cell)
        return any(rule.labelled_by(index, cells) for rule in matching)


class _Rule:
    """One rule, with column numbers in place of dimensions."""

    def __init__(self, rule: TotalRule, dimensions: dict[str, int]) -> None:
        self.label = rule.label
        self._where = None if ANY in rule.where else {dimensions.get(key) for key in rule.where}
        self._others = OTHERS in rule.blank
        self._blank = [
            index
            for key, index in dimensions.items()
            if key in rule.blank or (self._others and key != "currency")
        ]

    def all_blank(self, cells: Sequence[object], but: int | None = None) -> bool:
        """True if the columns that must be blank are, and there is one (of a rule without label)."""
        blank = [index for index in self._blank if index != but]
        if not blank and self.label is None:
            return False
        return all(index >= len(cells) or is_void(cells[index]) for index in blank)

    def labelled_by(self, index: int, cells: Sequence[object]) -> bool:
        """True if a label in column `index` makes the row a total."""
        if self._where is not None and index not in self._where:
            return False
        return self.all_blank(cells, but=index if self._others else None)
