"""Forms of the plan: a task, where it stands, what it waits for."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.forms.dates import CampaignDateField
from campaigns.models import Campaign, Dependency, Stakeholder, Task, Team
from campaigns.models.campaign import STEPS
from core.editing import VersionedModelForm
from core.models import Membership

LONGEST = 999


class TaskForm(VersionedModelForm):
    """A task, a milestone or an approval. A milestone has no duration: the field is left out of account."""

    duration_days = forms.IntegerField(
        label=_("Durée"),
        min_value=0,
        max_value=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "number", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Écrivez un nombre entier de jours ouvrés. Exemple : 3."),
            "max_value": _("Une tâche dure au plus 999 jours ouvrés : découpez-la."),
            "min_value": _("Une durée ne peut pas être négative."),
        },
    )
    not_before = CampaignDateField(label=_("Pas avant"), required=False)
    not_after = CampaignDateField(label=_("Au plus tard"), required=False)
    pinned_on = CampaignDateField(label=_("Date fixée"), required=False)

    class Meta:
        model = Task
        fields = [
            "kind", "name", "description", "phase", "wave", "team", "assignee", "approver",
            "duration_days", "measured", "not_before", "not_after", "pinned_on",
        ]  # fmt: skip
        labels = {
            "kind": _("Nature"), "name": _("Nom"), "description": _("Quoi, précisément"),
            "phase": _("Phase"), "wave": _("Vague"), "team": _("Équipe"), "assignee": _("Personne"),
            "approver": _("Partie prenante qui valide"), "measured": _("Durée mesurée sur ses réponses"),
        }  # fmt: skip
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        task: Task = self.instance
        choices: Any = self.fields
        choices["wave"].queryset = campaign.waves.order_by("number")
        choices["wave"].empty_label = _("Toute la campagne")
        teams = Team.objects.filter(workspace=campaign.workspace)
        choices["team"].queryset = teams.filter(Q(is_active=True) | Q(pk=task.team_id))
        choices["team"].empty_label = _("À désigner")
        people = Membership.objects.filter(workspace=campaign.workspace).select_related("user")
        people = people.filter(Q(is_active=True) | Q(pk=task.assignee_id))
        choices["assignee"].queryset = people.order_by("user__name")
        choices["assignee"].empty_label = _("À désigner")
        signers = Stakeholder.objects.filter(workspace=campaign.workspace)
        choices["approver"].queryset = signers.filter(Q(is_active=True) | Q(pk=task.approver_id))
        choices["approver"].empty_label = _("La personne chargée de la tâche")
        choices["phase"].choices = [(step.value, step.label) for step in STEPS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Task.Kind.MILESTONE:
            data["duration_days"] = 0
            self.errors.pop("duration_days", None)
        elif "duration_days" in data and not data["duration_days"]:
            self.add_error("duration_days", _("Une tâche dure au moins un jour. Sans durée, c’est un jalon."))
        if data.get("kind") != Task.Kind.APPROVAL:
            data["approver"], data["measured"] = None, False
        before, after = data.get("not_before"), data.get("not_after")
        if before and after and after < before:
            self.add_error("not_after", _("Cette date tombe avant « pas avant »."))
        return data


class TaskAddForm(TaskForm):
    """A new task. `after` also places it, and makes it wait."""

    after = forms.ModelChoiceField(
        Task.objects.none(), label=_("Commence après"), required=False, empty_label=_("Rien : dès le début")
    )
    submission = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, campaign=campaign, **kwargs)
        self.fields["after"].queryset = campaign.tasks.order_by("position", "id")  # type: ignore[attr-defined]


class StatusForm(forms.Form):
    """Where a task stands; «Bloquée» asks why."""

    status = forms.ChoiceField(label=_("État"), choices=Task.Status.choices)
    blocked_reason = forms.CharField(label=_("Ce qui bloque"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("status") == Task.Status.BLOCKED and not data.get("blocked_reason", "").strip():
            self.add_error(
                "blocked_reason", _("Dites ce qui bloque la tâche : quoi, et qui peut la débloquer.")
            )
        return data


class LinkForm(forms.Form):
    """What a task waits for."""

    predecessor = forms.ModelChoiceField(
        Task.objects.none(), label=_("Attend"), empty_label=_("Choisissez une tâche")
    )
    type = forms.ChoiceField(label=_("Lien"), choices=Dependency.Type.choices, initial="FS")
    lag_days = forms.IntegerField(
        label=_("Décalage"),
        min_value=-LONGEST,
        max_value=LONGEST,
        initial=0,
        required=False,
        widget=forms.TextInput(attrs={"class": "number", "autocomplete": "off"}),
        error_messages={"invalid": _("Écrivez un nombre entier de jours, négatif pour avancer.")},
    )
    lag_unit = forms.ChoiceField(
        label=_("En"), choices=Dependency.Unit.choices, initial=Dependency.Unit.WORKING, required=False
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Task.objects.filter(campaign=task.campaign_id).exclude(pk=task.pk)
        self.fields["predecessor"].queryset = others.order_by("position", "id")  # type: ignore[attr-defined]

    def clean_lag_days(self) -> int:
        return self.cleaned_data.get("lag_days") or 0

    def clean_lag_unit(self) -> str:
        return self.cleaned_data.get("lag_unit") or Dependency.Unit.WORKING
