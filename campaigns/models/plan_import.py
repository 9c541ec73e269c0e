"""A file of tasks that somebody looks at before it becomes the plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from core.models import Membership


class PlanImport(models.Model):
    """An upload in preview: its cells as read, and what its author answered. It goes once imported or set
    aside; one person looks at one file for a campaign at a time."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="plan_imports")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    filename = models.CharField(max_length=200)
    table = models.JSONField()  # {"rows": [[line, [cell, …]], …], "epoch_1904": bool}
    answers = models.JSONField(default=dict)  # {"team:studio x": "12", …, "starts": "1"}
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("import de planning")
        verbose_name_plural = _("imports de planning")
        constraints = [models.UniqueConstraint(fields=["campaign", "membership"], name="plan_import_once")]

    def __str__(self) -> str:
        return self.filename
