"""The embedded broker: Kombu's filesystem transport, with messages that appear whole or not at all.

Kombu opens a message's file under its final name and then writes it, and its lists of queues likewise; a
worker that looks in between reads an empty text, and its JSON error ends the worker (Kombu 5.7,
`kombu/transport/filesystem.py`). Here a message is written beside and renamed, which is atomic.
"""

import os
import time
import uuid
from collections.abc import Callable
from queue import Empty
from typing import Any, TypeVar

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

SCHEME = "wholefiles"
#: How long a list of queues may be found half written: another process is writing it.
PATIENCE_SECONDS = 2.0

T = TypeVar("T")


class Channel(filesystem.Channel):  # type: ignore[misc]
    """The folders of the transport, read and written whole."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        path = os.path.join(self.data_folder_out, name)
        try:
            with open(f"{path}.part", "wb") as stream:
                stream.write(str_to_bytes(dumps(payload)))
            os.replace(f"{path}.part", path)
        except OSError as error:
            raise ChannelError(f"Cannot add file {path!r} to directory") from error

    def _get(self, queue: str) -> Any:  # type: ignore[override]
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                # Left half written by a process that died; Kombu took it away. The outbox asks again.
                continue
            except FileNotFoundError as error:
                raise Empty from error  # the folder itself is not there yet

    def get_table(self, exchange: str) -> Any:
        return _patiently(lambda: super(Channel, self).get_table(exchange), otherwise=list)

    def _queue_bind(self, exchange: str, *rest: Any) -> None:
        def anew() -> None:
            self._exchange_file(exchange).unlink(missing_ok=True)
            super(Channel, self)._queue_bind(exchange, *rest)

        _patiently(lambda: super(Channel, self)._queue_bind(exchange, *rest), otherwise=anew)


class Transport(filesystem.Transport):  # type: ignore[misc]
    Channel = Channel


def _patiently(act: Callable[[], T], *, otherwise: Callable[[], T]) -> T:
    """Try again while another process is writing; `otherwise` when it died doing so."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return act()
        except ValueError:
            if time.monotonic() > until:
                return otherwise()
            time.sleep(0.02)


def register() -> None:
    TRANSPORT_ALIASES[SCHEME] = "core.broker:Transport"
