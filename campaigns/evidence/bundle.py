"""The evidence of one request in one text: what a receipt carries, and what is wrong with it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from campaigns.evidence.canonical import fingerprint
from campaigns.evidence.chain import Identity, Link, Problem, link_problems, moment

FORMAT = "campagnes-evidence"
SCHEMA = 1


def bundle_text(
    *, about: Mapping[str, Any], content: str, files: Mapping[str, str], links: Sequence[Link]
) -> str:
    """JSON for people and programs. `about` names the request; `files` maps other attachments to SHA-256."""
    whole = {
        "format": FORMAT,
        "schema": SCHEMA,
        **about,
        "sha256": fingerprint(content),
        "content": content,
        "files": dict(files),
        "events": [_written(link) for link in links],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def bundle_links(text: str) -> list[Link]:
    """The events of a bundle. Raises ValueError when it is not one."""
    try:
        whole = json.loads(text)
        if (whole["format"], whole["schema"]) != (FORMAT, SCHEMA):
            raise ValueError("Another format")
        return [_read(event) for event in whole["events"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("Not a bundle of evidence") from error


def bundle_problems(text: str, files: Mapping[str, str]) -> Iterator[Problem]:
    """What does not hold inside a bundle; `files` are the attachments found, with their SHA-256."""
    try:
        links, whole = bundle_links(text), json.loads(text)
        yield from _link_problems(links)
        yield from _content_problems(whole, links)
        stated = dict(whole["files"])
        for name in sorted({*stated, *files}):
            if stated.get(name) != files.get(name):
                yield Problem(f"file:{name}", "digest_differs")
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Problem("bundle", "not_readable")


def _link_problems(links: Sequence[Link]) -> Iterator[Problem]:
    """Each event alone, and each against the one before when nothing stood between them in the chain."""
    if not links:
        yield Problem("bundle.events", "row_missing")
    before: Link | None = None
    for link in links:
        where = f"evidence:{link.sequence}"
        yield from link_problems(link, where)
        if before and link.sequence <= before.sequence:
            yield Problem(where, "sequence_gap")
        if before and link.sequence == before.sequence + 1 and link.previous != before.digest:
            yield Problem(f"{where}.previous", "chain_broken")
        before = link


def _content_problems(whole: Mapping[str, Any], links: Sequence[Link]) -> Iterator[Problem]:
    """The content is the one every event speaks of, and each consent is the text it says."""
    if fingerprint(whole["content"]) != whole["sha256"]:
        yield Problem("bundle.content", "digest_differs")
    for link in links:
        data = json.loads(link.payload)["data"]
        if data.get("sha256", whole["sha256"]) != whole["sha256"]:
            yield Problem(f"evidence:{link.sequence}.payload", "differs_from_evidence")
        if link.kind == "decision_given" and fingerprint(data["consent"]) != data["consent_sha256"]:
            yield Problem(f"evidence:{link.sequence}.payload", "consent_differs")
    if links[-1].kind not in ("request_approved", "request_rejected"):
        yield Problem("bundle.events", "row_missing")


def _written(link: Link) -> dict[str, Any]:
    identity = link.identity
    return {
        "sequence": link.sequence,
        "kind": link.kind,
        "subject": link.subject,
        "scope": link.scope,
        "at": moment(link.at),
        "previous": link.previous,
        "digest": link.digest,
        "payload": link.payload,
        "identity": {"salt": identity.salt, "data": identity.data} if identity else None,
    }


def _read(event: Mapping[str, Any]) -> Link:
    identity = event["identity"]
    return Link(
        event["sequence"],
        event["kind"],
        event["subject"],
        event["scope"],
        datetime.fromisoformat(event["at"]),
        event["previous"],
        event["payload"],
        event["digest"],
        Identity(identity["salt"], identity["data"]) if identity else None,
    )
