"""The second look of CI: what fails twice fails, what passes alone is named; elsewhere nothing changes."""

import os
import subprocess
import sys

import pytest

from tests import verdict

ONCE = """
from pathlib import Path

def test_fails_the_first_time():
    seen = Path("seen")
    known = seen.exists()
    seen.touch()
    assert known
"""
ALWAYS = "def test_fails(): assert False\n"


@pytest.fixture
def run(tmp_path):
    def run(*bodies: str, ci: str = "1") -> subprocess.CompletedProcess[str]:
        (tmp_path / "pytest.ini").write_text("[pytest]\n")
        for number, body in enumerate(bodies):
            (tmp_path / f"test_{number}.py").write_text(body)
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CI"))
        }
        command = [sys.executable, verdict.__file__, "-p", "no:django", "-p", "no:randomly"]
        return subprocess.run(  # noqa: S603
            command,
            cwd=tmp_path,
            env={**environment, "CI": ci},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_failure_that_passes_alone_is_named(run):
    done = run(ONCE)
    assert done.returncode == 0
    assert "UNSTEADY, to be mended: test_0.py::test_fails_the_first_time" in done.stdout


def test_a_failure_that_fails_again_fails_the_run(run):
    assert run(ONCE, ALWAYS).returncode == 1


def test_many_failures_are_believed_at_once(run):
    done = run(*[ONCE.replace("seen", f"seen{number}") for number in range(verdict.MOST + 1)])
    assert done.returncode == 1
    assert "Looking again" not in done.stdout


def test_elsewhere_a_failure_is_a_failure(run):
    assert run(ONCE, ci="").returncode == 1
