"""The tenant and who may do what in it."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.users import User
from core.models.versioned import Versioned


class Role(models.TextChoices):
    ADMIN = "admin", _("Administrateur")
    MANAGER = "manager", _("Responsable de campagne")
    CONTRIBUTOR = "contributor", _("Contributeur")
    VIEWER = "viewer", _("Lecteur")

    @property
    def rank(self) -> int:
        return [Role.VIEWER, Role.CONTRIBUTOR, Role.MANAGER, Role.ADMIN].index(self)

    def covers(self, needed: "Role") -> bool:
        """True when this role may do what the other may."""
        return self.rank >= needed.rank


class Workspace(Versioned):
    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    currency = models.CharField(_("devise"), max_length=3, default="EUR")
    time_zone = models.CharField(_("fuseau horaire"), max_length=60, default="Europe/Paris")
    holidays_subdivision = models.CharField(
        _("jours fériés particuliers"),
        max_length=30,
        blank=True,
        help_text=_("Vide pour la métropole, « Alsace-Moselle » ou un code d’outre-mer."),
    )
    signoff_patience_days = models.PositiveSmallIntegerField(
        _("jours ouvrés avant de relancer une validation"), default=3
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("espace")
        verbose_name_plural = _("espaces")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(Versioned):
    """A person's place in a workspace. `team_only` members see nothing but the work of their teams."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices, default=Role.CONTRIBUTOR)
    job_title = models.CharField(_("fonction"), max_length=120, blank=True)
    team_only = models.BooleanField(
        _("partenaire"),
        default=False,
        help_text=_("Ne voit que le travail confié à ses équipes."),
    )
    is_active = models.BooleanField(_("actif"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("membre")
        verbose_name_plural = _("membres")
        ordering = ["user__name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="membership_once")]

    def __str__(self) -> str:
        return self.user.name

    def covers(self, needed: Role) -> bool:
        return self.is_active and Role(self.role).covers(needed)


def _a_fortnight_away() -> datetime:
    return timezone.now() + timedelta(days=14)


class Invitation(models.Model):
    """An e-mailed invitation to a workspace. Only the hash of its secret is stored."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("adresse e-mail"))
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices, default=Role.CONTRIBUTOR)
    team_only = models.BooleanField(_("partenaire"), default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=_a_fortnight_away)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "workspace",
                models.functions.Lower("email"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_pending_once",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_pending(self) -> bool:
        return not self.accepted_at and not self.revoked_at and self.expires_at > timezone.now()
