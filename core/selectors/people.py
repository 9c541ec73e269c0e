"""Reading memberships and invitations."""

import hashlib

from django.db.models import QuerySet
from django.utils import timezone

from core.models import Invitation, Membership, Role, User, Workspace


def membership_list(*, workspace: Workspace, active: bool = True) -> QuerySet[Membership]:
    """The people of a workspace by name, or those who left it."""
    members = Membership.objects.filter(workspace=workspace, is_active=active).select_related("user")
    return members.order_by("user__name", "pk")


def membership_list_of(user: User) -> QuerySet[Membership]:
    """The workspaces somebody may enter, by name."""
    members = Membership.objects.filter(user=user, is_active=True).select_related("workspace", "user")
    return members.order_by("workspace__name", "pk")


def administrators(workspace: Workspace) -> QuerySet[Membership]:
    """Active administrators who can log in."""
    return membership_list(workspace=workspace).filter(role=Role.ADMIN, user__is_active=True)


def invitation_list(*, workspace: Workspace) -> QuerySet[Invitation]:
    """Invitations nobody has answered, newest first; some may have expired."""
    waiting = Invitation.objects.filter(
        workspace=workspace, accepted_at__isnull=True, revoked_at__isnull=True
    )
    return waiting.select_related("invited_by__user")


def token_digest(token: str) -> str:
    """What is stored of an invitation's secret (hex SHA-256)."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_get(token: str) -> Invitation | None:
    """The invitation a link opens, or None when it is unknown, answered, revoked or out of date."""
    return (
        Invitation.objects.select_related("workspace", "invited_by__user")
        .filter(
            token_hash=token_digest(token),
            accepted_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=timezone.now(),
        )
        .first()
    )


def user_by_email(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip()).first()
