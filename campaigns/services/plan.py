"""Plan services: tasks, milestones, links; every edit reschedules, logs and looks after the approval."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Dependency, Phase, SignOffRequest, Task
from campaigns.scheduling import Cycle, InvalidPlan, OutOfCalendar, Schedule
from campaigns.selectors.plan import forward, plan_rows
from campaigns.services.calendar_revisions import revisions_keep
from campaigns.services.plan_memory import remembered
from campaigns.services.signoff import signable_edit
from core.access import Access
from core.audit import audit_record
from core.editing import row_edit, subject_of

#: What a status change is not: the plan itself. These never void an approval.
PROGRESS_FIELDS = frozenset({"status", "blocked_reason"})
#: What a task names that must be of its campaign or workspace.
_PLACE = ("wave", "team", "assignee", "approver")


@dataclass(frozen=True)
class Moved:
    """A task whose dates were reckoned again. `before` is None for a task that had none."""

    task_id: int
    name: str
    before: date | None
    after: date


@dataclass(frozen=True)
class Rescheduled:
    """The plan as it is dated now, and the tasks that moved."""

    schedule: Schedule
    moved: list[Moved] = field(default_factory=list)


@dataclass
class PlanChange:
    """What an edit did: the tasks it moved besides its own, and the approval it made void, if any."""

    task: Task | None = None
    moved: list[Moved] = field(default_factory=list)
    voided: SignOffRequest | None = None


def plan_reschedule(*, campaign: Campaign) -> Rescheduled:
    """Date every task again and store the dates that changed. Call it inside the writing transaction.

    Raises ValidationError, naming the tasks, when the links go round in a circle.
    """
    rows = plan_rows(campaign)
    names = {task.pk: task.name for task in rows.tasks}
    try:
        outcome = forward(campaign, rows.tasks, rows.links)
    except InvalidPlan as error:
        raise ValidationError(_circle(error, names)) from error
    except OutOfCalendar as error:
        raise ValidationError(_("Ces dates sortent du calendrier. Vérifiez l’année.")) from error
    changed, moved = [], []
    for task in rows.tasks:
        dated = outcome.tasks[task.pk]
        if (task.starts_on, task.ends_on) != (dated.start, dated.end):
            moved.append(Moved(task.pk, task.name, task.ends_on, dated.end))
            task.starts_on, task.ends_on = dated.start, dated.end
            changed.append(task)
    Task.objects.bulk_update(changed, ["starts_on", "ends_on"], batch_size=500)
    revisions_keep(campaign, rows.tasks)
    return Rescheduled(outcome, moved)


def task_create(
    *,
    campaign: Campaign,
    actor: Access,
    values: Mapping[str, Any],
    after: Task | None = None,
    linked: bool = False,
) -> PlanChange:
    """Add a task at the end of the plan, or just after another one (and waiting for it, when `linked`)."""
    said = _("ajout de « %(task)s »") % {"task": values.get("name", "")}
    with plan_editing(campaign, actor, said) as (locked, change):
        if after is not None and after.campaign_id != locked.pk:
            raise ValidationError({"after": _("Cette tâche est d’une autre campagne.")})
        task = Task(campaign=locked, position=_position(locked, after), **values)
        _check_place(task, locked)
        task.full_clean()
        task.save()
        if after is not None and linked:
            Dependency.objects.create(predecessor=after, successor=task)
        _log(task, actor, "task_added")
        change.task = task
    task.refresh_from_db(fields=["starts_on", "ends_on"])
    return change


def task_edit(*, task: Task, actor: Access, expected_version: int, changes: Mapping[str, Any]) -> PlanChange:
    """Change a task's authored fields. Raises EditConflict, ValidationError."""
    with plan_editing(task.campaign, actor, _edit_words(task, changes)) as (locked, change):
        place = {name: changes.get(name, getattr(task, name)) for name in _PLACE}
        _check_place(Task(campaign=locked, **place), locked)
        row_edit(
            row=task, actor=actor, scope=locked.scope, expected_version=expected_version, changes=changes
        )
        change.task = task
    task.refresh_from_db(fields=["starts_on", "ends_on"])
    return change


