"""Alerts: one open alert per cause, in words, with an owner and a next action."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from core.models import Membership


class Alert(models.Model):
    class Kind(models.TextChoices):
        MILESTONE_OVERDUE = "milestone_overdue", _("Jalon en retard")
        TASK_BLOCKED = "task_blocked", _("Tâche bloquée")
        BUDGET_OVERSPENT = "budget_overspent", _("Budget dépassé")
        KPI_BEHIND = "kpi_behind", _("KPI en retard")
        SIGNOFF_WAITING = "signoff_waiting", _("Validation en attente")

    class Status(models.TextChoices):
        OPEN = "open", _("Ouverte")
        ACKNOWLEDGED = "acknowledged", _("Prise en charge")
        SNOOZED = "snoozed", _("Reportée")
        RESOLVED = "resolved", _("Résolue")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="alerts")
    kind = models.CharField(_("cause"), max_length=20, choices=Kind.choices)
    cause = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    owner = models.ForeignKey(
        Membership, models.SET_NULL, null=True, related_name="alerts", verbose_name=_("à qui")
    )
    status = models.CharField(_("état"), max_length=12, choices=Status.choices, default=Status.OPEN)
    opened_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()
    snoozed_until = models.DateField(null=True)
    handled_by_name = models.CharField(max_length=160, blank=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("alerte")
        verbose_name_plural = _("alertes")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind", "cause"],
                condition=~Q(status="resolved"),
                name="alert_one_open_per_cause",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.cause}"
