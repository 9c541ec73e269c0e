"""Pages of a task: every one works alone, and as a part of the planning page by htmx."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from campaigns.access import CampaignAccess, campaign_for
from campaigns.forms.dates import CampaignDateField
from campaigns.forms.errors import refuse
from campaigns.forms.plan import LinkForm, StatusForm, TaskAddForm, TaskForm
from campaigns.models import Dependency, Task
from campaigns.selectors.plan import tasks_list
from campaigns.selectors.plan_board import may_say, may_see
from campaigns.selectors.plan_task import task_page
from campaigns.services.plan import (
    PlanChange,
    dependency_add,
    dependency_remove,
    plan_closed_words,
    task_create,
    task_delete,
    task_edit,
    task_move,
    task_status_set,
)
from campaigns.views.gone import gone_answer
from campaigns.views.plan import changed
from core.editing import EditConflict
from core.http import see_other
from core.models import Role
from core.submissions import new_submission_key, submit_once

TASK = "campaigns/plan/task.html"
FORM = "campaigns/plan/task_form.html"
STATUS = "campaigns/plan/status.html"


@require_safe
def task(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = campaign_for(request, slug, reference, team_only=True)
    return _page(request, access, task_of(access, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """A new task, at the end or after another (`?apres=`)."""
    access = _editor(request, slug, reference)
    if closed := _closed(request, access):
        return closed
    after = _task_in(access, request.GET.get("apres"))
    blank = Task(campaign=access.campaign, kind=_kind(request))
    initial: dict[str, Any] = {"submission": new_submission_key(), "phase": "COORDINATION"}
    if access.campaign.prepares_on < (today := timezone.localdate()):
        # The engine places free work at the start of the preparation: a task thought of today would be
        # born late.
        initial["not_before"] = today
    if after:
        initial |= {"after": after, "phase": after.phase, "wave": after.wave, "team": after.team}
    form = TaskAddForm(request.POST or None, instance=blank, campaign=access.campaign, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _add_once(request, access, form)
        except ValidationError as error:
            refuse(form, error)
    return _form(request, access, form, None, after=after)


def _add_once(request: HttpRequest, access: CampaignAccess, form: TaskAddForm) -> HttpResponse:
    made: list[PlanChange] = []

    def make() -> str:
        after = form.cleaned_data["after"]
        change = task_create(
            campaign=access.campaign, actor=access, values=form.changes(), after=after, linked=True
        )
        made.append(change)
        return str(change.task.pk if change.task else "")

    pk = submit_once(request, action=make)
    change = made[0] if made else PlanChange(task=_task_in(access, pk))
    name = change.task.name if change.task else form.cleaned_data["name"]
    return changed(request, access, change, _("« %(name)s » est dans le planning.") % {"name": name})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = _editor(request, slug, reference)
    if closed := _closed(request, access):
        return closed
    edited = _tasks(access).filter(pk=pk).first()
    if edited is None:
        return _gone(request, access, pk)
    form = TaskForm(request.POST or None, instance=edited, campaign=access.campaign)
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            change = task_edit(
                task=edited,
                actor=access,
                expected_version=form.expected_version,
                changes=form.changes(),
            )
            return changed(request, access, change, _("Enregistré."))
        except Task.DoesNotExist:
            return _gone(request, access, pk)
        except EditConflict as conflict:
            form.show_conflict(conflict)
            status = 409
        except ValidationError as error:
            refuse(form, error)
    return _form(request, access, form, edited, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Where a task stands. Partners say it of their own teams' tasks."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR, team_only=True)
    if closed := _closed(request, access):
        return closed
    said = task_of(access, pk)
    form = StatusForm(request.POST or None, initial={
        "status": request.GET.get("etat") or said.status, "blocked_reason": said.blocked_reason,
    })  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            change = task_status_set(
                task=said,
                actor=access,
                status=form.cleaned_data["status"],
                reason=form.cleaned_data["blocked_reason"],
            )
            words = {"task": said.name, "status": said.get_status_display().lower()}
            return changed(request, access, change, _("« %(task)s » : %(status)s.") % words)
        except ValidationError as error:
            refuse(form, error)
    context = {"access": access, "campaign": access.campaign, "task": said, "form": form}
    return _partial(request, STATUS, "form", context, f"#etat-{said.pk}", "innerHTML", form.is_bound)


@require_POST
def pin(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Fix a task's date (`on`), or let it go again (`on` empty)."""
    access = _editor(request, slug, reference)
    pinned = task_of(access, pk)
    try:
        on = CampaignDateField(required=False).clean(request.POST.get("on", ""))
        change = task_edit(
            task=pinned,
            actor=access,
            expected_version=_whole(request.POST.get("version")),
            changes={"pinned_on": on},
        )
    except EditConflict:
        return _refused(request, access, pinned, _("Cette tâche vient de changer : relisez-la."))
    except ValidationError as error:
        return _refused(request, access, pinned, " ".join(error.messages))
    said = _("La date est fixée.") if on else _("La date se calcule à nouveau.")
    return changed(request, access, change, said)


