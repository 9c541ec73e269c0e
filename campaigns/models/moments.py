"""What a workspace changes in the commercial calendar, and the moments it adds to it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Versioned, Workspace


class WorkspaceMoment(Versioned):
    """Either the workspace's own dates for a moment of the calendar in one year (`key` and `year` are
    those of `campaigns.moments`; `hidden` leaves it out of the calendars), or a moment of its own
    (`key` is empty), which may come back every year on the same days.

    During an embargo the workspace says nothing: no launch, no wave.
    """

    class Kind(models.TextChoices):
        EVENT = "event", _("Temps fort")
        EMBARGO = "embargo", _("Pas de communication")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="moments")
    key = models.SlugField(_("clé"), max_length=60, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(_("année"), null=True, editable=False)
    name = models.CharField(_("nom"), max_length=120, blank=True)
    kind = models.CharField(_("nature"), max_length=10, choices=Kind.choices, default=Kind.EVENT)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))
    every_year = models.BooleanField(_("chaque année"), default=False)
    hidden = models.BooleanField(_("masqué"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("temps fort")
        verbose_name_plural = _("temps forts")
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "key", "year"], condition=~Q(key=""), name="moment_changed_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="moment_ends_after_start",
                violation_error_message=_("Le dernier jour tombe avant le premier."),
            ),
            models.CheckConstraint(
                condition=Q(key="", year__isnull=True, hidden=False) & ~Q(name="")
                | ~Q(key="") & Q(year__isnull=False, every_year=False, kind="event"),
                name="moment_own_or_of_the_calendar",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "year"], name="moment_by_year")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_own(self) -> bool:
        """Whether the workspace made it up, rather than changed one of the calendar."""
        return not self.key
