"""Collisions somebody accepted. A collision itself is never stored: it is computed from the dates."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import User, Workspace


class AcceptedCollision(models.Model):
    """A collision accepted with a reason, as long as it stays within the days it was accepted for: one
    that grows must be accepted again."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="accepted_collisions")
    key = models.CharField(_("clé"), max_length=120, editable=False)
    starts_on = models.DateField(_("premier jour"), editable=False)
    ends_on = models.DateField(_("dernier jour"), editable=False)
    reason = models.CharField(_("raison"), max_length=300)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    by_name = models.CharField(max_length=160, blank=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("collision acceptée")
        verbose_name_plural = _("collisions acceptées")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="collision_accepted_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="collision_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.key
