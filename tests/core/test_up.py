"""`manage.py up`: the newcomer's terminal shows what matters."""

import subprocess
import sys

from celery.platforms import ROOT_DISCOURAGED

from core.management.commands.up import AS_ROOT

WARN = "import sys, warnings; warnings.warn(sys.argv[1], UserWarning)"


def said_of(words: str) -> str:
    command = [sys.executable, "-W", f"ignore:{AS_ROOT}", "-c", WARN, words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr  # noqa: S603


def test_celery_s_words_about_root_are_not_shown_and_others_are():
    assert said_of(ROOT_DISCOURAGED) == ""
    assert "something else" in said_of("something else")
