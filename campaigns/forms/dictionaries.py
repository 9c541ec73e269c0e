"""Forms of the workspace's dictionaries. Each remembers the version its reader saw."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.forms.dates import CampaignDateField
from campaigns.models import Audience, Brand, Channel, Format, Kpi, Stakeholder, Team
from core.access import Access
from core.editing import VersionedModelForm
from core.forms import NumberFormField, RowsFormField
from core.models import Membership


class EntryForm(VersionedModelForm):
    """One entry. `siblings` are the rows among which the name must be the only one of its kind."""

    taken = _("« %(value)s » existe déjà. Choisissez un autre nom, ou modifiez celui qui existe.")

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        self.fields["name"].widget.attrs |= {"autocomplete": "off", "autofocus": True}
        self.fields["name"].error_messages["required"] = _("Donnez un nom.")
        self.prepare()

    def prepare(self) -> None:
        """Narrow the choices to the workspace's own."""

    def siblings(self) -> Any:
        return type(self.instance)._default_manager.filter(workspace=self.access.workspace)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if self.siblings().exclude(pk=self.instance.pk).filter(name__iexact=name).exists():
            raise forms.ValidationError(self.taken, code="taken", params={"value": name})
        return name

    @property
    def chosen_members(self) -> list[Membership] | None:
        """The members chosen for a team; None for every other kind of entry."""
        chosen = self.cleaned_data.get("members")
        return None if chosen is None else list(chosen)


class BrandForm(EntryForm):
    class Meta:
        model = Brand
        fields = ["name"]


class AudienceForm(EntryForm):
    class Meta:
        model = Audience
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"description": _("Qui elle est, ce qui la décide. Reprise dans chaque brief.")}


class MembersField(RowsFormField):
    """People of the workspace; those who see their teams' work only are marked."""

    def label_from_instance(self, obj: Any) -> str:
        name = str(obj.user.name)
        return _("%(name)s (partenaire)") % {"name": name} if obj.team_only else name


