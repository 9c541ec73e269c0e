"""The places that must be in a request, marked in those its asker gives, or refused in words."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.services.inviting import Asked, present
from campaigns.signoff.parts import EVERYTHING, PARTS
from campaigns.signoff.required import (
    Required,
    part_covers,
    reasons_joined,
    required_of,
    required_words,
    signer_address,
    signer_words,
)


def places_asked(campaign: Campaign, kind: str, given: Sequence[Asked]) -> list[Asked]:
    """Who is really asked: those who must sign are marked, those away have their stand-in.

    The same address is the same person, as a member or as a stakeholder. Where a stand-in is asked too, or
    stands in for somebody else already, the person away keeps the place: one person cannot sign for two.
    Raises ValidationError naming who is missing, whose part is too small, or what nobody is designated for.
    """
    required = required_of(campaign, kind)
    _check(required, given)
    marked = [replace(each, required_for=_reasons(required, each)) for each in given]
    taken = {each.email.lower() for each in marked}
    found = []
    for each in marked:
        there = _present(each, taken)
        taken.add(there.email.lower())
        found.append(there)
    return found


def _check(required: Sequence[Required], given: Sequence[Asked]) -> None:
    wrong = [words for each in required if (words := _wrong(each, given))]
    if wrong:
        raise ValidationError({"signers": list(dict.fromkeys(wrong))})


def _wrong(required: Required, given: Sequence[Asked]) -> str:
    """Why a requirement is not met, in a sentence; empty when it is."""
    if required.person is None:
        return required.missing
    values = {
        "who": signer_words(required.person),
        "why": required_words(required.reason),
        "part": PARTS[required.part],
    }
    found = _place_of(required, given)
    if found is None:
        return _("%(who)s doit signer (%(why)s) : ajoutez cette personne.") % values
    if part_covers(found.part, required.part):
        return ""
    if required.part == EVERYTHING:
        return _("%(who)s doit signer pour tout le contenu (%(why)s).") % values
    return _("%(who)s doit signer pour %(part)s ou pour tout le contenu (%(why)s).") % values


def _place_of(required: Required, given: Sequence[Asked]) -> Asked | None:
    if required.person is None:
        return None
    address = signer_address(required.person)
    return next((each for each in given if each.email.lower() == address), None)


def _reasons(required: Sequence[Required], asked: Asked) -> str:
    """Only what the services find counts: a mark that a caller brought is written over."""
    return reasons_joined([each.reason for each in required if _place_of(each, [asked])])


def _present(asked: Asked, taken: Collection[str]) -> Asked:
    there = present(asked)
    return asked if there.email != asked.email and there.email.lower() in taken else there
