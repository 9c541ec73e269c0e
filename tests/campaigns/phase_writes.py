"""Reading source for every way to write a campaign's phase around its transition."""

import ast
import re
from collections.abc import Iterator

from campaigns.models import Campaign

PACKAGES = ("core", "campaigns", "budgets", "coordination", "tracking", "config", "bench")
#: The transition methods of the model, by name.
TRANSITIONS = frozenset(
    name for name, found in vars(Campaign).items() if getattr(found, "_django_fsm", None) is not None
)
#: What writes rows around it. `update` is also a dict's: a phase in it is refused all the same.
WRITERS = frozenset(
    {"update", "aupdate", "bulk_update", "abulk_update", "bulk_create", "abulk_create", "create", "acreate",
     "update_or_create", "aupdate_or_create", "get_or_create", "aget_or_create"}
)  # fmt: skip
#: Tasks have a phase too, which says when they are due and guards nothing.
OF_TASKS = frozenset({"Task", "tasks"})
SQL_WRITE = re.compile(r"\b(update|insert\s+into|replace\s+into|merge\s+into)\b.*\bphase\b", re.I | re.S)
BELOW = frozenset({"_base_manager", "save_base", "_do_update", "_raw_delete"})
RAW = frozenset({"execute", "executemany", "executescript", "raw", "RunSQL", "RawSQL"})


def phase_writes(source: str, *, may_transition: bool = False, may_query: bool = False) -> list[str]:
    """What this source does that could move a phase, as «line: what»; `may_…` allow what one file does."""
    found = []
    for node in ast.walk(ast.parse(source)):
        for what in _faults(node, may_transition, may_query):
            found.append(f"{getattr(node, 'lineno', 0)}: {what}")
    return found


def _faults(node: ast.AST, may_transition: bool, may_query: bool) -> Iterator[str]:
    if isinstance(node, ast.Call):
        yield from _call_faults(node, may_transition, may_query)
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete):
        yield from _assignment_faults(node)
    if isinstance(node, ast.Attribute) and node.attr in BELOW:
        yield f"reaches below the manager: {node.attr}"
    if not may_transition:
        named = node.attr if isinstance(node, ast.Attribute) else _text(node)
        if named in TRANSITIONS - {"close", "abandon"}:  # two everyday words
            yield f"names a transition: {named}"
    if (text := _text(node)) and (SQL_WRITE.search(text) or "campaigns_campaign" in text):
        yield "writes SQL about campaigns"


def _call_faults(call: ast.Call, may_transition: bool, may_query: bool) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    touched = _names_phase(call)
    if name in WRITERS and touched and not _about_tasks(call.func):
        yield f"{name}() with a phase"
    if name == "Campaign" and touched:
        yield "Campaign() with a phase"
    if name in {"setattr", "__setattr__", "__setitem__", "setdefault"} and "phase" in _texts(call):
        yield f"{name}() of a phase"
    if name == "save" and not may_transition and "phase" in _texts(call):
        yield "save() of a phase"
    if name in RAW and not may_query and isinstance(call.func, ast.Attribute):
        yield f"raw SQL: {name}()"


def _names_phase(call: ast.Call) -> bool:
    """A keyword `phase`, or "phase" as a key or a field name among what is given."""
    calls = [inner for inner in ast.walk(call) if isinstance(inner, ast.Call)]
    spelt = [each for each in calls if each is call or getattr(each.func, "id", "") in {"dict", "Campaign"}]
    keywords = {keyword.arg for each in spelt for keyword in each.keywords}
    return "phase" in keywords or "phase" in _texts(call, own=True)


def _about_tasks(func: ast.AST) -> bool:
    """`Task.objects.create` or `campaign.tasks.update`: the manager's owner says so."""
    names = {inner.attr for inner in ast.walk(func) if isinstance(inner, ast.Attribute)}
    names |= {inner.id for inner in ast.walk(func) if isinstance(inner, ast.Name)}
    return bool(names & OF_TASKS)


def _assignment_faults(node: ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete) -> Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign | ast.Delete) else [node.target]
    for target in targets:
        for inner in ast.walk(target):
            if isinstance(inner, ast.Attribute) and inner.attr == "phase":
                yield "assigns a phase"
            if (
                isinstance(inner, ast.Subscript)
                and _text(inner.slice) == "phase"
                and "__dict__" in ast.dump(inner)
            ):
                yield "assigns a phase in __dict__"


def _texts(node: ast.Call, *, own: bool = False) -> set[str]:
    """Texts given to a call; `own`: not those inside the calls it is chained to (a filter, say)."""
    parts = [*node.args, *(keyword.value for keyword in node.keywords)] if own else [node]
    return {text for part in parts for inner in ast.walk(part) if (text := _text(inner))}


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
