"""Edits of a plan, kept so that their author can take them back."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from core.models import Membership


class PlanEdit(models.Model):
    """What one edit changed, as `campaigns.plan_state` writes it: authored values only, never dates.

    `undone_at` is set while the edit is taken back; a new edit of the same author drops those, since there
    is nothing to bring back to any more. Only the last few of an author are kept.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="plan_edits")
    author = models.ForeignKey(Membership, models.CASCADE, related_name="plan_edits")
    said = models.CharField(_("modification"), max_length=300)
    changes = models.JSONField(_("valeurs d’avant et d’après"), encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("modification du planning")
        verbose_name_plural = _("modifications du planning")
        ordering = ["-id"]
        indexes = [models.Index(fields=["campaign", "author", "-id"], name="plan_edit_of_author")]

    def __str__(self) -> str:
        return self.said
