"""Which fields of the living rows are evidence, which are not and why, and what an erased person leaves.

`tests/campaigns/test_verify_evidence.py` fails when a field of these models is in neither list.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from campaigns.models import Signature, SignOffNote, SignOffRequest, Snapshot

#: Model → the fields that the chain of evidence states, by the names `campaigns.evidence.story` gives them.
STATED: Mapping[type[Model], tuple[str, ...]] = {
    Snapshot: ("kind", "number", "sha256", "created_at", "author", "author_name"),
    SignOffRequest: (
        "kind", "snapshot", "rule", "quorum", "status", "message", "due_on", "requested_by",
        "requested_by_name", "requested_at", "settled_at", "settled_by_name", "settled_reason",
        "amends", "amended_by",
    ),
    Signature: (
        "request", "stakeholder", "membership", "name", "email", "function", "part", "step", "required_for",
        "stands_in_for", "carried_from", "decision", "typed_name", "reason", "code_verified_at",
        "consent_sha256", "decided_at", "final_at", "ip_address", "user_agent",
    ),
    SignOffNote: ("signature", "author", "author_name", "from_signer", "text", "at"),
}  # fmt: skip

#: Held by something else than the story: the row's own hash, or the place of its event.
HELD: Mapping[type[Model], tuple[str, ...]] = {
    Snapshot: ("id", "campaign", "content"),
    SignOffRequest: ("id", "campaign"),
    Signature: ("id",),
    SignOffNote: ("id",),
}

#: Not evidence, with the reason.
NOT_EVIDENCE: Mapping[type[Model], Mapping[str, str]] = {
    Signature: {
        "token_hash": "a link renewed by each reminder; proves nothing once used",
        "expires_at": "how long that link opens the page",
        "invited_at": "when the turn came: operational, a decision carries its own time",
        "reminded_at": "when somebody was last reminded",
    },
}

#: Deleting a member, a stakeholder or an earlier place empties these; while that row lives, it is tampering.
EMPTIED = frozenset({"author", "requested_by", "membership", "stakeholder", "carried_from"})

ERASED_NAME = "Personne effacée"
_NAMES = frozenset({"author_name", "requested_by_name", "settled_by_name", "name"})


def erased_value(row: Model, field: str) -> Any:
    """What a field holds once the person it spoke of is erased."""
    if field in _NAMES:
        return ERASED_NAME
    if field == "email":
        return f"personne-effacee-{row.pk}@effacee.invalid"
    if field in EMPTIED or field == "ip_address":
        return None
    if field == "text" or (field == "reason" and getattr(row, "decision", "") in ("rejected", "reserved")):
        return "—"  # the database wants these said
    return ""
