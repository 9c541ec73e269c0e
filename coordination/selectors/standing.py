"""Whether coordination may still change anything in a campaign."""

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Phase


def closed_words(campaign: Campaign) -> str:
    """Why nothing changes any more in a campaign; empty while it is in progress."""
    if campaign.phase == Phase.ABANDONNEE:
        return _("La campagne est abandonnée : tout reste lisible, rien n’y change.")
    if campaign.phase == Phase.CLOTUREE:
        return _("La campagne est clôturée : tout reste lisible, rien n’y change.")
    return ""
