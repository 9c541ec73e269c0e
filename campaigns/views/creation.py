"""A new campaign: choose its type, then its dates and people; or copy one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.access import campaign_for
from campaigns.forms.creation import CopyForm, CreationForm, DatesForm, agreement
from campaigns.models import Campaign, PlanTemplate
from campaigns.playbooks import PLAYBOOKS, playbook
from campaigns.selectors.plan_templates import template_offered, templates_offered
from campaigns.selectors.preparation import (
    copied_elsewhere,
    copy_warnings,
    date_warnings,
    duplicate_contents,
    wave_previews,
    workspace_calendar,
)
from campaigns.services.creation import NewCampaign, campaign_create, campaign_duplicate
from core.access import Access, access_for
from core.models import Role
from core.submissions import SubmissionReusedError, submit_once


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Without a type: the six of them. With one: its form. A POST that needs a second look says so first."""
    access = access_for(request, slug, at_least=Role.MANAGER)
    request.place = "campaigns"  # type: ignore[attr-defined]
    kind = request.GET.get("type", "")
    if kind not in Campaign.Type.values:
        status = 422 if request.method == "POST" else 200
        books = [(book, templates_offered(access.workspace, book.type)) for book in PLAYBOOKS]
        page = {"access": access, "books": books, "unknown": kind}
        return render(request, "campaigns/create_type.html", page, status=status)
    template = template_offered(access.workspace, kind, request.GET.get("modele", ""))
    if request.method == "POST":
        return _create_submitted(request, access, kind, template)
    if request.htmx:  # type: ignore[attr-defined]
        dates = DatesForm(request.GET, access=access, kind=kind, template=template)
        return render(request, "campaigns/create.html#preview", _preview(dates))
    form = CreationForm(access=access, kind=kind, template=template)
    return render(request, "campaigns/create.html", {"access": access, "form": form, **_preview(form)})


def _create_submitted(
    request: HttpRequest, access: Access, kind: str, template: PlanTemplate | None
) -> HttpResponse:
    form = CreationForm(request.POST, access=access, kind=kind, template=template)
    page = {"access": access, "form": form, **_preview(form)}
    if not form.is_valid():
        return render(request, "campaigns/create.html", page, status=422)
    if form.cleaned_data["accepted"] != (wanted := agreement(page["warnings"])):
        return render(request, "campaigns/create.html", {**page, "accepting": wanted}, status=422)

    def make() -> str:
        made = campaign_create(actor=access, new=NewCampaign(**form.values()))
        return reverse("campaigns:campaign", args=[access.workspace.slug, made.reference])

    said = _("« %(name)s » est créée. Commencez par son brief.")
    return _once(request, form, make, said) or render(request, "campaigns/create.html", page, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """A campaign like this one, at another date."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    source = access.campaign
    posted = request.POST if request.method == "POST" else None
    form = CopyForm(posted, access=access, source=source)
    page: dict[str, Any] = {
        "access": access,
        "campaign": source,
        "form": form,
        "contents": duplicate_contents(source),
        "elsewhere": copied_elsewhere(source),
        "warnings": [],
    }
    if posted is None:
        return render(request, "campaigns/duplicate.html", page)
    if not form.is_valid():
        return render(request, "campaigns/duplicate.html", page, status=422)
    page["warnings"] = copy_warnings(
        source,
        form.cleaned_data["launch_on"],
        calendar=workspace_calendar(access.workspace),
        today=timezone.localdate(),
    )
    if form.cleaned_data["accepted"] != (wanted := agreement(page["warnings"])):
        return render(request, "campaigns/duplicate.html", {**page, "accepting": wanted}, status=422)

    def make() -> str:
        chosen = {name: form.cleaned_data[name] for name in ("name", "launch_on", "owner")}
        made = campaign_duplicate(source=source, actor=access, **chosen)
        return reverse("campaigns:campaign", args=[access.workspace.slug, made.reference])

    said = _("« %(name)s » est créée, au brief. Rien n’y est signé.")
    return _once(request, form, make, said) or render(request, "campaigns/duplicate.html", page, status=422)


def _preview(form: DatesForm) -> dict[str, Any]:
    ready = form.preparation()
    return {
        "ready": ready,
        "kind": form.kind,
        "template": form.template,
        "label": playbook(form.kind).label,
        "waves": wave_previews(ready) if ready else [],
        "warnings": date_warnings(ready) if ready else [],
    }


def _once(
    request: HttpRequest, form: CreationForm | CopyForm, make: Callable[[], str], said: str
) -> HttpResponse | None:
    """To the new campaign; None when the form already made another, which it then says."""
    try:
        url = submit_once(request, action=make)
    except SubmissionReusedError as reused:
        form.add_error(None, reused)
        return None
    messages.success(request, said % {"name": form.cleaned_data["name"]})
    return HttpResponseRedirect(url, status=303)