class TeamForm(EntryForm):
    members = MembersField(
        queryset=Membership.objects.none(),
        label=_("Membres"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    people_per_day = forms.IntegerField(
        label=_("Personnes disponibles par jour"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_(
            "Une si vous ne dites rien. Une tâche occupe une personne : au-delà, l’équipe est surchargée."
        ),
    )

    class Meta:
        model = Team
        fields = ["name", "kind", "email", "people_per_day"]
        labels = {"email": _("Adresse e-mail de l’équipe")}

    def prepare(self) -> None:
        queryset = Membership.objects.filter(workspace=self.access.workspace, is_active=True)
        self.fields["members"].queryset = queryset.select_related("user")  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["members"] = [link.membership_id for link in self.instance.team_members.all()]

    def clean_people_per_day(self) -> int:
        return self.cleaned_data["people_per_day"] or 1


class ChannelForm(EntryForm):
    class Meta:
        model = Channel
        fields = ["name", "team"]
        help_texts = {"team": _("Celle qui l’active d’habitude, et le déclare en ligne.")}

    def prepare(self) -> None:
        teams = Team.objects.filter(workspace=self.access.workspace)
        kept = teams.filter(is_active=True) | teams.filter(pk=self.instance.team_id)
        self.fields["team"].queryset = kept  # type: ignore[attr-defined]
        self.fields["team"].empty_label = _("Aucune")  # type: ignore[attr-defined]


#: Kinds of files a format may ask for: MIME type → what people call it.
FILE_TYPES = (
    ("image/jpeg", "JPEG"),
    ("image/png", "PNG"),
    ("image/gif", "GIF"),
    ("video/mp4", "MP4"),
    ("video/quicktime", "MOV"),
    ("audio/mpeg", "MP3"),
    ("audio/wav", "WAV"),
    ("application/pdf", "PDF"),
    ("text/html", "HTML"),
    ("text/plain", _("Texte")),
)
MEGABYTE = 1_000_000


class FormatForm(EntryForm):
    width = forms.IntegerField(label=_("Largeur"), min_value=0, max_value=100_000, required=False)
    height = forms.IntegerField(label=_("Hauteur"), min_value=0, max_value=100_000, required=False)
    duration_s = forms.IntegerField(label=_("Durée maximale"), min_value=0, max_value=86_400, required=False)
    max_mb = NumberFormField(label=_("Poids maximal"), min_value=0, max_value=100_000, required=False)
    mime_types = forms.MultipleChoiceField(
        label=_("Fichiers acceptés"),
        choices=FILE_TYPES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Aucun coché : tous sont acceptés."),
    )

    class Meta:
        model = Format
        fields = ["name", "width", "height", "duration_s", "mime_types"]

    def prepare(self) -> None:
        if self.instance.max_bytes:
            self.initial["max_mb"] = Decimal(self.instance.max_bytes) / MEGABYTE
        for name in ("width", "height", "duration_s"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
            if not self.instance.pk or not getattr(self.instance, name):
                self.initial[name] = None

    def siblings(self) -> Any:
        return Format.objects.filter(channel=self.instance.channel)

    def clean_mime_types(self) -> list[str]:
        # What the form does not know (added by an import, say) is kept.
        known = {mime for mime, _name in FILE_TYPES}
        other = [mime for mime in self.instance.mime_types if mime not in known]
        return [*self.cleaned_data["mime_types"], *other]

    def changes(self) -> dict[str, Any]:
        changes = super().changes()
        for name in ("width", "height", "duration_s"):
            changes[name] = changes[name] or 0
        changes["max_bytes"] = int((self.cleaned_data["max_mb"] or 0) * MEGABYTE)
        return changes


class KpiForm(EntryForm):
    numerator_key = forms.ChoiceField(label=_("On divise"), required=False)
    denominator_key = forms.ChoiceField(label=_("Par"), required=False)
    factor = forms.TypedChoiceField(
        label=_("Exprimé"),
        coerce=int,
        empty_value=1,  # type: ignore[arg-type]
        required=False,
        choices=[(1, _("tel quel")), (100, _("pour cent")), (1000, _("pour mille"))],
    )

    class Meta:
        model = Kpi
        fields = ["name", "unit", "direction", "aggregation", "numerator_key", "denominator_key", "factor"]
        widgets = {"unit": forms.TextInput(attrs={"placeholder": "€, %…", "autocomplete": "off"})}
        help_texts = {
            "aggregation": _(
                "Comment les jours et les canaux s’additionnent. Un rapport divise deux sommes, "
                "il ne fait jamais la moyenne de moyennes."
            ),
        }

    def prepare(self) -> None:
        sums = Kpi.objects.filter(workspace=self.access.workspace, aggregation=Kpi.Aggregation.SUM)
        choices = [("", "—"), *sums.exclude(pk=self.instance.pk).values_list("key", "name")]
        self.fields["numerator_key"].choices = choices  # type: ignore[attr-defined]
        self.fields["denominator_key"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("aggregation") == Kpi.Aggregation.RATIO:
            self._clean_ratio(cleaned)
        else:
            cleaned["numerator_key"] = cleaned["denominator_key"] = ""
            cleaned["factor"] = 1
        return cleaned

    def _clean_ratio(self, cleaned: dict[str, Any]) -> None:
        for name in ("numerator_key", "denominator_key"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Un rapport divise deux mesures : choisissez-la."))
        if cleaned.get("numerator_key") and cleaned.get("numerator_key") == cleaned.get("denominator_key"):
            self.add_error("denominator_key", _("Une mesure divisée par elle-même vaut toujours 1."))

    def clean_aggregation(self) -> str:
        chosen: str = self.cleaned_data["aggregation"]
        if self.instance.pk and chosen != Kpi.Aggregation.SUM:
            key, kpis = self.instance.key, Kpi.objects.filter(workspace=self.access.workspace)
            users = kpis.filter(numerator_key=key) | kpis.filter(denominator_key=key)
            if names := ", ".join(users.values_list("name", flat=True)):
                raise forms.ValidationError(
                    _("D’autres KPI additionnent celui-ci (%(names)s) : il reste une somme."),
                    params={"names": names},
                )
        return chosen


class StakeholderForm(EntryForm):
    class Meta:
        model = Stakeholder
        fields = ["name", "function", "email", "stand_in", "absent_until"]
        field_classes = {"absent_until": CampaignDateField}
        help_texts = {
            "email": _("Reçoit les demandes de validation. Pas besoin de compte."),
            "stand_in": _("Signe à sa place quand elle est absente, ou en retard de deux jours ouvrés."),
        }

    def prepare(self) -> None:
        others = Stakeholder.objects.filter(workspace=self.access.workspace).exclude(pk=self.instance.pk)
        kept = others.filter(is_active=True) | others.filter(pk=self.instance.stand_in_id)
        self.fields["stand_in"].queryset = kept  # type: ignore[attr-defined]
        self.fields["stand_in"].empty_label = pgettext_lazy("aucune personne", "Personne")  # type: ignore[attr-defined]
        self.fields["email"].error_messages["invalid"] = _(
            "Cette adresse n’est pas complète. Exemple : prenom.nom@entreprise.fr."
        )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())  # two people may bear the same name

    def clean_absent_until(self) -> date | None:
        until: date | None = self.cleaned_data["absent_until"]
        if until and not self.cleaned_data.get("stand_in"):
            raise forms.ValidationError(_("Choisissez d’abord qui signe à sa place."))
        return until

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        namesake = self.siblings().exclude(pk=self.instance.pk).filter(email__iexact=email).first()
        if namesake:
            raise forms.ValidationError(
                _("%(name)s a déjà cette adresse."), code="taken", params={"name": namesake.name}
            )
        return email
