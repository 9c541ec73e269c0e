"""Snapshots, and the requests that send them to signers."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from core.models import Membership


class Snapshot(models.Model):
    """One exact content, frozen: canonical JSON and its SHA-256.

    The database itself refuses to change or delete a row (triggers, see migration 0008), unless a purge
    is open (`services.purging`). The author's name stays erasable.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="snapshots")
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    author = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=160)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version figée")
        verbose_name_plural = _("versions figées")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "kind", "number"], name="snapshot_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.number}"


class SignOffRequest(models.Model):
    """A snapshot sent to named signers. At most one per campaign and kind is alive.

    `amends` numbers the amendment this request asks for; `amended_by` the one opened when this approval
    fell void in a live campaign (ADR 0008). Both count from 1 within the campaign and the kind.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("En attente")
        APPROVED = "approved", _("Validée")
        REJECTED = "rejected", _("Refusée")
        WITHDRAWN = "withdrawn", _("Retirée")
        VOIDED = "voided", _("Périmée")
        REPLACED = "replaced", _("Remplacée")

    class Rule(models.TextChoices):
        ALL = "all", _("Toutes les réponses")
        ANY = "any", _("Une seule suffit")
        QUORUM = "quorum", _("Un nombre d’approbations")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="signoff_requests")
    kind = models.CharField(max_length=20)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="requests")
    rule = models.CharField(_("règle"), max_length=8, choices=Rule.choices, default=Rule.ALL)
    quorum = models.PositiveSmallIntegerField(_("approbations nécessaires"), null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    message = models.TextField(_("message aux signataires"), blank=True)
    due_on = models.DateField(_("réponse attendue le"))
    requested_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    requested_by_name = models.CharField(max_length=160)
    requested_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=160, blank=True)
    settled_reason = models.CharField(max_length=300, blank=True)
    amends = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    amended_by = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("demande de validation")
        verbose_name_plural = _("demandes de validation")
        # By number, never by the clock: which request counts must not depend on a clock set back.
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind"],
                condition=Q(status__in=["open", "approved"]),
                name="signoff_one_alive",
            ),
            models.CheckConstraint(
                condition=Q(rule="quorum", quorum__gte=1) | (~Q(rule="quorum") & Q(quorum__isnull=True)),
                name="signoff_quorum_has_number",
            ),
            models.UniqueConstraint(
                fields=["campaign", "kind", "amended_by"], name="signoff_amendment_opened_once"
            ),
            models.CheckConstraint(
                condition=Q(amended_by__isnull=True) | Q(status="voided"), name="signoff_amended_is_void"
            ),
        ]
        indexes = [models.Index(fields=["campaign", "kind", "-requested_at"], name="signoff_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"
