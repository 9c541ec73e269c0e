"""The places that must be in a request, marked in those its asker gives, or refused in words."""

from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.services.inviting import Asked, present
from campaigns.signoff.parts import PARTS
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

    The same address is the same person, as a member or as a stakeholder. Where the stand-in of somebody
    required is asked too, the required person keeps the place: one person cannot sign for two. Raises
    ValidationError naming who is missing, whose part is too small, or what nobody is designated for.
    """
    required = required_of(campaign, kind)
    _check(required, given)
    marked = [replace(each, required_for=_reasons(required, each)) for each in given]
    addresses = {each.email.lower() for each in marked}
    return [_present(each, addresses) for each in marked]


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
    if not part_covers(found.part, required.part):
        return _("%(who)s doit signer pour %(part)s ou pour tout le contenu (%(why)s).") % values
    return ""


def _place_of(required: Required, given: Sequence[Asked]) -> Asked | None:
    if required.person is None:
        return None
    address = signer_address(required.person)
    return next((each for each in given if each.email.lower() == address), None)


def _reasons(required: Sequence[Required], asked: Asked) -> str:
    """Only what the services find counts: a mark that a caller brought is written over."""
    return reasons_joined([each.reason for each in required if _place_of(each, [asked])])


def _present(asked: Asked, addresses: set[str]) -> Asked:
    there = present(asked)
    if asked.required_for and there.email != asked.email and there.email.lower() in addresses:
        return asked
    return there
