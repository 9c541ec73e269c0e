"""Above the workspace's amounts, the people it names must sign a budget."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import DelegationLevel
from budgets.selectors.delegation import level_for, signed_amount
from campaigns.models import Campaign
from campaigns.signoff.parts import EVERYTHING
from campaigns.signoff.required import Required, Requirement, Signer, can_sign, signer_name
from core.formatting import money


def delegation_required(campaign: Campaign, kind: str) -> Sequence[Required]:
    """Everybody the budget's level names; six queries at most, none for another content.

    For all of it: a budget has no parts, and in a combined request «les objectifs chiffrés» are the brief's.
    """
    if kind != "budget":
        return []
    level = level_for(campaign.workspace, signed_amount(campaign))
    if level is None:
        return []
    people: list[Signer] = [campaign.owner] if level.owner else []
    people += [*level.members.all(), *level.stakeholders.all()]
    reason = f"delegation:{level.above:f}:{campaign.workspace.currency}"
    url = reverse("budgets:delegation", args=[campaign.workspace.slug])
    if not people:
        return [Required(None, EVERYTHING, reason, _missing(level, campaign, None), url)]
    return [
        Required(person, EVERYTHING, reason)
        if can_sign(person)
        else Required(None, EVERYTHING, reason, _missing(level, campaign, person), url)
        for person in people
    ]


def _missing(level: DelegationLevel, campaign: Campaign, gone: Signer | None) -> str:
    if not level.above:
        if gone is None:
            return _("Personne n’est désigné pour signer les budgets.")
        return _("%(name)s doit signer tous les budgets et ne peut plus signer ici.") % {
            "name": signer_name(gone)
        }
    values = {"amount": money(level.above, campaign.workspace.currency)}
    if gone is None:
        return _("Personne n’est désigné pour signer un budget au-dessus de %(amount)s.") % values
    words = _("%(name)s doit signer un budget au-dessus de %(amount)s et ne peut plus signer ici.")
    return words % {**values, "name": signer_name(gone)}


def _words(argument: str) -> str:
    amount, _colon, currency = argument.partition(":")
    if not Decimal(amount):
        return _("tout budget")
    return _("budget au-dessus de %(amount)s") % {"amount": money(Decimal(amount), currency)}


REQUIREMENT = Requirement("delegation", delegation_required, _words)
