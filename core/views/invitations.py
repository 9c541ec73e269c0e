"""Inviting people, and the page an invitation's link opens."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from core.access import Access, access_for
from core.context import landing_url
from core.forms_account import AcceptForm
from core.forms_workspace import InvitationForm
from core.http import see_other, with_language
from core.models import Invitation, Role, User
from core.selectors.people import invitation_get, user_by_email
from core.services.invitations import (
    InvitationClosed,
    invitation_join,
    invitation_resend,
    invitation_revoke,
    invitation_send,
    invitation_sign_up,
)
from core.settings_area import settings_list
from core.submissions import new_submission_key, submit_once


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug, at_least=Role.ADMIN)
    request.place = "settings"  # type: ignore[attr-defined]
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            url = submit_once(request, action=lambda: _send(access, form))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            email = form.cleaned_data["email"].lower()
            messages.success(request, _("L’invitation est partie à %(email)s.") % {"email": email})
            return see_other(url)
    context = {
        "access": access,
        "form": form,
        "submission": request.POST.get("submission") or new_submission_key(),
        "settings": settings_list(access, "members"),
    }
    return render(request, "core/invite.html", context, status=422 if form.errors else 200)


def _send(access: Access, form: InvitationForm) -> str:
    invitation_send(actor=access, **form.cleaned_data)
    return reverse("core:members", args=[access.workspace.slug])


def _sent(access: Access, pk: int) -> Invitation:
    found = Invitation.objects.filter(workspace=access.workspace, pk=pk).first()
    if found is None:
        raise Http404(_("Cette invitation n’existe pas dans cet espace."))
    return found


@require_POST
def invitation_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    access = access_for(request, slug, at_least=Role.ADMIN)
    sent = _sent(access, pk)
    try:
        invitation_resend(actor=access, invitation=sent)
    except InvitationClosed:
        messages.warning(request, _("Cette invitation a déjà eu sa réponse, ou a été annulée."))
    else:
        words = _("L’invitation est repartie à %(email)s. L’ancien lien ne marche plus.")
        messages.success(request, words % {"email": sent.email})
    return see_other("core:members", slug)


@require_POST
def invitation_cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    access = access_for(request, slug, at_least=Role.ADMIN)
    sent = _sent(access, pk)
    try:
        invitation_revoke(actor=access, invitation=sent)
    except InvitationClosed:
        words = _("%(email)s a déjà accepté. Fermez plutôt son accès dans la liste des membres.")
        messages.warning(request, words % {"email": sent.email})
    else:
        words = _("L’invitation de %(email)s est annulée. Son lien ne marche plus.")
        messages.success(request, words % {"email": sent.email})
    return see_other("core:members", slug)


@never_cache
@sensitive_post_parameters("password")
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person's page. Opening it changes nothing; whatever closed a link, it says the same."""
    found = invitation_get(token)
    if found is None:
        return _closed(request)
    owner = user_by_email(found.email)
    if request.method == "POST":
        try:
            if request.user.is_authenticated:
                return _join(request, found)
            if owner is None:
                return _sign_up(request, found)
        except InvitationClosed:
            return _closed(request)
    return _show(request, found, owner, AcceptForm(email=found.email))


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "core/invitation_closed.html", status=404)


def _join(request: HttpRequest, found: Invitation) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - the caller checked
    if request.user.email.lower() != found.email.lower():
        return _show(request, found, user_by_email(found.email), AcceptForm(email=found.email))
    membership = invitation_join(invitation=found, user=request.user)
    words = _("Vous êtes membre de %(workspace)s.") % {"workspace": found.workspace.name}
    messages.success(request, words)
    return see_other(landing_url(membership))


def _sign_up(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = AcceptForm(request.POST, email=found.email)
    if not form.is_valid():
        return _show(request, found, None, form)
    language = (get_language() or "fr")[:2]
    membership = invitation_sign_up(invitation=found, language=language, **form.cleaned_data)
    login(request, membership.user)
    welcome = _("Bienvenue. Votre compte est prêt.")
    messages.success(request, welcome)
    return with_language(see_other(landing_url(membership)), language)


def _show(request: HttpRequest, found: Invitation, owner: User | None, form: AcceptForm) -> HttpResponse:
    signed_in = request.user if request.user.is_authenticated else None
    context = {
        "invitation": found,
        "form": form,
        "mine": bool(signed_in and owner and signed_in.pk == owner.pk),
        "somebody_else": signed_in if signed_in and (owner is None or signed_in.pk != owner.pk) else None,
        "has_account": owner is not None,
    }
    return render(request, "core/invitation.html", context, status=422 if form.errors else 200)
