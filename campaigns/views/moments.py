"""«Temps forts»: the commercial calendar in the settings. Everybody reads it, managers change it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.forms.errors import refuse
from campaigns.forms.moments import CalendarMomentForm, OwnMomentForm
from campaigns.models import WorkspaceMoment
from campaigns.moment_words import moment_title
from campaigns.moments import FIRST_YEAR, LAST_YEAR, Moment, YearOutOfRange, commercial_calendar
from campaigns.selectors.moments_page import moments_page
from campaigns.services import moments as service
from core.access import Access, access_for
from core.editing import EditConflict
from core.http import see_other
from core.models import Role
from core.settings_area import settings_list
from core.submissions import new_submission_key, submit_once


@require_safe
def moments(request: HttpRequest, slug: str) -> HttpResponse:
    access = _access(request, slug, Role.VIEWER)
    year = _year(request.GET.get("annee", ""))
    context = {
        **_context(access),
        "page": moments_page(access.workspace, year),
        "previous": year - 1 if year > FIRST_YEAR else None,
        "next": year + 1 if year < LAST_YEAR else None,
    }
    return render(request, "campaigns/moments/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def moment_new(request: HttpRequest, slug: str) -> HttpResponse:
    access = _access(request, slug, Role.MANAGER)
    form = OwnMomentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            row = service.moment_add(actor=access, values=form.changes())
            messages.success(request, _("« %(name)s » est dans le calendrier.") % {"name": row.name})
            return _list_url(access, row.starts_on.year)

        try:
            return see_other(submit_once(request, action=make))
        except ValidationError as error:
            refuse(form, error)
    key = request.POST.get("submission") or new_submission_key()
    return _form_page(request, access, form, _("Ajouter un temps fort"), {"submission": key})


@require_http_methods(["GET", "HEAD", "POST"])
def moment_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A moment of the workspace's own."""
    access = _access(request, slug, Role.MANAGER)
    row = _own(access, pk)
    form = OwnMomentForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            service.moment_edit(
                actor=access, row=row, expected_version=form.expected_version, changes=form.changes()
            )
        except EditConflict as conflict:
            form.show_conflict(conflict)
            return _form_page(request, access, form, row.name, {"row": row}, 409)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("« %(name)s » : modification enregistrée.") % {"name": row.name})
            return see_other(_list_url(access, row.starts_on.year))
    return _form_page(request, access, form, row.name, {"row": row})


@require_POST
def moment_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    access = _access(request, slug, Role.MANAGER)
    row = _own(access, pk)
    service.moment_remove(actor=access, row=row)
    messages.success(request, _("« %(name)s » n’est plus dans le calendrier.") % {"name": row.name})
    return see_other(_list_url(access, row.starts_on.year))


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_moment(request: HttpRequest, slug: str, year: int, key: str) -> HttpResponse:
    """The workspace's own dates for a moment of the calendar, in one year."""
    access = _access(request, slug, Role.MANAGER)
    moment = _moment(year, key)
    row = WorkspaceMoment.objects.filter(workspace=access.workspace, key=key, year=year).first()
    instance = row or WorkspaceMoment(starts_on=moment.start, ends_on=moment.end)
    form = CalendarMomentForm(request.POST if request.method == "POST" else None, instance=instance)
    context = {"row": row, "moment": moment, "year": year}
    if request.method == "POST" and form.is_valid():
        try:
            _dated(access, moment, year, row, form)
        except EditConflict as conflict:
            form.show_conflict(conflict)
            return _form_page(request, access, form, moment_title(moment), context, 409)
        except ValidationError as error:
            refuse(form, error)
        else:
            words = _("« %(name)s » : vos dates sont enregistrées.") % {"name": moment_title(moment)}
            messages.success(request, words)
            return see_other(_list_url(access, year))
    return _form_page(request, access, form, moment_title(moment), context)


@require_POST
def calendar_moment_state(request: HttpRequest, slug: str, year: int, key: str) -> HttpResponse:
    """POST `state=hidden` to hide a moment, `state=calendar` to give it its calendar's dates back."""
    access = _access(request, slug, Role.MANAGER)
    moment = _moment(year, key)
    if request.POST.get("state") == "hidden":
        service.moment_hide(actor=access, moment=moment, year=year)
        words = _("« %(name)s » est masqué dans les calendriers de %(year)s.")
    else:
        service.moment_restore(actor=access, moment=moment, year=year)
        words = _("« %(name)s » reprend les dates du calendrier.")
    messages.success(request, words % {"name": moment_title(moment), "year": year})
    return see_other(_list_url(access, year))


def _dated(
    access: Access, moment: Moment, year: int, row: WorkspaceMoment | None, form: CalendarMomentForm
) -> None:
    if row is None:
        service.moment_set(actor=access, moment=moment, year=year, values=form.changes())
        return
    changes = {**form.changes(), "hidden": False}
    service.moment_edit(actor=access, row=row, expected_version=form.expected_version, changes=changes)


def _access(request: HttpRequest, slug: str, at_least: Role) -> Access:
    access = access_for(request, slug, at_least=at_least)
    request.place = "settings"  # type: ignore[attr-defined]
    return access


def _context(access: Access) -> dict[str, Any]:
    return {
        "access": access,
        "can_edit": access.covers(Role.MANAGER),
        "settings": settings_list(access, "temps-forts"),
    }


def _list_url(access: Access, year: int) -> str:
    return f"{reverse('campaigns:moments', args=[access.workspace.slug])}?annee={year}"


def _year(typed: str) -> int:
    """The year an address asks for; this one when it says nothing sensible."""
    year = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else timezone.localdate().year


def _own(access: Access, pk: int) -> WorkspaceMoment:
    row = WorkspaceMoment.objects.filter(workspace=access.workspace, key="", pk=pk).first()
    if row is None:
        raise Http404(_("Ce temps fort n’existe pas dans cet espace."))
    return row


def _moment(year: int, key: str) -> Moment:
    try:
        found = next((moment for moment in commercial_calendar(year) if moment.key == key), None)
    except YearOutOfRange:
        found = None
    if found is None:
        raise Http404(_("Le calendrier commercial n’a pas ce temps fort cette année-là."))
    return found


def _form_page(
    request: HttpRequest, access: Access, form: Any, title: str, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    if form.errors and status == 200:
        status = 422
    context = {**_context(access), "form": form, "title": title, **more}
    return render(request, "campaigns/moments/form.html", context, status=status)
