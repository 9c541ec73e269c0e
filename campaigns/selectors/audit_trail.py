"""Everything on record about a campaign: the chain of evidence and the journal of edits, in one list."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.translation import gettext as _

from campaigns.evidence_words import ANSWERS, GROUPS, SAID_TWICE, WORDS
from campaigns.models import Campaign, EvidenceEvent, Phase
from campaigns.selectors.history import audit_entry, signed_kinds
from campaigns.selectors.waivers import check_label
from campaigns.signoff import content_words, kinds_loaded
from core.models import AuditEvent
from core.search import search_words, word_pattern

PER_PAGE = 50
_TONES = {
    "waiver_granted": "warn",
    "request_voided": "warn",
    "request_rejected": "bad",
    "request_approved": "ok",
}
Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a reader filters by; empty fields filter nothing. Days are whole, in the reader's time zone."""

    group: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True)
class Line:
    """One event. `evidence` is its row when it is in the chain; the journal's have none."""

    when: datetime
    who: str
    what: str
    detail: str
    icon: str
    tone: str
    kind: str
    subject: str
    evidence: EvidenceEvent | None = None


def audit_page(campaign: Campaign, asked: Asked, number: str | None) -> tuple[Page[Any], list[Line]]:
    """A page of the record, newest first: four queries, however long it is."""
    page = Paginator(_keys(campaign, asked), PER_PAGE).get_page(number)
    return page, _lines(campaign, list(page.object_list))


def audit_lines(campaign: Campaign, asked: Asked) -> list[Line]:
    """The whole record, newest first, in three queries: for exports."""
    return _lines(campaign, list(_keys(campaign, asked)))


def evidence_rows(campaign: Campaign, asked: Asked) -> QuerySet[EvidenceEvent]:
    """The campaign's events of evidence, in the order of the chain."""
    rows: QuerySet[EvidenceEvent] = _evidence(campaign, asked).select_related("identity").order_by("sequence")
    return rows


def journal_rows(campaign: Campaign, asked: Asked) -> QuerySet[AuditEvent]:
    """The campaign's edits, oldest first."""
    return _journal(campaign, asked).order_by("at", "id")


def _keys(campaign: Campaign, asked: Asked) -> Any:
    """(moment, row, table) of what is asked, newest first: one union that a paginator can count and cut."""
    proof = _evidence(campaign, asked).order_by().annotate(kept=Value("evidence", CharField()))
    edits = _journal(campaign, asked).order_by()
    if not asked.group:
        edits = edits.exclude(verb__in=SAID_TWICE)
    edits = edits.annotate(kept=Value("journal", CharField()))
    found = proof.annotate(row=F("pk")).values_list("at", "row", "kept")
    return found.union(edits.annotate(row=F("pk")).values_list("at", "row", "kept"), all=True).order_by(
        "-at", "kept", "-row"
    )


def _evidence(campaign: Campaign, asked: Asked) -> QuerySet[EvidenceEvent]:
    rows = EvidenceEvent.objects.filter(campaign=campaign, **_window(asked))
    if asked.group:
        rows = rows.filter(kind__in=GROUPS[asked.group][1])
    for word in search_words(asked.person):
        rows = rows.filter(identity__data__regex=word_pattern(word))
    for word in search_words(asked.text):
        pattern = word_pattern(word)
        rows = rows.filter(Q(payload__regex=pattern) | Q(identity__data__regex=pattern))
    return rows


def _journal(campaign: Campaign, asked: Asked) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.filter(
        workspace_id=campaign.workspace_id, scope=campaign.scope, **_window(asked)
    )
    if asked.group and not GROUPS[asked.group][2]:
        return rows.none()
    for word in search_words(asked.person):
        rows = rows.filter(actor_name__regex=word_pattern(word))
    for word in search_words(asked.text):
        pattern = word_pattern(word)
        rows = rows.filter(Q(label__regex=pattern) | Q(actor_name__regex=pattern) | Q(verb__regex=pattern))
    return rows


