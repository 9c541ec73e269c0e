"""Making and changing workspaces."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from core.access import Access
from core.audit import audit_record
from core.editing import row_edit
from core.models import Membership, Role, User, Workspace


def workspace_scope(workspace: Workspace) -> str:
    """The audit scope of what concerns a workspace rather than one campaign."""
    return f"workspace:{workspace.pk}"


def workspace_create(*, name: str, admin: User) -> Membership:
    """A new workspace and its first administrator. The address is made from the name."""
    with transaction.atomic():
        workspace = Workspace(name=name.strip(), slug=_free_slug(name))
        workspace.full_clean()
        workspace.save()
        membership = Membership.objects.create(workspace=workspace, user=admin, role=Role.ADMIN)
        audit_record(
            workspace=workspace,
            actor=admin,
            verb="created",
            scope=workspace_scope(workspace),
            label=workspace.name,
        )
    return membership


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "espace"
    taken = set(Workspace.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


def workspace_edit(*, actor: Access, expected_version: int, changes: Mapping[str, Any]) -> Workspace:
    """Change name, time zone, holidays or patience. Raises EditConflict, ValidationError."""
    workspace = actor.workspace
    row_edit(
        row=workspace,
        actor=actor,
        scope=workspace_scope(workspace),
        expected_version=expected_version,
        changes=changes,
    )
    return workspace
