"""Creating a campaign from a type, and duplicating one."""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.people import MemberField, SponsorField, owners
from campaigns.models import Brand, Campaign, PlanTemplate
from campaigns.scheduling import OutOfCalendar
from campaigns.selectors.preparation import (
    DateWarning,
    Preparation,
    default_window,
    preparation,
    proposed_launch,
    workspace_calendar,
)
from core.access import Access
from core.forms import DateFormField
from core.models import Membership
from core.submissions import new_submission_key

#: Beyond this a launch is a typing error.
_FARTHEST = timedelta(days=3 * 366)


def agreement(warnings: Iterable[DateWarning]) -> str:
    """What a person accepts when they confirm these warnings; other dates give another text."""
    text = "|".join(f"{warning.key}:{warning.text}" for warning in warnings)
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def launch_date(day: date) -> date:
    """A launch to come, within three years. Raises ValidationError in words."""
    today = timezone.localdate()
    if day < today:
        raise forms.ValidationError(_("Cette date est passée. Choisissez aujourd’hui ou plus tard."))
    if day > today + _FARTHEST:
        raise forms.ValidationError(_("Ce lancement est dans plus de trois ans : vérifiez l’année."))
    return day


class DatesForm(forms.Form):
    """The dates of a new campaign of one type: what the preview needs."""

    launch_on = DateFormField(label=gettext_lazy("Lancement"))
    ends_on = DateFormField(label=gettext_lazy("Fin"))
    event_on = DateFormField(label=gettext_lazy("Premier jour de l’événement"), required=False)
    event_ends_on = DateFormField(label=gettext_lazy("Dernier jour de l’événement"), required=False)

    def __init__(
        self, *args: Any, access: Access, kind: str, template: PlanTemplate | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.template = kind, template
        self.workspace = access.workspace
        self.calendar = workspace_calendar(access.workspace)
        if kind == Campaign.Type.ALWAYS_ON:
            self.fields["ends_on"].required = False
            self.fields["ends_on"].help_text = _("Laissez vide : la campagne se pilote par périodes.")
        if kind != Campaign.Type.EVENEMENTIELLE:
            del self.fields["event_on"], self.fields["event_ends_on"]
        if not self.is_bound:
            self._propose()

    def _propose(self) -> None:
        launch = proposed_launch(self.kind, self.calendar, timezone.localdate())
        self.initial.setdefault("launch_on", launch)
        self.initial.setdefault("ends_on", default_window(self.kind, launch))

    def clean_launch_on(self) -> date:
        return launch_date(self.cleaned_data["launch_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        launch, end = data.get("launch_on"), data.get("ends_on")
        if launch and end and end < launch:
            self.add_error("ends_on", _("La fin tombe avant le lancement."))
        first, last = data.get("event_on"), data.get("event_ends_on")
        if last and not first:
            self.add_error("event_on", _("Indiquez aussi le premier jour."))
        if first and last and last < first:
            self.add_error("event_ends_on", _("Le dernier jour tombe avant le premier."))
        if launch and end and first and not (launch <= first and (last or first) <= end):
            self.add_error("event_on", _("L’événement se tient entre le lancement et la fin."))
        return data

    def preparation(self) -> Preparation | None:
        """The retroplanning of these dates; None while they are not valid."""
        if self.is_bound and (not self.is_valid()):
            return None
        data = self.cleaned_data if self.is_bound else self.initial
        try:
            return preparation(
                self.kind,
                calendar=self.calendar,
                today=timezone.localdate(),
                launch_on=data["launch_on"],
                ends_on=data.get("ends_on"),
                event_on=data.get("event_on"),
                event_ends_on=data.get("event_ends_on"),
                template=self.template,
            )
        except OutOfCalendar:
            return None


class CreationForm(DatesForm):
    """Everything a person says of a new campaign; the type's playbook says the rest."""

    name = forms.CharField(
        label=gettext_lazy("Nom de la campagne"),
        max_length=120,
        help_text=gettext_lazy("Celui que tout le monde emploiera : le produit, le temps fort, la saison."),
    )
    brand = forms.ModelChoiceField(
        label=gettext_lazy("Marque"), queryset=Brand.objects.none(), required=False, empty_label="—"
    )
    owner = MemberField(
        label=gettext_lazy("Responsable"), queryset=Membership.objects.none(), empty_label=None
    )
    sponsor = SponsorField()
    place = forms.CharField(label=gettext_lazy("Lieu"), max_length=160, required=False)
    accepted = forms.CharField(widget=forms.HiddenInput, required=False)
    submission = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, access: Access, kind: str, template: PlanTemplate | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, access=access, kind=kind, template=template, **kwargs)
        _offer_people(self, access)
        brands = Brand.objects.filter(workspace=access.workspace, is_active=True)
        self.fields["brand"].queryset = brands  # type: ignore[attr-defined]
        self.initial.setdefault("submission", new_submission_key())
        if kind != Campaign.Type.EVENEMENTIELLE:
            del self.fields["place"]

    def values(self) -> dict[str, Any]:
        """The fields of `NewCampaign`. Call it once the form is valid."""
        member, stakeholder = self.cleaned_data["sponsor"]
        names = ("name", "owner", "brand", "launch_on", "ends_on", "place", "event_on", "event_ends_on")
        chosen = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return {
            "type": self.kind,
            "template": self.template,
            **chosen,
            "sponsor_member": member,
            "sponsor_stakeholder": stakeholder,
        }


class CopyForm(forms.Form):
    """A new name and a new launch for a copy of a campaign."""

    name = forms.CharField(label=gettext_lazy("Nom de la nouvelle campagne"), max_length=120)
    launch_on = DateFormField(label=gettext_lazy("Nouveau lancement"))
    owner = MemberField(
        label=gettext_lazy("Responsable"), queryset=Membership.objects.none(), empty_label=None
    )
    accepted = forms.CharField(widget=forms.HiddenInput, required=False)
    submission = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, access: Access, source: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self, access)
        self.initial.setdefault("submission", new_submission_key())
        # A year later, on the same day of the week: what a seasonal campaign wants most often.
        again = source.launch_on + timedelta(weeks=52)
        if again >= timezone.localdate():
            self.initial.setdefault("launch_on", again)

    def clean_launch_on(self) -> date:
        return launch_date(self.cleaned_data["launch_on"])


def _offer_people(form: forms.Form, access: Access) -> None:
    form.fields["owner"].queryset = owners(access.workspace)  # type: ignore[attr-defined]
    form.initial.setdefault("owner", access.membership.pk)
    if "sponsor" in form.fields:
        form.fields["sponsor"].open_to(access.workspace)  # type: ignore[attr-defined]
