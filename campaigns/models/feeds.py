"""Calendars people subscribe to, and how often each dated thing changed since."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.dictionaries import Team
from core.models import Membership, Workspace


class FeedSubscription(models.Model):
    """One calendar address, made by one member for one calendar application. It shows what that member
    may see, and nothing once they may not: only the hash of its secret is stored, and it opens nothing
    else."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Mon planning")
        CAMPAIGN = "campaign", _("Une campagne")
        TEAM = "team", _("Une équipe")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="feeds")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="feeds")
    kind = models.CharField(_("ce qu’il montre"), max_length=10, choices=Kind.choices)
    campaign = models.ForeignKey(
        Campaign, models.CASCADE, null=True, blank=True, related_name="feeds", verbose_name=_("campagne")
    )
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="feeds", verbose_name=_("équipe")
    )
    name = models.CharField(_("nom"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("abonnement")
        verbose_name_plural = _("abonnements")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="person", campaign__isnull=True, team__isnull=True)
                | Q(kind="campaign", campaign__isnull=False, team__isnull=True)
                | Q(kind="team", campaign__isnull=True, team__isnull=False),
                name="feed_shows_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CalendarRevision(models.Model):
    """How many times a task or a wave changed for those who have it in their calendar, and when last.

    `key` is "task:12" or "wave:3"; `digest` is of what calendars show of it. Kept by the services that
    write plans, because reading a calendar writes nothing.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="calendar_revisions")
    key = models.CharField(max_length=32, unique=True)
    digest = models.CharField(max_length=32)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("révision d’agenda")
        verbose_name_plural = _("révisions d’agenda")

    def __str__(self) -> str:
        return self.key
