"""Templates: what campaigns of each type start from."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access import campaign_for
from campaigns.forms.plan_templates import KeepForm, merged_tasks, tasks_formset
from campaigns.models import Campaign, PlanTemplate
from campaigns.playbooks import PLAYBOOKS
from campaigns.selectors.plan_templates import templates_of_workspace
from campaigns.selectors.preparation import templates_of
from campaigns.services.plan_templates import (
    template_edit,
    template_from_campaign,
    template_from_playbook,
    template_offer,
)
from core.access import Access, access_for
from core.http import see_other
from core.models import Role


@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """The six types, each with what it starts from: the playbook we ship, then the workspace's own."""
    access = access_for(request, slug)
    request.place = "campaigns"  # type: ignore[attr-defined]
    rows = templates_of_workspace(access.workspace)
    sections = [
        (book, len(templates_of(book)), [row for row in rows if row.type == book.type]) for book in PLAYBOOKS
    ]
    may_edit = access.covers(Role.MANAGER)
    context = {"access": access, "sections": sections, "may_edit": may_edit}
    return render(request, "campaigns/templates.html", context)


@require_POST
def adapt(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Copy a type's playbook, to edit it."""
    access = access_for(request, slug, at_least=Role.MANAGER)
    if kind not in Campaign.Type.values:
        raise Http404(_("Ce type de campagne n’existe pas."))
    made = template_from_playbook(campaign_type=kind, actor=access)
    messages.success(request, _("« %(name)s » est à vous : changez ce qu’il faut.") % {"name": made.name})
    return see_other("campaigns:plan-template", slug, made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Its name and its tasks."""
    access = access_for(request, slug, at_least=Role.MANAGER)
    request.place = "campaigns"  # type: ignore[attr-defined]
    template = _template(access, pk)
    posted = request.POST if request.method == "POST" else None
    formset = tasks_formset(template, posted)
    page = {
        "access": access,
        "template": template,
        "formset": formset,
        "name": request.POST.get("name", template.name),
        "version": request.POST.get("version", template.version),
        "problems": [],
    }
    if posted is not None and formset.is_valid():
        try:
            saved = template_edit(
                template=template,
                actor=access,
                expected_version=_number(request.POST.get("version", "")),
                name=request.POST.get("name", ""),
                tasks=merged_tasks(template, formset.rows()),
            )
        except ValidationError as error:
            page["problems"] = error.messages
        else:
            messages.success(request, _("« %(name)s » est enregistré.") % {"name": saved.name})
            return see_other("campaigns:plan-templates", slug)
    return render(request, "campaigns/template.html", page, status=200 if posted is None else 422)


@require_POST
def offer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Set a template aside, or offer it again."""
    access = access_for(request, slug, at_least=Role.MANAGER)
    template = _template(access, pk)
    offered = request.POST.get("etat") == "propose"
    template_offer(template=template, actor=access, offered=offered)
    said = _("« %(name)s » est proposé.") if offered else _("« %(name)s » n’est plus proposé.")
    messages.success(request, said % {"name": template.name})
    return see_other("campaigns:plan-templates", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Keep a campaign's plan as a template."""
    access = campaign_for(request, slug, reference, at_least=Role.MANAGER)
    form = KeepForm(request.POST or None, campaign=access.campaign)
    if request.method == "POST" and form.is_valid():
        try:
            made = template_from_campaign(
                campaign=access.campaign,
                actor=access,
                name=form.cleaned_data["name"],
                actual=form.cleaned_data["actual"] == "1",
            )
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            said = _("« %(name)s » est proposé à la création des campagnes de ce type.")
            messages.success(request, said % {"name": made.name})
            return see_other("campaigns:plan-template", slug, made.pk)
    context = {
        "access": access,
        "campaign": access.campaign,
        "form": form,
        "tasks": access.campaign.tasks.count(),
        "waves": access.campaign.waves.count(),
        "done": access.campaign.tasks.filter(status="done").count(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "campaigns/template_keep.html", context, status=status)


def _template(access: Access, pk: int) -> PlanTemplate:
    found = PlanTemplate.objects.filter(workspace=access.workspace, pk=pk).first()
    if found is None:
        raise Http404(_("Ce modèle n’existe pas dans cet espace."))
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
