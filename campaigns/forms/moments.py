"""Forms of the workspace's moments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.dates import CampaignDateField
from campaigns.models import WorkspaceMoment
from core.editing import VersionedModelForm


class _DatedForm(VersionedModelForm):
    starts_on = CampaignDateField(label=_("Premier jour"))
    ends_on = CampaignDateField(label=_("Dernier jour"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("Le dernier jour tombe avant le premier."))
        return cleaned


class OwnMomentForm(_DatedForm):
    """A moment the workspace makes up: a sale of its own, an anniversary, an embargo."""

    class Meta:
        model = WorkspaceMoment
        fields = ("name", "kind", "starts_on", "ends_on", "every_year", "note")
        help_texts = {
            "kind": _("Pendant « Pas de communication », aucun lancement n’est conseillé."),
            "every_year": _("Revient aux mêmes jours les années suivantes."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _("Donnez un nom.")


class CalendarMomentForm(_DatedForm):
    """The workspace's own dates for a moment of the calendar."""

    class Meta:
        model = WorkspaceMoment
        fields = ("starts_on", "ends_on", "note")
        widgets = {"note": forms.TextInput()}
