"""The workspace's collisions: what meets, where to change it, what somebody accepted and why."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from campaigns.selectors.collisions import AUDIENCE, EMBARGO, MOMENT, TEAM, workspace_collisions
from campaigns.services.collisions import collision_accept, collision_reopen
from core.access import Access, access_for
from core.http import see_other
from core.models import Role

_TITLES = {
    EMBARGO: gettext_lazy("Pendant un embargo"),
    AUDIENCE: gettext_lazy("Mêmes personnes, même canal, mêmes jours"),
    MOMENT: gettext_lazy("Mauvais moment commercial"),
    TEAM: gettext_lazy("Équipes surchargées"),
}
#: Rows of one kind on the page; the nearest come first.
_SHOWN = 100


@require_safe
def collisions(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug)
    return _page(request, access)


@require_POST
def accept(request: HttpRequest, slug: str) -> HttpResponse:
    """POST `key` and `reason`."""
    access = access_for(request, slug, at_least=Role.MANAGER)
    key, reason = request.POST.get("key", ""), request.POST.get("reason", "")
    try:
        found = collision_accept(actor=access, key=key, reason=reason)
    except ValidationError as error:
        return _page(request, access, refused={"key": key, "reason": reason, "why": error.messages[0]})
    if found is None:
        messages.info(request, _("Cette collision n’existe plus : les dates ont changé."))
    else:
        messages.success(request, _("La collision est acceptée, avec votre raison."))
    return see_other("campaigns:collisions", slug)


@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """POST `key`: it is no longer accepted."""
    access = access_for(request, slug, at_least=Role.MANAGER)
    collision_reopen(actor=access, key=request.POST.get("key", ""))
    messages.success(request, _("La collision est de nouveau signalée."))
    return see_other("campaigns:collisions", slug)


def _page(request: HttpRequest, access: Access, refused: dict[str, str] | None = None) -> HttpResponse:
    request.place = "calendar"  # type: ignore[attr-defined]
    rows = workspace_collisions(access.workspace)
    live = [row for row in rows if not row.accepted]
    groups = [
        {"kind": kind, "title": title, "rows": found[:_SHOWN], "more": max(0, len(found) - _SHOWN)}
        for kind, title in _TITLES.items()
        if (found := [row for row in live if row.kind == kind])
    ]
    context = {
        "access": access,
        "can_edit": access.covers(Role.MANAGER),
        "total": len(live),
        "groups": groups,
        "accepted": [row for row in rows if row.accepted],
        "refused": refused or {},
    }
    return render(request, "campaigns/calendar/collisions.html", context, status=422 if refused else 200)
