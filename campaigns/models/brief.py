"""Phase 1: the brief."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.dictionaries import Audience, Kpi
from campaigns.playbooks.dictionaries import SECTORS
from core.models import Versioned

#: The playbooks' sectors, which carry the rule and the mention of each.
SECTOR_CHOICES = [("", _("Aucun")), *((sector.key, sector.name) for sector in SECTORS)]


def strategy_path(brief: "Brief", filename: str) -> str:
    return f"strategies/{brief.campaign.workspace_id}/{brief.campaign_id}/{filename}"


class Brief(Versioned):
    """The texts of a campaign's brief. Objectives, audiences and key messages are rows of their own."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="brief")
    strategy_label = models.CharField(_("stratégie servie"), max_length=200, blank=True)
    strategy_url = models.URLField(_("lien vers la stratégie"), max_length=500, blank=True)
    strategy_file = models.FileField(_("document de stratégie"), upload_to=strategy_path, blank=True)
    context = models.TextField(_("contexte"), blank=True)
    proposition = models.TextField(_("promesse"), blank=True)
    tone = models.CharField(_("ton"), max_length=200, blank=True)
    constraints = models.TextField(_("contraintes"), blank=True)
    sector = models.CharField(
        _("secteur réglementé"), max_length=12, choices=SECTOR_CHOICES, blank=True, default=""
    )

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("briefs")

    def __str__(self) -> str:
        return str(self.campaign)


class Objective(Versioned):
    """A metric to move from a baseline to a target before a deadline."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    name = models.CharField(_("objectif"), max_length=200)
    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="objectives", verbose_name=_("KPI"))
    baseline = models.DecimalField(_("départ"), max_digits=16, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(_("cible chiffrée"), max_digits=16, decimal_places=4)
    unit = models.CharField(_("unité"), max_length=20, blank=True)
    deadline = models.DateField(_("échéance"))

    class Meta:
        verbose_name = _("objectif")
        verbose_name_plural = _("objectifs")
        ordering = ["campaign_id", "position", "id"]

    def __str__(self) -> str:
        return self.name


class BriefAudience(Versioned):
    """An audience of the workspace, with what this campaign wants to say about it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="brief_audiences")
    audience = models.ForeignKey(
        Audience, models.PROTECT, related_name="brief_audiences", verbose_name=_("cible")
    )
    insight = models.TextField(_("ce que nous savons d’elle"), blank=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("cible du brief")
        verbose_name_plural = _("cibles du brief")
        ordering = ["campaign_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "audience"],
                name="brief_audience_once",
                violation_error_message=_("Cette cible est déjà dans le brief."),
            )
        ]

    def __str__(self) -> str:
        return str(self.audience)


class KeyMessage(Versioned):
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="key_messages")
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    text = models.CharField(_("message"), max_length=300)
    proof = models.CharField(_("preuve"), max_length=300, blank=True)
    audience = models.ForeignKey(
        Audience, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("pour qui")
    )

    class Meta:
        verbose_name = _("message clé")
        verbose_name_plural = _("messages clés")
        ordering = ["campaign_id", "position", "id"]

    def __str__(self) -> str:
        return self.text
