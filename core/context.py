"""What the page frame shows on every page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from core.access import Access
from core.models import Membership, User


@dataclass(frozen=True)
class Place:
    """An entry of the main navigation. `wide` ones are hidden at the bottom of a narrow screen."""

    key: str
    label: Any  # a lazy translation
    url_name: str
    icon: str
    order: int
    wide: bool = False
    team_only: bool = False
    count: Callable[[Access], int] | None = None


_places: list[Place] = []
#: URL name of the page that answers the search box; it takes the workspace's slug.
_search: list[str] = []


def place_register(place: Place) -> None:
    """Apps add their main pages in ready()."""
    _places[:] = sorted([p for p in _places if p.key != place.key] + [place], key=lambda p: p.order)


def search_register(url_name: str) -> None:
    """The app that knows what can be found names its page in ready(); the last one named answers."""
    _search[:] = [url_name]


def places_for(access: Access) -> list[Place]:
    """The main pages this person may open, in order."""
    return [place for place in _places if place.team_only or not access.membership.team_only]


def landing_url(membership: Membership) -> str:
    """Where somebody starts in a workspace: its first place that they may see."""
    places = (place for place in _places if place.team_only or not membership.team_only)
    first = next(places, None)
    return reverse(first.url_name if first else "core:settings", args=[membership.workspace.slug])


def _workspaces(user: User) -> list[dict[str, str]]:
    """The entries of the workspace switcher."""
    memberships = Membership.objects.filter(user=user, is_active=True).select_related("workspace")
    return [
        {"name": member.workspace.name, "slug": member.workspace.slug, "url": landing_url(member)}
        for member in memberships.order_by("workspace__name")
    ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Workspace(s), membership and navigation, once a view has established the reader's access."""
    access: Access | None = getattr(request, "access", None)
    if access is None:
        return {"nav": [], "workspace": None, "workspaces": [], "membership": None}
    current = getattr(request, "place", "")
    nav = [
        {
            "key": place.key,
            "label": place.label,
            "url": reverse(place.url_name, args=[access.workspace.slug]),
            "icon": place.icon,
            "wide": place.wide,
            "current": place.key == current,
            "count": place.count(access) if place.count else None,
        }
        for place in places_for(access)
    ]
    return {
        "nav": nav,
        "search_url": reverse(_search[0], args=[access.workspace.slug]) if _search else "",
        "workspace": access.workspace,
        "workspaces": _workspaces(access.user),
        "membership": access.membership,
    }
