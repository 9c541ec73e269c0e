"""Which row is the header, which delimiter splits it, and whose export it is: one decision.

A header is recognised by its words. So every delimiter, every one of the first rows and every
platform are tried together, and the reading that explains most columns wins.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from .currencies import split_header
from .layout import labels
from .metrics import METRICS
from .numbers import blank
from .platforms import GENERIC, Meaning, Platform, platforms
from .problems import FileRefusedError
from .tables import Record, Table
from .words import fold

FIRST_ROWS = 60

Mapped = Mapping[str, str]


@dataclass(frozen=True)
class Header:
    """A header row found in `table`; `platform` is None when its words mean nothing to us.

    `above`: the lines over it, as text. `matched`: how many columns have a known meaning.
    """

    table: Table
    line: int
    cells: tuple[str, ...]
    above: tuple[str, ...]
    platform: Platform | None
    matched: int = 0

    def meanings(self, mapped: Mapped) -> list[Meaning | None]:
        """What each column means; a mapping by hand goes before what we know."""
        pairs = zip(self.cells, labels(self.cells), strict=True)
        return [_meaning(header, label, self.platform, mapped) for header, label in pairs]


def _meaning(header: str, label: str, platform: Platform | None, mapped: Mapped) -> Meaning | None:
    known = platform.meaning(header) if platform else None
    if key := mapped.get(fold(label)):
        # Said by hand, so preferred to any other column of that meaning.
        return Meaning(key, rank=-1, unit=split_header(header)[1])
    return known


def find_header(tables: Iterable[Table], mapped: Mapped, announced: Platform | None = None) -> Header | None:
    """The best header over all `tables` (one per delimiter or sheet), or None.

    `mapped`: folded header → key, given by hand. `announced`: the only platform to consider; what
    somebody says it is need not bear its signature.
    """
    found = [header for table in tables if (header := _best(table, mapped, announced)) is not None]
    return max(found, key=_rank, default=None)


def _rank(header: Header) -> tuple[int, bool, int]:
    """More columns explained, then a platform rather than any table, then the earlier row."""
    platform = header.platform
    return header.matched, platform is not None and platform.key != GENERIC, -header.line


def _best(table: Table, mapped: Mapped, announced: Platform | None) -> Header | None:
    """The header of the first table in `table`: another one below may have more columns."""
    by_line = [max(headers, key=_rank) for headers in _candidates(table, mapped, announced) if headers]
    most = max((header.matched for header in by_line), default=0)
    return next((header for header in by_line if header.matched * 2 >= most), None)


def _candidates(table: Table, mapped: Mapped, announced: Platform | None) -> Iterator[list[Header]]:
    """For each of the first rows, the readings of it as a header."""
    above: list[str] = []
    for line, cells in first_rows(table):
        words = _as_header(cells)
        readings = [
            Header(table, line, words, tuple(above), platform, matched)
            for platform in ([announced] if announced else platforms().values())
            if words and (matched := _explained(words, platform, mapped))
        ]
        yield [header for header in readings if announced or _is_signed(header)]
        above.append(_as_text(cells, table.delimiter))


def first_rows(table: Table) -> list[Record]:
    """The rows among which the header must be, as far as they can be read: a wrong delimiter may
    tear quotes open, and what is wrong with the right one shows in the survey."""
    rows: list[Record] = []
    with suppress(FileRefusedError):
        rows.extend(islice(table.records(), FIRST_ROWS))
    return rows


def _as_header(cells: Sequence[object]) -> tuple[str, ...]:
    """The row as header words, or () if it cannot be one: a number, or fewer than two words."""
    if any(cell is not None and not isinstance(cell, str) for cell in cells):
        return ()
    words = [cell.strip() if isinstance(cell, str) else "" for cell in cells]
    while words and not words[-1]:
        words.pop()
    return tuple(words) if sum(map(bool, words)) >= 2 else ()


def _as_text(cells: Sequence[object], delimiter: str | None) -> str:
    """The line as it was, near enough to find dates in it: a delimiter may be part of a date."""
    glue = delimiter if delimiter == "," else " "
    return glue.join(str(cell) for cell in cells if cell not in (None, ""))


def _is_signed(header: Header) -> bool:
    """Anybody writes "Campagne" and "Clics"; a platform has words of its own."""
    platform = header.platform
    if platform is None or platform.key == GENERIC:
        return True
    return platform.signed_by(header.cells, header.above) > 0


def _explained(words: Sequence[str], platform: Platform, mapped: Mapped) -> int:
    """How many columns `platform` explains; 0 without two of them, one being a figure."""
    # By label, as they were mapped: of two columns called alike, one may have been set aside by hand.
    named = zip(words, labels(words), strict=True)
    meanings = [
        meaning for word, label in named if word and (meaning := _meaning(word, label, platform, mapped))
    ]
    enough = len(meanings) >= 2 and any(meaning.key in METRICS for meaning in meanings)
    return len(meanings) if enough else 0


def guess_header(tables: Iterable[Table]) -> Header | None:
    """For a table whose words we do not know: the first full row of text above similar rows.

    It is only good enough to show the columns to a person, who says what they mean.
    """
    guesses = []
    for table in tables:
        rows = [(line, cells, _width(cells)) for line, cells in first_rows(table)]
        widths = Counter(width for _, _, width in rows if width >= 2)
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1] * item[0], item[0]))
        for index, (line, cells, own) in enumerate(rows):
            words = _as_header(cells)
            if own == width and words and not any(map(_is_number, words)):
                above = tuple(_as_text(row, table.delimiter) for _, row, _ in rows[:index])
                guesses.append((count * width, Header(table, line, words, above, None)))
                break
    return max(guesses, key=lambda guess: guess[0], default=(0, None))[1]


def _width(cells: Sequence[object]) -> int:
    return sum(blank(cell) is None for cell in cells)


def _is_number(word: str) -> bool:
    return word[:1].isdigit()
