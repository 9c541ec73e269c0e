"""Where a run keeps its data: its own state folder and its own database, chosen before Django is set up."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "bench"
LOADER = ("volume.py", "volume_evidence.py")


@dataclass(frozen=True)
class Size:
    """How much is loaded."""

    campaigns: int = 1_000
    tasks: int = 200_000
    facts: int = 60_000
    seed: int = 1

    @property
    def key(self) -> str:
        """Names the data: the same counts, seed and loader give the same rows."""
        digest = hashlib.sha256()
        for name in LOADER:
            digest.update((ROOT / "tracking" / "demo" / name).read_bytes())
        return f"c{self.campaigns}-t{self.tasks}-f{self.facts}-s{self.seed}-{digest.hexdigest()[:8]}"


@contextmanager
def placed(size: Size) -> Iterator[None]:
    """Point the settings at the run's own place.

    SQLite is built once and kept. With DATABASE_URL naming a PostgreSQL server, a database of the run's own
    name is made there and dropped at the end, whatever happens.
    """
    state = KEPT / size.key
    state.mkdir(parents=True, exist_ok=True)
    os.environ["STATE_DIR"] = str(state)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    for name in ("DEBUG", "REDIS_URL"):
        os.environ.pop(name, None)
    url = os.environ.pop("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield
        return
    with _database_on(url) as own:
        os.environ["DATABASE_URL"] = own
        yield


@contextmanager
def _database_on(url: str) -> Iterator[str]:
    """A database of our own name on the server of `url`; its address. Dropped at the end."""
    import psycopg
    from psycopg import sql

    parts = urlsplit(url)
    name = f"campagnes_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
