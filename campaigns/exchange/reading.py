"""Rows of a table as tasks to be, with what is wrong, line by line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from campaigns.exchange.cells import day_of, duration_of
from campaigns.exchange.headers import COLUMNS, LEFT, TOTALS, YES, plain, recognised
from campaigns.exchange.links import LinkText, links_read
from campaigns.exchange.table import MAX_ROWS, Cell, FileRefusedError, Table

LONGEST_NAME = 160
_HEADER_WITHIN = 15
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something said of a line. `code` names the sentence, `value` quotes the cell."""

    line: int
    code: str
    value: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A task as its line says it. None: the cell is empty or the column is not there."""

    line: int
    name: str
    number: int | None = None
    identifier: int | None = None
    wave: str = ""
    phase: str = ""
    milestone: bool | None = None
    kind: str = ""
    team: str = ""
    person: str = ""
    duration: int | None = None
    start: date | None = None
    end: date | None = None
    not_before: date | None = None
    not_after: date | None = None
    pinned_on: date | None = None
    links: tuple[LinkText, ...] = ()
    description: str = ""


@dataclass(frozen=True)
class ReadPlan:
    """`columns` are {what it says: the header's own words}, `unknown` the headers nobody reads, `refused`
    the lines at fault, `notes` what was mended or left aside."""

    columns: dict[str, str]
    unknown: list[str]
    rows: list[PlanRow]
    refused: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def plan_read(table: Table) -> ReadPlan:
    """The tasks of a table. Raises FileRefusedError when no line of the first ones names a task's column."""
    places, first = _header(table)
    header = table.rows[first][1]
    unknown = [str(cell) for i, cell in enumerate(header) if _is_unknown(cell, i, places)]
    read = ReadPlan({key: str(header[place]) for key, place in places.items()}, unknown, [])
    if len(table.rows) - first - 1 > MAX_ROWS:
        raise FileRefusedError("too_many_rows", limit=MAX_ROWS)
    for line, cells in table.rows[first + 1 :]:
        _Line(line, cells, places, table.epoch_1904, read).take()
    return read


def _header(table: Table) -> tuple[dict[str, int], int]:
    for index, (_line, cells) in enumerate(table.rows[:_HEADER_WITHIN]):
        places = recognised(cells)
        if "name" in places and len(places) > 1:
            return places, index
    raise FileRefusedError("no_name", names=", ".join(COLUMNS["name"][:3]))


def _is_unknown(cell: Cell, place: int, places: dict[str, int]) -> bool:
    name = plain(cell)
    waits = name in COLUMNS["waits"]
    return bool(name) and place not in places.values() and name not in LEFT and not waits


class _Line:
    """One line being read."""

    def __init__(
        self, line: int, cells: Sequence[Cell], places: dict[str, int], epoch_1904: bool, read: ReadPlan
    ) -> None:
        self.line, self.cells, self.places = line, cells, places
        self.epoch_1904, self.read = epoch_1904, read
        self.wrong = False

    def take(self) -> None:
        name = self.text("name")
        if plain(name) in TOTALS or (not name and any(plain(cell) in TOTALS for cell in self.cells[:3])):
            self.read.notes.append(Problem(self.line, "total", name))
        elif plain(self.text("summary")) in YES:
            self.read.notes.append(Problem(self.line, "summary", name))
        elif not name:
            self.refuse("nameless")
        elif len(name) > LONGEST_NAME:
            self.refuse("long_name", name[:40] + "…")
        else:
            row = self.row(name)
            if not self.wrong:
                self.read.rows.append(row)

    def row(self, name: str) -> PlanRow:
        duration = self.parsed("duration", self.duration, "duration")
        milestone = plain(self.text("milestone")) in YES if "milestone" in self.places else None
        words: dict[str, Any] = {
            key: self.text(key) for key in ("wave", "phase", "kind", "team", "person", "description")
        }
        values: dict[str, Any] = {
            key: self.parsed(key, self.day, "date")
            for key in ("start", "end", "not_before", "not_after", "pinned_on")
        }
        if values["not_before"] and values["not_after"] and values["not_after"] < values["not_before"]:
            self.refuse("ends_before", values["not_after"].isoformat(), values["not_before"].isoformat())
        if values["start"] and values["end"] and values["end"] < values["start"]:
            self.refuse("ends_before", values["end"].isoformat(), values["start"].isoformat())
        return PlanRow(
            line=self.line,
            name=name,
            number=self.parsed("number", _whole, "number"),
            identifier=self.parsed("identifier", _whole, "number"),
            milestone=True if milestone or duration == 0 else milestone,
            duration=duration,
            links=tuple(self.parsed("links", lambda cell: links_read(_links_text(cell)), "links") or ()),
            **words,
            **values,
        )

    def cell(self, key: str) -> Cell:
        place = self.places.get(key, len(self.cells))
        return self.cells[place] if place < len(self.cells) else None

    def text(self, key: str) -> str:
        cell = self.cell(key)
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        text = "" if cell is None else str(cell).strip()
        return text if key == "description" else " ".join(text.split())

    def parsed(self, key: str, parse: Callable[[Cell], T], code: str) -> T | None:
        cell = self.cell(key)
        if cell is None or cell == "":
            return None
        try:
            return parse(cell)
        except (ValueError, OverflowError):
            self.refuse(code, str(cell)[:60], self.read.columns[key])
            return None

    def duration(self, cell: Cell) -> int:
        days, rounded = duration_of(cell)
        if rounded:
            self.read.notes.append(Problem(self.line, "rounded", str(cell), str(days)))
        return days

    def day(self, cell: Cell) -> date:
        return day_of(cell, epoch_1904=self.epoch_1904)

    def refuse(self, code: str, value: str = "", other: str = "") -> None:
        self.wrong = True
        self.read.refused.append(Problem(self.line, code, value, other))


def _whole(cell: Cell) -> int:
    number = float(str(cell).replace("\u202f", "").replace(",", "."))
    if number != int(number) or number < 0 or number > 2**53:
        raise ValueError(cell)
    return int(number)


def _links_text(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
