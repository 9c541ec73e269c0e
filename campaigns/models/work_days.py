"""Which days people work: closures, leave, part-time weeks. Public holidays are computed, not rows."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.dictionaries import Team
from core.models import Membership, Workspace

#: ISO days of the week, Monday first: what a team works unless it says otherwise.
FULL_WEEK = "12345"


class TimeOff(models.Model):
    """Days off, both included, of a team, of a person, or (neither named) of the whole workspace."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="time_off")
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="time_off", verbose_name=_("équipe")
    )
    member = models.ForeignKey(
        Membership,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="time_off",
        verbose_name=_("personne"),
    )
    name = models.CharField(_("intitulé"), max_length=120)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="time_off_in_order",
                violation_error_message=_("Le dernier jour tombe avant le premier."),
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(member__isnull=True), name="time_off_of_one"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "ends_on"], name="time_off_to_come")]

    def __str__(self) -> str:
        return self.name


class WorkWeek(models.Model):
    """The days of the week a team or a person works, when these are not all of Monday to Friday."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="work_weeks")
    team = models.OneToOneField(
        Team, models.CASCADE, null=True, blank=True, related_name="work_week", verbose_name=_("équipe")
    )
    member = models.OneToOneField(
        Membership,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="work_week",
        verbose_name=_("personne"),
    )
    days = models.CharField(_("jours travaillés"), max_length=7)

    class Meta:
        verbose_name = _("semaine de travail")
        verbose_name_plural = _("semaines de travail")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=True, member__isnull=False)
                | Q(team__isnull=False, member__isnull=True),
                name="work_week_of_one",
            ),
            models.CheckConstraint(condition=~Q(days=""), name="work_week_has_a_day"),
        ]

    def __str__(self) -> str:
        return self.days
