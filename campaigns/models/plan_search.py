"""A search for a better levelled plan, done by a worker while somebody waits for it, or does not."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign

#: Longer than another worker needs to take up the work of a dead one; and a long wait for a turn.
STALLED_AFTER = {"working": timedelta(minutes=3), "waiting": timedelta(minutes=10)}


class PlanSearch(models.Model):
    """The last search of a campaign. `fingerprint` names the plan it is about: of another it says nothing.

    `run` counts the searches, so that a worker whose search was cancelled or begun anew writes nothing.
    `answer` is an answer of `campaigns.selectors.plan_levelling` in its stored form.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("En attente")
        WORKING = "working", _("En cours")
        DONE = "done", _("Terminée")
        CANCELLED = "cancelled", _("Arrêtée")
        FAILED = "failed", _("Échouée")

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="plan_search")
    fingerprint = models.CharField(max_length=64)
    run = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    alive_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("recherche de planning")
        verbose_name_plural = _("recherches de planning")

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.run}"

    @property
    def under_way(self) -> bool:
        """Waiting or at work, with signs of life."""
        if self.status not in (self.Status.WAITING, self.Status.WORKING):
            return False
        return self.alive_at >= timezone.now() - STALLED_AFTER[self.status]

    @property
    def broken(self) -> bool:
        """Ended without having said anything: failed, or without a sign of life."""
        ended = self.status in (self.Status.DONE, self.Status.CANCELLED)
        return not ended and not self.under_way
