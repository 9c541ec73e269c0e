"""A part that dies is started again; one that keeps dying ends the whole, and nothing stays behind."""

import os
import signal
import sys
import threading

import pytest

from core import supervisor
from core.supervisor import PartStopped, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def parts(monkeypatch):
    """A supervisor that leaves the signals of the test run alone."""
    monkeypatch.setattr(supervisor.signal, "signal", lambda *_args: None)
    made = Supervisor()
    yield made
    made.stop()
    assert all(part.process.poll() is not None for part in made.parts)


def run_until(parts: Supervisor, done) -> None:
    def watch() -> None:
        while not done() and not parts.stopping:
            threading.Event().wait(0.05)
        parts.stopping = True

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        parts.run()
    finally:
        parts.stopping = True
        watcher.join()


def test_a_part_that_dies_is_started_again(parts, capfd):
    parts.start("worker", SLEEP, {})
    first = parts.parts[0].process
    os.kill(first.pid, 9)
    run_until(parts, lambda: parts.parts[0].process.pid != first.pid)
    assert parts.parts[0].process.poll() is None
    assert "worker stopped with exit status -9: starting it again" in capfd.readouterr().err


def test_a_part_that_keeps_dying_ends_the_whole(parts):
    parts.start("web", SLEEP, {})
    parts.start("worker", [sys.executable, "-c", "raise SystemExit(3)"], {})
    with pytest.raises(PartStopped, match="worker stopped with exit status 3"):
        run_until(parts, lambda: False)
    assert len(parts.parts[1].restarts) == supervisor.MOST_RESTARTS


def test_a_part_that_fails_before_the_product_answers_is_said_at_once(parts):
    parts.start("web", [sys.executable, "-c", "raise SystemExit(4)"], {})
    parts.parts[0].process.wait()
    with pytest.raises(PartStopped, match="web stopped with exit status 4"):
        parts.wait_until_answering("http://127.0.0.1:9/", seconds=30)


def test_parts_end_when_asked(parts):
    parts.start("worker", SLEEP, {})
    assert parts.parts[0].process.poll() is None
    parts.stop()
    assert parts.parts[0].process.returncode == -signal.SIGTERM
