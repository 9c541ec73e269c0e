"""Home, one's own profile, the language."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import LAST_WORKSPACE, Access, workspace_enter
from core.context import landing_url
from core.forms_account import ProfileForm
from core.http import see_other, with_language
from core.models import User
from core.selectors.people import membership_list_of
from core.services.accounts import language_choose, profile_edit


def _user(request: HttpRequest) -> User:
    """The signed-in person; only for views behind the login."""
    assert isinstance(request.user, User)  # noqa: S101 - the login middleware saw to it
    return request.user


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the workspace this person was in last, or the only one; else to choose, or a word of welcome."""
    memberships = list(membership_list_of(_user(request)))
    last = request.session.get(LAST_WORKSPACE)
    if len(memberships) == 1:
        return redirect(landing_url(memberships[0]))
    for membership in memberships:
        if membership.workspace.slug == last:
            return redirect(landing_url(membership))
    if memberships:
        return redirect("core:workspaces")
    return render(request, "core/no_workspace.html")


@require_safe
def workspaces(request: HttpRequest) -> HttpResponse:
    """Every workspace this person may enter. From here on, home remembers the last one."""
    memberships = membership_list_of(_user(request))
    request.session.setdefault(LAST_WORKSPACE, "")
    places = [{"membership": member, "url": landing_url(member)} for member in memberships]
    if not places:
        return redirect("core:home")
    return render(request, "core/workspaces.html", {"places": places})


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    memberships = list(membership_list_of(user))
    _stay_in_workspace(request, memberships)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        profile_edit(user=user, **form.cleaned_data)
        with override(user.language):
            messages.success(request, _("Votre profil est enregistré."))
        return with_language(see_other("core:profile"), user.language)
    context = {"form": form, "memberships": memberships}
    return render(request, "core/profile.html", context, status=422 if form.errors else 200)


def _stay_in_workspace(request: HttpRequest, memberships: list) -> None:  # type: ignore[type-arg]
    """Show the frame of the workspace the person comes from."""
    last = request.session.get(LAST_WORKSPACE)
    here = next((m for m in memberships if m.workspace.slug == last), memberships[0] if memberships else None)
    if here:
        workspace_enter(request, Access(here.workspace, here))


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of this browser and, when signed in, of the person."""
    chosen = request.POST.get("language", "")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response: HttpResponse = see_other(target)
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        language_choose(user=_user(request), language=chosen)
    return with_language(response, chosen)
