"""The authored values of a plan as plain data, to tell two moments apart and to go from one to the other.

Pure: states in, changes out. A state is `{"tasks": {"12": {field: value}}, "links": {"12>13": [type, lag,
unit]}}`, every value as JSON has it. Changes hold, under the same keys, `[before, after]`: whole rows for
what was added (`None` before) or removed (`None` after), and for the rest the fields that differ.
"""

from collections.abc import Mapping
from typing import Any

State = Mapping[str, Mapping[str, Any]]
Changes = dict[str, dict[str, list[Any]]]

#: How a list is ordered: given back with an edit, but no reason to refuse taking one back.
SOFT = frozenset({"position"})


def state_changes(before: State, after: State) -> Changes:
    """What differs; empty when nothing does."""
    found: Changes = {}
    for kind in ("tasks", "links"):
        rows = {}
        for key in sorted({*before[kind], *after[kind]}, key=_order):
            old, new = before[kind].get(key), after[kind].get(key)
            if old != new:
                rows[key] = _trimmed(old, new)
        if rows:
            found[kind] = rows
    return found


def holds(changes: Changes, state: State, side: int) -> bool:
    """Whether `state` still says what the changes say on a `side` (0 before, 1 after)."""
    for kind, rows in changes.items():
        for key, pair in rows.items():
            wanted, current = pair[side], state[kind].get(key)
            if wanted is None or current is None or not isinstance(wanted, Mapping):
                if (wanted is None) != (current is None) or (wanted is not None and wanted != current):
                    return False
            elif any(current.get(name) != value for name, value in wanted.items() if name not in SOFT):
                return False
    return True


def loses_links(changes: Changes, state: State, side: int) -> bool:
    """Whether going to a `side` would remove a task and, with it, links unknown to these changes."""
    gone = {key for key, pair in changes.get("tasks", {}).items() if pair[side] is None}
    known = changes.get("links", {})
    return any(gone & set(link.split(">")) for link in state["links"] if link not in known)


def only_order(changes: Changes) -> bool:
    """Whether nothing but the order of the list changed."""
    return set(changes) <= {"tasks"} and all(
        old is not None and new is not None and set(old) <= SOFT
        for old, new in changes.get("tasks", {}).values()
    )


def _trimmed(old: Any, new: Any) -> list[Any]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        names = [name for name in new if old.get(name) != new[name]]
        return [{name: old.get(name) for name in names}, {name: new[name] for name in names}]
    return [old, new]


def _order(key: str) -> tuple[int, ...]:
    return tuple(int(part) for part in key.split(">"))
