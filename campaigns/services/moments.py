"""Changing the workspace's calendar of moments: its own dates, its own moments, its embargoes."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.models import WorkspaceMoment
from campaigns.moment_words import moment_title
from campaigns.moments import Moment
from core.access import Access
from core.audit import audit_record
from core.editing import row_edit, subject_of
from core.services.workspaces import workspace_scope


def moment_add(*, actor: Access, values: Mapping[str, Any]) -> WorkspaceMoment:
    """Add a moment of the workspace's own. Raises ValidationError."""
    with transaction.atomic():
        row = WorkspaceMoment(workspace=actor.workspace, **values)
        row.full_clean()
        row.save(force_insert=True)
        _log(actor, row, "created")
    return row


def moment_edit(
    *, actor: Access, row: WorkspaceMoment, expected_version: int, changes: Mapping[str, Any]
) -> None:
    """Change what the workspace wrote. Raises EditConflict, ValidationError."""
    scope = workspace_scope(actor.workspace)
    row_edit(row=row, actor=actor, scope=scope, expected_version=expected_version, changes=changes)


def moment_set(*, actor: Access, moment: Moment, year: int, values: Mapping[str, Any]) -> WorkspaceMoment:
    """Give a moment of the calendar the workspace's own dates for a year, for the first time.

    Raises ValidationError for dates in disorder, or when somebody just did it too.
    """
    return _write(actor, moment, year, {**values, "hidden": False}, "moment_dated")


def moment_hide(*, actor: Access, moment: Moment, year: int) -> None:
    """Leave a moment of the calendar out of the workspace's calendars for a year."""
    values = {"starts_on": moment.start, "ends_on": moment.end, "hidden": True}
    _write(actor, moment, year, values, "moment_hidden")


def moment_restore(*, actor: Access, moment: Moment, year: int) -> None:
    """Give a moment its calendar's dates back, shown; doing it twice changes nothing."""
    with transaction.atomic():
        rows = WorkspaceMoment.objects.select_for_update().filter(workspace=actor.workspace)
        row = rows.filter(key=moment.key, year=year).first()
        if row:
            _log(actor, row, "moment_restored", moment_title(moment))
            row.delete()


def moment_remove(*, actor: Access, row: WorkspaceMoment) -> None:
    """Remove a moment of the workspace's own; one already gone changes nothing."""
    with transaction.atomic():
        current = WorkspaceMoment.objects.select_for_update().filter(pk=row.pk, key="").first()
        if current:
            _log(actor, current, "deleted")
            current.delete()


def _write(actor: Access, moment: Moment, year: int, values: Mapping[str, Any], verb: str) -> WorkspaceMoment:
    with transaction.atomic():
        rows = WorkspaceMoment.objects.select_for_update().filter(workspace=actor.workspace)
        row = rows.filter(key=moment.key, year=year).first()
        if row is None:
            row = WorkspaceMoment(workspace=actor.workspace, key=moment.key, year=year)
        else:
            row.version += 1
        for name, value in values.items():
            setattr(row, name, value)
        row.full_clean()
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            words = _("Quelqu’un vient de changer ce temps fort. Rechargez la page pour voir ses dates.")
            raise ValidationError(words) from error
        if verb == "moment_hidden":
            _log(actor, row, "moment_hidden", moment_title(moment))
        else:
            _log(actor, row, "moment_dated", moment_title(moment))
    return row


def _log(actor: Access, row: WorkspaceMoment, verb: str, label: str = "") -> None:
    days = [row.starts_on.isoformat(), row.ends_on.isoformat()]
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=workspace_scope(actor.workspace),
        subject=subject_of(row),
        label=label or row.name,
        version=row.version,
        changes={"days": " – ".join(days)},
    )
