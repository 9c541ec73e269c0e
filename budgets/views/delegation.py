"""The settings of signatures by amount: everybody reads them, an administrator changes them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from budgets.forms.delegation import LevelForm, ToleranceForm
from budgets.models import DelegationLevel
from budgets.selectors.delegation import level_rows, levels_of, rules_of
from budgets.services.delegation import level_add, level_edit, level_remove, tolerance_set
from campaigns.forms.errors import refuse
from campaigns.selectors.signoff import workspace_signers
from core.access import Access, access_for
from core.editing import EditConflict
from core.formatting import money
from core.http import see_other
from core.models import Role
from core.selectors.people import administrators
from core.settings_area import settings_list
from core.submissions import new_submission_key, submit_once


@require_http_methods(["GET", "HEAD", "POST"])
def levels(request: HttpRequest, slug: str) -> HttpResponse:
    """The levels and the tolerance; a POST is the tolerance's."""
    access = _access(request, slug, Role.ADMIN if request.method == "POST" else Role.VIEWER)
    form = ToleranceForm(request.POST or None, instance=rules_of(access.workspace))
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                tolerance_set(
                    actor=access,
                    expected_version=form.expected_version,
                    tolerance=form.cleaned_data["tolerance"],
                )
                messages.success(request, _("La tolérance est enregistrée."))
                return see_other("budgets:delegation", slug)
        except EditConflict as conflict:
            form.show_conflict(conflict)
            status = 409
        except ValidationError as error:
            refuse(form, error)
    context = {
        "rows": level_rows(access.workspace),
        "rules": rules_of(access.workspace),
        "form": form,
        "can_edit": access.covers(Role.ADMIN),
        "administrators": list(administrators(access.workspace)),
    }
    return render(request, "budgets/delegation.html", _context(access, **context), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    access = _access(request, slug)
    form = _form(request, access)
    if request.method == "POST" and form.is_valid():
        try:
            return see_other(submit_once(request, action=lambda: _added(request, access, form)))
        except ValidationError as error:
            refuse(form, error)
    submission = request.POST.get("submission") or new_submission_key()
    context = _context(access, form=form, submission=submission)
    return render(request, "budgets/delegation_level.html", context, status=422 if form.is_bound else 200)


def _added(request: HttpRequest, access: Access, form: LevelForm) -> str:
    made = level_add(actor=access, words=form.words())
    if not made.above:
        messages.success(
            request, _("Le seuil est enregistré pour tous les budgets. Il vaut pour les prochaines demandes.")
        )
        return reverse("budgets:delegation", args=[access.workspace.slug])
    said = _("Le seuil est enregistré : au-dessus de %(amount)s. Il vaut pour les prochaines demandes.")
    messages.success(request, said % {"amount": money(made.above, access.workspace.currency)})
    return reverse("budgets:delegation", args=[access.workspace.slug])


@require_http_methods(["GET", "HEAD", "POST"])
def level(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    access = _access(request, slug)
    edited = _level(access, pk)
    form = _form(request, access, edited)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            level_edit(actor=access, level=edited, expected_version=version, words=form.words())
            messages.success(request, _("Le seuil est enregistré. Il vaut pour les prochaines demandes."))
            return see_other("budgets:delegation", slug)
        except EditConflict:
            messages.warning(
                request, _("Quelqu’un vient de changer ce seuil : le voici à jour, rien n’est enregistré.")
            )
            edited = _level(access, pk)
            form, status = _form(None, access, edited), 409
        except ValidationError as error:
            refuse(form, error)
    context = _context(access, form=form, level=edited)
    return render(request, "budgets/delegation_level.html", context, status=status)


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    access = _access(request, slug)
    gone = _level(access, pk)
    level_remove(actor=access, level=gone)
    if not gone.above:
        messages.success(request, _("Le seuil de tous les budgets est retiré. Ce qui est signé le reste."))
        return see_other("budgets:delegation", slug)
    said = _("Le seuil de %(amount)s est retiré. Ce qui est signé le reste.")
    messages.success(request, said % {"amount": money(gone.above, access.workspace.currency)})
    return see_other("budgets:delegation", slug)


def _access(request: HttpRequest, slug: str, at_least: Role = Role.ADMIN) -> Access:
    access = access_for(request, slug, at_least=at_least)
    request.place = "settings"  # type: ignore[attr-defined]
    return access


def _form(request: HttpRequest | None, access: Access, edited: DelegationLevel | None = None) -> LevelForm:
    members, stakeholders = workspace_signers(access.workspace)
    data = request.POST if request and request.method == "POST" else None
    return LevelForm(data, members=members, stakeholders=stakeholders, level=edited)


def _level(access: Access, pk: int) -> DelegationLevel:
    found = levels_of(access.workspace).filter(pk=pk).first()
    if found is None:
        raise Http404(_("Ce seuil n’existe pas dans cet espace. Il a peut-être été retiré."))
    return found


def _context(access: Access, **more: Any) -> dict[str, Any]:
    return {"access": access, "settings": settings_list(access, "delegation"), **more}