def task_status_set(*, task: Task, actor: Access, status: str, reason: str = "") -> PlanChange:
    """Say where a task stands. Blocking it needs a reason; saying the same again changes nothing."""
    reason = reason.strip() if status == Task.Status.BLOCKED else ""
    if status == Task.Status.BLOCKED and not reason:
        raise ValidationError({"blocked_reason": _("Dites ce qui bloque la tâche.")})
    said = _("état de « %(task)s »") % {"task": task.name}
    with plan_editing(task.campaign, actor, said) as (locked, change):
        current = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
        change.task = current
        if (current.status, current.blocked_reason) != (status, reason):
            _status_write(current, locked, actor, status, reason)
    task.refresh_from_db()
    return change


def _status_write(task: Task, campaign: Campaign, actor: Access, status: str, reason: str) -> None:
    before = task.get_status_display()
    if task.status != status:
        task.status_since = timezone.now()
    task.status, task.blocked_reason = status, reason
    task.version += 1
    task.full_clean()
    task.save(update_fields=["status", "blocked_reason", "status_since", "version"])
    changes: dict[str, Any] = {"status": [before, task.get_status_display()]}
    if reason:
        changes["blocked_reason"] = ["", reason]
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb="task_status",
        scope=campaign.scope,
        subject=subject_of(task),
        label=task.name,
        version=task.version,
        changes=changes,
    )


def task_delete(*, task: Task, actor: Access) -> PlanChange:
    """Remove a task and its links."""
    said = _("suppression de « %(task)s »") % {"task": task.name}
    with plan_editing(task.campaign, actor, said) as (_locked, change):
        _log(task, actor, "task_removed")
        Task.objects.filter(pk=task.pk).delete()
    return change


def task_move(
    *, task: Task, actor: Access, before: Task | None = None, after: Task | None = None
) -> PlanChange:
    """Place a task before or after another in the list, or last. The order is how people read the plan;
    it dates nothing and voids nothing."""
    with plan_editing(task.campaign, actor) as (locked, change):
        others = list(locked.tasks.exclude(pk=task.pk).order_by("position", "id"))
        places = {row.pk: index for index, row in enumerate(others)}
        place = len(others)
        if before is not None and before.pk in places:
            place = places[before.pk]
        elif after is not None and after.pk in places:
            place = places[after.pk] + 1
        others.insert(place, task)
        renumbered = []
        for position, row in enumerate(others, start=1):
            if row.position != position:
                row.position = position
                renumbered.append(row)
        Task.objects.bulk_update(renumbered, ["position"], batch_size=500)
        change.task = task
    return change


def dependency_add(
    *,
    predecessor: Task,
    successor: Task,
    actor: Access,
    link_type: str = "FS",
    lag_days: int = 0,
    lag_unit: str = Dependency.Unit.WORKING,
) -> PlanChange:
    """Make a task wait for another. Raises ValidationError for a circle, naming it, or a foreign task."""
    if predecessor.campaign_id != successor.campaign_id:
        raise ValidationError({"predecessor": _("Ces deux tâches sont de campagnes différentes.")})
    if predecessor.pk == successor.pk:
        raise ValidationError({"predecessor": _("Une tâche ne peut pas dépendre d’elle-même.")})
    with plan_editing(successor.campaign, actor, _link_said(predecessor, successor)) as (_locked, change):
        known = Dependency.objects.filter(predecessor=predecessor, successor=successor).first()
        if known and (known.type, known.lag_days, known.lag_unit) == (link_type, lag_days, lag_unit):
            return change  # sent twice: it is there
        link = known or Dependency(predecessor=predecessor, successor=successor)
        link.type, link.lag_days, link.lag_unit = link_type, lag_days, lag_unit
        link.full_clean()
        link.save()
        _log(successor, actor, "dependency_added", after=["", _link_words(link)])
        change.task = successor
    return change


def dependency_remove(*, link: Dependency, actor: Access) -> PlanChange:
    """A task no longer waits for another. Removing what is gone changes nothing."""
    said = _link_said(link.predecessor, link.successor)
    with plan_editing(link.successor.campaign, actor, said) as (_locked, change):
        gone, _rows = Dependency.objects.filter(pk=link.pk).delete()
        if gone:
            _log(link.successor, actor, "dependency_removed", after=[_link_words(link), ""])
        change.task = link.successor
    return change


