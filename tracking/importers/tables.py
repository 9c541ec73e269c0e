"""Text files as records of cells, streamed, each with the line it starts on."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from .problems import Code, FileRefusedError, Problem
from .sniff import TextFacts
from .source import Source

DELIMITERS = (",", ";", "\t", "|")

# A cell may hold line feeds; one that swallows this many lines is a quote nobody closed.
MOST_LINES_IN_A_RECORD = 50
MOST_COLUMNS = 1_000

Record = tuple[int, Sequence[object]]
Cells = TypeVar("Cells", bound=Sequence[object])


class Table(Protocol):
    """Something that yields the same records each time it is asked."""

    @property
    def encoding(self) -> str: ...

    @property
    def delimiter(self) -> str | None: ...

    @property
    def sheet(self) -> str | None: ...

    @property
    def ends_with_newline(self) -> bool: ...

    def records(self) -> Iterator[Record]:
        """Yield (line, cells): `line` is 1-based, blank lines are counted and yielded."""
        ...


class TextTable:
    """A delimited text file. Cells are strings."""

    sheet = None

    def __init__(self, source: Source, facts: TextFacts, delimiter: str) -> None:
        self._source = source
        self._codec = facts.codec
        self.encoding = facts.label
        self.ends_with_newline = facts.ends_with_newline
        self.delimiter = delimiter

    def records(self) -> Iterator[Record]:
        with self._source.open() as stream:
            text = io.TextIOWrapper(stream, encoding=self._codec, newline="")
            try:
                yield from _split(text, self.delimiter)
            finally:
                text.detach()  # the stream is not ours to close


def checked_width(line: int, cells: Cells) -> Cells:
    """The cells, if they are not absurdly many. Raises FileRefusedError."""
    if len(cells) > MOST_COLUMNS:
        raise FileRefusedError(Problem(Code.TOO_MANY_COLUMNS, line=line, params={"limit": MOST_COLUMNS}))
    return cells


def _split(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """Split `lines` into records. Raises FileRefusedError for a quote that is never closed."""
    exhausted = False

    def watched() -> Iterator[str]:
        nonlocal exhausted
        for line in lines:  # noqa: UP028  closing a "yield from" would close the file as well
            yield line
        exhausted = True

    reader = csv.reader(watched(), delimiter=delimiter)
    start = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise FileRefusedError(Problem(Code.CELL_TOO_LONG, line=start)) from error
        if cells is None:
            return
        # A reader that asked for another line and still gives a record is inside a quote.
        if exhausted or reader.line_num - start >= MOST_LINES_IN_A_RECORD:
            raise FileRefusedError(Problem(Code.OPEN_QUOTE, line=start))
        yield start, checked_width(start, cells)
        start = reader.line_num + 1
