"""What proves a decision: a chain of events per workspace, and the people it speaks of, erasable.

An event's `payload` is canonical JSON and holds everything the event states, its own place in the chain
included; `digest` is the SHA-256 of those bytes. Who did it stands beside, in `EvidenceIdentity`: the
payload commits to a salted hash of it, so that erasing a person breaks no link of the chain.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from core.models import Workspace


class EvidenceHead(models.Model):
    """The end of a workspace's chain: the row that every append locks."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="evidence_head")
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("tête de la chaîne de preuves")
        verbose_name_plural = _("têtes des chaînes de preuves")

    def __str__(self) -> str:
        return f"{self.workspace_id}: {self.sequence}"


class EvidenceEvent(models.Model):
    """One link of the chain. The database refuses to change or delete it (migration 0008)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="evidence")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="evidence")
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    payload = models.TextField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("preuve")
        verbose_name_plural = _("preuves")
        ordering = ["workspace", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "sequence"], name="evidence_place_once"),
        ]
        indexes = [models.Index(fields=["campaign", "sequence"], name="evidence_by_campaign")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class EvidenceIdentity(models.Model):
    """Who an event speaks of: name, address, IP, browser, typed name. Erasable: `data` becomes empty."""

    event = models.OneToOneField(EvidenceEvent, models.CASCADE, related_name="identity")
    salt = models.CharField(max_length=32)
    data = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("identité d’une preuve")
        verbose_name_plural = _("identités des preuves")
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(data="", salt=""), name="identity_erased_is_empty"
            )
        ]

    def __str__(self) -> str:
        return f"identity of {self.event_id}"


class EvidencePurge(models.Model):
    """The one way past the triggers: open inside a transaction only, closed before it ends, kept for ever."""

    reason = models.CharField(max_length=300)
    opened_by = models.CharField(max_length=160)
    opened_at = models.DateTimeField(default=timezone.now)
    is_open = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("purge")
        verbose_name_plural = _("purges")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="purge_says_why")]

    def __str__(self) -> str:
        return self.reason
