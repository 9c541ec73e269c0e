"""Bringing a plan in from a file: kept for a look, then written whole or not at all."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.exchange.reading import plan_read
from campaigns.exchange.table import MAX_BYTES, FileRefusedError, table_read
from campaigns.models import Campaign, Dependency, PlanImport, SignOffRequest, Task
from campaigns.selectors.import_words import file_refused_words
from campaigns.selectors.plan_import import FIELDS, ImportPlan, import_plan
from campaigns.services.plan import plan_closed_words, plan_reschedule
from campaigns.services.plan_memory import remembered
from campaigns.services.signoff import signable_edit
from core.access import Access
from core.audit import audit_record


class PreviewOutdated(Exception):
    """The plan, or the answers, are no longer those of the preview that was confirmed."""


def plan_import_keep(*, campaign: Campaign, actor: Access, upload: "UploadedFile[bytes]") -> PlanImport:
    """Read a file and keep its cells for a preview, in place of this person's former one.

    Raises ValidationError, in words, for a file no plan can be read from.
    """
    try:
        if (upload.size or 0) > MAX_BYTES:
            raise FileRefusedError("too_big", limit=MAX_BYTES)
        table = table_read(upload.read())
        plan_read(table)
    except FileRefusedError as refusal:
        raise ValidationError({"file": file_refused_words(refusal)}) from refusal
    with transaction.atomic():
        kept, _made = PlanImport.objects.update_or_create(
            campaign=campaign,
            membership=actor.membership,
            defaults={
                "filename": str(upload.name)[:200],
                "table": {"rows": table.rows, "epoch_1904": table.epoch_1904},
                "answers": {},
            },
        )
    return kept


def plan_import_answer(*, kept: PlanImport, answers: dict[str, str]) -> None:
    """Keep what the file did not say: who its names are."""
    kept.answers = answers
    kept.save(update_fields=["answers"])


def plan_import_drop(*, kept: PlanImport) -> None:
    """Set a preview aside. The plan is as it was."""
    kept.delete()


def plan_import_apply(
    *, kept: PlanImport, actor: Access, seen: str
) -> tuple[ImportPlan, list[SignOffRequest]]:
    """Write what the preview showed, and the approvals it made void. `seen` is the preview's fingerprint.

    Raises PreviewOutdated when it would now write something else, ValidationError when the plan is closed
    or the file still has something wrong.
    """
    with signable_edit(campaign=kept.campaign, kinds=["plan"], actor=actor) as edit:
        campaign = Campaign.objects.select_related("workspace").get(pk=kept.campaign_id)
        if closed := plan_closed_words(campaign):
            raise ValidationError(closed)
        found = import_plan(campaign, kept)
        if found.fingerprint() != seen:
            raise PreviewOutdated
        if found.blocked:
            raise ValidationError(_("Ce fichier a encore des lignes à corriger : rien n’est importé."))
        if found.written:
            with remembered(campaign, actor, _("import de « %(file)s »") % {"file": kept.filename}):
                _write(campaign, found)
            _log(campaign, actor, kept, found)
            plan_reschedule(campaign=campaign)
        kept.delete()
    return found, edit.voided


def _write(campaign: Campaign, found: ImportPlan) -> None:
    """The tasks, then the links. What a constraint asks was seen to in the reading; a query a row would
    make thousands of rows wait."""
    rewired = [(change.task, change.task.pk) for change in found.written if change.links]
    changed = [change.task for change in found.written if change.before]
    new = [change.task for change in found.written if change.before is None]
    keys = [task.pk for task in new]
    for task in changed:
        task.version += 1
    last = campaign.tasks.aggregate(last=Max("position"))["last"] or 0
    for position, task in enumerate(new, start=last + 1):
        task.pk, task.position, task.starts_on, task.ends_on = None, position, None, None
    for task in (*changed, *new):
        task.clean_fields(exclude=["campaign", "wave", "team", "assignee"])
    # Dates are the plan's to reckon: those of the preview are not written.
    Task.objects.bulk_update(changed, [*FIELDS, "version"], batch_size=200)
    made = Task.objects.bulk_create(new, batch_size=200)
    _write_links(campaign, found, rewired, {key: task.pk for key, task in zip(keys, made, strict=True)})


def _write_links(
    campaign: Campaign, found: ImportPlan, rewired: Sequence[tuple[Task, int]], keys: Mapping[int, int]
) -> None:
    """Remove the links that are no more, then make those that are new or otherwise. `rewired` are tasks with
    the key the preview gave them, `keys` turns those of new tasks into their own."""
    rows = Dependency.objects.filter(successor__campaign=campaign)
    known = {(first, second): pk for pk, first, second in rows.values_list("pk", "predecessor", "successor")}
    gone, made = [], []
    for task, key in rewired:
        before, after = found.links_before.get(key, {}), found.links_after.get(key, {})
        gone += [known[first, key] for first in before if after.get(first) != before[first]]
        made += [
            Dependency(
                predecessor_id=keys.get(first, first), successor=task, type=kind, lag_days=lag, lag_unit=unit
            )
            for first, (kind, lag, unit) in after.items()
            if before.get(first) != (kind, lag, unit)
        ]
    for start in range(0, len(gone), 500):
        Dependency.objects.filter(pk__in=gone[start : start + 500]).delete()
    Dependency.objects.bulk_create(made, batch_size=500)


def _log(campaign: Campaign, actor: Access, kept: PlanImport, found: ImportPlan) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb="plan_imported",
        scope=campaign.scope,
        label=kept.filename,
        changes={"count": len(found.written)},
    )
