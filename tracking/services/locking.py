"""Every write of follow-up locks its campaign first; none changes a campaign that is over."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.models import Campaign


def campaign_lock(pk: int) -> Campaign:
    """The campaign, locked for this transaction. Raises ValidationError when it is over."""
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("workspace")
    locked: Campaign = rows.get(pk=pk)
    if not locked.is_open:
        raise ValidationError(_("Cette campagne est terminée. Rouvrez-la pour changer son suivi."))
    return locked
