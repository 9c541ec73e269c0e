"""The people of a workspace. A manager reads the list, an administrator changes it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import Access, access_for
from core.editing import EditConflict
from core.forms_workspace import MembershipForm
from core.http import see_other, with_toast
from core.models import Membership, Role
from core.selectors.people import administrators, invitation_list, membership_list
from core.services.members import membership_deactivate, membership_edit, membership_reactivate
from core.settings_area import settings_list


def _people(request: HttpRequest, slug: str, at_least: Role) -> Access:
    access = access_for(request, slug, at_least=at_least)
    request.place = "settings"  # type: ignore[attr-defined]
    return access


def _member(access: Access, pk: int) -> Membership:
    found = Membership.objects.select_related("user", "workspace").filter(workspace=access.workspace, pk=pk)
    member = found.first()
    if member is None:
        raise Http404(_("Cette personne n’est pas membre de l’espace."))
    return member


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    access = _people(request, slug, Role.MANAGER)
    context = {
        "access": access,
        "members": membership_list(workspace=access.workspace),
        "former": membership_list(workspace=access.workspace, active=False),
        "invitations": invitation_list(workspace=access.workspace),
        "administrators": administrators(access.workspace),
        "can_edit": access.covers(Role.ADMIN),
        "settings": settings_list(access, "members"),
    }
    return render(request, "core/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Edit one member: in their row by htmx, on a page of its own without."""
    access = _people(request, slug, Role.ADMIN)
    edited = _member(access, pk)
    form = MembershipForm(request.POST or None, instance=edited)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                membership_edit(
                    actor=access,
                    membership=edited,
                    expected_version=form.expected_version,
                    changes=form.changes(),
                )
                return _edited(request, access, edited)
        except EditConflict as conflict:
            form.show_conflict(conflict)
            status = 409
        except ValidationError as error:
            form.add_error(None, error)
    inline = request.htmx  # type: ignore[attr-defined]
    template = "core/members.html#member_form" if inline else "core/member.html"
    context = {"access": access, "member": edited, "form": form, "settings": settings_list(access, "members")}
    # htmx swaps 422, not 409: the words are in the form either way.
    return render(request, template, context, status=422 if inline and status == 409 else status)


def _edited(request: HttpRequest, access: Access, edited: Membership) -> HttpResponse:
    words = _("Les droits de %(name)s sont enregistrés.") % {"name": edited.user.name}
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, words)
        return see_other("core:members", access.workspace.slug)
    context = {"access": access, "member": edited, "can_edit": True}
    return with_toast(render(request, "core/members.html#member_row", context), words)


@require_POST
def member_deactivate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    access = _people(request, slug, Role.ADMIN)
    leaving = _member(access, pk)
    try:
        membership_deactivate(actor=access, membership=leaving)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        words = _("%(name)s n’a plus accès à l’espace.") % {"name": leaving.user.name}
        messages.success(request, words)
        if leaving.user == access.user:
            return see_other("core:home")
    return see_other("core:members", slug)


@require_POST
def member_reactivate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    access = _people(request, slug, Role.ADMIN)
    back = _member(access, pk)
    membership_reactivate(actor=access, membership=back)
    messages.success(request, _("%(name)s a de nouveau accès à l’espace.") % {"name": back.user.name})
    return see_other("core:members", slug)
