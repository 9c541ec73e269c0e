"""A workspace's own settings: everybody reads them, an administrator changes them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import access_for
from core.editing import EditConflict
from core.forms_workspace import HOLIDAYS, WorkspaceForm
from core.http import see_other
from core.models import Role
from core.selectors.people import administrators
from core.services.workspaces import workspace_edit
from core.settings_area import settings_list


@require_http_methods(["GET", "HEAD", "POST"])
def workspace_settings(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug, at_least=Role.ADMIN if request.method == "POST" else Role.VIEWER)
    request.place = "settings"  # type: ignore[attr-defined]
    form = WorkspaceForm(request.POST or None, instance=access.workspace)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                workspace_edit(actor=access, expected_version=form.expected_version, changes=form.changes())
                messages.success(request, _("Les réglages de l’espace sont enregistrés."))
                return see_other("core:settings", slug)
        except EditConflict as conflict:
            form.show_conflict(conflict)
            status = 409
        except ValidationError as error:
            form.add_error(None, error)
    people = list(administrators(access.workspace))
    context = {
        "access": access,
        "form": form,
        "can_edit": access.covers(Role.ADMIN),
        "holidays": dict(HOLIDAYS).get(access.workspace.holidays_subdivision, HOLIDAYS[0][1]),
        "administrators": people,
        "administrator_names": ", ".join(person.user.name for person in people),
        "settings": settings_list(access, "workspace"),
    }
    return render(request, "core/settings.html", context, status=status)
