"""Does everything hold? The chain of each workspace, and the living rows against what it says."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet

from campaigns.evidence import Identity, Link, Problem, chain_problems, moment
from campaigns.evidence.canonical import canonical_json, fingerprint
from campaigns.evidence.story import ERASED, State, Story, Told, story_of
from campaigns.evidence_fields import EMPTIED, STATED, erased_value
from campaigns.models import (
    Campaign,
    EvidenceEvent,
    EvidenceHead,
    EvidenceIdentity,
    EvidencePurge,
    Signature,
    SignOffNote,
    SignOffRequest,
    Snapshot,
)
from core.models import Workspace

CHUNK = 500


@dataclass
class Verdict:
    """What was looked at, and everything in it that does not hold."""

    problems: list[Problem] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)

    @property
    def ok(self) -> bool:
        return not self.problems


def evidence_verdict(*, workspaces: Iterable[Workspace], campaign: Campaign | None = None) -> Verdict:
    """Verify whole chains, and the rows of every campaign or of one. Reads only."""
    verdict = Verdict()
    for workspace in workspaces:
        verdict.checked["workspaces"] += 1
        verdict.problems += (
            Problem(f"{workspace.slug}/{problem.where}", problem.what)
            for problem in _workspace_problems(workspace, campaign, verdict.checked)
        )
    open_purges = EvidencePurge.objects.filter(is_open=True)
    verdict.problems += (Problem(f"evidencepurge:{purge.pk}.is_open", "purge_open") for purge in open_purges)
    return verdict


def workspace_story(workspace: Workspace) -> Story:
    """What the chain of a workspace says, without asking whether it holds."""
    return story_of(_told(event) for event in _events(workspace))


def _workspace_problems(
    workspace: Workspace, campaign: Campaign | None, checked: Counter[str]
) -> Iterator[Problem]:
    head = EvidenceHead.objects.filter(workspace=workspace).first()
    links = (link_of(event) for event in _counted(_events(workspace), checked))
    yield from chain_problems(
        links, head_sequence=head.sequence if head else 0, head_digest=head.digest if head else ""
    )
    story = workspace_story(workspace)
    yield from (Problem(f"evidence:{sequence}.payload", "not_readable") for sequence in story.unreadable)
    yield from _identity_problems(workspace, story)
    yield from _consent_problems(workspace)
    yield from _row_problems(workspace, campaign, story, checked)


def _events(workspace: Workspace) -> Iterator[EvidenceEvent]:
    rows = EvidenceEvent.objects.filter(workspace=workspace).order_by("sequence")
    return rows.select_related("campaign", "identity").iterator(chunk_size=CHUNK)


def _counted(events: Iterable[EvidenceEvent], checked: Counter[str]) -> Iterator[EvidenceEvent]:
    for event in events:
        checked["events"] += 1
        yield event


def identity_of(event: EvidenceEvent) -> EvidenceIdentity | None:
    try:
        return event.identity
    except ObjectDoesNotExist:
        return None


def link_of(event: EvidenceEvent) -> Link:
    held = identity_of(event)
    return Link(
        event.sequence, event.kind, event.subject, event.campaign.scope, event.at, event.previous,
        event.payload, event.digest, Identity(held.salt, held.data) if held else None,
    )  # fmt: skip


def _told(event: EvidenceEvent) -> Told:
    """From the payload alone, which the digest covers; what cannot be read says nothing."""
    held = identity_of(event)
    stated, who = _object(event.payload), _object(held.data) if held and held.data else None
    data = stated.get("data")
    return Told(
        event.sequence,
        str(stated.get("kind", "")),
        str(stated.get("subject", "")),
        data if isinstance(data, dict) else {},
        who,
    )


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _identity_problems(workspace: Workspace, story: Story) -> Iterator[Problem]:
    """An identity is empty exactly when an event of the chain says that it was erased."""
    rows = EvidenceIdentity.objects.filter(event__workspace=workspace)
    for sequence, data, erased_at in rows.values_list("event__sequence", "data", "erased_at"):
        where = f"evidence:{sequence}.identity"
        if not data and sequence not in story.erased:
            yield Problem(where, "erased_without_record")
        if _plain(erased_at) != story.erased.get(sequence):
            yield Problem(f"{where}.erased_at", "differs_from_evidence")


def _consent_problems(workspace: Workspace) -> Iterator[Problem]:
    """The words agreed to stand in the event, and so does their fingerprint."""
    rows = EvidenceEvent.objects.filter(workspace=workspace, kind="decision_given")
    for event in rows.iterator(chunk_size=CHUNK):
        data = _told(event).data
        if fingerprint(str(data.get("consent", ""))) != data.get("consent_sha256"):
            yield Problem(f"evidence:{event.sequence}.payload", "consent_differs")


def _rows(workspace: Workspace) -> dict[type[Model], QuerySet[Any]]:
    return {
        Snapshot: Snapshot.objects.filter(campaign__workspace=workspace),
        SignOffRequest: SignOffRequest.objects.filter(campaign__workspace=workspace).select_related(
            "snapshot"
        ),
        Signature: Signature.objects.filter(request__campaign__workspace=workspace).select_related("request"),
        SignOffNote: SignOffNote.objects.filter(
            signature__request__campaign__workspace=workspace
        ).select_related("signature__request"),
    }


def _row_problems(
    workspace: Workspace, campaign: Campaign | None, story: Story, checked: Counter[str]
) -> Iterator[Problem]:
    scopes = _scopes(workspace)
    for model, rows in _rows(workspace).items():
        name = str(model._meta.model_name)
        untold = {subject for subject in story.states if subject.startswith(f"{name}:")}
        for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
            subject = f"{name}:{row.pk}"
            untold.discard(subject)
            if campaign is None or _campaign_of(row) == campaign.pk:
                checked[f"{name}s"] += 1
                state = story.states.get(subject)
                yield from _one_row(row, subject, state, scopes.get(subject))
        for subject in sorted(untold):
            if campaign is None or scopes.get(subject) == campaign.scope:
                yield Problem(subject, "row_missing")


def _scopes(workspace: Workspace) -> dict[str, str]:
    """The campaign that each subject's evidence belongs to, as its payload says."""
    rows = EvidenceEvent.objects.filter(workspace=workspace).values_list("payload", flat=True)
    stated = (_object(payload) for payload in rows.iterator(chunk_size=CHUNK))
    return {str(each.get("subject")): str(each.get("scope")) for each in stated}


