"""Message catalogues: compiled at set-up with Babel, so that running needs no gettext.

`python -m core.catalogues` compiles what changed; `--collect` gathers texts with makemessages (needs
gettext), keeping French, the source language, complete by itself. `locale_django` says some of Django's own
messages in our words; it is written by hand.
"""

import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
PLURALS = {"fr": "n > 1", "en": "n != 1"}


def compile_catalogues() -> None:
    for source in ROOT.glob("locale*/*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream)
        with target.open("wb") as stream:
            write_mo(stream, catalogue)


def collect() -> None:
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "fr", "--locale", "en", "--no-location",
         "--no-obsolete", "--ignore", "var/*", "--ignore", "tests/*", "--ignore", ".venv/*"],
        cwd=ROOT, check=True,
    )  # fmt: skip
    for language, plural in PLURALS.items():
        _tidy(language, plural)


def _tidy(language: str, plural: str) -> None:
    """A plain header, no guesses; French, the language of the code, translates to itself."""
    import polib

    catalogue = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"), wrapwidth=100)
    catalogue.header, catalogue.metadata_is_fuzzy = "", False
    catalogue.metadata = {
        "Project-Id-Version": "campagnes",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"nplurals=2; plural=({plural});",
    }
    for entry in catalogue:
        guessed = "fuzzy" in entry.flags
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.previous_msgid = entry.previous_msgid_plural = None
        if language == "fr":
            entry.msgstr = "" if entry.msgid_plural else entry.msgid
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural} if entry.msgid_plural else {}
        elif guessed:
            # A near match of another text would be a wrong translation that looks right.
            entry.msgstr, entry.msgstr_plural = "", {0: "", 1: ""} if entry.msgid_plural else {}
    catalogue.save()


if __name__ == "__main__":
    if "--collect" in sys.argv:
        collect()
    compile_catalogues()
