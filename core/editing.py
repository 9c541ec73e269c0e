"""Editing rows that somebody else may be editing: lock, recheck the version, write, log.

The second of two editors is told who changed what and keeps the text typed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.access import Access
from core.audit import audit_record, changes_since
from core.formatting import amount, number
from core.models import Versioned
from core.money import MoneyField

Row = TypeVar("Row", bound=Versioned)


@dataclass(frozen=True)
class FieldChange:
    field: str
    label: str
    before: str
    after: str
    by: str


class EditConflict(Exception):
    """Someone saved the row after this editor opened it. `changes` says who changed what."""

    def __init__(self, row: Versioned, changes: list[FieldChange]) -> None:
        super().__init__(f"{row._meta.label} {row.pk} changed meanwhile")
        self.row = row
        self.changes = changes


def subject_of(row: models.Model) -> str:
    """The audit name of a row: "objective:7"."""
    return f"{row._meta.model_name}:{row.pk}"


def readable(row: models.Model, field_name: str) -> str:
    """A field's value as a reader would say it (the label of a choice, the name of a relation)."""
    field = row._meta.get_field(field_name)
    if getattr(field, "choices", None):
        return str(getattr(row, f"get_{field_name}_display")())
    value = getattr(row, field_name)
    if isinstance(field, MoneyField):
        return amount(value)
    if isinstance(value, Decimal):
        return number(value, 4)
    return "" if value is None else str(value)


def row_edit(
    *, row: Row, actor: Access, scope: str, expected_version: int, changes: Mapping[str, Any], label: str = ""
) -> dict[str, list[str]]:
    """Write `changes` to a row under lock, log them, and return {field: [before, after]}.

    An edit that changes nothing writes nothing. Raises EditConflict when the row is newer than
    `expected_version`, ValidationError when the result is not valid.
    """
    with transaction.atomic():
        current = type(row)._default_manager.select_for_update().get(pk=row.pk)
        if current.version != expected_version:
            raise EditConflict(current, _changes_after(current, expected_version))
        diff: dict[str, list[str]] = {}
        for name, value in changes.items():
            if getattr(current, name) == value:
                continue
            before = readable(current, name)
            setattr(current, name, value)
            diff[name] = [before, readable(current, name)]
        if diff:
            current.full_clean()
            current.version += 1
            current.save(update_fields=[*diff, "version"])
            audit_record(
                workspace=actor.workspace,
                actor=actor.user,
                verb="changed",
                scope=scope,
                subject=subject_of(current),
                label=label or str(current),
                version=current.version,
                changes=diff,
            )
    for field in current._meta.concrete_fields:
        if getattr(field, "protected", False):
            # A protected state refuses assignment; here it is only read again.
            row.__dict__[field.attname] = getattr(current, field.attname)
        else:
            setattr(row, field.attname, getattr(current, field.attname))
    return diff


def _changes_after(row: Versioned, version: int) -> list[FieldChange]:
    found = []
    for event in changes_since(subject=subject_of(row), version=version):
        for name, (before, after) in event.changes.items():
            label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(FieldChange(name, capfirst(label), before, after, event.actor_name))
    return found


class VersionedModelForm(forms.ModelForm):  # type: ignore[type-arg]
    """A model form that remembers which version its reader saw.

    `changes()` gives the cleaned model fields for `row_edit`; `show_conflict()` turns an EditConflict
    into words beside the fields and lets the next submission through.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    conflict: EditConflict | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.order_fields(["version"])

    @property
    def expected_version(self) -> int:
        return self.cleaned_data.get("version") or 0

    def changes(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data
        }

    def _post_clean(self) -> None:
        # ModelForm would write the typed values onto the instance; the service does that under lock.
        return

    def show_conflict(self, conflict: EditConflict) -> None:
        """Keep the reader's text, say who changed what, and aim the next save at today's version."""
        self.conflict = conflict
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix("version")] = str(conflict.row.version)  # type: ignore[index]
        self.add_error(None, _("Cette fiche a changé pendant que vous la modifiiez. Votre texte est gardé."))
        for change in conflict.changes:
            if change.field in self.fields:
                self.add_error(
                    change.field,
                    _("%(who)s a remplacé « %(before)s » par « %(after)s ».")
                    % {"who": change.by, "before": change.before or "—", "after": change.after or "—"},
                )


def fields_of(changes: Mapping[str, Any], names: Iterable[str]) -> bool:
    """True when an edit touched one of the named fields."""
    return any(name in changes for name in names)
