"""Both catalogues are complete, agree on their placeholders, and hold every text of the code."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
APPS = ("core", "campaigns", "budgets", "coordination", "tracking", "config", "templates", "locale")


def catalogue(language: str, root: Path = ROOT) -> polib.POFile:
    return polib.pofile(str(root / "locale" / language / "LC_MESSAGES" / "django.po"))


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_is_untranslated_or_uncertain(language):
    entries = catalogue(language)
    assert len(entries) > 3000
    assert [entry.msgid for entry in entries if entry.fuzzy or not all(forms(entry))] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_translations_keep_their_placeholders(language):
    wrong = []
    for entry in catalogue(language):
        allowed = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        used = {name for form in forms(entry) for name in PLACEHOLDER.findall(form)}
        if used - allowed or (not entry.msgid_plural and used != allowed):
            wrong.append(entry.msgid)
    assert wrong == []


def test_french_is_set_with_narrow_spaces():
    """A plain space before « : » lets a line begin with the colon; a phone shows it soon enough."""
    texts = [text for entry in catalogue("fr") for text in forms(entry)]
    assert [text for text in texts if re.search(r"\S [:;!?»](?:\s|$)|« ", text)] == []


def test_every_text_of_the_code_is_in_the_catalogues(tmp_path):
    """`make messages` would change nothing: run on a copy, with the committed catalogues beside it."""
    for name in APPS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "en", "--no-location", "--no-obsolete"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    fresh = {entry.msgid for entry in catalogue("en", tmp_path)}
    assert fresh - {entry.msgid for entry in catalogue("en")} == set()
    assert fresh - {entry.msgid for entry in catalogue("fr")} == set()
