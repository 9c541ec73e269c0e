"""Forms of briefings and activation, and the filters of the workspace's page."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Team
from core.models import Membership, Workspace


class BriefingForm(forms.Form):
    message = forms.CharField(
        label=_("Message à l’équipe"),
        max_length=5000,
        widget=forms.Textarea({"rows": 14}),
        help_text=_("Rempli d’après le brief et le planning : relisez, ajoutez ce qui compte."),
        error_messages={"required": _("Dites à l’équipe ce que vous attendez d’elle.")},
    )


class ReportForm(forms.Form):
    """A channel is live: since when, where to see it."""

    live_at = forms.DateTimeField(
        label=_("En ligne depuis"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Dites depuis quand le canal est en ligne."),
            "invalid": _("Ce n’est pas une date et une heure. Exemple : 12/01/2027 09:30."),
        },
    )
    url = forms.URLField(
        label=_("Adresse ou preuve"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Le lien de la publication, de l’annonce ou d’une capture."),
        error_messages={"invalid": _("Cette adresse n’est pas complète. Exemple : https://exemple.fr/page.")},
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("live_at", timezone.localtime().replace(second=0, microsecond=0))


class OverviewForm(forms.Form):
    equipe = forms.ModelChoiceField(
        label=_("Équipe"), queryset=Team.objects.none(), required=False, empty_label=_("Toutes")
    )
    personne = forms.ModelChoiceField(
        label=_("Personne"), queryset=Membership.objects.none(), required=False, empty_label=_("Toutes")
    )

    def __init__(
        self, *args: Any, workspace: Workspace, team_ids: tuple[int, ...] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(workspace=workspace, is_active=True)
        people = Membership.objects.filter(workspace=workspace, is_active=True).select_related("user")
        if team_ids is not None:
            teams = teams.filter(pk__in=team_ids)
            people = people.filter(team_members__team__in=team_ids).distinct()
        self.fields["equipe"].queryset = teams.order_by("name")  # type: ignore[attr-defined]
        self.fields["personne"].queryset = people.order_by("user__name")  # type: ignore[attr-defined]
