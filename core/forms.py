"""Form fields and mixins that every app shares."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.formatting import number
from core.money import CENT, LARGEST

_SPACES = re.compile(r"[\s\u00a0 \u2009']")
_REVERSING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def parse_decimal(text: str) -> Decimal:
    """A number as French or English people type it: « 12 500,50 », « 12500.5 », « 12,500.50 ».

    Raises ValueError when the text is not one finite number.
    """
    bare = _SPACES.sub("", text).replace("€", "").replace("’", "")
    if "," in bare and "." in bare:
        # Whichever comes last is the decimal mark.
        grouping = "." if bare.rfind(",") > bare.rfind(".") else ","
        bare = bare.replace(grouping, "")
    bare = bare.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", bare):
        raise ValueError(text)
    try:
        return Decimal(bare)
    except InvalidOperation as error:
        raise ValueError(text) from error


def refuse_reversing(text: object) -> None:
    """Refuse invisible characters that reverse the letters after them (Unicode UAX #9, explicit formatting).

    In a name they would turn round the rest of a sentence on a signer's page, or in a receipt.
    """
    if _REVERSING.search(str(text)):
        raise forms.ValidationError(
            _("Ce texte contient un caractère invisible qui inverse l’ordre des lettres : retapez-le.")
        )


class NumberFormField(forms.DecimalField):
    """A decimal typed with a comma or a point, with or without thin spaces."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("« %(value)s » n’est pas un nombre. Exemple : 1 250,5."),
        "large": _("« %(value)s » est trop grand : restez sous %(limit)s."),
        "max_digits": _("« %(value)s » a trop de chiffres : arrondissez."),
        "max_decimal_places": _("« %(value)s » a plus de %(max)s décimales : arrondissez."),
    }

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        try:
            return parse_decimal(str(value))
        except ValueError as error:
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": value}
            ) from error

    def clean(self, value: Any) -> Any:
        """Errors quote what was typed («12,345678»), not what was read of it."""
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            for each in error.error_list:
                if each.params and "value" in each.params:
                    each.params = {**each.params, "value": value}
            raise

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None or self.max_digits is None:
            return
        limit = Decimal(10) ** (self.max_digits - (self.decimal_places or 0))
        if abs(value) >= limit:
            params = {"value": f"{value:f}", "limit": number(limit, 0)}
            raise forms.ValidationError(self.error_messages["large"], code="large", params=params)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "class": "number"}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return format(value.normalize(), "f").replace(".", ",")
        return value


class MoneyFormField(NumberFormField):
    """An amount in euros, at most two decimals, shown with a decimal comma."""

    default_error_messages = {
        "invalid": _("« %(value)s » n’est pas un montant. Exemple : 12 500,00."),
        "cents": _("« %(value)s » a plus de deux décimales. Arrondissez au centime."),
        "large": _("« %(value)s » dépasse ce qu’un budget peut tenir."),
    }

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        amount = super().to_python(value)
        if amount is None:
            return None
        if abs(amount) > LARGEST:
            raise forms.ValidationError(self.error_messages["large"], code="large", params={"value": value})
        if amount != amount.quantize(CENT):
            raise forms.ValidationError(self.error_messages["cents"], code="cents", params={"value": value})
        return amount.quantize(CENT)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


class RowsFormField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows to tick. A key no database can hold is one more choice that does not exist."""

    def _check_values(self, value: Any) -> Any:
        for key in value:
            # Django asks the database for all keys at once, and SQLite's driver refuses what is over 64 bits.
            if not (str(key).isascii() and str(key).isdecimal() and len(str(key)) <= 18):
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key}
                )
        return super()._check_values(value)  # type: ignore[misc]


class DateInput(forms.DateInput):
    """The browser's own date picker: ISO on the wire, the reader's format on screen."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateFormField(forms.DateField):
    """A date from the browser's picker or typed («31/02/2027»); a wrong one is told what is wrong with it."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("« %(value)s » n’est pas une date. Exemple : 12/01/2027."),
        "no_such_day": _("Le %(value)s n’existe pas. Dernier jour du mois : %(last)s."),
    }

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            typed = str(value).strip()
            found = _ISO_DATE.fullmatch(typed) or _LOCAL_DATE.fullmatch(typed)
            if found:
                year, month, day = (int(found[part]) for part in ("year", "month", "day"))
                if 1 <= month <= 12 and 1 <= year <= 9999 and day > 28:
                    params = {"value": f"{day:02d}/{month:02d}/{year}", "last": monthrange(year, month)[1]}
                    raise forms.ValidationError(
                        self.error_messages["no_such_day"], code="no_such_day", params=params
                    ) from error
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": typed}
            ) from error


_ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_LOCAL_DATE = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
