"""Long work: asked for in a transaction, done by a worker, taken up again when the worker dies.

Apps register what each kind of work does in ready(). A work must be idempotent: it may run twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.models import OutboxMessage, Workspace
from core.outbox import outbox_add, outbox_again, outbox_renew

#: Without a sign of life for so long, a worker is taken for dead and another does the work.
LEASE = timedelta(seconds=90)


@dataclass(frozen=True)
class Job:
    """One attempt at a work. `beat` is the sign of life: call it more often than LEASE."""

    payload: Mapping[str, Any]
    attempt: int
    beat: Callable[[], None]


Handler = Callable[[Job], None]
_handlers: dict[str, Handler] = {}


def work_handler(name: str, handler: Handler) -> None:
    """Say what `name` does."""
    _handlers[name] = handler


def work_ask(*, name: str, key: str, payload: Mapping[str, Any], workspace: Workspace) -> None:
    """Queue a work in the caller's transaction. Asked again under the same key, it is done again."""
    if name not in _handlers:
        raise LookupError(f"No work is called {name!r}")
    message = outbox_add(
        kind=OutboxMessage.Kind.WORK, key=key, payload={**payload, "work": name}, workspace=workspace
    )
    outbox_again(message)


def work_do(message: OutboxMessage) -> None:
    """Do a claimed work."""
    handler = _handlers[message.payload["work"]]
    handler(Job(message.payload, message.attempts, lambda: outbox_renew(message, LEASE)))