@require_POST
def move(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Place a task before (`avant`) or after (`apres`) another."""
    access = _editor(request, slug, reference)
    moved = task_of(access, pk)
    before, after = _task_in(access, request.POST.get("avant")), _task_in(access, request.POST.get("apres"))
    if before is None and after is None:
        return _refused(request, access, moved, _("La tâche voisine n’est plus là : rechargez la page."))
    try:
        change = task_move(task=moved, actor=access, before=before, after=after)
    except ValidationError as error:
        return _refused(request, access, moved, " ".join(error.messages))
    said = _("« %(name)s » est déplacée.") % {"name": moved.name}
    return changed(request, access, change, said, focus=f"{'monter' if before else 'descendre'}-{pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    access = _editor(request, slug, reference)
    if closed := _closed(request, access):
        return closed
    gone = task_of(access, pk)
    if request.method == "POST":
        name = gone.name
        change = task_delete(task=gone, actor=access)
        return changed(request, access, change, _("« %(name)s » est supprimée.") % {"name": name})
    waiting = Dependency.objects.filter(predecessor=gone).select_related("successor")
    context = {"access": access, "campaign": access.campaign, "task": gone, "waiting": waiting}
    return render(request, "campaigns/plan/task_delete.html", context)


@require_POST
def link_add(request: HttpRequest, slug: str, reference: str, pk: int) -> HttpResponse:
    """Make a task wait for another."""
    access = _editor(request, slug, reference)
    waiting = task_of(access, pk)
    form = LinkForm(request.POST, task=waiting)
    if form.is_valid():
        try:
            change = dependency_add(
                predecessor=form.cleaned_data["predecessor"],
                successor=waiting,
                actor=access,
                link_type=form.cleaned_data["type"],
                lag_days=form.cleaned_data["lag_days"],
                lag_unit=form.cleaned_data["lag_unit"],
            )
            values = {"task": waiting.name, "before": form.cleaned_data["predecessor"].name}
            change.task = waiting
            return changed(request, access, change, _("« %(task)s » attend « %(before)s ».") % values)
        except ValidationError as error:
            refuse(form, error)
    return _page(request, access, waiting, link_form=form, status=422)


@require_POST
def link_remove(request: HttpRequest, slug: str, reference: str, pk: int, link: int) -> HttpResponse:
    access = _editor(request, slug, reference)
    freed = task_of(access, pk)
    links = Dependency.objects.select_related("predecessor__campaign", "successor__campaign")
    found = links.filter(pk=link, successor=freed).first()
    if found is None:
        raise Http404(_("Ce lien n’existe plus."))
    try:
        change = dependency_remove(link=found, actor=access)
    except ValidationError as error:
        return _refused(request, access, freed, " ".join(error.messages))
    values = {"task": freed.name, "before": found.predecessor.name}
    return changed(request, access, change, _("« %(task)s » n’attend plus « %(before)s ».") % values)


def _gone(request: HttpRequest, access: CampaignAccess, pk: int) -> HttpResponse:
    """The task was deleted meanwhile."""
    form = TaskForm(request.POST or None, instance=Task(campaign=access.campaign), campaign=access.campaign)
    back = reverse("campaigns:planning", args=[access.workspace.slug, access.campaign.reference])
    return gone_answer(request, access, f"task:{pk}", form, back=back, place=f"modifier-{pk}")


def _tasks(access: CampaignAccess) -> QuerySet[Task]:
    return tasks_list(access.campaign).select_related("campaign__workspace")


def task_of(access: CampaignAccess, pk: int) -> Task:
    """A task of this campaign that the reader may see, or 404."""
    found = _tasks(access).filter(pk=pk).first()
    if found is None or not may_see(access, found):
        raise Http404(_("Cette tâche n’existe pas dans ce planning. Elle a peut-être été supprimée."))
    return found


def _editor(request: HttpRequest, slug: str, reference: str) -> CampaignAccess:
    return campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)


def _closed(request: HttpRequest, access: CampaignAccess) -> HttpResponse | None:
    """Back to the plan, with the reason, when the campaign is over."""
    words = plan_closed_words(access.campaign)
    if not words:
        return None
    messages.warning(request, words)
    return see_other("campaigns:planning", access.workspace.slug, access.campaign.reference)


def _page(
    request: HttpRequest, access: CampaignAccess, shown: Task, *, status: int = 200, **more: Any
) -> HttpResponse:
    closed = plan_closed_words(access.campaign)
    can_edit = access.covers(Role.CONTRIBUTOR) and not access.membership.team_only and not closed
    context = {
        "access": access,
        "campaign": access.campaign,
        "task": shown,
        "page": task_page(access, shown),
        "closed": closed,
        "can_edit": can_edit,
        "can_say": may_say(access, shown) and not closed,
        "status_form": StatusForm(initial={"status": shown.status, "blocked_reason": shown.blocked_reason}),
        "link_form": LinkForm(task=shown) if can_edit else None,
        **more,
    }
    return render(request, TASK, context, status=status)


def _form(
    request: HttpRequest,
    access: CampaignAccess,
    form: TaskForm,
    edited: Task | None,
    *,
    after: Task | None = None,
    status: int = 422,
) -> HttpResponse:
    context = {
        "access": access, "campaign": access.campaign, "form": form, "task": edited, "after": after,
    }  # fmt: skip
    target = f"#modifier-{edited.pk}" if edited else "#ajouter"
    return _partial(request, FORM, "row", context, target, "outerHTML", form.is_bound, status=status)


def _partial(
    request: HttpRequest,
    template: str,
    part: str,
    context: dict[str, Any],
    target: str,
    swap: Any,
    bound: bool,
    *,
    status: int = 422,
) -> HttpResponse:
    """The page, or its part by htmx. A form that failed goes back to its own place, not over the board."""
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, template, context, status=status if bound else 200)
    # htmx swaps 422, not 409: the words are beside the fields either way.
    response = render(request, f"{template}#{part}", context, status=422 if bound else 200)
    return reswap(retarget(response, target), swap) if bound else response


def _refused(request: HttpRequest, access: CampaignAccess, shown: Task, words: str) -> HttpResponse:
    """A bare button that could not do what it says: the plan as it is, and why."""
    if request.htmx:  # type: ignore[attr-defined]
        return changed(request, access, PlanChange(task=shown), words)
    messages.error(request, words)
    return see_other("campaigns:task", access.workspace.slug, access.campaign.reference, shown.pk)


def _task_in(access: CampaignAccess, text: str | None) -> Task | None:
    pk = _whole(text)
    return tasks_list(access.campaign).filter(pk=pk).first() if pk else None


def _kind(request: HttpRequest) -> str:
    wanted = request.GET.get("nature", "")
    return wanted if wanted in Task.Kind.values else Task.Kind.TASK


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
