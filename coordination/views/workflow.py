"""The workflow of a campaign: its coordination tasks, edited where they are."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import reswap, retarget

from campaigns.access import CampaignAccess, campaign_for
from campaigns.models import Task
from campaigns.services.plan import task_edit, task_status_set
from coordination.access import may, task_for, teams_seen
from coordination.forms.tasks import TaskForm, TaskStatusForm
from coordination.selectors.standing import closed_words
from coordination.selectors.teams import teams_of
from coordination.selectors.workflow import row_of, with_receivers, workflow_of
from core.editing import EditConflict
from core.http import see_other, with_toast
from core.models import Role

AnyTaskForm = TaskForm | TaskStatusForm


@require_safe
def workflow(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, team_only=True)
    context = _context(request, access)
    context["briefed"] = teams_of(access.campaign, team_ids=teams_seen(access))
    return render(request, "coordination/workflow.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Who, what and status of one task; a partner sets the status of their team's."""
    post = request.method == "POST"
    least = Role.CONTRIBUTOR if post else Role.VIEWER
    access = campaign_for(request, slug, reference, at_least=least, team_only=True)
    found = task_for(access, pk)
    form = _form(request, access, found)
    status = 200
    if post:
        try:
            if closed := closed_words(access.campaign):
                raise ValidationError(closed)
            if form.is_valid():
                return _saved(request, access, found, _save(access, found, form))
            status = 422
        except EditConflict as conflict:
            form.show_conflict(conflict)  # type: ignore[union-attr]
            status = 409
        except ValidationError as error:
            form.add_error(None, error)
            status = 422
    return _editor(request, access, found, form, status)


def _form(request: HttpRequest, access: CampaignAccess, found: Task) -> AnyTaskForm:
    posted = request.POST if request.method == "POST" else None
    if access.membership.team_only:
        return TaskStatusForm(posted, instance=found)
    return TaskForm(posted, instance=found, workspace=access.workspace)


def _save(access: CampaignAccess, found: Task, form: AnyTaskForm) -> bool:
    """Write both parts or neither; True when the plan's approval became void by it."""
    data, voided = form.cleaned_data, False
    with transaction.atomic():
        if isinstance(form, TaskForm):
            edited = task_edit(
                task=found, actor=access, expected_version=form.expected_version, changes=form.changes()
            )
            voided = edited.voided is not None
        task_status_set(
            task=found, actor=access, status=data["status"], reason=data.get("blocked_reason", "")
        )
    return voided


def _saved(request: HttpRequest, access: CampaignAccess, found: Task, voided: bool) -> HttpResponse:
    words = _("« %(task)s » est à jour.") % {"task": found.name}
    warning = _("La validation du planning est périmée : redemandez-la quand vous aurez fini.")
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, words)
        if voided:
            messages.warning(request, warning)
        return see_other("coordination:workflow", access.workspace.slug, access.campaign.reference)
    response = render(request, "coordination/workflow.html#table", _context(request, access))
    response = reswap(retarget(response, "#workflow"), "outerHTML")
    return with_toast(response, warning, "warn") if voided else with_toast(response, words)


def _editor(
    request: HttpRequest, access: CampaignAccess, found: Task, form: AnyTaskForm, status: int
) -> HttpResponse:
    fetched = with_receivers(Task.objects.filter(pk=found.pk)).get()
    row = row_of(fetched, inside=not access.membership.team_only)
    context = {**_page(request, access), "row": row, "form": form}
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "coordination/task.html", context, status=status)
    if request.GET.get("ligne"):  # cancelled: the row as it was
        return render(request, "coordination/workflow.html#row", context)
    # htmx swaps 422, not 409: the words are in the row either way.
    return render(request, "coordination/task.html#editor", context, status=422 if status > 400 else status)


def _context(request: HttpRequest, access: CampaignAccess) -> dict[str, Any]:
    page = _page(request, access)
    flow = workflow_of(access.campaign, by=page["by"], team_ids=teams_seen(access))
    return {**page, "workflow": flow}


def _page(request: HttpRequest, access: CampaignAccess) -> dict[str, Any]:
    return {
        "access": access,
        "campaign": access.campaign,
        "closed": closed_words(access.campaign),
        "can_edit": may(access, Role.CONTRIBUTOR),
        "by": "wave" if request.GET.get("par") == "vague" else "team",
    }
