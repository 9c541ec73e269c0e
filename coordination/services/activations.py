"""Activation: a team reports that its channel of a wave is live."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Channel, Wave
from coordination.models import Activation
from coordination.selectors.execution import not_open_words
from coordination.services.guard import campaign_lock
from core.access import Access
from core.audit import audit_record


class NotOpen(Exception):
    """The wave has not passed its launch gate, or the campaign is paused: nothing may go live."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def activation_report(
    *, wave: Wave, channel: Channel, live_at: datetime, url: str, note: str, actor: Access
) -> Activation:
    """Record that a channel is live. Reporting the same channel again keeps the first report.

    Raises NotOpen while the gate holds or the campaign is paused, ValidationError for a channel the
    wave does not plan or a moment in the future.
    """
    with transaction.atomic():
        campaign = campaign_lock(wave.campaign_id)
        current = Wave.objects.get(pk=wave.pk)
        if words := not_open_words(campaign, current):
            raise NotOpen(words)
        if not current.placements.filter(channel=channel).exists():
            raise ValidationError({"channel": _("Ce canal n’est pas prévu dans cette vague.")})
        if live_at > timezone.now():
            raise ValidationError({"live_at": _("Déclarez une mise en ligne quand elle a eu lieu.")})
        activation, created = Activation.objects.get_or_create(
            wave=current,
            channel=channel,
            defaults={
                "live_at": live_at,
                "url": url,
                "note": note[:300],
                "reported_by": actor.membership,
                "reported_by_name": actor.user.name,
            },
        )
        if created:
            _log(activation, campaign, actor, "activation_reported")
    return activation


def activation_withdraw(*, activation: Activation, actor: Access) -> None:
    """Take back a report made by mistake."""
    with transaction.atomic():
        campaign = campaign_lock(activation.wave.campaign_id)
        _log(activation, campaign, actor, "activation_withdrawn")
        Activation.objects.filter(pk=activation.pk).delete()


def _log(activation: Activation, campaign: Campaign, actor: Access, verb: str) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=campaign.scope,
        subject=f"activation:{activation.pk}",
        label=f"{activation.channel} · {activation.wave}",
    )
