"""Forms of the workflow: who, what, and where a task stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Task, Team
from core.editing import VersionedModelForm
from core.models import Membership, Workspace


class StatusFields(forms.Form):
    """Where a task stands, and what blocks it."""

    status = forms.ChoiceField(label=_("État"), choices=Task.Status.choices)
    blocked_reason = forms.CharField(
        label=_("Ce qui bloque"),
        required=False,
        max_length=300,
        help_text=_("Qui ou quoi manque, et depuis quand : l’équipe le lira."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("status") == Task.Status.BLOCKED and not (data.get("blocked_reason") or "").strip():
            self.add_error("blocked_reason", _("Dites ce qui bloque la tâche."))
        return data


class TaskStatusForm(StatusFields):
    """For partners: the status of their team's task, nothing else."""

    def __init__(self, data: Any = None, *, instance: Task) -> None:
        super().__init__(data, initial={"status": instance.status, "blocked_reason": instance.blocked_reason})


class TaskForm(StatusFields, VersionedModelForm):
    """Who, what and status of a coordination task. Its dates come from the plan."""

    class Meta:
        model = Task
        fields = ["assignee", "team", "description"]
        widgets = {"description": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Membership.objects.filter(workspace=workspace, is_active=True)
        assignee, team = self.fields["assignee"], self.fields["team"]
        assignee.queryset = people.select_related("user").order_by("user__name")  # type: ignore[attr-defined]
        assignee.empty_label = pgettext_lazy("aucune personne", "Personne")  # type: ignore[attr-defined]
        kept = Team.objects.filter(workspace=workspace, is_active=True)
        kept |= Team.objects.filter(pk=self.instance.team_id or 0)
        team.queryset = kept.order_by("name")  # type: ignore[attr-defined]
        team.empty_label = _("Aucune")  # type: ignore[attr-defined]
        self.initial.update(status=self.instance.status, blocked_reason=self.instance.blocked_reason)
