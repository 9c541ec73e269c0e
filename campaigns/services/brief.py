"""Editing the brief: its texts, its strategy document, its objectives, audiences and key messages.

Every edit happens under the campaign's lock and voids the approval it makes untrue (see `signable_edit`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.models import Audience, Brief, BriefAudience, Campaign, KeyMessage, Objective
from campaigns.services.signoff import Edit, signable_edit
from campaigns.strategy_files import strategy_check, strategy_store
from core.access import Access
from core.audit import audit_record
from core.editing import EditConflict, row_edit, subject_of

BriefRow = Objective | BriefAudience | KeyMessage
Row = TypeVar("Row", Objective, BriefAudience, KeyMessage)


class RowGone(Exception):
    """Somebody removed the row. `by` is their name, "" when it is not known."""

    def __init__(self, by: str) -> None:
        super().__init__(f"Removed by {by}")
        self.by = by


@contextmanager
def _editing(campaign: Campaign, actor: Access) -> Iterator[Edit]:
    with signable_edit(campaign=campaign, kinds=["brief"], actor=actor) as edit:
        if not Campaign.objects.in_progress().filter(pk=campaign.pk).exists():
            raise ValidationError(_("Cette campagne est terminée. Rouvrez-la pour modifier son brief."))
        yield edit


def brief_edit(
    *, campaign: Campaign, actor: Access, expected_version: int, changes: Mapping[str, Any]
) -> Edit:
    """Change texts of the brief. Somebody else's edit of other texts meanwhile is no conflict.

    Raises EditConflict when one of these very texts was changed after its editor read it.
    """
    with _editing(campaign, actor) as edit:
        brief, _made = Brief.objects.get_or_create(campaign=campaign)
        try:
            _write(brief, campaign, actor, expected_version, changes)
        except EditConflict as conflict:
            theirs = {change.field for change in conflict.changes}
            if theirs & set(changes) or not theirs:
                raise
            _write(brief, campaign, actor, conflict.row.version, changes)
    return edit


def brief_strategy_edit(
    *,
    campaign: Campaign,
    actor: Access,
    expected_version: int,
    changes: Mapping[str, Any],
    upload: UploadedFile[Any] | None = None,
    remove_file: bool = False,
) -> Edit:
    """Change the reference to the strategy, with a new document, without any, or with the one it has.

    The document is stored before the transaction: a file nobody points to harms nobody, a row that
    points to a missing file would. Raises ValidationError for a document that is not accepted.
    """
    changed = dict(changes)
    if upload is not None:
        try:
            changed["strategy_file"] = strategy_store(campaign, upload, strategy_check(upload))
        except ValidationError as error:
            raise ValidationError({"strategy_file": error.messages}) from error
        # The file's own name is worth keeping where nobody wrote a better one.
        changed["strategy_label"] = changed.get("strategy_label") or str(upload.name)[:200]
    elif remove_file:
        changed["strategy_file"] = ""
    return brief_edit(campaign=campaign, actor=actor, expected_version=expected_version, changes=changed)


def brief_row_add(*, campaign: Campaign, actor: Access, row: BriefRow) -> Edit:
    """Append an unsaved row to its list. Raises ValidationError when it is not valid or there already."""
    with _editing(campaign, actor) as edit:
        rows = type(row)._default_manager.filter(campaign=campaign)
        last = rows.aggregate(last=Max("position"))["last"]
        row.campaign, row.position = campaign, 0 if last is None else last + 1
        row.full_clean()
        row.save()
        _log(row, actor, "created")
    return edit


def brief_row_edit(
    *, row: BriefRow, actor: Access, expected_version: int, changes: Mapping[str, Any]
) -> Edit:
    """Change a row. Raises RowGone, EditConflict, ValidationError."""
    with _editing(row.campaign, actor) as edit:
        _still_there(row)
        _write(row, row.campaign, actor, expected_version, changes)
    return edit


def brief_row_remove(*, row: BriefRow, actor: Access, expected_version: int) -> Edit:
    """Take a row out. Raises RowGone, and EditConflict when it changed after its reader saw it."""
    with _editing(row.campaign, actor) as edit:
        _still_there(row)
        # An edit that changes nothing still compares versions.
        _write(row, row.campaign, actor, expected_version, {})
        _log(row, actor, "deleted")
        row.delete()
    return edit


def brief_row_move(*, row: BriefRow, actor: Access, to: int) -> Edit:
    """Put a row at place `to` (0 is first) of its list; sending it again changes nothing. Raises RowGone."""
    with _editing(row.campaign, actor) as edit:
        _still_there(row)
        manager = type(row)._default_manager
        rows: list[Any] = list(manager.filter(campaign=row.campaign).order_by("position", "id"))
        moved = next(each for each in rows if each.pk == row.pk)
        rows.remove(moved)
        rows.insert(max(0, min(to, len(rows))), moved)
        for position, each in enumerate(rows):
            if each.position != position:
                manager.filter(pk=each.pk).update(position=position)
        _log(row, actor, "moved")
    return edit


def audience_ensure(*, actor: Access, name: str) -> Audience:
    """The workspace's audience of that name, whatever its case, made when there is none."""
    name = " ".join(name.split())
    found = Audience.objects.filter(workspace=actor.workspace, name__iexact=name).first()
    if found is None:
        found = Audience(workspace=actor.workspace, name=name)
        found.full_clean()
        found.save()
    elif not found.is_active:
        found.is_active = True
        found.save(update_fields=["is_active"])
    return found


def brief_audience_add(
    *, campaign: Campaign, actor: Access, audience: Audience | None, new_name: str, insight: str
) -> Edit:
    """Add an audience of the dictionary, or a new one made on the way. Raises ValidationError."""
    with _editing(campaign, actor) as edit:
        chosen = audience_ensure(actor=actor, name=new_name) if new_name else audience
        row = BriefAudience(audience=chosen, insight=insight)
        inner = brief_row_add(campaign=campaign, actor=actor, row=row)
    edit.voided.extend(inner.voided)
    return edit


def _write(row: Any, campaign: Campaign, actor: Access, version: int, changes: Mapping[str, Any]) -> None:
    row_edit(row=row, actor=actor, scope=campaign.scope, expected_version=version, changes=changes)


def _still_there(row: BriefRow) -> None:
    if not type(row)._default_manager.filter(pk=row.pk).exists():
        raise RowGone("")


def _log(row: BriefRow, actor: Access, verb: str) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=row.campaign.scope,
        subject=subject_of(row),
        label=str(row),
        version=row.version,
    )
