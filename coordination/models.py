"""Phases 4 and 5: creative briefs, assets and their approval, team briefings, activation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Channel, Format, Team, Wave
from core.models import Membership, Versioned

#: Pictures a page may show as they are. SVG is none of them: it can carry script.
INLINE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
THUMBNAIL_PIXELS = 24_000_000


class CreativeBrief(Versioned):
    """What the makers of one channel × format need to know. One serves every wave of the campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="creative_briefs")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", verbose_name=_("canal"))
    format = models.ForeignKey(Format, models.PROTECT, related_name="+", verbose_name=_("format"))
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="creative_briefs", verbose_name=_("équipe")
    )
    due_on = models.DateField(_("à livrer le"), null=True, blank=True)
    message = models.TextField(_("message"), blank=True)
    promise = models.TextField(_("promesse et preuve"), blank=True)
    tone = models.CharField(_("ton"), max_length=200, blank=True)
    call_to_action = models.CharField(_("appel à l’action"), max_length=120, blank=True)
    mandatory = models.TextField(_("mentions obligatoires"), blank=True)
    landing_url = models.URLField(_("page d’arrivée"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("brief créatif")
        verbose_name_plural = _("briefs créatifs")
        ordering = ["campaign_id", "channel__name", "format__name"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "channel", "format"], name="creative_brief_once")
        ]

    def __str__(self) -> str:
        return f"{self.channel} · {self.format}"


class Asset(models.Model):
    """One thing to produce for a wave: a visual, a film, a text. Its versions carry the files."""

    creative_brief = models.ForeignKey(CreativeBrief, models.PROTECT, related_name="assets")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="assets", verbose_name=_("vague"))
    name = models.CharField(_("nom"), max_length=160)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        ordering = ["wave__number", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["creative_brief", "wave", "name"],
                name="asset_name_once",
                violation_error_message=_("Un asset porte déjà ce nom pour cette vague."),
            )
        ]

    def __str__(self) -> str:
        return self.name


def version_path(version: "AssetVersion", filename: str) -> str:
    campaign = version.asset.creative_brief.campaign
    return f"assets/{campaign.workspace_id}/{campaign.pk}/{version.asset_id}/v{version.number}/{filename}"


class AssetVersion(models.Model):
    """One uploaded file. Never replaced: a correction is a new version."""

    class Status(models.TextChoices):
        REVIEW = "review", _("En relecture")
        APPROVED = "approved", _("Approuvée")
        CHANGES = "changes", _("À reprendre")

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(_("fichier"), upload_to=version_path, max_length=300)
    filename = models.CharField(_("nom du fichier"), max_length=200)
    mime_type = models.CharField(max_length=80)
    size_bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    warnings = models.JSONField(default=list)
    comment = models.CharField(_("ce qui change"), max_length=300, blank=True)
    status = models.CharField(_("état"), max_length=10, choices=Status.choices, default=Status.REVIEW)
    uploaded_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    uploaded_by_name = models.CharField(max_length=160)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["asset_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["asset", "number"], name="asset_version_once")]

    def __str__(self) -> str:
        return f"v{self.number}"

    @property
    def is_inline(self) -> bool:
        """A picture every browser shows by itself; anything else is downloaded."""
        return self.mime_type in INLINE_TYPES

    @property
    def has_thumbnail(self) -> bool:
        """A picture small enough to be shrunk without filling the memory (a JPEG is read small)."""
        if self.mime_type == "image/jpeg":
            return True
        return self.mime_type.startswith("image/") and self.width * self.height <= THUMBNAIL_PIXELS


class Review(models.Model):
    """A decision on a version. Asking for changes needs words."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approuver")
        CHANGES = "changes", _("Demander une reprise")

    version = models.ForeignKey(AssetVersion, models.CASCADE, related_name="reviews")
    decision = models.CharField(_("décision"), max_length=10, choices=Decision.choices)
    comment = models.TextField(_("commentaire"), blank=True)
    reviewer = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    reviewer_name = models.CharField(max_length=160)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("relecture")
        verbose_name_plural = _("relectures")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision="changes") | ~Q(comment=""),
                name="review_changes_says_what",
                violation_error_message=_("Dites ce qu’il faut reprendre."),
            )
        ]

    def __str__(self) -> str:
        return self.decision


class Briefing(models.Model):
    """A team was sent its brief for a wave, and acknowledged it."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="briefings", verbose_name=_("vague"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="briefings", verbose_name=_("équipe"))
    message = models.TextField(_("message"))
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    sent_by_name = models.CharField(max_length=160)
    reminded_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    acknowledged_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        verbose_name = _("briefing d’équipe")
        verbose_name_plural = _("briefings d’équipe")
        ordering = ["wave__number", "team__name"]
        constraints = [models.UniqueConstraint(fields=["wave", "team"], name="briefing_once")]

    def __str__(self) -> str:
        return str(self.team)


class Activation(models.Model):
    """A team reports that a channel of a wave is live."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="activations", verbose_name=_("vague"))
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", verbose_name=_("canal"))
    live_at = models.DateTimeField(_("en ligne depuis"))
    url = models.URLField(_("adresse ou preuve"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    reported_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    reported_by_name = models.CharField(max_length=160)
    reported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("activation")
        verbose_name_plural = _("activations")
        ordering = ["wave__number", "channel__name"]
        constraints = [models.UniqueConstraint(fields=["wave", "channel"], name="activation_once")]

    def __str__(self) -> str:
        return str(self.channel)
