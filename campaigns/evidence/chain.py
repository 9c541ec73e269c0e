"""A hash chain of events, and what is wrong with one.

The construction is the usual one of secure logs (Schneier and Kelsey, 1999): each link's digest covers
its own payload, the payload names the digest before it. People stand outside: the payload holds
SHA-256(salt ‖ identity), a salt per event, so a person can be erased and every digest still holds.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from campaigns.evidence.canonical import canonical_json, fingerprint

#: Written into every payload, so that a later format can be told from this one.
SCHEMA = 1


@dataclass(frozen=True)
class Identity:
    """Who an event speaks of, as canonical JSON, and the salt of its commitment. Both empty: erased."""

    salt: str
    data: str

    @property
    def erased(self) -> bool:
        return not self.salt and not self.data


@dataclass(frozen=True)
class Link:
    """One event of a chain. `payload` is the bytes that are hashed; the rest repeats parts of it."""

    sequence: int
    kind: str
    subject: str
    scope: str
    at: datetime
    previous: str
    payload: str
    digest: str
    identity: Identity | None = None


@dataclass(frozen=True)
class Problem:
    """Something that does not hold: `where` names the row and field, `what` is a code for its reader."""

    where: str
    what: str


def commitment(identity: Identity) -> str:
    """SHA-256 over salt and identity, in hexadecimal."""
    return hashlib.sha256(f"{identity.salt}\n{identity.data}".encode()).hexdigest()


def moment(at: datetime) -> str:
    """A time as the payload writes it: UTC, microseconds, always the same length."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_or_none(at: datetime | None) -> str | None:
    return moment(at) if at else None


def link_after(
    *,
    sequence: int,
    previous: str,
    kind: str,
    subject: str,
    scope: str,
    at: datetime,
    data: Mapping[str, Any],
    identity: Identity | None,
) -> Link:
    """The link that follows the digest `previous` ("" for the first) at place `sequence` (from 1)."""
    payload = canonical_json(
        {
            "schema": SCHEMA,
            "sequence": sequence,
            "previous": previous,
            "kind": kind,
            "subject": subject,
            "scope": scope,
            "at": moment(at),
            "data": dict(data),
            "identity": commitment(identity) if identity else None,
        }
    )
    return Link(sequence, kind, subject, scope, at, previous, payload, fingerprint(payload), identity)


def chain_problems(links: Iterable[Link], *, head_sequence: int, head_digest: str) -> Iterator[Problem]:
    """Everything that does not hold in a whole chain, in its order; nothing when it is intact.

    Reads the links once, so a chain of any length fits. The head is what tells a chain cut at its end.
    """
    place, digest = 0, ""
    for link in links:
        place += 1
        where = f"evidence:{link.sequence}"
        if link.sequence != place:
            yield Problem(where, "sequence_gap")
            place = link.sequence
        yield from link_problems(link, where)
        if link.previous != digest:
            yield Problem(f"{where}.previous", "chain_broken")
        digest = link.digest
    if head_sequence != place:
        yield Problem("head.sequence", "head_differs")
    if not hmac.compare_digest(head_digest, digest):
        yield Problem("head.digest", "head_differs")


def link_problems(link: Link, where: str) -> Iterator[Problem]:
    """What does not hold in one link by itself; `where` begins the place of each problem."""
    if not hmac.compare_digest(fingerprint(link.payload), link.digest):
        yield Problem(f"{where}.payload", "digest_differs")
    stated = _parsed(link.payload)
    if stated is None:
        yield Problem(f"{where}.payload", "not_readable")
        return
    repeated = {
        "sequence": link.sequence,
        "previous": link.previous,
        "kind": link.kind,
        "subject": link.subject,
        "scope": link.scope,
        "at": moment(link.at),
    }
    for name, value in repeated.items():
        if stated.get(name) != value:
            yield Problem(f"{where}.{name}", "differs_from_payload")
    yield from _identity_problems(link.identity, stated.get("identity"), where)


def _identity_problems(identity: Identity | None, stated: Any, where: str) -> Iterator[Problem]:
    if (identity is None) != (stated is None):
        yield Problem(f"{where}.identity", "identity_missing" if identity is None else "identity_unexpected")
    elif identity is not None and not identity.erased and commitment(identity) != stated:
        yield Problem(f"{where}.identity", "identity_differs")


def _parsed(payload: str) -> dict[str, Any] | None:
    try:
        value = json.loads(payload)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
