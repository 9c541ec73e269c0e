"""What a chain says that each row holds: its events folded, in order, into one state per subject.

A state maps the fields of a row to plain JSON values. A field that only an erased identity told is
`ERASED`: what it was is no longer known to anybody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any


class _Erased:
    def __repr__(self) -> str:
        return "ERASED"


ERASED = _Erased()

Who = Mapping[str, Any]
State = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """One event as the fold reads it; `who` is None when its identity was erased or has none."""

    sequence: int
    kind: str
    subject: str
    data: Mapping[str, Any]
    who: Who | None


@dataclass
class Story:
    """`states` by subject ("signature:5"); `erased` the identities that the chain says were erased."""

    states: dict[str, State]
    erased: dict[int, str]
    unreadable: list[int]


def story_of(events: Iterable[Told]) -> Story:
    """Fold a chain, in its order. An event that lacks what its kind states is listed as unreadable."""
    story = Story({}, {}, [])
    for event in events:
        try:
            if event.kind == "identity_erased":
                story.erased |= dict.fromkeys(event.data["sequences"], event.data["erased_at"])
            elif tell := _TELLERS.get(event.kind):
                who = event.who if event.who is not None else defaultdict(lambda: ERASED)
                tell(story.states.setdefault(event.subject, {}), event.data, who)
        except (KeyError, TypeError):
            story.unreadable.append(event.sequence)
    return story


def _version_frozen(state: State, data: Who, who: Who) -> None:
    state |= {
        "kind": data["content"],
        "number": data["version"],
        "sha256": data["sha256"],
        "created_at": data["created_at"],
        "author_name": who["by"],
        "author": who["member"],
    }


def _request_sent(state: State, data: Who, who: Who) -> None:
    state |= {
        "kind": data["content"],
        "snapshot": [data["version"], data["sha256"]],
        **{name: data[name] for name in ("rule", "quorum", "due_on", "requested_at")},
        "message": who["message"],
        "requested_by": who["member"],
        "requested_by_name": who["by"],
        "status": "open",
        "settled_at": None,
        "settled_by_name": "",
        "settled_reason": "",
        # Said only by a request that asks for an amendment.
        "amends": data.get("amendment"),
        "amended_by": None,
    }


def _request_settled(state: State, data: Who, who: Who) -> None:
    state |= {
        "status": data["status"],
        "settled_at": data["settled_at"],
        "settled_by_name": who["by"],
        "settled_reason": who["reason"],
    }


def _amendment_opened(state: State, data: Who, who: Who) -> None:
    state |= {"amended_by": data["amendment"]}


_DECIDED = ("decision", "decided_at", "code_verified_at", "consent_sha256")
_PERSON = ("name", "email", "function", "typed_name", "reason")


def _signer_named(state: State, data: Who, who: Who) -> None:
    state |= {name: data[name] for name in ("request", "part", "step", "carried_from", "final_at", *_DECIDED)}
    # Stated where a place must be filled; events written before that was known have no such key.
    state["required_for"] = data.get("required_for", "")
    state |= {name: who[name] for name in (*_PERSON, "stands_in_for", "stakeholder")}
    state |= {"membership": who["member"], "ip_address": None, "user_agent": ""}


def _decision_given(state: State, data: Who, who: Who) -> None:
    state |= {name: data[name] for name in ("part", *_DECIDED)}
    state |= {name: who[name] for name in (*_PERSON, "ip_address", "user_agent")}


def _decision_taken_back(state: State, data: Who, who: Who) -> None:
    state |= dict.fromkeys(("decision", "typed_name", "reason", "consent_sha256", "user_agent"), "")
    state |= dict.fromkeys(("decided_at", "code_verified_at", "ip_address"))


def _decision_final(state: State, data: Who, who: Who) -> None:
    state |= {"final_at": data["final_at"]}


def _note(from_signer: bool) -> "Teller":
    def tell(state: State, data: Who, who: Who) -> None:
        state |= {
            "signature": data["signature"],
            "from_signer": from_signer,
            "at": data["at"],
            "author": who["member"],
            "author_name": who["by"],
            "text": who["text"],
        }

    return tell


Teller = Callable[[State, Who, Who], None]
_TELLERS: MutableMapping[str, Teller] = {
    "version_frozen": _version_frozen,
    "request_sent": _request_sent,
    "amendment_opened": _amendment_opened,
    "signer_named": _signer_named,
    "decision_given": _decision_given,
    "decision_taken_back": _decision_taken_back,
    "decision_final": _decision_final,
    "question_asked": _note(from_signer=True),
    "question_answered": _note(from_signer=False),
    **{
        f"request_{status}": _request_settled
        for status in ("approved", "rejected", "withdrawn", "voided", "replaced")
    },
}
