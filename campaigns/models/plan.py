"""Phase 2: the plan."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import STEPS, Campaign, Wave
from campaigns.models.dictionaries import Stakeholder, Team
from core.models import Membership, Versioned


class Task(Versioned):
    """A piece of work, a milestone (no duration) or an approval to obtain.

    Authored: duration, `not_before`, `not_after`, `pinned_on`, links, owner. `starts_on`/`ends_on` are what
    the scheduling engine computed from them, stored so that calendars can be queried; only
    `campaigns.services.plan` writes them. A milestone's two dates are the same day.

    An approval is given by its `approver`, a stakeholder, or else by its assignee; when it is `measured`, it
    lasts what this person's answers took (`selectors.lead_times`), and its own duration only while there are
    too few.
    """

    class Kind(models.TextChoices):
        TASK = "task", _("Tâche")
        MILESTONE = "milestone", _("Jalon")
        APPROVAL = "approval", _("Validation")

    class Status(models.TextChoices):
        TODO = "todo", _("À faire")
        DOING = "doing", _("En cours")
        BLOCKED = "blocked", _("Bloquée")
        DONE = "done", _("Terminée")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tasks")
    wave = models.ForeignKey(
        Wave, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("vague")
    )
    kind = models.CharField(_("nature"), max_length=10, choices=Kind.choices, default=Kind.TASK)
    phase = models.CharField(
        _("phase"), max_length=20, choices=[(p.value, p.label) for p in STEPS], default="COORDINATION"
    )
    position = models.PositiveIntegerField(_("rang"), default=0)
    name = models.CharField(_("nom"), max_length=160)
    description = models.TextField(_("quoi"), blank=True)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("équipe")
    )
    assignee = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("qui")
    )
    approver = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("qui valide")
    )
    duration_days = models.PositiveSmallIntegerField(_("durée (jours ouvrés)"), default=1)
    measured = models.BooleanField(_("durée mesurée"), default=False, db_default=False)
    not_before = models.DateField(_("pas avant"), null=True, blank=True)
    not_after = models.DateField(_("au plus tard"), null=True, blank=True)
    pinned_on = models.DateField(_("date fixée"), null=True, blank=True)
    starts_on = models.DateField(_("début"), null=True, editable=False)
    ends_on = models.DateField(_("fin"), null=True, editable=False)
    status = models.CharField(_("état"), max_length=10, choices=Status.choices, default=Status.TODO)
    blocked_reason = models.CharField(_("ce qui bloque"), max_length=300, blank=True)
    status_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("tâche")
        verbose_name_plural = _("tâches")
        ordering = ["campaign_id", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="milestone", duration_days=0)
                | (~Q(kind="milestone") & Q(duration_days__gte=1)),
                name="task_duration_fits_kind",
                violation_error_message=_("Un jalon n’a pas de durée ; une tâche dure au moins un jour."),
            ),
            models.CheckConstraint(
                condition=~Q(status="blocked") | ~Q(blocked_reason=""),
                name="task_blocked_says_why",
                violation_error_message=_("Dites ce qui bloque la tâche."),
            ),
            models.CheckConstraint(
                condition=Q(not_before__isnull=True)
                | Q(not_after__isnull=True)
                | Q(not_before__lte=F("not_after")),
                name="task_bounds_in_order",
                violation_error_message=_("« Au plus tard » tombe avant « pas avant »."),
            ),
            models.CheckConstraint(
                condition=Q(kind="approval") | Q(measured=False, approver__isnull=True),
                name="task_approval_is_measured",
                violation_error_message=_("Seule une validation a un approbateur et une durée mesurée."),
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "ends_on"], name="task_by_end"),
            # Calendars of the whole workspace look for milestones among all its tasks. Not a partial
            # index: SQLite uses those for literals only, never for a value it is given.
            models.Index(fields=["campaign", "kind", "ends_on"], name="task_by_kind"),
            models.Index(
                fields=["assignee", "ends_on"], condition=~Q(status="done"), name="task_open_by_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_milestone(self) -> bool:
        return self.kind == Task.Kind.MILESTONE

    @property
    def is_done(self) -> bool:
        return self.status == Task.Status.DONE


class Dependency(models.Model):
    """`successor` waits for `predecessor`, and `lag_days` more: working days, or days of the calendar."""

    class Type(models.TextChoices):
        FINISH_START = "FS", _("fin → début")
        START_START = "SS", _("début → début")
        FINISH_FINISH = "FF", _("fin → fin")
        START_FINISH = "SF", _("début → fin")

    class Unit(models.TextChoices):
        WORKING = "working", _("jours ouvrés")
        CALENDAR = "calendar", _("jours calendaires")

    predecessor = models.ForeignKey(
        Task, models.CASCADE, related_name="outgoing", verbose_name=_("prédécesseur")
    )
    successor = models.ForeignKey(Task, models.CASCADE, related_name="incoming", verbose_name=_("successeur"))
    type = models.CharField(_("lien"), max_length=2, choices=Type.choices, default=Type.FINISH_START)
    lag_days = models.SmallIntegerField(_("décalage"), default=0)
    lag_unit = models.CharField(
        _("unité du décalage"),
        max_length=10,
        choices=Unit.choices,
        default=Unit.WORKING,
        db_default=Unit.WORKING,
    )

    class Meta:
        verbose_name = _("dépendance")
        verbose_name_plural = _("dépendances")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="dependency_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="dependency_not_on_itself",
                violation_error_message=_("Une tâche ne peut pas dépendre d’elle-même."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
