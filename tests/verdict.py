"""Run pytest; under CI, look again, alone, at the very few tests that failed.

A machine shared with others can stall any process for a minute, and a commit must not be refused for that.
So where `CI` is set, at most MOST failed tests run a second time, one after another, with nothing beside
them. One that fails again fails the run. One that passes is printed as UNSTEADY: a defect of the test or a
race of the product, to be mended like any other; it is never silent. Anywhere else a failure is a failure.

    python -m tests.verdict [pytest arguments]
"""

import json
import os
import subprocess
import sys
from pathlib import Path

MOST = 3
FAILED = Path(".pytest_cache/v/cache/lastfailed")
TESTS_FAILED = 1  # pytest's exit status; any other one is no verdict on tests


def main(arguments: list[str]) -> int:
    FAILED.unlink(missing_ok=True)
    status = _pytest(arguments)
    failed = _failed() if status == TESTS_FAILED and os.environ.get("CI") else []
    if not 0 < len(failed) <= MOST:
        return status
    _say(f"Looking again at {len(failed)} failed, alone")
    again = _pytest([*arguments, "-n", "0", *failed])
    if again == 0:
        for name in failed:
            _say(f"UNSTEADY, to be mended: {name}")
    return again


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _pytest(arguments: list[str]) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False).returncode  # noqa: S603


def _failed() -> list[str]:
    try:
        return sorted(json.loads(FAILED.read_text()))
    except FileNotFoundError:
        return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
