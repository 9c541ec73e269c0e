"""Phase 6: what we promised to measure, where figures come from, and the figures."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Channel, Kpi
from core.models import Membership, Versioned
from core.money import FixedPointField


class KpiTarget(Versioned):
    """What a campaign should reach on a measure by its end, on all channels or on one."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="kpi_targets")
    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="targets", verbose_name=_("KPI"))
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("canal")
    )
    target = models.DecimalField(_("cible chiffrée"), max_digits=16, decimal_places=4)

    class Meta:
        verbose_name = _("objectif KPI")
        verbose_name_plural = _("objectifs KPI")
        ordering = ["campaign_id", "kpi__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kpi", "channel"],
                name="kpi_target_once_per_channel",
                violation_error_message=_("Ce KPI a déjà une cible pour ce canal."),
            ),
            # SQLite counts every NULL as different, so "all channels" needs a rule of its own.
            models.UniqueConstraint(
                fields=["campaign", "kpi"],
                condition=Q(channel__isnull=True),
                name="kpi_target_once_everywhere",
                violation_error_message=_("Ce KPI a déjà une cible pour tous les canaux."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.kpi)


class Source(Versioned):
    """Where the figures of one channel come from, for one campaign.

    `platform` is a key of `tracking.importers.platforms`, "generic" or "manual".
    """

    #: Without an export: figures typed in the browser.
    MANUAL = "manual"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sources")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="sources", verbose_name=_("canal"))
    platform = models.CharField(_("plateforme"), max_length=40)
    name = models.CharField(_("nom"), max_length=120)
    external_names = models.JSONField(_("noms de campagne dans l’export"), default=list, blank=True)
    is_active = models.BooleanField(_("suivie"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["campaign_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name"],
                name="source_name_once",
                violation_error_message=_("Une source porte déjà ce nom."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One file brought in: previewed, then applied whole, and possibly undone whole."""

    class Status(models.TextChoices):
        PREVIEW = "preview", _("À confirmer")
        APPLIED = "applied", _("Importé")
        UNDONE = "undone", _("Annulé")
        DISCARDED = "discarded", _("Abandonné")

    source = models.ForeignKey(Source, models.CASCADE, related_name="imports")
    file = models.FileField(upload_to="imports/%Y/%m", max_length=300, blank=True)
    filename = models.CharField(_("fichier"), max_length=200)
    sha256 = models.CharField(max_length=64)
    platform = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PREVIEW)
    options = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    rows = models.PositiveIntegerField(default=0)
    imported_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    imported_by_name = models.CharField(max_length=160)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.filename


class KpiFact(models.Model):
    """One measure of one source on one day. `value` is in the measure's unit (money in euros).

    `replaced_by_import` keeps a row that a newer import covers, so that undoing that import brings the
    row back; only rows where it is empty count.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="kpi_facts")
    source = models.ForeignKey(Source, models.CASCADE, related_name="facts")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="facts")
    day = models.DateField()
    value = FixedPointField(places=4)
    brought_by = models.ForeignKey(Import, models.CASCADE, null=True, related_name="facts")
    replaced_by_import = models.ForeignKey(Import, models.SET_NULL, null=True, related_name="replaced_facts")

    class Meta:
        verbose_name = _("mesure")
        verbose_name_plural = _("mesures")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kpi", "day"],
                condition=Q(replaced_by_import__isnull=True),
                name="fact_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["campaign", "kpi", "day"],
                condition=Q(replaced_by_import__isnull=True),
                name="fact_by_campaign",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.day}"
