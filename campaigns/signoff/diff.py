"""What changed between two versions of a content, in words: «Objectif « 500 leads », cible : 500 → 800».

Pure: two contents in (parsed canonical JSON), rows out. Contents carry no row numbers, so the items of a
list are recognised by being equal, then by their name, then by their place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formatting import date_short, money, number

Json = Any


@dataclass(frozen=True)
class Change:
    """One thing that differs. Empty text on a side means there was, or is, nothing.

    `part` names whose business it is (see `signoff.parts`); empty means everybody's.
    """

    label: str
    before: str
    after: str
    part: str = ""


def as_text(value: Json) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, Mapping):
        return " · ".join(filter(None, (as_text(item) for item in value.values())))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(filter(None, (as_text(item) for item in value)))
    return str(value)


def as_number(value: Json) -> str:
    """A canonical amount in the reader's way: "12500.5" → «12 500,5»."""
    return number(value, 4)


def as_day(value: Json) -> str:
    """An ISO date in the reader's way; anything else as it stands."""
    try:
        return date_short(date.fromisoformat(str(value))) if value else ""
    except ValueError:
        return str(value)


@dataclass(frozen=True)
class Field:
    """How a path of a content is said. `name` is the key that names an item, for a list of objects; several
    keys, with spaces between, where one is not enough to tell two items apart. A `whole` object is shown as
    one value («version 2» → «version 3») instead of key by key. `called` says how an item is named to a
    reader where the keys that tell it apart are not words («Meta · 01/2027»). An amount of `money` is
    written in the currency the content names beside or above it.

    Paths are dotted and without numbers: "objectives" is the list (its label in the singular),
    "objectives.target" a field of each item. A path nobody declared is shown under its own key; one
    declared with `hidden` is left out. `part` says which signers a change concerns, for the path and
    all below it; without one it concerns them all.
    """

    label: str | Promise
    show: Callable[[Json], str] = as_text
    name: str = ""
    hidden: bool = False
    part: str = ""
    whole: bool = False
    called: Callable[[Mapping[str, Json]], str] | None = None
    money: bool = False


@dataclass(frozen=True)
class _Reading:
    """How the fields of a content are said, and the currency that amounts at this depth are in."""

    fields: Mapping[str, Field]
    currency: str = ""

    def within(self, content: Mapping[str, Json]) -> "_Reading":
        currency = content.get("currency")
        return replace(self, currency=currency) if currency and isinstance(currency, str) else self

    def show(self, path: str, value: Json) -> str:
        field = self.fields.get(path)
        if field is None:
            return as_text(value)
        return field.show(money(value, self.currency) if field.money and self.currency else value)


_ORDER = gettext_lazy("%(label)s (ordre)")


def content_changes(before: Json, after: Json, fields: Mapping[str, Field]) -> list[Change]:
    """Rows in the order of the declared fields, then of the keys; empty when nothing differs."""
    changes: list[Change] = []
    _compare("", "", before, after, _Reading(fields), changes)
    return changes


def _compare(
    path: str, label: str, before: Json, after: Json, reading: _Reading, found: list[Change]
) -> None:
    fields = reading.fields
    if before == after or (path in fields and fields[path].hidden):
        return
    whole = path in fields and fields[path].whole
    if isinstance(before, Mapping) and isinstance(after, Mapping) and not whole:
        for key in _keys(path, before, after, fields):
            under = f"{path}.{key}" if path else key
            joined = _joined(label, _label(under, fields))
            old, new = (side.get(key) for side in (before, after))
            _compare(under, joined, old, new, reading.within(before).within(after), found)
    elif _is_rows(before) and _is_rows(after):
        _compare_rows(path, label, before or [], after or [], reading, found)
    else:
        said = (reading.show(path, before), reading.show(path, after))
        found.append(Change(label or _("Contenu"), *said, _part(path, fields)))


