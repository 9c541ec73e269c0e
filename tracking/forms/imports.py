"""Forms of an import: the file, and answers to what the file does not say."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Campaign
from core.forms import DateFormField
from tracking.forms.names import name_fields, names_missing, names_taken
from tracking.import_words import METRIC_NAMES
from tracking.importers import DIMENSIONS, IGNORE, METRICS, Ask, ImportResult, Why
from tracking.importers.currencies import is_currency
from tracking.models import Source


class UploadForm(forms.Form):
    source = forms.ModelChoiceField(label=gettext_lazy("Source"), queryset=Source.objects.none())
    file = forms.FileField(
        label=gettext_lazy("Fichier exporté"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"empty": gettext_lazy("Ce fichier est vide. Exportez-le de nouveau.")},
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = campaign.sources.filter(is_active=True).exclude(platform=Source.MANUAL)
        self.fields["source"].queryset = active  # type: ignore[attr-defined]
        self.fields["source"].empty_label = None  # type: ignore[attr-defined]


class AnswersForm(forms.Form):
    """One field for each question the file leaves open, and one for the campaigns of the export.

    Answers given earlier stay on the form, so that a wrong one can be corrected.
    """

    def __init__(
        self,
        *args: Any,
        result: ImportResult,
        names: list[str],
        currency: str,
        outside: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        answered = self.initial or {}
        asked = {question.ask for question in result.needs if question.blocking}
        asked |= {ask for ask, key in _ANSWERS.items() if answered.get(key)}
        if Ask.CURRENCY in asked:
            self.fields["currency"] = CurrencyField(label=_("Devise des montants"), initial=currency)
        if Ask.PERIOD in asked:
            self.fields["period_start"] = DateFormField(label=_("Du"))
            self.fields["period_end"] = DateFormField(label=_("Au"))
        if Ask.DAY_MONTH_ORDER in asked:
            self.fields["day_month_order"] = _choice(
                _("Ordre des dates"),
                [
                    ("day_first", _("jour/mois (03/04 : 3 avril)")),
                    ("month_first", _("mois/jour (03/04 : 4 mars)")),
                ],
            )
        if Ask.DECIMAL_MARK in asked:
            self.fields["decimal_mark"] = _choice(
                _("Décimales"), [(",", _("virgule (1,5)")), (".", _("point (1.5)"))]
            )
        self._sheets(result)
        #: An explanation of a column is waited for: the page shows the columns at once.
        self.asks_columns = any(q.ask is Ask.MAPPING and q.blocking for q in result.needs)
        self._columns(result, answered.get("mapping") or {})
        self._export_names, self._names_before = names, answered.get("names")
        self.fields.update(name_fields(names, self._names_before))
        if outside:
            label = ngettext(
                "Compter aussi le jour hors diffusion",
                "Compter aussi les %(count)s jours hors diffusion",
                outside,
            )
            self.fields["outside"] = forms.BooleanField(label=label % {"count": outside}, required=False)

    def _sheets(self, result: ImportResult) -> None:
        for question in result.needs:
            if question.ask is Ask.SHEET:
                sheets = [str(name) for name in question.params.get("sheets", ())]  # type: ignore[attr-defined]
                self.fields["sheet"] = forms.ChoiceField(
                    label=_("Feuille à lire"), choices=[(name, name) for name in sheets]
                )

    def _columns(self, result: ImportResult, mapping: dict[str, str]) -> None:
        """Columns to explain: unknown ones, those that contradict each other, those explained earlier."""
        unsure = {
            str(label)
            for question in result.needs
            if question.ask is Ask.MAPPING and question.why is Why.AMBIGUOUS
            for label in question.params.get("columns", ())  # type: ignore[attr-defined]
        }
        suggested = {
            str(column["label"]): str(column.get("suggestion") or "")
            for question in result.needs
            if question.ask is Ask.MAPPING and question.column is None
            for column in question.params.get("columns", ())  # type: ignore[attr-defined]
            if isinstance(column, dict)
        }
        self.columns: dict[str, str] = {}
        #: What was understood stays so: a column explained by hand must not cost us the others.
        self.understood = {column.label: column.key for column in result.columns if column.key}
        for column in result.columns:
            label = column.label
            if column.known and label not in unsure and label not in mapping:
                continue
            name = f"column_{column.index}"
            self.columns[name] = label
            self.fields[name] = forms.ChoiceField(
                label=_("Colonne « %(label)s »") % {"label": label},
                choices=_meanings(),
                required=False,
                initial=mapping.get(label) or suggested.get(label) or column.key or "",
            )

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.columns]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in self.columns]

    def answers(self) -> dict[str, Any]:
        """What import_answer keeps: JSON-able values."""
        data = self.cleaned_data
        found: dict[str, Any] = {
            key: data[key]
            for key in ("currency", "day_month_order", "decimal_mark", "sheet")
            if data.get(key)
        }
        if taken := self._names_taken(data):
            found["names"] = taken
        if "outside" in self.fields:
            found["outside"] = bool(data.get("outside"))
        for key in ("period_start", "period_end"):
            if data.get(key):
                found[key] = data[key].isoformat()
        if not self.columns:
            return found
        mapping = {label: data[name] for name, label in self.columns.items() if data.get(name)}
        return {**found, "mapping": {**self.understood, **mapping}}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("period_start"), data.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", _("La période finit avant de commencer."))
        if "names_which" in data and not self._names_taken(data):
            self.add_error(*names_missing(data["names_which"], data.get("names_containing", "")))
        return data

    def _names_taken(self, data: dict[str, Any]) -> list[str]:
        return names_taken(self._export_names, data, self._names_before)


class CurrencyField(forms.CharField):
    """An ISO code as people type it: «eur», «EUR»."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=3, **kwargs)

    def clean(self, value: Any) -> str:
        code = str(super().clean(value)).upper()
        if not is_currency(code):
            raise forms.ValidationError(
                _("« %(value)s » n’est pas une devise. Exemples : EUR, CHF, USD."), params={"value": value}
            )
        return code


#: The answer that each question leaves behind.
_ANSWERS = {
    Ask.CURRENCY: "currency",
    Ask.PERIOD: "period_start",
    Ask.DAY_MONTH_ORDER: "day_month_order",
    Ask.DECIMAL_MARK: "decimal_mark",
}


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def _meanings() -> list[tuple[str, Any]]:
    measures = [(key, METRIC_NAMES.get(key, key)) for key in METRICS if key in METRIC_NAMES]
    attributes = {"day": _("Jour"), "campaign": _("Campagne"), "channel": _("Canal"), "currency": _("Devise")}
    return [
        ("", _("À préciser")),
        (IGNORE, _("Ignorer")),
        (_("Mesure"), measures),
        (_("Attribut"), [(key, name) for key, name in attributes.items() if key in DIMENSIONS]),
    ]
