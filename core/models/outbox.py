"""The outbox: every side effect that leaves the database, and every long work, is a row first."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.workspace import Workspace


class OutboxMessage(models.Model):
    """A mail to send, a PDF to make or a long work to do, written in the transaction that wants it.

    Queue of record: Celery only wakes it. `key` makes adding idempotent; `lease_until` lets a sweeper
    take over from a worker that died.
    """

    class Kind(models.TextChoices):
        MAIL = "mail", _("E-mail")
        PDF = "pdf", "PDF"
        WORK = "work", _("Travail de fond")

    class Status(models.TextChoices):
        QUEUED = "queued", _("En attente")
        SENDING = "sending", _("En cours")
        SENT = "sent", _("Envoyé")
        FAILED = "failed", _("Échoué")

    workspace = models.ForeignKey(Workspace, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(status__in=["queued", "sending"]), name="outbox_still_to_do"
            )
        ]

    def __str__(self) -> str:
        return self.key
