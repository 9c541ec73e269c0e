"""The campaign, its phases and its waves.

The phase is a protected FSM field. Each transition carries its gate as a condition, so that a shell, a
task and a page all meet the same one; history and side effects belong to the services.
"""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from campaigns.models.dictionaries import Brand, Channel, Format, Stakeholder
from core.models import Membership, Versioned, Workspace


class Phase(models.TextChoices):
    BRIEF = "BRIEF", _("Brief")
    PLANNING = "PLANNING", _("Planning")
    BUDGET = "BUDGET", _("Budget")
    COORDINATION = "COORDINATION", _("Coordination")
    EXECUTION = "EXECUTION", _("Exécution")
    SUIVI = "SUIVI", _("Suivi")
    BILAN = "BILAN", _("Bilan")
    CLOTUREE = "CLOTUREE", _("Clôturée")
    ABANDONNEE = "ABANDONNEE", _("Abandonnée")


STEPS = (
    Phase.BRIEF,
    Phase.PLANNING,
    Phase.BUDGET,
    Phase.COORDINATION,
    Phase.EXECUTION,
    Phase.SUIVI,
    Phase.BILAN,
)
OPEN_PHASES = [phase.value for phase in STEPS]


def _gate_open(campaign: Any) -> bool:
    from campaigns.gates import gate_report
    from campaigns.signoff import stale_kinds

    return gate_report(campaign).can_advance and not stale_kinds(campaign)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Mass writes may not touch the phase: only a transition behind its gate does."""

    def update(self, **values: Any) -> int:
        if "phase" in values:
            raise TypeError("The phase changes through a transition, never through update().")
        return super().update(**values)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        if "phase" in fields:
            raise TypeError("The phase changes through a transition, never through bulk_update().")
        return super().bulk_update(objs, fields, batch_size)

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list["Campaign"]:
        objs = list(objs)
        if any(campaign.phase != Phase.BRIEF for campaign in objs):
            raise TypeError("A campaign begins in BRIEF.")
        return super().bulk_create(objs, *args, **options)

    def in_progress(self) -> "CampaignQuerySet":
        return self.filter(phase__in=OPEN_PHASES)


class Campaign(ConcurrentTransitionMixin, Versioned):
    """The aggregate. `launch_on`–`ends_on` is the live window (both days included); work may begin on
    `prepares_on`. An always-on campaign has no end."""

    class Type(models.TextChoices):
        LANCEMENT = "LANCEMENT", _("Lancement")
        SAISONNIERE = "SAISONNIERE", _("Saisonnière")
        ALWAYS_ON = "ALWAYS_ON", _("Always-on")
        FLASH = "FLASH", _("Flash")
        EVENEMENTIELLE = "EVENEMENTIELLE", _("Événementielle")
        BRAND = "BRAND", _("Brand")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="campaigns")
    reference = models.CharField(_("référence"), max_length=20, editable=False)
    name = models.CharField(_("nom"), max_length=120)
    type = models.CharField(_("type"), max_length=20, choices=Type.choices)
    phase = FSMField(_("phase"), max_length=20, choices=Phase.choices, default=Phase.BRIEF, protected=True)
    brand = models.ForeignKey(
        Brand, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("marque")
    )
    owner = models.ForeignKey(
        Membership, models.PROTECT, related_name="owned_campaigns", verbose_name=_("responsable")
    )
    sponsor_member = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sponsor (membre)"),
    )
    sponsor_stakeholder = models.ForeignKey(
        Stakeholder,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sponsor (partie prenante)"),
    )
    prepares_on = models.DateField(_("début de préparation"))
    launch_on = models.DateField(_("lancement"))
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=160, blank=True)
    paused_at = models.DateTimeField(null=True, editable=False)
    pause_reason = models.CharField(_("raison de la pause"), max_length=300, blank=True, editable=False)
    stopped_on = models.DateField(_("arrêtée le"), null=True, editable=False)
    stop_reason = models.CharField(_("raison de l’arrêt"), max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    phase_since = models.DateTimeField(auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campagne")
        verbose_name_plural = _("campagnes")
        ordering = ["launch_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "reference"], name="campaign_reference_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("launch_on")),
                name="campaign_ends_after_launch",
                violation_error_message=_("La fin tombe avant le lancement."),
            ),
            models.CheckConstraint(
                condition=Q(prepares_on__lte=F("launch_on")),
                name="campaign_prepares_before_launch",
                violation_error_message=_("La préparation commence après le lancement."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | Q(type="ALWAYS_ON"),
                name="campaign_has_end",
                violation_error_message=_("Seule une campagne always-on n’a pas de date de fin."),
            ),
            models.CheckConstraint(
                condition=Q(sponsor_member__isnull=True) | Q(sponsor_stakeholder__isnull=True),
                name="campaign_one_sponsor",
                violation_error_message=_("Choisissez un seul sponsor : un membre ou une partie prenante."),
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "phase", "launch_on"], name="campaign_by_phase"),
            models.Index(fields=["workspace", "launch_on"], name="campaign_by_launch"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.phase != Phase.BRIEF:
            raise ValidationError(_("Une campagne commence par le brief."))
        super().save(*args, **kwargs)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        # Validation ends by assigning each value back, and the protected phase refuses even its own.
        super().clean_fields(exclude={*(exclude or ()), "phase"})

    # Lists say both of every line; the methods Django would make translate and hash every choice each time.
    def get_type_display(self) -> str:  # type: ignore[no-redef]
        return str(_TYPE_LABELS.get(self.type, self.type))

    def get_phase_display(self) -> str:  # type: ignore[no-redef]
        return str(_PHASE_LABELS.get(self.phase, self.phase))

    @property
    def scope(self) -> str:
        """The name under which audit events and documents are filed."""
        return f"campaign:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.phase in OPEN_PHASES

    @property
    def is_live(self) -> bool:
        return self.phase in (Phase.EXECUTION, Phase.SUIVI)

    @property
    def sponsor(self) -> Membership | Stakeholder | None:
        return self.sponsor_member or self.sponsor_stakeholder

    @transition("phase", source=Phase.BRIEF, target=Phase.PLANNING, conditions=[_gate_open])
    def start_planning(self) -> None: ...

    @transition("phase", source=Phase.PLANNING, target=Phase.BUDGET, conditions=[_gate_open])
    def start_budget(self) -> None: ...

    @transition("phase", source=Phase.BUDGET, target=Phase.COORDINATION, conditions=[_gate_open])
    def start_coordination(self) -> None: ...

    @transition("phase", source=Phase.COORDINATION, target=Phase.EXECUTION, conditions=[_gate_open])
    def start_execution(self) -> None: ...

    @transition("phase", source=Phase.EXECUTION, target=Phase.SUIVI, conditions=[_gate_open])
    def start_tracking(self) -> None: ...

    @transition("phase", source=Phase.SUIVI, target=Phase.BILAN, conditions=[_gate_open])
    def start_bilan(self) -> None: ...

    @transition("phase", source=Phase.BILAN, target=Phase.CLOTUREE, conditions=[_gate_open])
    def close(self) -> None: ...

    @transition("phase", source=OPEN_PHASES, target=Phase.ABANDONNEE)
    def abandon(self) -> None: ...

    @transition("phase", source=[*OPEN_PHASES[1:], Phase.CLOTUREE, Phase.ABANDONNEE], target=Phase.BRIEF)
    def reopen_brief(self) -> None: ...

    @transition("phase", source=[*OPEN_PHASES[2:], Phase.CLOTUREE], target=Phase.PLANNING)
    def reopen_planning(self) -> None: ...

    @transition("phase", source=[*OPEN_PHASES[3:], Phase.CLOTUREE], target=Phase.BUDGET)
    def reopen_budget(self) -> None: ...

    @transition("phase", source=[*OPEN_PHASES[4:], Phase.CLOTUREE], target=Phase.COORDINATION)
    def reopen_coordination(self) -> None: ...

    # EXECUTION is never a target: only the launch gate leads there.
    @transition("phase", source=[Phase.BILAN, Phase.CLOTUREE], target=Phase.SUIVI)
    def reopen_tracking(self) -> None: ...

    @transition("phase", source=Phase.CLOTUREE, target=Phase.BILAN)
    def reopen_bilan(self) -> None: ...


_TYPE_LABELS = dict(Campaign.Type.choices)
_PHASE_LABELS = dict(Phase.choices)


class Wave(Versioned):
    """A set of channels × formats with its own live window inside the campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField(_("numéro"))
    name = models.CharField(_("nom"), max_length=120)
    goes_live_on = models.DateField(_("mise en ligne"))
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    opened_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("vague")
        verbose_name_plural = _("vagues")
        ordering = ["campaign_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="wave_number_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("goes_live_on")),
                name="wave_ends_after_start",
                violation_error_message=_("La fin de la vague tombe avant sa mise en ligne."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """One channel × format planned in a wave."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="placements")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="placements", verbose_name=_("canal"))
    format = models.ForeignKey(Format, models.PROTECT, related_name="placements", verbose_name=_("format"))

    class Meta:
        verbose_name = _("emplacement")
        verbose_name_plural = _("emplacements")
        ordering = ["wave_id", "channel__name", "format__name"]
        constraints = [models.UniqueConstraint(fields=["wave", "channel", "format"], name="placement_once")]

    def __str__(self) -> str:
        return f"{self.channel} · {self.format}"
