"""Workspace dictionaries: what every agent names the same way."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Membership, Versioned, Workspace


class Brand(Versioned):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="brands")
    name = models.CharField(_("nom"), max_length=120)
    is_active = models.BooleanField(_("proposée"), default=True)

    class Meta:
        verbose_name = _("marque")
        verbose_name_plural = _("marques")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="brand_once")]

    def __str__(self) -> str:
        return self.name


class Audience(Versioned):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="audiences")
    name = models.CharField(_("nom"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    is_active = models.BooleanField(_("proposée"), default=True)

    class Meta:
        verbose_name = _("cible")
        verbose_name_plural = _("cibles")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="audience_once")]

    def __str__(self) -> str:
        return self.name


class Team(Versioned):
    class Kind(models.TextChoices):
        INTERNAL = "internal", _("Interne")
        PARTNER = "partner", _("Partenaire")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="teams")
    key = models.SlugField(_("clé"), max_length=40)
    name = models.CharField(_("nom"), max_length=120)
    kind = models.CharField(_("nature"), max_length=10, choices=Kind.choices, default=Kind.INTERNAL)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    people_per_day = models.PositiveSmallIntegerField(
        _("personnes disponibles par jour"), default=1, validators=[MinValueValidator(1)]
    )
    is_active = models.BooleanField(_("proposée"), default=True)
    members = models.ManyToManyField(
        Membership, through="TeamMember", related_name="teams", verbose_name=_("membres")
    )

    class Meta:
        verbose_name = _("équipe")
        verbose_name_plural = _("équipes")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="team_key_once")]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    team = models.ForeignKey(Team, models.CASCADE, related_name="team_members")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="team_members")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "membership"], name="team_member_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Channel(Versioned):
    """A way to reach people. `team` usually runs it and reports it live."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="channels")
    key = models.SlugField(_("clé"), max_length=40)
    name = models.CharField(_("nom"), max_length=120)
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="channels", verbose_name=_("équipe")
    )
    is_active = models.BooleanField(_("proposé"), default=True)

    class Meta:
        verbose_name = _("canal")
        verbose_name_plural = _("canaux")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="channel_key_once")]

    def __str__(self) -> str:
        return self.name


class Format(Versioned):
    """What a channel expects of an asset. Zero or empty means: not constrained."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="formats", verbose_name=_("canal"))
    key = models.SlugField(_("clé"), max_length=40)
    name = models.CharField(_("nom"), max_length=120)
    width = models.PositiveIntegerField(_("largeur (px)"), default=0)
    height = models.PositiveIntegerField(_("hauteur (px)"), default=0)
    duration_s = models.PositiveIntegerField(_("durée (s)"), default=0)
    max_bytes = models.PositiveBigIntegerField(_("poids maximal (octets)"), default=0)
    mime_types = models.JSONField(_("types de fichier"), default=list, blank=True)
    is_active = models.BooleanField(_("proposé"), default=True)

    class Meta:
        verbose_name = _("format")
        verbose_name_plural = _("formats")
        ordering = ["channel__name", "name"]
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="format_key_once")]

    def __str__(self) -> str:
        return self.name


class Kpi(Versioned):
    """A measure the workspace follows. Ratios divide the sums of two other measures, never averages."""

    class Aggregation(models.TextChoices):
        SUM = "sum", _("Somme")
        RATIO = "ratio", _("Rapport de deux sommes")
        AVERAGE = "average", _("Moyenne")
        SURVEY = "survey", _("Enquête")

    class Direction(models.TextChoices):
        UP = "up", _("Plus c’est haut, mieux c’est")
        DOWN = "down", _("Plus c’est bas, mieux c’est")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="kpis")
    key = models.SlugField(_("clé"), max_length=40)
    name = models.CharField(_("nom"), max_length=120)
    unit = models.CharField(_("unité"), max_length=20, blank=True)
    aggregation = models.CharField(_("calcul"), max_length=10, choices=Aggregation.choices, default="sum")
    direction = models.CharField(_("sens"), max_length=4, choices=Direction.choices, default="up")
    numerator_key = models.SlugField(_("numérateur"), max_length=40, blank=True)
    denominator_key = models.SlugField(_("dénominateur"), max_length=40, blank=True)
    factor = models.PositiveIntegerField(_("multiplicateur"), default=1)
    is_active = models.BooleanField(_("proposé"), default=True)

    class Meta:
        verbose_name = _("KPI")
        verbose_name_plural = _("KPI")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="kpi_key_once")]

    def __str__(self) -> str:
        return self.name


class Stakeholder(Versioned):
    """A signer without an account."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="stakeholders")
    name = models.CharField(_("nom"), max_length=120)
    email = models.EmailField(_("adresse e-mail"))
    function = models.CharField(_("fonction"), max_length=120, blank=True)
    stand_in = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("suppléant")
    )
    absent_until = models.DateField(
        _("absente jusqu’au"),
        null=True,
        blank=True,
        help_text=_("Jusqu’à ce jour compris, ses validations vont à son suppléant."),
    )
    is_active = models.BooleanField(_("proposée"), default=True)

    class Meta:
        verbose_name = _("partie prenante")
        verbose_name_plural = _("parties prenantes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("workspace", models.functions.Lower("email"), name="stakeholder_once")
        ]

    def __str__(self) -> str:
        return self.name
