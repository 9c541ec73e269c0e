"""The bytes of a file, read as often as needed: once to look, once to sum, once per import."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

IN_MEMORY = 8 * 2**20

Origin = str | os.PathLike[str] | IO[bytes]


class Source:
    """A path, or a binary stream that stays open as long as the result of `read` is used.

    One reading at a time: a stream has a single position.
    """

    def __init__(self, origin: Origin) -> None:
        self.open: Callable[[], AbstractContextManager[IO[bytes]]]
        if isinstance(origin, str | os.PathLike):
            self.open = partial(_from_disk, Path(origin))
        else:
            stream = origin if origin.seekable() else _spooled(origin)
            self.open = lambda: _rewound(stream)

    def size(self) -> int:
        """Length in bytes."""
        with self.open() as stream:
            return stream.seek(0, os.SEEK_END)

    def head(self, length: int) -> bytes:
        """The first `length` bytes."""
        with self.open() as stream:
            return stream.read(length)


@contextmanager
def _from_disk(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as stream:
        yield stream


@contextmanager
def _rewound(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    stream.seek(0)
    yield stream


def _spooled(stream: IO[bytes]) -> IO[bytes]:
    """A pipe can be read once only: keep what it gives, on disk if it is much."""
    kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed with the result
    shutil.copyfileobj(stream, kept)
    return kept
