"""Who must sign a content, whatever its asker chooses: the port through which apps say so.

A request of that kind is refused without them, and no rule («une seule suffit», a quorum) counts without
their approval. What is asked later changes nothing for what is signed already.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Stakeholder
from campaigns.signoff.contents import content_kind
from campaigns.signoff.parts import EVERYTHING
from core.models import Membership

Signer = Stakeholder | Membership
#: Between the reasons of one place; none holds a space.
_BETWEEN = " "


@dataclass(frozen=True)
class Required:
    """Somebody who must approve, for `part` at least, and why.

    `reason` is "<key>:<argument>" of the requirement that says so: it is kept with the place and put in
    words by `required_words`, so it names nobody. Without a `person` nobody can be asked: `missing` says
    it in a sentence, and `settings_url` is where an administrator mends it.
    """

    person: Signer | None
    part: str
    reason: str
    missing: str = ""
    settings_url: str = ""


@dataclass(frozen=True)
class Requirement:
    """`find` gives who must sign a kind of content of a campaign; `words` says the argument of a reason."""

    key: str
    find: Callable[[Campaign, str], Sequence[Required]]
    words: Callable[[str], str]


_requirements: dict[str, Requirement] = {}


def required_register(requirement: Requirement) -> None:
    """Apps call this in ready()."""
    _requirements[requirement.key] = requirement


def required_of(campaign: Campaign, kind: str) -> list[Required]:
    """Everybody who must sign this content, or one it covers, as it stands now."""
    kinds = (kind, *content_kind(kind).covers)
    return [
        each
        for requirement in _requirements.values()
        for content in kinds
        for each in requirement.find(campaign, content)
    ]


def required_words(reasons: str) -> str:
    """«budget au-dessus de 10 000 €» for the reasons of a place, without those nobody registers any more."""
    said = []
    for reason in reasons.split(_BETWEEN):
        key, _colon, argument = reason.partition(":")
        if key in _requirements:
            said.append(_requirements[key].words(argument))
    return ", ".join(said)


def reasons_joined(reasons: Sequence[str]) -> str:
    """Several reasons for one place, as it keeps them."""
    return _BETWEEN.join(dict.fromkeys(reasons))


def part_covers(part: str, needed: str) -> bool:
    """Whether who answers for a part answers for what is needed."""
    return part in (EVERYTHING, needed)


def signer_name(person: Signer) -> str:
    return person.user.name if isinstance(person, Membership) else person.name


def signer_address(person: Signer) -> str:
    """What makes two rows the same person: the address their code goes to."""
    return (person.user.email if isinstance(person, Membership) else person.email).lower()


def signer_words(person: Signer) -> str:
    """«Hélène Aubry (Directrice générale)», or the name alone."""
    function = person.job_title if isinstance(person, Membership) else person.function
    if not function:
        return signer_name(person)
    return _("%(name)s (%(function)s)") % {"name": signer_name(person), "function": function}


def can_sign(person: Signer) -> bool:
    """Still there, and no partner: the same people a request may be sent to."""
    if isinstance(person, Membership):
        return person.is_active and not person.team_only and person.user.is_active
    return person.is_active
