"""What a task waits for, in one cell: «2;5FD+3 j», «3FS+2d», « "Valider le concept" DD-1 j ».

The way planning tools write it: the other task by its number or its name, the kind of link (FD, DD, FF, DF
in French; FS, SS, FF, SF in English; none: finish to start) and a lag in working days or, with «jé», «jc» or
«ed», in calendar days.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: What each language writes, by the engine's own name of the link.
FRENCH = {"FS": "FD", "SS": "DD", "FF": "FF", "SF": "DF"}
_TYPES = {"FD": "FS", "DD": "SS", "FF": "FF", "DF": "SF", "FS": "FS", "SS": "SS", "SF": "SF"}

#: Days in a week of work and in a week of the calendar.
_UNITS = {
    "": (1, "working"), "j": (1, "working"), "d": (1, "working"), "s": (5, "working"), "w": (5, "working"),
    "jé": (1, "calendar"), "je": (1, "calendar"), "jc": (1, "calendar"), "ed": (1, "calendar"),
    "sé": (7, "calendar"), "ew": (7, "calendar"),
}  # fmt: skip
_WORDS = {"jours": "j", "jour": "j", "jrs": "j", "days": "d", "day": "d", "semaines": "s", "semaine": "s",
          "sem": "s", "weeks": "w", "week": "w", "wks": "w", "wk": "w"}  # fmt: skip

_LAG = r"(?P<sign>[+-])\s*(?P<lag>\d{1,4})(?:[.,]0+)?\s*(?P<unit>[a-zé]*)\.?\s*\??"
_NUMBER = re.compile(rf"(?P<ref>\d{{1,6}})\s*(?P<type>[A-Z]{{2}})?\s*(?:{_LAG})?", re.IGNORECASE)
_QUOTED = re.compile(rf"[\"“](?P<ref>[^\"”]+)[\"”]\s*(?P<type>[A-Z]{{2}})?\s*(?:{_LAG})?", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?P<ref>.*?\S)(?:\s+(?P<type>FD|DD|FF|DF|FS|SS|SF))?\s*(?:(?<=FD|DD|FF|DF|FS|SS|SF|\ \ ){_LAG})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LinkText:
    """A link as a cell says it. `ref` is a task's number (an int) or name; `lag` days of `unit`."""

    ref: int | str
    type: str = "FS"
    lag: int = 0
    unit: str = "working"


def links_write(links: Iterable[LinkText], *, french: bool) -> str:
    """The cell that `links_read` reads back."""
    return ";".join(_one(link, french) for link in links)


def _one(link: LinkText, french: bool) -> str:
    ref = str(link.ref) if isinstance(link.ref, int) else '"' + link.ref.replace('"', "”") + '"'
    if link.type == "FS" and not link.lag:
        return ref
    text = ref + (FRENCH[link.type] if french else link.type)
    if not link.lag:
        return text
    day = ("j" if french else "d") if link.unit == "working" else ("jc" if french else "ed")
    return f"{text}{link.lag:+d} {day}"


def links_read(cell: str) -> list[LinkText]:
    """The links of a cell. Raises ValueError, with the piece that means nothing, for what is not a link."""
    return [_read(piece) for piece in _pieces(cell)]


def _pieces(cell: str) -> list[str]:
    pieces = [piece.strip() for piece in re.split(r";|\n", cell)]
    if len(pieces) == 1 and "," in cell:
        # English tools put commas between numbers; a name may hold one.
        parts = [part.strip() for part in cell.split(",")]
        if all(_NUMBER.fullmatch(part) for part in parts):
            pieces = parts
    return [piece for piece in pieces if piece]


def _read(piece: str) -> LinkText:
    for pattern in (_NUMBER, _QUOTED, _NAMED):
        found = pattern.fullmatch(piece)
        if not found:
            continue
        kind = (found["type"] or "FS").upper()
        unit = (found["unit"] or "").lower()
        unit = _WORDS.get(unit, unit)
        if kind not in _TYPES or unit not in _UNITS:
            break
        days, counted = _UNITS[unit]
        lag = int(found["lag"] or 0) * days * (-1 if found["sign"] == "-" else 1)
        ref = found["ref"]
        return LinkText(int(ref) if pattern is _NUMBER else ref.strip(), _TYPES[kind], lag, counted)
    raise ValueError(piece)
