"""The real product in a real browser: `manage.py up` in a scratch folder, driven through Chromium."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
#: How long to wait for what the page is about to show. It costs nothing when the page is quick, and a busy
#: machine is no fault of the product's: only what never comes fails.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
#: A mail leaves within a second. One whose first sending failed is tried again after ten seconds and then a
#: minute, and the sweeper that sees to it comes by every thirty.
MAIL_SECONDS = 180
#: It loads the demonstration first: ten seconds on a quick machine.
START_SECONDS = 300
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)


@dataclass
class Stack:
    """A running product: its address and everything it printed, mails included."""

    url: str
    log: Path
    password: str

    def links(self, pattern: str) -> list[str]:
        """Every address of the product that mails printed so far hold."""
        return re.findall(rf"{re.escape(self.url)}{pattern}", self.log.read_text(errors="replace"))

    def next_link(self, pattern: str, seen: int) -> str:
        """The newest link, once there are more than `seen`: mails are sent by another process."""
        return self._next(lambda: self.links(pattern), seen, f"a link like {pattern}")

    def codes(self) -> list[str]:
        """Every six-digit code that mails printed so far hold."""
        return re.findall(r"^ {4}(\d{6})$", self.log.read_text(errors="replace"), re.MULTILINE)

    def next_code(self, seen: int) -> str:
        """The newest code, once there are more than `seen`."""
        return self._next(self.codes, seen, "a code")

    def _next(self, found: Callable[[], list[str]], seen: int, what: str) -> str:
        until = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < until:
            if len(now := found()) > seen:
                return now[-1]
            time.sleep(0.1)
        raise AssertionError(f"no new mail holds {what}:\n{self.log.read_text(errors='replace')[-4000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    state = Path(tempfile.mkdtemp(prefix="campagnes-e2e-"))
    log, port = state / "up.log", _free_port()
    environment = {**os.environ, "STATE_DIR": str(state), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment["PORT"] = str(port)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        yield _wait(process, log, port)
    finally:
        ended = process.poll()
        process.send_signal(signal.SIGINT)
        process.wait(120)
        said = log.read_text(errors="replace")[-8000:]
        shutil.rmtree(state, ignore_errors=True)
    # Otherwise all that is seen of it are pages refused.
    assert ended is None, f"manage.py up ended by itself, with {ended}:\n{said}"


def _wait(process: "subprocess.Popen[bytes]", log: Path, port: int) -> Stack:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        text = log.read_text(errors="replace")
        if "Ctrl-C stops everything" in text:
            found = re.search(r"password[^:]*: (\S+)", text, re.IGNORECASE)
            return Stack(f"http://127.0.0.1:{port}", log, found[1] if found else "")
        if process.poll() is not None:
            raise AssertionError(f"manage.py up ended:\n{text[-4000:]}")
        time.sleep(0.1)
    raise AssertionError(f"manage.py up did not answer:\n{text[-4000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "No Chromium here: `make test` installs it as root, or apt-get install chromium."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, stack: Stack) -> Iterator[Callable[..., Page]]:
    """Open a fresh browser window; its console errors fail the test."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(**options: object) -> Page:
        options = {"viewport": {"width": 1440, "height": 900}, "locale": "fr-FR", **options}
        context = chromium.new_context(base_url=stack.url, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                problems.append(f"{page.url}: {message.text}") if message.type == "error" else None
            ),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A 404, 409 or 422 answer is logged by Chromium as an error too; those are the server's plain words.
    serious = [text for text in problems if "Failed to load resource" not in text]
    assert not serious, serious


@pytest.fixture
def sign_in(new_page: Callable[..., Page], stack: Stack) -> Callable[..., Page]:
    def go(email: str, **options: object) -> Page:
        page = new_page(**options)
        page.goto("/compte/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", stack.password)
        page.click("main button.primary")
        page.wait_for_url(re.compile(r"/e/"))
        return page

    return go