def _compare_rows(
    path: str,
    label: str,
    before: Sequence[Mapping[str, Json]],
    after: Sequence[Mapping[str, Json]],
    reading: _Reading,
    found: list[Change],
) -> None:
    fields = reading.fields
    pairs, part = _paired(before, after, _name_key(path, fields)), _part(path, fields)
    kept = [(old, new) for old, new in pairs if old is not None and new is not None]
    for old, new in pairs:
        if old is None:
            found.append(Change(label, "", _row_text(path, after[new or 0], reading), part))
        elif new is None:
            found.append(Change(label, _row_text(path, before[old], reading), "", part))
        elif before[old] != after[new]:
            named = _("%(thing)s « %(name)s »") % {
                "thing": label,
                "name": _row_name(path, after[new], fields),
            }
            _compare(path, named, before[old], after[new], reading, found)
    if [old for old, _new in kept] != sorted(old for old, _new in kept):
        was = [_row_name(path, before[old], fields) for old, _new in sorted(kept)]
        now = [_row_name(path, after[new], fields) for _old, new in kept]
        found.append(Change(str(_ORDER) % {"label": label}, ", ".join(was), ", ".join(now), part))


def _paired(
    before: Sequence[Mapping[str, Json]], after: Sequence[Mapping[str, Json]], name: str
) -> list[tuple[int | None, int | None]]:
    """Which old item became which new one: [(old index, new index)], in the order of the new list."""
    left, match = set(range(len(before))), dict[int, int]()
    tests: tuple[Callable[[int, int], bool], ...] = (
        lambda old, new: before[old] == after[new],
        lambda old, new: (
            bool(_called(after[new], name)) and _called(before[old], name) == _called(after[new], name)
        ),
        lambda old, new: old == new,
    )
    for same in tests:
        for new in range(len(after)):
            if (
                new not in match
                and (old := next((o for o in sorted(left) if same(o, new)), None)) is not None
            ):
                match[new] = old
                left.discard(old)
    gone = [(old, None) for old in sorted(left)]
    return [*gone, *((match.get(new), new) for new in range(len(after)))]


def _is_rows(value: Json) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(item, Mapping) for item in value))


def _keys(
    path: str, before: Mapping[str, Json], after: Mapping[str, Json], fields: Mapping[str, Field]
) -> list[str]:
    prefix = f"{path}." if path else ""
    present = set(before) | set(after)
    declared = [key.removeprefix(prefix) for key in fields if key.startswith(prefix)]
    first = [key for key in declared if key in present]
    return [*dict.fromkeys(first), *sorted(present - set(first))]


def _label(path: str, fields: Mapping[str, Field]) -> str:
    if path in fields:
        return str(fields[path].label)
    return path.rpartition(".")[2].replace("_", " ")


def _part(path: str, fields: Mapping[str, Field]) -> str:
    """The part of the nearest path that declares one, from this one upwards."""
    while path:
        if path in fields and fields[path].part:
            return fields[path].part
        path = path.rpartition(".")[0]
    return ""


def _joined(label: str, part: str) -> str:
    if not label:
        return part
    return _("%(thing)s, %(part)s") % {"thing": label, "part": part} if part else label


def _name_key(path: str, fields: Mapping[str, Field]) -> str:
    return fields[path].name if path in fields and fields[path].name else "name"


def _called(row: Mapping[str, Json], name: str) -> str:
    """The values of the keys that name an item."""
    return " · ".join(filter(None, (as_text(row.get(key)) for key in name.split())))


def _row_name(path: str, row: Mapping[str, Json], fields: Mapping[str, Field]) -> str:
    called = fields[path].called if path in fields else None
    return (called(row) if called else _called(row, _name_key(path, fields))) or as_text(row)


def _row_text(path: str, row: Mapping[str, Json], reading: _Reading) -> str:
    """A whole item in one line, its name first: «Obtenir 500 leads · Leads · 120 · 500»."""
    fields = reading.fields
    names = _name_key(path, fields).split()
    called = fields[path].called if path in fields else None
    keys = [*names, *(key for key in _keys(path, row, row, fields) if key not in names)]
    # What the item is called already says its keys, and the values it is made of.
    shown, keys = ([called(row)], keys[len(names) :]) if called else ([], keys)
    for key in keys:
        under = fields.get(f"{path}.{key}")
        if under is None or not under.hidden:
            shown.append(reading.show(f"{path}.{key}", row.get(key)))
    if called:
        shown[1:] = [text for text in shown[1:] if text not in shown[0]]
    return " · ".join(filter(None, shown))
