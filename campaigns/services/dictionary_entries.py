"""Adding to the workspace's dictionaries, changing an entry, no longer offering it. Nothing is deleted:
what a campaign used yesterday keeps its name tomorrow."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campaigns.models import Audience, Brand, Channel, Format, Kpi, Stakeholder, Team
from core.access import Access
from core.audit import audit_record
from core.editing import row_edit, subject_of
from core.models import Membership

Entry = Audience | Brand | Channel | Format | Kpi | Stakeholder | Team


def scope_of(actor: Access) -> str:
    return f"workspace:{actor.workspace.pk}"


def entry_add(*, actor: Access, entry: Entry, members: Collection[Membership] | None = None) -> Entry:
    """Save a new, filled-in entry; its key is made from its name. Raises ValidationError."""
    with transaction.atomic():
        if hasattr(entry, "key"):
            entry.key = _free_key(entry)
        entry.full_clean()
        try:
            with transaction.atomic():
                entry.save(force_insert=True)
        except IntegrityError as error:  # somebody added the same one this very moment
            words = _("« %(name)s » vient d’entrer dans la liste, par quelqu’un d’autre.") % {
                "name": entry.name
            }
            raise ValidationError({"name": words}) from error
        if isinstance(entry, Team) and members is not None:
            _set_members(actor, entry, members)
        _log(actor, entry, "created")
    return entry


def entry_edit(
    *,
    actor: Access,
    entry: Entry,
    expected_version: int,
    changes: Mapping[str, Any],
    members: Collection[Membership] | None = None,
) -> Entry:
    """Change an entry everywhere it is named. Raises EditConflict, ValidationError."""
    with transaction.atomic():
        row_edit(
            row=entry,
            actor=actor,
            scope=scope_of(actor),
            expected_version=expected_version,
            changes=changes,
        )
        if isinstance(entry, Team) and members is not None:
            _set_members(actor, entry, members)
    return entry


def entry_offer(*, actor: Access, entry: Entry, offered: bool) -> None:
    """Offer an entry in the forms, or no longer; where it serves already it stays."""
    with transaction.atomic():
        current = type(entry)._default_manager.select_for_update().get(pk=entry.pk)
        if current.is_active == offered:
            return
        current.is_active, current.version = offered, current.version + 1
        current.save(update_fields=["is_active", "version"])
        _log(actor, current, "offered again" if offered else "set aside")


def _free_key(entry: Entry) -> str:
    """A key nobody has in the workspace (for a format: in its channel), made from the name."""
    rows: Any = type(entry)._default_manager
    beside = {"channel": entry.channel} if isinstance(entry, Format) else {"workspace": entry.workspace}
    base = slugify(entry.name)[:34] or "entree"
    taken = set(rows.filter(key__startswith=base, **beside).values_list("key", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in candidates if key not in taken)


def _set_members(actor: Access, team: Team, members: Collection[Membership]) -> None:
    before = {link.membership_id: link for link in team.team_members.select_related("membership__user")}
    wanted = {member.pk: member for member in members}
    gone, came = before.keys() - wanted.keys(), wanted.keys() - before.keys()
    if not gone and not came:
        return
    team.team_members.filter(membership__in=gone).delete()
    for pk in sorted(came):
        team.team_members.create(membership=wanted[pk])
    names = [
        ", ".join(sorted(str(link.membership) for link in before.values())),
        ", ".join(sorted(str(member) for member in members)),
    ]
    _log(actor, team, "members changed", {"members": names})


def _log(actor: Access, entry: Entry, verb: str, changes: Mapping[str, Any] | None = None) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=scope_of(actor),
        subject=subject_of(entry),
        label=entry.name,
        changes=changes,
    )