def _window(asked: Asked) -> dict[str, date]:
    days = {"at__date__gte": asked.since, "at__date__lte": asked.until}
    return {name: day for name, day in days.items() if day}


def _lines(campaign: Campaign, keys: Sequence[tuple[datetime, int, str]]) -> list[Line]:
    def wanted(table: str) -> list[int]:
        return [row for _at, row, kept in keys if kept == table]

    proof = EvidenceEvent.objects.select_related("identity").in_bulk(wanted("evidence"))
    edits = AuditEvent.objects.in_bulk(wanted("journal"))
    named = {str(json.loads(event.payload)["data"].get("content")) for event in proof.values()}
    with kinds_loaded(named | signed_kinds(edits.values())):
        return [
            _evidence_line(proof[row]) if kept == "evidence" else _journal_line(edits[row])
            for _at, row, kept in keys
        ]


def _journal_line(event: AuditEvent) -> Line:
    entry = audit_entry(event)
    changed = [_("%(label)s : %(before)s → %(after)s") % change for change in entry.changes]
    detail = " · ".join([entry.detail, *changed] if entry.detail else changed)
    return Line(
        event.at, entry.who, entry.what, detail, entry.icon or "edit", entry.tone, event.verb, event.subject
    )


def _evidence_line(event: EvidenceEvent) -> Line:
    words, icon = WORDS.get(event.kind, (event.kind, "shield"))
    who = identity_of(event)
    stated = json.loads(event.payload)["data"]
    if event.kind == "decision_given":
        words = ANSWERS.get(stated.get("decision"), words)
    return Line(
        when=event.at,
        who=_name(who),
        what=str(words) % _values(stated),
        detail=str(who.get("reason") or who.get("text") or who.get("message") or ""),
        icon=icon,
        tone=_TONES.get(event.kind, ""),
        kind=event.kind,
        subject=event.subject,
        evidence=event,
    )


def identity_of(event: EvidenceEvent) -> Json:
    """Who an event speaks of; {"erased": True} once erased, empty when it speaks of nobody."""
    identity = getattr(event, "identity", None)
    if identity is None:
        return {}
    found: Json = json.loads(identity.data) if identity.data else {"erased": True}
    return found


def _name(who: Json) -> str:
    if who.get("erased"):
        return _("Personne effacée")
    return str(who.get("by") or who.get("name") or _("Le système")) if who else ""


class _Spoken(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _values(stated: Json) -> _Spoken:
    phases = dict(Phase.choices)
    plain = {name: value for name, value in stated.items() if isinstance(value, str | int)}
    said = {name: str(phases.get(str(value), value)) for name, value in plain.items()}
    if "check" in stated:
        said["check"] = check_label(stated["check"])
    if words := content_words(stated.get("content"), stated.get("version")):
        said["content"] = words
    return _Spoken(said)


def evidence_export(events: Iterable[EvidenceEvent], *, with_people: bool) -> list[Json]:
    """Events as they can be verified elsewhere: SHA-256 of `payload` is `digest`, and the payload names
    the digest before it and the salted hash of the identity. Without `with_people` identities stay here."""
    return [
        {
            "sequence": event.sequence,
            "kind": event.kind,
            "subject": event.subject,
            "at": event.at.isoformat(),
            "payload": event.payload,
            "previous": event.previous,
            "digest": event.digest,
            "identity": _identity_export(event, with_people),
        }
        for event in events
    ]


def _identity_export(event: EvidenceEvent, with_people: bool) -> Json | None:
    identity = getattr(event, "identity", None)
    if identity is None:
        return None
    if not with_people:
        return {"withheld": True}
    return {"salt": identity.salt, "data": identity.data, "erased": not identity.data}


def journal_export(events: Iterable[AuditEvent]) -> list[Json]:
    return [
        {
            "at": event.at.isoformat(),
            "actor": event.actor_name,
            "verb": event.verb,
            "subject": event.subject,
            "label": event.label,
            "version": event.version,
            "changes": event.changes,
        }
        for event in events
    ]
