"""When a request is settled: pure rules over the places of its signers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

#: How long a signer may take a decision back before it counts.
GRACE = timedelta(minutes=15)

Outcome = Literal["open", "approved", "rejected"]


@dataclass(frozen=True)
class Place:
    """A signer's place: `approves` is None until the decision is final; `required` ones must all approve."""

    step: int
    approves: bool | None
    required: bool = False


def approvals_needed(rule: str, quorum: int | None, asked: int) -> int:
    """How many approvals a rule takes of so many people asked."""
    return {"any": 1, "quorum": quorum or 1}.get(rule, asked)


def outcome(rule: str, quorum: int | None, places: Sequence[Place]) -> Outcome:
    """What final decisions make of a request.

    "all": one refusal ends it, every approval is needed. "any" and "quorum": approved as soon as enough
    approve, refused as soon as too few are left to do so. Whatever the rule, every required place has to
    approve, and one that refuses ends the request.
    """
    approvals = sum(place.approves is True for place in places)
    refusals = sum(place.approves is False for place in places)
    needed = approvals_needed(rule, quorum, len(places))
    if any(place.required and place.approves is False for place in places):
        return "rejected"
    if approvals >= needed and all(place.approves for place in places if place.required):
        return "approved"
    return "rejected" if len(places) - refusals < needed else "open"


def step_to_invite(places: Sequence[Place]) -> int:
    """The lowest step that is not wholly approved: its signers, and only they, have their turn."""
    open_steps = [place.step for place in places if place.approves is not True]
    return min(open_steps, default=max((place.step for place in places), default=1))
