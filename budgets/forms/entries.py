"""Forms of committed and actual entries."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from budgets.models import BudgetLine, Entry
from budgets.selectors.entries import Warned
from budgets.words import month_long
from core.formatting import amount
from core.forms import DateFormField, MoneyFormField


class EntryAmountField(MoneyFormField):
    """An amount that is not zero."""

    def clean(self, value: Any) -> Decimal | None:
        found: Decimal | None = super().clean(value)
        if found == 0:
            raise forms.ValidationError(_("Une écriture de zéro euro ne dit rien."), code="zero")
        return found

    def prepare_value(self, value: Any) -> Any:
        return amount(value) if isinstance(value, Decimal) else value


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """An order or an invoice. `show_warnings` asks for a confirmation of what is unusual about it."""

    amount = EntryAmountField(label=_("Montant HT"))
    on = DateFormField(label=_("Date"))
    submission = forms.CharField(widget=forms.HiddenInput, required=False)
    warnings: tuple[Warned, ...] = ()

    class Meta:
        model = Entry
        fields = ["kind", "amount", "on", "label", "supplier", "document_number"]
        widgets = {"kind": forms.RadioSelect}
        error_messages = {"label": {"required": _("Dites en deux mots ce que c’est.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (Entry.Kind.COMMITTED.value, _("Engagé (commande)")),
            (Entry.Kind.ACTUAL.value, _("Réalisé (facture)")),
        ]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if not 2000 <= day.year <= 2100:
            raise forms.ValidationError(
                _("L’année %(year)s est lointaine : vérifiez-la."), params={"year": day.year}
            )
        return day

    @property
    def accepted_codes(self) -> set[str]:
        """The warnings their author has read: the value of the box beside them, when it is ticked."""
        return set(self.data.get("accepted", "").split(","))

    def show_warnings(self, warnings: Sequence[Warned]) -> None:
        self.warnings = tuple(warnings)

    @property
    def is_accepted(self) -> bool:
        """Every warning shown was read before: the box keeps its tick while other fields are typed in."""
        return {warned.code for warned in self.warnings} <= self.accepted_codes

    @property
    def codes(self) -> str:
        return ",".join(warned.code for warned in self.warnings)


class CorrectionForm(EntryForm):
    """An entry, said better: also on another line when it was filed on the wrong one."""

    line = forms.ModelChoiceField(BudgetLine.objects.none(), label=_("Ligne"), empty_label=None)
    reason = forms.CharField(
        label=_("Ce que vous corrigez"),
        max_length=300,
        error_messages={
            "required": _("Dites ce que vous corrigez : « montant de la facture finale », « TVA ».")
        },
    )

    def __init__(self, *args: Any, lines: QuerySet[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"] = LineField(lines, label=_("Ligne"), empty_label=None)
        self.fields["line"].initial = self.instance.line_id
        self.order_fields(["line", "kind", "amount", "on", "label", "supplier", "document_number", "reason"])


class LineField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.channel.name} · {month_long(obj.month)}"


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Raison"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Dites pourquoi : « commande annulée », « saisie deux fois ».")},
    )