def plan_closed_words(campaign: Campaign) -> str:
    """Why the plan of a campaign no longer changes; empty while it does."""
    if campaign.phase == Phase.CLOTUREE:
        return _("La campagne est clôturée : son planning ne change plus. Rouvrez-la pour le modifier.")
    if campaign.phase == Phase.ABANDONNEE:
        return _("La campagne est abandonnée : son planning ne change plus. Rouvrez-la pour le modifier.")
    return ""


@contextmanager
def plan_editing(campaign: Campaign, actor: Access, said: str = "") -> Iterator[tuple[Campaign, PlanChange]]:
    """One edit of a plan: locked, then dated again, then told to those who approved it.

    What it `said` it changes is what its author can take back; without words there is nothing to.
    """
    change = PlanChange()
    with signable_edit(campaign=campaign, kinds=["plan"], actor=actor) as edit:
        locked = Campaign.objects.select_related("workspace").get(pk=campaign.pk)
        if closed := plan_closed_words(locked):
            raise ValidationError(closed)
        with remembered(locked, actor, said) if said else nullcontext():
            yield locked, change
        moved = plan_reschedule(campaign=locked).moved
        own = change.task.pk if change.task else None
        change.moved = [move for move in moved if move.task_id != own]
    change.voided = edit.voided[0] if edit.voided else None


def _position(campaign: Campaign, after: Task | None) -> int:
    if after is None:
        return (campaign.tasks.aggregate(last=Max("position"))["last"] or 0) + 1
    campaign.tasks.filter(position__gt=after.position).update(position=F("position") + 1)
    return after.position + 1


def _check_place(task: Task, campaign: Campaign) -> None:
    if task.wave and task.wave.campaign_id != campaign.pk:
        raise ValidationError({"wave": _("Cette vague est d’une autre campagne.")})
    if task.team and task.team.workspace_id != campaign.workspace_id:
        raise ValidationError({"team": _("Cette équipe est d’un autre espace.")})
    if task.approver and task.approver.workspace_id != campaign.workspace_id:
        raise ValidationError({"approver": _("Cette personne est d’un autre espace.")})
    if task.assignee and task.assignee.workspace_id != campaign.workspace_id:
        raise ValidationError({"assignee": _("Cette personne est d’un autre espace.")})


def _log(task: Task, actor: Access, verb: str, **changes: Any) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=task.campaign.scope,
        subject=subject_of(task),
        label=task.name,
        changes=changes,
    )


def _edit_words(task: Task, changes: Mapping[str, Any]) -> str:
    """«durée de « Montage »»: the one field that changes, or the task when several do."""
    names = [name for name, value in changes.items() if getattr(task, name) != value]
    if len(names) != 1:
        return _("la tâche « %(task)s »") % {"task": task.name}
    label = str(Task._meta.get_field(names[0]).verbose_name)  # type: ignore[union-attr]
    return _("« %(task)s » : %(field)s") % {"task": task.name, "field": label}


def _link_said(predecessor: Task, successor: Task) -> str:
    return _("lien de « %(before)s » à « %(after)s »") % {
        "before": predecessor.name, "after": successor.name
    }  # fmt: skip


def _link_words(link: Dependency) -> str:
    words = _("%(task)s (%(type)s)") % {"task": link.predecessor.name, "type": link.get_type_display()}
    if not link.lag_days:
        return words
    return f"{words} {link.lag_days:+d} {link.get_lag_unit_display()}"


def _circle(error: InvalidPlan, names: Mapping[int, str]) -> str:
    cycle = next((problem for problem in error.problems if isinstance(problem, Cycle)), None)
    if cycle is None:
        return _("Ces liens ne font pas un planning : une tâche dépend d’elle-même.")
    path = [names[int(task)] for task in cycle.path]
    shown = path if len(path) <= 6 else [*path[:3], "…", *path[-2:]]
    return _("Ces tâches s’attendent en rond : %(path)s.") % {"path": " → ".join([*shown, path[0]])}
