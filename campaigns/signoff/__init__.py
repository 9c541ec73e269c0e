"""Evidence → signature: what is frozen when something is submitted, and when it stops being true."""

from campaigns.evidence.canonical import canonical_json, fingerprint
from campaigns.signoff.contents import (
    ContentKind,
    content_kind,
    content_kinds,
    content_register,
    current_canonical,
    current_content,
    stale_kinds,
)
from campaigns.signoff.diff import Change, Field, content_changes

__all__ = [
    "Change",
    "ContentKind",
    "Field",
    "canonical_json",
    "content_changes",
    "content_kind",
    "content_kinds",
    "content_register",
    "current_canonical",
    "current_content",
    "fingerprint",
    "stale_kinds",
]
