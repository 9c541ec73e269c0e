"""Changing who may do what in a workspace. Somebody must always be left to administer it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.access import Access
from core.audit import audit_record
from core.editing import row_edit, subject_of
from core.models import Membership, Role, Workspace
from core.selectors.people import administrators
from core.services.workspaces import workspace_scope


class LastAdministrator(ValidationError):
    """The change would leave the workspace without an active administrator."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "C’est la seule personne qui administre l’espace. Donnez d’abord le rôle d’administrateur "
                "à quelqu’un d’autre."
            ),
            code="last_administrator",
        )


def membership_edit(
    *, actor: Access, membership: Membership, expected_version: int, changes: Mapping[str, Any]
) -> Membership:
    """Change a member's role, function or partner mark. Raises EditConflict, ValidationError."""
    with transaction.atomic():
        _hold(actor.workspace)
        if changes.get("role", membership.role) != Role.ADMIN:
            _keep_an_administrator(membership)
        if changes.get("team_only", membership.team_only):
            partner_role_check(changes.get("role", membership.role))
        row_edit(
            row=membership,
            actor=actor,
            scope=workspace_scope(actor.workspace),
            expected_version=expected_version,
            changes=changes,
            label=membership.user.name,
        )
    return membership


def membership_deactivate(*, actor: Access, membership: Membership) -> None:
    """Close the workspace to a member; what they did and hold stays. Doing it again changes nothing."""
    with transaction.atomic():
        _hold(actor.workspace)
        _keep_an_administrator(membership)
        _set_active(actor, membership, False)


def membership_reactivate(*, actor: Access, membership: Membership) -> None:
    """Open the workspace again, with the role the member had."""
    with transaction.atomic():
        _set_active(actor, membership, True)


def partner_role_check(role: str) -> None:
    """A partner sees their team's work only: a role that rules the whole workspace would contradict it."""
    if Role(role).covers(Role.MANAGER):
        raise ValidationError(
            {
                "team_only": _(
                    "Un partenaire ne voit que le travail de ses équipes. Donnez-lui le rôle Contributeur "
                    "ou Lecteur, ou retirez « partenaire »."
                )
            }
        )


def _hold(workspace: Workspace) -> None:
    """One change of the members at a time: two administrators could otherwise step down together."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)


def _keep_an_administrator(membership: Membership) -> None:
    others = administrators(membership.workspace).exclude(pk=membership.pk)
    current = Membership.objects.get(pk=membership.pk)
    if current.role == Role.ADMIN and current.is_active and not others.exists():
        raise LastAdministrator


def _set_active(actor: Access, membership: Membership, active: bool) -> None:
    current = Membership.objects.select_for_update().get(pk=membership.pk)
    if current.is_active == active:
        return
    current.is_active, current.version = active, current.version + 1
    current.save(update_fields=["is_active", "version"])
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb="reactivated" if active else "deactivated",
        scope=workspace_scope(actor.workspace),
        subject=subject_of(current),
        label=membership.user.name,
        version=current.version,
    )
    membership.is_active, membership.version = current.is_active, current.version
