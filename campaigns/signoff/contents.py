"""The kinds of content that can be signed, registered by the app that owns each."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from campaigns.evidence.canonical import canonical_json, fingerprint
from campaigns.models import Campaign, SignOffRequest
from campaigns.signoff.diff import Field


def _nothing_missing(campaign: Campaign) -> list[str]:
    return []


@dataclass(frozen=True)
class ContentKind:
    """A signable content.

    `build` returns authored and committed values only (never computed dates, progress or forecasts) as
    JSON-able data: its canonical form is what is hashed, and `template` must show all of it from that
    data alone (context: `content`, `campaign`, and `pdf` inside a PDF). `url_name` takes (workspace,
    reference). `fields` names the paths of the content for a readable diff, see `signoff.diff`.
    `unready` says, in sentences, why it may be too early to ask.
    """

    key: str
    label: str | Promise  # "le brief", for sentences
    title: str | Promise  # "Brief campagne", for headings
    build: Callable[[Campaign], dict[str, Any]]
    template: str
    url_name: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    unready: Callable[[Campaign], list[str]] = _nothing_missing

    @property
    def parts(self) -> list[str]:
        """The parts of this content that somebody may answer for alone."""
        return sorted({described.part for described in self.fields.values() if described.part})


_kinds: dict[str, ContentKind] = {}


def content_register(kind: ContentKind) -> None:
    """Apps call this in ready()."""
    _kinds[kind.key] = kind


def content_kind(key: str) -> ContentKind:
    """Raises KeyError for a kind nobody registered."""
    return _kinds[key]


def content_kinds() -> list[ContentKind]:
    return list(_kinds.values())


def current_canonical(campaign: Campaign, kind: str) -> str:
    """The canonical JSON of a content as it stands now."""
    return canonical_json(content_kind(kind).build(campaign))


def current_content(campaign: Campaign, kind: str) -> Any:
    """A content as it stands now, in the shape a snapshot holds: dates and amounts as text."""
    return json.loads(current_canonical(campaign, kind))


def stale_kinds(campaign: Campaign) -> list[str]:
    """Kinds whose living approval no longer matches the content: computed, not remembered."""
    alive = SignOffRequest.objects.filter(campaign=campaign, status__in=["open", "approved"])
    return [
        request.kind
        for request in alive.select_related("snapshot")
        if request.kind in _kinds
        and fingerprint(current_canonical(campaign, request.kind)) != request.snapshot.sha256
    ]
