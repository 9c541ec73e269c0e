"""Phase 7: what was promised, what happened, what we learned."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Channel
from core.models import Membership, Versioned


class Bilan(Versioned):
    """A campaign's closing report, or one period's for an always-on campaign.

    `figures` is empty until frozen; from then on it is what the pages and the PDF show.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="bilans")
    number = models.PositiveSmallIntegerField(default=1)
    period_start = models.DateField(_("du"))
    period_end = models.DateField(_("au"))
    summary = models.TextField(_("l’essentiel"), blank=True)
    successes = models.TextField(_("ce qui a marché"), blank=True)
    difficulties = models.TextField(_("ce qui a coincé"), blank=True)
    figures = models.JSONField(default=dict, editable=False)
    frozen_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(Membership, models.SET_NULL, null=True, editable=False, related_name="+")
    published_by_name = models.CharField(max_length=160, blank=True, editable=False)

    class Meta:
        verbose_name = _("bilan")
        verbose_name_plural = _("bilans")
        ordering = ["campaign_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="bilan_number_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(frozen_at__isnull=False),
                name="bilan_published_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return str(self.campaign)


class Learning(Versioned):
    """Something the next campaign should know."""

    class Kind(models.TextChoices):
        KEEP = "keep", _("À refaire")
        CHANGE = "change", _("À changer")
        AVOID = "avoid", _("À éviter")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="learnings")
    bilan = models.ForeignKey(Bilan, models.CASCADE, related_name="learnings")
    kind = models.CharField(_("nature"), max_length=10, choices=Kind.choices, default=Kind.KEEP)
    text = models.CharField(_("enseignement"), max_length=300)
    evidence = models.CharField(_("le chiffre ou le fait"), max_length=300, blank=True)
    channel = models.ForeignKey(
        Channel, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("canal")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("enseignement")
        verbose_name_plural = _("enseignements")
        ordering = ["campaign_id", "id"]

    def __str__(self) -> str:
        return self.text
