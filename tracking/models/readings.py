"""What reading an import's file gave, kept so that it is read once."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tracking.models.facts import Import

#: Longer than the sweeper needs to give a dead worker's reading to another; and a long wait for a turn.
STALLED_AFTER = {"working": timedelta(minutes=3), "waiting": timedelta(minutes=10)}


class Reading(models.Model):
    """One reading of one file with one set of answers; `key` is a hash of all that decides its result.

    `result` and `staged` are the stored forms of the engine's result and of the figures by measure and
    day. `refusal` holds the first thing that prevents importing, `whole` whether the file itself is at
    fault and not one of its rows; `refused_on` is the day of a reading that refused something: the day
    after, what was in the future may be past.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("En attente")
        WORKING = "working", _("En lecture")
        READY = "ready", _("Lu")
        FAILED = "failed", _("Échoué")

    class Failure(models.TextChoices):
        GONE = (
            "gone",
            _("Le fichier n’est plus sur le serveur. Abandonnez cet import, puis déposez-le de nouveau."),
        )
        TOO_LONG = (
            "too_long",
            _("Ce fichier est trop long à lire. Abandonnez-le, puis exportez une période plus courte."),
        )
        UNREAD = (
            "unread",
            _("Ce fichier n’a pas pu être lu. Essayez encore ; sinon, exportez-le de nouveau, en CSV."),
        )

    record = models.ForeignKey(Import, models.CASCADE, related_name="readings")
    key = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=10, choices=Failure.choices, blank=True)
    result = models.JSONField(default=dict)
    staged = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)
    whole = models.BooleanField(default=False)
    refused_on = models.DateField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    alive_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("lecture")
        verbose_name_plural = _("lectures")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["record", "key"], name="reading_once")]

    def __str__(self) -> str:
        return self.key

    @property
    def under_way(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.WORKING)

    @property
    def stalled(self) -> bool:
        """Under way without a sign of life."""
        return self.under_way and self.alive_at < timezone.now() - STALLED_AFTER[self.status]
