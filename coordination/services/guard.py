"""The lock every coordination service takes, and its refusal once a campaign has ended."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.models import Campaign, SignOffRequest
from campaigns.services.signoff import signoff_touch
from coordination.selectors.frozen import assets_key
from coordination.selectors.standing import closed_words
from core.access import Access

#: Where an edit tells which approvals it voided; None when nobody asks.
Voided = list[SignOffRequest] | None


def campaign_lock(campaign_id: int) -> Campaign:
    """Lock a campaign in progress. Call it inside a transaction.

    Raises ValidationError, in words, when it is closed or abandoned.
    """
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("workspace")
    campaign: Campaign = rows.get(pk=campaign_id)
    if words := closed_words(campaign):
        raise ValidationError(words)
    return campaign


@contextmanager
def assets_edit(campaign_id: int, actor: Access, *, voided: Voided = None) -> Iterator["Edited"]:
    """Edit what the assets of waves are: one transaction, the campaign locked first, approvals told last.

    Name the waves touched in `waves` of what is yielded; the approvals this voids are added to `voided`.
    """
    with transaction.atomic():
        edited = Edited(campaign_lock(campaign_id))
        yield edited
        for wave in sorted(edited.waves):
            gone = signoff_touch(campaign=edited.campaign, kind=assets_key(wave), actor=actor)
            if gone and voided is not None:
                voided.append(gone)


class Edited:
    """The campaign under its lock, and the waves whose assets an edit touched."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.waves: set[int] = set()

    def touch(self, waves: Iterable[int]) -> None:
        self.waves.update(waves)
