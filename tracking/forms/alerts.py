"""Forms of the alerts page."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from core.access import Access
from core.forms import DateFormField
from core.models import Workspace
from tracking.models import Alert


class AlertFilter(forms.Form):
    etat = forms.ChoiceField(
        label=_("État"),
        required=False,
        choices=[("", _("À traiter")), ("toutes", _("Toutes")), ("resolved", _("Résolues"))],
    )
    cause = forms.ChoiceField(
        label=_("Cause"), required=False, choices=[("", _("Toutes les causes")), *Alert.Kind.choices]
    )
    campagne = forms.ModelChoiceField(
        label=_("Campagne"),
        required=False,
        queryset=Campaign.objects.none(),
        to_field_name="reference",
        empty_label=_("Toutes les campagnes"),
    )
    moi = forms.BooleanField(label=_("Les miennes"), required=False)

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alerted = Campaign.objects.filter(workspace=workspace, alerts__isnull=False)
        self.fields["campagne"].queryset = alerted.distinct().order_by("name")  # type: ignore[attr-defined]

    def apply(self, alerts: QuerySet[Alert], access: Access) -> QuerySet[Alert]:
        """Alerts that match; an unknown filter value filters nothing."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("etat") == "resolved":
            alerts = alerts.filter(status=Alert.Status.RESOLVED)
        elif wanted.get("etat") != "toutes":
            alerts = alerts.exclude(status=Alert.Status.RESOLVED)
        if wanted.get("cause"):
            alerts = alerts.filter(kind=wanted["cause"])
        if wanted.get("campagne"):
            alerts = alerts.filter(campaign=wanted["campagne"])
        if wanted.get("moi"):
            alerts = alerts.filter(owner=access.membership)
        return alerts


class AlertActionForm(forms.Form):
    action = forms.ChoiceField(choices=[("acknowledge", ""), ("snooze", "")])
    until = DateFormField(label=_("Jusqu’au"), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("action") == "snooze" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Choisissez jusqu’à quel jour reporter l’alerte."))
        return data
