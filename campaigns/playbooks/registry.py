"""Where playbooks are found, and how long a campaign of each type should be live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.playbooks import always_on, brand, evenementielle, flash, lancement, saisonniere
from campaigns.playbooks.base import CampaignType, Playbook

PLAYBOOKS: tuple[Playbook, ...] = (
    lancement.PLAYBOOK,
    saisonniere.PLAYBOOK,
    always_on.PLAYBOOK,
    flash.PLAYBOOK,
    evenementielle.PLAYBOOK,
    brand.PLAYBOOK,
)
_BY_TYPE = {book.type: book for book in PLAYBOOKS}


@dataclass(frozen=True, slots=True)
class DurationWarning:
    """A live window outside what its type is good for; never a refusal.

    ``days`` is the window's length, both ends included (0 when it ends before it starts).
    ``suggested_end`` is the nearest end inside the rule, None where the type should have none.
    """

    kind: Literal["too_short", "too_long", "has_an_end"]
    days: int
    text: str
    suggested_end: date | None


def playbook(campaign_type: CampaignType | str) -> Playbook:
    """The playbook of a type. Raises ValueError for an unknown type."""
    return _BY_TYPE[CampaignType(campaign_type)]


def duration_warning(
    campaign_type: CampaignType | str, launch: date, end: date | None
) -> DurationWarning | None:
    """What to say of a live window, in the reader's language; None when it suits its type.

    A missing end, or one before the launch, is not judged here: forms say that beside the field.
    """
    book = playbook(campaign_type)
    if end is None or end < launch:
        return None
    days = (end - launch).days + 1
    rule = book.duration
    if book.open_ended:
        text = _("Ces dates donnent une fin à la campagne. %(why)s") % {"why": rule.why}
        return DurationWarning("has_an_end", days, text, None)
    if rule.min_days is not None and days < rule.min_days:
        return _outside("too_short", book, days, launch + timedelta(days=rule.min_days - 1))
    if rule.max_days is not None and days > rule.max_days:
        return _outside("too_long", book, days, launch + timedelta(days=rule.max_days - 1))
    return None


def _outside(
    kind: Literal["too_short", "too_long"], book: Playbook, days: int, suggested_end: date
) -> DurationWarning:
    values = {"type": book.label, "rule": book.duration.words, "days": days, "why": book.duration.why}
    text = ngettext(
        "Une campagne de type « %(type)s » dure %(rule)s ; celle-ci dure %(days)s jour. %(why)s",
        "Une campagne de type « %(type)s » dure %(rule)s ; celle-ci dure %(days)s jours. %(why)s",
        days,
    )
    return DurationWarning(kind, days, text % values, suggested_end)
