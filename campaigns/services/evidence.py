"""Appending to a workspace's chain of evidence."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils.dateparse import parse_datetime

from campaigns.evidence import Identity, Link, link_after
from campaigns.evidence.canonical import canonical_json
from campaigns.models import Campaign, EvidenceEvent, EvidenceHead, EvidenceIdentity
from core.models import Workspace

CHUNK = 500


def database_now() -> datetime:
    """The database's clock, not this process's: evidence of several servers is dated by one of them.

    The moment of asking, where PostgreSQL's `now()` would be the start of the transaction.
    """
    sql = {"sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "SELECT clock_timestamp()"}
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor])
        value = cursor.fetchone()[0]
    found = value if isinstance(value, datetime) else parse_datetime(value)
    if found is None:
        raise ValueError(f"The database answered {value!r} when asked for the time")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Fact:
    """One event to append.

    `data` is kept for ever and so holds nothing that names a person: `who` does, in an erasable row of
    its own. Both take what canonical JSON takes.
    """

    campaign: Campaign
    kind: str
    subject: str
    data: Mapping[str, Any]
    who: Mapping[str, Any] | None = None


def evidence_append(
    *,
    campaign: Campaign,
    kind: str,
    subject: str,
    data: Mapping[str, Any],
    who: Mapping[str, Any] | None = None,
) -> EvidenceEvent:
    """Add one event to the chain of the campaign's workspace, inside the caller's transaction."""
    fact = Fact(campaign, kind, subject, data, who)
    return evidence_append_all(workspace=campaign.workspace, facts=[fact])[0]


def evidence_append_all(
    *, workspace: Workspace, facts: Sequence[Fact], at: datetime | None = None
) -> list[EvidenceEvent]:
    """Add events of one workspace to the end of its chain, in order, dated by the database.

    Locks the head of the chain until the transaction ends, always after the campaign's own lock. `at` is
    for demonstrations, whose past never happened.
    """
    head = _locked_head(workspace)
    moment = at or database_now()
    links: list[Link] = []
    for fact in facts:
        link = link_after(
            sequence=head.sequence + 1,
            previous=head.digest,
            kind=fact.kind,
            subject=fact.subject,
            scope=fact.campaign.scope,
            at=moment,
            data={"campaign": fact.campaign.reference, **fact.data},
            identity=Identity(secrets.token_hex(16), canonical_json(dict(fact.who))) if fact.who else None,
        )
        links.append(link)
        head.sequence, head.digest = link.sequence, link.digest
    events = [_row(workspace, fact, link) for fact, link in zip(facts, links, strict=True)]
    EvidenceEvent.objects.bulk_create(events, batch_size=CHUNK)
    EvidenceIdentity.objects.bulk_create(
        (
            EvidenceIdentity(event=event, salt=link.identity.salt, data=link.identity.data)
            for event, link in zip(events, links, strict=True)
            if link.identity
        ),
        batch_size=CHUNK,
    )
    head.save(update_fields=["sequence", "digest"])
    return events


def _row(workspace: Workspace, fact: Fact, link: Link) -> EvidenceEvent:
    return EvidenceEvent(
        workspace=workspace,
        campaign=fact.campaign,
        sequence=link.sequence,
        kind=link.kind,
        subject=link.subject,
        payload=link.payload,
        previous=link.previous,
        digest=link.digest,
        at=link.at,
    )


def _locked_head(workspace: Workspace) -> EvidenceHead:
    EvidenceHead.objects.get_or_create(workspace=workspace)
    return EvidenceHead.objects.select_for_update().get(workspace=workspace)
