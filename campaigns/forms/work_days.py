"""Forms of the days people work."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.dates import CampaignDateField
from campaigns.models import Team
from core.models import Membership, Workspace

EVERYBODY = "tous"
DAYS = (
    ("1", _("lundi")),
    ("2", _("mardi")),
    ("3", _("mercredi")),
    ("4", _("jeudi")),
    ("5", _("vendredi")),
)


class WhoField(forms.ChoiceField):
    """A team or a person of a workspace; cleans to (team, member), both None for everybody."""

    def __init__(self, *, everybody: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.everybody = everybody
        self._found: dict[str, tuple[Team | None, Membership | None]] = {}

    def open_to(self, workspace: Workspace) -> None:
        teams = Team.objects.filter(workspace=workspace, is_active=True)
        members = Membership.objects.filter(workspace=workspace, is_active=True).select_related("user")
        self._found = {f"e{team.pk}": (team, None) for team in teams}
        self._found |= {f"m{member.pk}": (None, member) for member in members.order_by("user__name")}
        groups: list[Any] = [
            (_("Équipes"), [(key, str(team)) for key, (team, _member) in self._found.items() if team]),
            (_("Personnes"), [(key, str(one)) for key, (_team, one) in self._found.items() if one]),
        ]
        if self.everybody:
            self._found[EVERYBODY] = (None, None)
            groups.insert(0, (EVERYBODY, _("Tout l’espace")))
        self.choices = groups

    def clean(self, value: Any) -> Any:
        return self._found.get(super().clean(value), (None, None))


class TimeOffForm(forms.Form):
    who = WhoField(label=_("Pour qui"), everybody=True)
    name = forms.CharField(label=_("Intitulé"), max_length=120)
    starts_on = CampaignDateField(label=_("Premier jour"))
    ends_on = CampaignDateField(label=_("Dernier jour"))

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].open_to(workspace)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Le dernier jour tombe avant le premier."))
        return data


class WorkWeekForm(forms.Form):
    who = WhoField(label=_("Équipe ou personne"), everybody=False)
    days = forms.MultipleChoiceField(
        label=_("Jours travaillés"), choices=DAYS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Gardez au moins un jour travaillé.")},
    )  # fmt: skip

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].open_to(workspace)  # type: ignore[attr-defined]
