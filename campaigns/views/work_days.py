"""The settings page of the days people work: closures, leave, part-time weeks."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.forms.errors import refuse
from campaigns.forms.work_days import DAYS, TimeOffForm, WorkWeekForm
from campaigns.models import TimeOff, WorkWeek
from campaigns.selectors.work_days import time_off_list, work_weeks
from campaigns.services.work_days import time_off_add, time_off_remove, work_week_set
from core.access import Access, access_for
from core.http import see_other
from core.models import Role
from core.settings_area import settings_list

PAGE = "campaigns/work_days.html"


@require_safe
def work_days(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, access_for(request, slug))


@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug, at_least=Role.MANAGER)
    form = TimeOffForm(request.POST, workspace=access.workspace)
    if form.is_valid():
        data = form.cleaned_data
        team, member = data.pop("who")
        try:
            time_off_add(actor=access, team=team, member=member, **data)
            return _done(request, slug, _("L’absence est enregistrée."))
        except ValidationError as error:
            refuse(form, error)
    return _page(request, access, off_form=form, status=422)


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    access = access_for(request, slug, at_least=Role.MANAGER)
    row = TimeOff.objects.filter(workspace=access.workspace, pk=pk).first()
    if row is None:
        raise Http404(_("Cette absence n’existe plus."))
    time_off_remove(actor=access, row=row)
    return _done(request, slug, _("L’absence est retirée."))


@require_POST
def week(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug, at_least=Role.MANAGER)
    form = WorkWeekForm(request.POST, workspace=access.workspace)
    if form.is_valid():
        team, member = form.cleaned_data["who"]
        try:
            work_week_set(actor=access, days="".join(form.cleaned_data["days"]), team=team, member=member)
            return _done(request, slug, _("La semaine de travail est enregistrée."))
        except ValidationError as error:
            refuse(form, error)
    return _page(request, access, week_form=form, status=422)


def _done(request: HttpRequest, slug: str, said: str) -> HttpResponse:
    messages.success(request, _("%(said)s Les plannings en cours se recalculent.") % {"said": said})
    return see_other("campaigns:work-days", slug)


def _page(
    request: HttpRequest,
    access: Access,
    *,
    off_form: forms.Form | None = None,
    week_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    request.place = "settings"  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "access": access,
        "rows": time_off_list(access.workspace),
        "weeks": [(row, _week_words(row)) for row in work_weeks(access.workspace)],
        "can_edit": access.covers(Role.MANAGER),
        "off_form": off_form or TimeOffForm(workspace=access.workspace),
        "week_form": week_form or WorkWeekForm(workspace=access.workspace, initial={"days": list("12345")}),
        "settings": settings_list(access, "work-days"),
    }
    return render(request, PAGE, context, status=status)


def _week_words(row: WorkWeek) -> str:
    return ", ".join(str(label) for digit, label in DAYS if digit in row.days)
