"""Every act the code audits has words that people read: none falls back on «a agi sur»."""

import ast
from functools import cache
from pathlib import Path

import pytest

from campaigns.models import PhaseChange, Signature
from campaigns.selectors.history import _PHASE_VERBS, history_entries
from coordination.models import Review
from core.audit import audit_record
from core.audit_words import audit_words, verbs
from core.models import AuditEvent

ROOT = Path(__file__).parent.parent
APPS = ("core", "campaigns", "budgets", "coordination", "tracking")
#: The verbs made from a decision, and the decisions there are.
MADE = {
    "signoff_{decision}": Signature.Decision.values,
    "asset_{decision}": Review.Decision.values,
}


def verbs_written() -> set[tuple[str, str]]:
    """(file, verb) of each call of `audit_record`, followed through the functions that pass a verb on."""
    found: set[tuple[str, str]] = set()
    for path, tree in _trees().items():
        if "audit_record(" in path.read_text():
            found |= {(str(path.relative_to(ROOT)), verb) for verb in _verbs_of(tree)}
    return found


@cache
def _trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text()) for app in APPS for path in sorted((ROOT / app).rglob("*.py"))}


def _verbs_of(tree: ast.Module) -> set[str]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    found: set[str] = set()
    for function in functions:
        for call in _calls(function, "audit_record"):
            given = next(keyword.value for keyword in call.keywords if keyword.arg == "verb")
            found |= _values(given, function, tree)
    return found


def _values(node: ast.expr, function: ast.FunctionDef, tree: ast.Module) -> set[str]:
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        return _values(node.body, function, tree) | _values(node.orelse, function, tree)
    if isinstance(node, ast.JoinedStr):
        made = ast.unparse(node).removeprefix("f").strip("'\"")
        prefix = made.partition("{")[0]
        return {f"{prefix}{value}" for value in MADE[made] if value}
    assert isinstance(node, ast.Name), f"a verb that this test cannot read: {ast.unparse(node)}"
    if node.id == "verb" and function.name == "audit_record":
        return set()
    names = [argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]]
    place, found = names.index(node.id), set()
    # A name that begins with "_" is called in its own module; others may be called anywhere.
    for module in [tree] if function.name.startswith("_") else _trees().values():
        for caller in ast.walk(module):
            if isinstance(caller, ast.FunctionDef):
                for call in _calls(caller, function.name):
                    keyed = {keyword.arg: keyword.value for keyword in call.keywords}
                    found |= _values(keyed.get(node.id) or call.args[place], caller, module)
    assert found, f"nobody calls {function.name}"
    return found


def _calls(function: ast.FunctionDef, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def test_every_verb_written_has_words():
    written = verbs_written()
    assert len({verb for _file, verb in written}) > 40
    known = set(verbs())
    assert sorted(pair for pair in written if pair[1] not in known) == []


def test_no_words_are_kept_for_verbs_nobody_writes():
    assert set(verbs()) - {verb for _file, verb in verbs_written()} == set()


def test_every_change_of_phase_has_words():
    assert set(_PHASE_VERBS) == set(PhaseChange.Verb.values)


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_words_say_all_they_need_to(verb):
    event = AuditEvent(verb=verb, label="100 % Aube", changes={"count": 2, "version": 3})
    said, _icon = audit_words(event, {"content": "le brief, version 3", "day": "3 nov."})
    assert "%(" not in said
    assert "a agi" not in said


def test_a_label_with_quotation_marks_is_not_quoted_again():
    quoted = AuditEvent(verb="asset_added", label="Story « Aube »")
    assert audit_words(quoted)[0] == "a prévu l’asset Story « Aube »"
    assert (
        audit_words(AuditEvent(verb="asset_added", label="Story"))[0] == "a prévu l’asset «\u202fStory\u202f»"
    )


def test_counts_agree():
    one, two = (AuditEvent(verb="assets_added", changes={"count": count}) for count in (1, 2))
    assert [audit_words(event)[0] for event in (one, two)] == ["a prévu 1 asset", "a prévu 2 assets"]


def test_the_history_says_what_was_asked_of_a_version(campaign, manager):
    audit_record(
        workspace=campaign.workspace,
        actor=manager.user,
        verb="asset_changes",
        scope=campaign.scope,
        label="Story",
        changes={"version": 2, "comment": "Agrandir le logo"},
    )
    [entry] = history_entries(campaign, limit=5)
    assert entry.what == "a demandé de reprendre la version 2 de l’asset «\u202fStory\u202f»"
    assert entry.detail == "Agrandir le logo"
    assert entry.changes == []
