"""Evidence → signature: what is frozen when something is submitted, and when it stops being true."""

from campaigns.evidence.canonical import canonical_json, fingerprint
from campaigns.signoff.contents import (
    ContentFamily,
    ContentKind,
    answering,
    content_kind,
    content_kinds,
    content_register,
    content_title,
    content_words,
    current_canonical,
    current_content,
    family_of,
    family_register,
    kinds_loaded,
    stale_kinds,
)
from campaigns.signoff.diff import Change, Field, content_changes

__all__ = [
    "Change",
    "ContentFamily",
    "ContentKind",
    "Field",
    "answering",
    "canonical_json",
    "content_changes",
    "content_kind",
    "content_kinds",
    "content_register",
    "content_title",
    "content_words",
    "current_canonical",
    "current_content",
    "family_of",
    "family_register",
    "fingerprint",
    "kinds_loaded",
    "stale_kinds",
]
