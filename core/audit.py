"""Writing and reading the trail of who did what."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from core.models import AuditEvent, User, Workspace


def audit_record(
    *,
    workspace: Workspace,
    actor: User | None,
    verb: str,
    scope: str,
    subject: str = "",
    label: str = "",
    version: int | None = None,
    changes: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append one event. `actor=None` means the system acted. Call it inside the writing transaction."""
    return AuditEvent.objects.create(
        workspace=workspace,
        actor=actor,
        actor_name=actor.name if actor else "",
        verb=verb,
        scope=scope,
        subject=subject or scope,
        label=label[:300],
        version=version,
        changes=dict(changes or {}),
    )


def audit_list(*, workspace: Workspace, scope: str) -> QuerySet[AuditEvent]:
    """Newest first."""
    return AuditEvent.objects.filter(workspace=workspace, scope=scope)


def changes_since(*, subject: str, version: int) -> Iterable[AuditEvent]:
    """Edits made to one row after a version, oldest first."""
    return AuditEvent.objects.filter(subject=subject, version__gt=version).order_by("version")


def removal_of(*, workspace: Workspace, scope: str, subject: str) -> AuditEvent | None:
    """Who took a row away, and when; None when it never was there."""
    removals = ("deleted", "task_removed")
    return AuditEvent.objects.filter(
        workspace=workspace, scope=scope, subject=subject, verb__in=removals
    ).first()
