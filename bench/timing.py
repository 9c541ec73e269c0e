"""Timing pages through Django's test client: interleaved, in one process, wall clock and CPU."""

import gc
import gzip
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client

from bench.pages import EMPTY, Page

WARM_UP = 3


@dataclass
class Sample:
    """What one page took, visit by visit, and what it sent."""

    page: Page
    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    queries: int = 0
    raw: int = 0
    gzipped: int = 0
    body: bytes = b""

    @property
    def median_ms(self) -> float:
        return median(self.wall_ms)

    @property
    def median_cpu_ms(self) -> float:
        return median(self.cpu_ms)


def sign_in(user: Any) -> Client:
    """A browser that speaks French and takes gzip, as they all do."""
    client = Client(headers={"accept-encoding": "gzip", "accept-language": "fr"}, SERVER_NAME="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def measure(client: Client, pages: Sequence[Page], rounds: int) -> list[Sample]:
    """Visit every page `rounds` times, the empty page before each of them, so that all meet the same load.

    A visit ends when the last byte is there: gzip included, as in the product.
    """
    samples = {page.name: Sample(page) for page in pages}
    for sample in samples.values():
        _inspect(client, sample)
    empty, others = samples[EMPTY], [sample for sample in samples.values() if sample.page.name != EMPTY]
    gc.collect()
    for turn in range(WARM_UP + rounds):
        # Another order each round: no page always follows the same one.
        start = turn % len(others)
        for sample in (*others[start:], *others[:start]):
            for visited in (empty, sample):
                wall, cpu = _visit(client, visited.page.url)
                if turn >= WARM_UP:
                    visited.wall_ms.append(wall)
                    visited.cpu_ms.append(cpu)
    return list(samples.values())


def _visit(client: Client, url: str) -> tuple[float, float]:
    """Milliseconds of wall clock and of CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    response = client.get(url)
    took = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    assert response.status_code == 200, f"{url} answered {response.status_code}"
    return took


def _inspect(client: Client, sample: Sample) -> None:
    """Queries and bytes, on a visit that is not timed (after one that fills the caches)."""
    client.get(sample.page.url)
    with _counting() as counter:
        response = client.get(sample.page.url)
    assert response.status_code == 200, f"{sample.page.url} answered {response.status_code}"
    sample.queries = counter.count
    sample.gzipped = len(response.content)
    sample.body = gzip.decompress(response.content)
    sample.raw = len(sample.body)


@dataclass
class _Counter:
    """Counts the queries of a block without keeping them."""

    count: int = 0
    _wrapped: Any = None

    def __enter__(self) -> "_Counter":
        self._wrapped = connection.execute_wrapper(self._one)
        self._wrapped.__enter__()
        return self

    def __exit__(self, *problem: object) -> None:
        self._wrapped.__exit__(*problem)

    def _one(self, execute: Callable[..., Any], *query: Any) -> Any:
        self.count += 1
        return execute(*query)


def _counting() -> _Counter:
    return _Counter()
