"""Starting the web server and the worker together, and leaving no process behind."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

STOP_SECONDS = 12
#: A part that ends by itself is started again, unless it did so this often within this time.
MOST_RESTARTS, RESTART_SECONDS = 3, 60.0
PR_SET_PDEATHSIG = 1


class PartStopped(Exception):
    """A part ended although nobody asked it to, and starting it again did not help."""


@dataclass
class Part:
    name: str
    command: Sequence[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    restarts: list[float] = field(default_factory=list)


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _follow_parent() -> None:
    """Linux: when this supervisor is killed outright, its children get SIGTERM instead of living on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _spawn(command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the supervisor only, which then stops the parts in order.
    return subprocess.Popen(  # noqa: S603 - our own commands
        command,
        env={**os.environ, **environment},
        start_new_session=True,
        preexec_fn=_follow_parent,
    )


class Supervisor:
    """Runs parts until a signal comes or one cannot be kept up, then ends them all, gently first."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def start(self, name: str, command: Sequence[str], environment: dict[str, str]) -> None:
        self.parts.append(Part(name, command, environment, _spawn(command, environment)))

    def wait_until_answering(self, url: str, *, seconds: float) -> bool:
        """True once the address answers 200; False when stopped or out of time. Raises PartStopped."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.stopping:
            self._raise_if_stopped()
            try:
                with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
                    if answer.status == 200:
                        return True
            except (urllib.error.URLError, OSError):
                time.sleep(0.15)
        return False

    def run(self) -> None:
        """Return when asked to stop. Raises PartStopped when a part keeps ending by itself."""
        while not self.stopping:
            for part in self.parts:
                if part.process.poll() is not None:
                    self._restart(part)
            time.sleep(0.2)

    def _restart(self, part: Part) -> None:
        now = time.monotonic()
        part.restarts = [at for at in part.restarts if now - at < RESTART_SECONDS]
        if len(part.restarts) >= MOST_RESTARTS:
            self._raise_if_stopped()
        part.restarts.append(now)
        said = f"{part.name} stopped with exit status {part.process.returncode}: starting it again"
        sys.stderr.write(f"{said}\n")
        part.process = _spawn(part.command, part.environment)

    def stop(self) -> None:
        for part in self.parts:
            self._signal(part, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for part in self.parts:
            try:
                part.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._signal(part, signal.SIGKILL)
                part.process.wait()

    def _signal(self, part: Part, number: signal.Signals) -> None:
        if part.process.poll() is None:
            os.killpg(part.process.pid, number)

    def _raise_if_stopped(self) -> None:
        for part in self.parts:
            if (code := part.process.poll()) is not None:
                raise PartStopped(f"{part.name} stopped with exit status {code}")
