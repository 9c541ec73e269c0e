"""Applying one of the ways to hold a date: all of its changes, as one edit its author can take back."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Dependency, Task
from campaigns.scheduling.rescue import Change
from campaigns.selectors.plan import PlanRows, plan_rows
from campaigns.selectors.plan_rescue import launch_after, plan_remedies, rows_after
from campaigns.services.plan import PlanChange, plan_editing
from core.access import Access
from core.audit import audit_record

#: The authored fields a remedy may change.
_FIELDS = ("duration_days", "not_before", "not_after", "pinned_on")


def remedy_apply(*, campaign: Campaign, actor: Access, key: str) -> PlanChange:
    """Make the changes of a remedy, found again in the plan as it is now.

    Raises ValidationError when the plan changed and offers it no more, or when it moves a launch: that is
    decided with the campaign's dates, not here.
    """
    said = _("proposition pour tenir la date")
    with plan_editing(campaign, actor, said) as (locked, change):
        rows = plan_rows(locked)
        remedies = plan_remedies(locked, rows, locked.waves.all())
        chosen = next((way for way in remedies.ways if way.key == key), None)
        if chosen is None:
            raise ValidationError(_("Le planning a changé : relisez les propositions."))
        if launch_after(chosen.changes):
            raise ValidationError(_("Le lancement se déplace dans les dates de la campagne."))
        _write(rows, chosen.changes)
        audit_record(
            workspace=actor.workspace,
            actor=actor.user,
            verb="plan_rescued",
            scope=locked.scope,
            label=locked.name,
            changes={"changes": ["", str(len(chosen.changes))]},
        )
    return change


def _write(rows: PlanRows, changes: Sequence[Change]) -> None:
    after = rows_after(rows, changes)
    _write_tasks({task.pk: task for task in rows.tasks}, {task.pk: task for task in after.tasks})
    links = {link.pk: link for link in rows.links}
    kept = {link.pk for link in after.links if link.pk}
    Dependency.objects.filter(pk__in=links.keys() - kept).delete()
    for link in after.links:
        if link.pk is None:
            link.save()
        elif link.lag_days != links[link.pk].lag_days:
            link.save(update_fields=["lag_days"])


def _write_tasks(before: dict[int, Task], after: dict[int, Task]) -> None:
    for pk, task in after.items():
        changed = [name for name in _FIELDS if getattr(task, name) != getattr(before[pk], name)]
        if changed:
            task.version += 1
            task.full_clean()
            task.save(update_fields=[*changed, "version"])
    Task.objects.filter(pk__in=before.keys() - after.keys()).delete()
