"""Who must sign, for the page that asks."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from campaigns.models import Campaign, Stakeholder
from campaigns.signoff.required import (
    Required,
    required_of,
    required_words,
    signer_address,
    signer_words,
)
from core.access import Access
from core.models import Membership


@dataclass(frozen=True)
class RequiredRow:
    """One required signature in words; `stand_in` is who signs while the person is away."""

    why: str
    who: str
    is_reader: bool
    stand_in: str
    away_until: date | None


@dataclass(frozen=True)
class RequiredSigners:
    """`places`: keys of the form («m12», «s7») → (part at least, why). `unfilled`: nobody can be asked."""

    rows: tuple[RequiredRow, ...]
    places: dict[str, tuple[str, str]]
    unfilled: tuple[Required, ...]


def required_signers(campaign: Campaign, kind: str, access: Access) -> RequiredSigners:
    """What the page says and preselects. One person required twice is one place."""
    found = required_of(campaign, kind)
    there = [(each, each.person) for each in found if each.person]
    places: dict[str, tuple[str, str]] = {}
    seen: dict[str, str] = {}
    for each, person in there:
        key = seen.setdefault(signer_address(person), _key(person))
        part, why = places.get(key, (each.part, ""))
        words = required_words(each.reason)
        # Required for two different parts is required for everything.
        both = part if part == each.part else ""
        places[key] = (both, ", ".join(filter(None, dict.fromkeys([why, words]))))
    return RequiredSigners(
        rows=tuple(_row(each, person, access) for each, person in there),
        places=places,
        unfilled=tuple(each for each in found if each.person is None),
    )


def _key(person: Membership | Stakeholder) -> str:
    return f"{'m' if isinstance(person, Membership) else 's'}{person.pk}"


def _row(required: Required, person: Membership | Stakeholder, access: Access) -> RequiredRow:
    stand_in = _stand_in(person)
    return RequiredRow(
        why=required_words(required.reason),
        who=signer_words(person),
        is_reader=signer_address(person) == access.user.email.lower(),
        stand_in=signer_words(stand_in) if stand_in else "",
        away_until=person.absent_until if isinstance(person, Stakeholder) else None,
    )


def _stand_in(person: Membership | Stakeholder) -> Stakeholder | None:
    if not isinstance(person, Stakeholder) or not person.absent_until:
        return None
    away = person.absent_until >= timezone.localdate()
    return person.stand_in if away and person.stand_in and person.stand_in.is_active else None
