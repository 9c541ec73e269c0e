"""Exact amounts: Decimal in Python, scaled integers in the database.

SQLite sums DecimalField values as floats; integers stay exact on every database.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

CENT = Decimal("0.01")
LARGEST = Decimal("9999999999999.99")


def round_cents(amount: Decimal) -> Decimal:
    """Half up, as invoices round."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


class FixedPointField(models.BigIntegerField):  # type: ignore[type-arg]
    """A Decimal with a fixed number of decimals, stored as an integer of its smallest unit.

    Aggregates such as Sum keep the field as their output and so give back exact Decimals.
    """

    description = "Exact decimal, stored as a scaled integer"
    # Annotations only: what the type checker is told a row's attribute takes and gives.
    _pyi_private_set_type: Decimal | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]
    _pyi_lookup_exact_type: Decimal  # type: ignore[assignment]
    default_error_messages = {
        "precision": _("« %(value)s » a trop de décimales (%(places)s au plus)."),
        "invalid": _("« %(value)s » n’est pas un nombre. Exemple : 1 250,5."),
    }

    def __init__(self, *args: Any, places: int = 2, **kwargs: Any) -> None:
        self.places = places
        self.step = Decimal(1).scaleb(-places)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "places": self.places}

    # BigIntegerField's range validators would compare the stored integer's range with the Decimal.
    @property
    def validators(self) -> list[Any]:  # type: ignore[override]
        return list(self._validators)  # type: ignore[attr-defined]

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.places)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        try:
            number = Decimal(str(value))
        except (InvalidOperation, ValueError) as error:
            raise self._refuse("invalid", value) from error
        if not number.is_finite() or abs(number) > LARGEST:
            raise self._refuse("invalid", value)
        if number != number.quantize(self.step):
            raise self._refuse("precision", value)
        return number.quantize(self.step)

    def _refuse(self, code: str, value: Any) -> ValidationError:
        params = {"value": value, "places": self.places}
        return ValidationError(self.error_messages[code], code=code, params=params)

    def get_prep_value(self, value: Any) -> Any:
        # Expressions such as F() + 1 are Django's to resolve.
        if hasattr(value, "resolve_expression"):
            return value
        number = self.to_python(value)
        return None if number is None else int(number.scaleb(self.places))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        form_class = import_string(
            "core.forms.NumberFormField"
        )  # by name: fields of models stand below forms
        return models.Field.formfield(self, **{"form_class": form_class, **kwargs})


class MoneyField(FixedPointField):
    """An amount in the workspace's currency, in euros outside and integer cents in the column."""

    description = "Amount of money, stored in minor units"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("places", None)
        super().__init__(*args, places=2, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        form_class = import_string("core.forms.MoneyFormField")  # by name: fields of models stand below forms
        return models.Field.formfield(self, **{"form_class": form_class, **kwargs})
