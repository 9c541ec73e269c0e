"""Taking an edit of the plan back, and bringing it back again."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Dependency, PlanEdit, Task
from campaigns.plan_state import Changes, holds, loses_links
from campaigns.selectors.plan_history import plan_reach, plan_state
from campaigns.services.plan import PlanChange, plan_editing
from core.access import Access
from core.audit import audit_record

#: Sides of a change.
_BEFORE, _AFTER = 0, 1


def plan_undo(*, campaign: Campaign, actor: Access) -> tuple[PlanChange, PlanEdit]:
    """Take back the actor's last edit. Raises ValidationError when there is none, or when what it changed
    was changed again since."""
    return _turn(campaign, actor, undo=True)


def plan_redo(*, campaign: Campaign, actor: Access) -> tuple[PlanChange, PlanEdit]:
    """Bring back the edit taken back last. Raises ValidationError as `plan_undo` does."""
    return _turn(campaign, actor, undo=False)


def _turn(campaign: Campaign, actor: Access, *, undo: bool) -> tuple[PlanChange, PlanEdit]:
    with plan_editing(campaign, actor) as (locked, change):
        reach = plan_reach(locked, actor)
        edit = reach.undo if undo else reach.redo
        if edit is None:
            raise ValidationError(_nothing(undo))
        side = _BEFORE if undo else _AFTER
        state = plan_state(locked)
        if not holds(edit.changes, state, 1 - side) or loses_links(edit.changes, state, side):
            raise ValidationError(_changed_since(edit, undo))
        _apply(locked, edit.changes, side)
        edit.undone_at = timezone.now() if undo else None
        edit.save(update_fields=["undone_at"])
        audit_record(
            workspace=actor.workspace,
            actor=actor.user,
            verb="plan_undone" if undo else "plan_redone",
            scope=locked.scope,
            label=edit.said,
        )
    return change, edit


def _apply(campaign: Campaign, changes: Changes, side: int) -> None:
    """Write one side of the changes: tasks first, since links need both their ends."""
    tasks, links = changes.get("tasks", {}), changes.get("links", {})
    for key, pair in tasks.items():
        wanted = pair[side]
        if wanted is None:
            Task.objects.filter(campaign=campaign, pk=int(key)).delete()
        elif pair[1 - side] is None:
            _restore(campaign, int(key), wanted)
        else:
            _write(Task.objects.get(campaign=campaign, pk=int(key)), wanted)
    _apply_links((key, pair[side]) for key, pair in links.items())


def _restore(campaign: Campaign, pk: int, values: Mapping[str, Any]) -> None:
    """A task that was removed comes back under its own number, and under a version nobody has seen."""
    task = Task(pk=pk, campaign=campaign, **_read(values))
    task.version = (Task.objects.filter(campaign=campaign).aggregate(last=Max("version"))["last"] or 0) + 1
    task.full_clean()
    task.save(force_insert=True)


def _write(task: Task, values: Mapping[str, Any]) -> None:
    for name, value in _read(values).items():
        setattr(task, name, value)
    task.version += 1
    task.full_clean()
    task.save(update_fields=[*values, "version"])


def _apply_links(rows: Iterable[tuple[str, Any]]) -> None:
    for key, wanted in rows:
        before, after = (int(part) for part in key.split(">"))
        # Removing a task has removed its links already.
        Dependency.objects.filter(predecessor_id=before, successor_id=after).delete()
        if wanted is not None:
            kind, lag, unit = wanted
            Dependency.objects.create(
                predecessor_id=before, successor_id=after, type=kind, lag_days=lag, lag_unit=unit
            )


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as fields hold them: dates are text in a stored edit."""
    return {
        name: value if value is None or name.endswith("_id") else Task._meta.get_field(name).to_python(value)  # type: ignore[union-attr]
        for name, value in values.items()
    }


def _nothing(undo: bool) -> str:
    return _("Rien à annuler dans ce planning.") if undo else _("Rien à rétablir dans ce planning.")


def _changed_since(edit: PlanEdit, undo: bool) -> str:
    words = (
        _("« %(edit)s » a été modifié depuis : annuler effacerait cette modification. Corrigez à la main.")
        if undo
        else _("« %(edit)s » a été modifié depuis : rétablir effacerait cette modification.")
    )
    return words % {"edit": edit.said}
