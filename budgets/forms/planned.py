"""Forms of planned money."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from budgets.models import Budget, BudgetLine
from budgets.months import month_add, month_of, months_between
from budgets.selectors.proposals import EQUAL, PRO_RATA
from budgets.words import month_long
from campaigns.models import Campaign, Channel
from core.editing import VersionedModelForm
from core.formatting import amount
from core.forms import MoneyFormField

NEGATIVE = _("Un montant prévu ne peut pas être négatif. Écrivez 0 pour ne rien prévoir.")


class PlannedField(MoneyFormField):
    """A planned amount: zero or more."""

    def clean(self, value: Any) -> Decimal | None:
        planned: Decimal | None = super().clean(value)
        if planned is not None and planned < 0:
            raise forms.ValidationError(NEGATIVE, code="negative")
        return planned

    def prepare_value(self, value: Any) -> Any:
        return amount(value) if isinstance(value, Decimal) else value


class TotalForm(VersionedModelForm):
    total = PlannedField(label=_("Total du budget"))

    class Meta:
        model = Budget
        fields = ["total", "note"]
        labels = {"note": _("Hypothèses")}
        help_texts = {
            "note": _("D’où vient ce total, ce qu’il couvre. Les signataires signent les montants.")
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class CellForm(forms.Form):
    """One cell of the table. Empty: no line. `version` is the line its editor saw, 0 for none."""

    planned = PlannedField(label=_("Prévu"), required=False)
    version = forms.IntegerField(min_value=0, required=False)

    def clean_version(self) -> int:
        return self.cleaned_data.get("version") or 0


class LineForm(VersionedModelForm):
    planned = PlannedField(label=_("Prévu"))

    class Meta:
        model = BudgetLine
        fields = ["planned", "note"]
        labels = {"note": _("Précision")}


class LineAddForm(forms.Form):
    """A channel in a month: either may be new to the table."""

    channel = forms.ModelChoiceField(Channel.objects.none(), label=_("Canal"), empty_label=_("Choisissez"))
    month = forms.DateField(label=_("Mois"), widget=forms.Select)
    planned = PlannedField(label=_("Prévu"), initial=Decimal(0))
    note = forms.CharField(label=_("Précision"), max_length=200, required=False)
    submission = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, campaign: Campaign, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = Channel.objects.filter(workspace=campaign.workspace, is_active=True)
        self.fields["channel"].queryset = channels  # type: ignore[attr-defined]
        self.fields["month"].widget.choices = month_choices(campaign, today)  # type: ignore[attr-defined]
        self.fields["month"].initial = month_of(campaign.launch_on)

    def clean_month(self) -> date:
        month: date = self.cleaned_data["month"]
        if month.isoformat() not in dict(self.fields["month"].widget.choices):  # type: ignore[attr-defined]
            raise forms.ValidationError(_("Choisissez un mois de la liste."))
        return month


def month_choices(campaign: Campaign, today: date) -> list[tuple[str, str]]:
    """From the preparation to half a year after the end (or after today, without an end)."""
    last = month_add(month_of(campaign.ends_on or max(today, campaign.launch_on)), 6)
    return [
        (month.isoformat(), capfirst(month_long(month)))
        for month in months_between(campaign.prepares_on, last)
    ]


class SplitForm(forms.Form):
    """Agreeing to a proposal: its method, and what its reader saw."""

    methode = forms.ChoiceField(choices=[(EQUAL, EQUAL), (PRO_RATA, PRO_RATA)])
    seen = forms.CharField(required=False)
