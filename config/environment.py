"""Reading the environment: one place, and a bad value names its variable."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable. Raises ImproperlyConfigured on any other word."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be one of 1/0, true/false, yes/no, on/off; got {value!r}.")


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A comma-separated variable."""
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] or list(default)


def url(name: str, schemes: tuple[str, ...]) -> str:
    """A URL variable, empty when unset. Raises ImproperlyConfigured on a foreign scheme."""
    value = os.environ.get(name, "").strip()
    if value and urlsplit(value).scheme not in schemes:
        raise ImproperlyConfigured(f"{name} must start with one of {', '.join(schemes)}; got {value!r}.")
    return value


def secret_key(state: Path, hosts: list[str]) -> str:
    """SECRET_KEY, or one made on first use and kept in the state folder.

    A server that answers to other hosts than this machine must be given its key: a key that a redeploy
    would lose signs everybody out and breaks every link sent.
    """
    if value := os.environ.get("SECRET_KEY", ""):
        return value
    if any(host not in LOOPBACK for host in hosts):
        raise ImproperlyConfigured("SECRET_KEY is required when ALLOWED_HOSTS names another host.")
    path = state / "secret_key"
    if not path.exists():
        state.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: the exclusive create lets one win, the other reads.
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return secret_key(state, hosts)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def port() -> int:
    """PORT, 8000 when unset. Raises ImproperlyConfigured when it is no port."""
    value = os.environ.get("PORT", "").strip() or "8000"
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise ImproperlyConfigured(f"PORT must be a number between 1 and 65535; got {value!r}.")
    return int(value)
