"""Fetch and authorise in one place: a stranger gets 404, a role too weak gets 403."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Membership, Role, User, Workspace

#: Session key of the workspace somebody with several was in last. Home sets it; nobody else has it, so that
#: reading a page does not write a session.
LAST_WORKSPACE = "workspace"


@dataclass(frozen=True)
class Access:
    """Who is acting, and where. Services take it as their `actor`."""

    workspace: Workspace
    membership: Membership

    @property
    def user(self) -> User:
        return self.membership.user

    def covers(self, role: Role) -> bool:
        return self.membership.covers(role)


def access_for(
    request: HttpRequest, slug: str, *, at_least: Role = Role.VIEWER, team_only: bool = False
) -> Access:
    """The signed-in person's access to a workspace, also left on the request for the page frame.

    `team_only=True` opens the page to partners, who otherwise see nothing but their own work: the view
    then narrows what it shows to their teams. Raises Http404 for a stranger, PermissionDenied for a
    role too weak.
    """
    membership = (
        Membership.objects.select_related("workspace", "user")
        .filter(workspace__slug=slug, user_id=request.user.pk or 0, is_active=True)
        .first()
    )
    if membership is None:
        raise Http404(_("Cet espace n’existe pas, ou vous n’en êtes pas membre."))
    access = Access(membership.workspace, membership)
    workspace_enter(request, access)
    if membership.team_only and not team_only:
        raise PermissionDenied(
            _("Cette page est réservée à l’équipe. Vous voyez le travail confié à vos équipes.")
        )
    if not access.covers(at_least):
        raise PermissionDenied(
            _("Il faut le rôle « %(role)s » pour faire cela. Demandez à un administrateur de votre espace.")
            % {"role": at_least.label}
        )
    return access


def workspace_enter(request: HttpRequest, access: Access) -> None:
    """Leave the access on the request for the page frame; keep the workspace's time and remember it."""
    request.access = access  # type: ignore[attr-defined]
    timezone.activate(access.workspace.time_zone)
    session = getattr(request, "session", {})
    if session.get(LAST_WORKSPACE, access.workspace.slug) != access.workspace.slug:
        session[LAST_WORKSPACE] = access.workspace.slug
