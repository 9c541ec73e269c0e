"""The lock every coordination service takes, and its refusal once a campaign has ended."""

from django.core.exceptions import ValidationError

from campaigns.models import Campaign
from coordination.selectors.standing import closed_words


def campaign_lock(campaign_id: int) -> Campaign:
    """Lock a campaign in progress. Call it inside a transaction.

    Raises ValidationError, in words, when it is closed or abandoned.
    """
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("workspace")
    campaign: Campaign = rows.get(pk=campaign_id)
    if words := closed_words(campaign):
        raise ValidationError(words)
    return campaign