def _campaign_of(row: Any) -> int:
    if isinstance(row, SignOffNote):
        row = row.signature
    return int(row.request.campaign_id if isinstance(row, Signature) else row.campaign_id)


def _one_row(row: Any, subject: str, state: State | None, scope: str | None) -> Iterator[Problem]:
    if state is None:
        yield Problem(subject, "evidence_missing")
        return
    if scope != f"campaign:{_campaign_of(row)}":
        yield Problem(f"{subject}.campaign", "differs_from_evidence")
    if isinstance(row, Snapshot) and fingerprint(row.content) != row.sha256:
        yield Problem(f"{subject}.content", "digest_differs")
    for name in STATED[type(row)]:
        if not _holds(row, name, state.get(name)):
            yield Problem(f"{subject}.{name}", "differs_from_evidence")


def _holds(row: Any, name: str, told: Any) -> bool:
    if told is ERASED:
        told = erased_value(row, name)
    found = stated_value(row, name)
    if found is None and told is not None and name in EMPTIED:
        related = row._meta.get_field(name).related_model
        return not related._default_manager.filter(pk=told).exists()
    return bool(canonical_json(found) == canonical_json(told))


def stated_value(row: Any, name: str) -> Any:
    """A field of a row as its evidence would state it."""
    if name == "snapshot":
        return [row.snapshot.number, row.snapshot.sha256]
    described = row._meta.get_field(name)
    return _plain(getattr(row, described.attname))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value
