"""Forms of a workspace's settings and people."""

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.editing import VersionedModelForm
from core.models import Membership, Role, Workspace

#: Places whose public holidays differ from the mainland's: code of `Workspace.holidays_subdivision` → name.
HOLIDAYS = (
    ("", _("Métropole")),
    ("Alsace-Moselle", _("Alsace et Moselle")),
    ("971", _("Guadeloupe")),
    ("972", _("Martinique")),
    ("973", _("Guyane")),
    ("974", _("La Réunion")),
    ("976", _("Mayotte")),
    ("BL", _("Saint-Barthélemy")),
    ("MF", _("Saint-Martin")),
    ("PM", _("Saint-Pierre-et-Miquelon")),
    ("WF", _("Wallis-et-Futuna")),
    ("PF", _("Polynésie française")),
    ("NC", _("Nouvelle-Calédonie")),
)

_NEAR = (
    ("Europe/Paris", _("Paris")),
    ("America/Guadeloupe", _("Guadeloupe")),
    ("America/Martinique", _("Martinique")),
    ("America/Cayenne", _("Guyane")),
    ("Indian/Reunion", _("La Réunion")),
    ("Indian/Mayotte", _("Mayotte")),
    ("America/Miquelon", _("Saint-Pierre-et-Miquelon")),
    ("Pacific/Tahiti", _("Tahiti")),
    ("Pacific/Noumea", _("Nouméa")),
)


@lru_cache(maxsize=1)
def time_zones() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """French places first, then every zone of the tz database that names a place."""
    near = {zone for zone, _name in _NEAR}
    others = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    rest = [(zone, zone.replace("_", " ")) for zone in others if zone not in near]
    return [(_("France"), list(_NEAR)), (_("Ailleurs"), rest)]


class WorkspaceForm(VersionedModelForm):
    time_zone = forms.ChoiceField(
        label=_("Fuseau horaire"), help_text=_("Les heures et les échéances de l’espace se lisent là.")
    )
    holidays_subdivision = forms.ChoiceField(
        label=_("Jours fériés"),
        choices=HOLIDAYS,
        required=False,
        help_text=_("Le planning ne compte pas ces jours comme ouvrés."),
    )
    signoff_patience_days = forms.IntegerField(
        label=_("Patience avant de relancer une validation"),
        min_value=1,
        max_value=30,
        error_messages={
            "invalid": _("Écrivez un nombre entier de jours."),
            "min_value": _("Laissez au moins un jour ouvré."),
            "max_value": _("Trente jours ouvrés au plus."),
        },
        help_text=_("Au-delà, la validation attendue devient une alerte."),
    )

    class Meta:
        model = Workspace
        fields = ["name", "time_zone", "holidays_subdivision", "signoff_patience_days"]
        labels = {"name": _("Nom de l’espace")}
        error_messages = {"name": {"required": _("Donnez un nom à l’espace.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zones()  # type: ignore[attr-defined]


_ROLE_HELP = {
    Role.ADMIN: _("règle l’espace et invite"),
    Role.MANAGER: _("mène les campagnes, le budget et les validations"),
    Role.CONTRIBUTOR: _("remplit briefs, plannings et créations"),
    Role.VIEWER: _("lit tout, ne modifie rien"),
}


def role_choices() -> list[tuple[str, Any]]:
    """Each role with what it is for, the weakest last."""
    return [
        (role.value, format_lazy("{} : {}", role.label, help_text)) for role, help_text in _ROLE_HELP.items()
    ]


def partner_check(form: forms.Form | forms.ModelForm) -> None:  # type: ignore[type-arg]
    """A partner's role cannot rule the whole workspace; say so beside the box."""
    role = form.cleaned_data.get("role")
    if form.cleaned_data.get("team_only") and role and Role(role).covers(Role.MANAGER):
        form.add_error(
            "team_only",
            _(
                "Un partenaire ne voit que le travail de ses équipes. Donnez-lui le rôle Contributeur ou "
                "Lecteur, ou retirez « partenaire »."
            ),
        )


class MembershipForm(VersionedModelForm):
    role = forms.ChoiceField(label=_("Rôle"), choices=[(role.value, role.label) for role in _ROLE_HELP])

    class Meta:
        model = Membership
        fields = ["role", "job_title", "team_only"]
        labels = {"team_only": _("Partenaire : ne voit que le travail de ses équipes")}
        help_texts = {"team_only": ""}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        partner_check(self)
        return cleaned


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        error_messages={
            "required": _("À quelle adresse envoyer l’invitation ?"),
            "invalid": _("Cette adresse n’est pas complète. Exemple : prenom.nom@entreprise.fr."),
        },
    )
    role = forms.ChoiceField(label=_("Rôle"), widget=forms.RadioSelect, initial=Role.CONTRIBUTOR)
    team_only = forms.BooleanField(
        label=_("Partenaire : ne voit que le travail de ses équipes"),
        required=False,
        help_text=_("Pour une agence ou un studio. Ajoutez ensuite la personne à son équipe."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices()  # type: ignore[attr-defined]
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        partner_check(self)
        return cleaned
