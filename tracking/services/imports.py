"""Import services: keep a file, preview it, apply it whole, undo it whole.

Reading a file, the long part, happens before any lock and is kept: see `readings`. One figure per measure and
day is written aside, then one short transaction replaces what counted by what counts now: see `figures`.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from budgets.services.spend import spend_record
from core.access import Access
from core.audit import audit_record
from core.editing import subject_of
from core.formatting import filesize
from tracking.models import Import, KpiFact, Reading, Source
from tracking.selectors.broadcast import staged_counted
from tracking.selectors.imports import currency_refusal
from tracking.selectors.readings import Kept, kept_of
from tracking.services.alerts import alerts_refresh
from tracking.services.figures import figures_drop_aside, figures_swap, figures_write_aside
from tracking.services.locking import campaign_lock
from tracking.services.readings import WORKBOOK, reading_ensure
from tracking.staging import Staged

#: A workbook is compressed and slower to read: 10 MB of it take as long as 50 MB of text, some minutes.
MAX_TEXT_BYTES, MAX_WORKBOOK_BYTES = 50_000_000, 10_000_000


class ImportSettled(Exception):
    """The import was applied, undone or discarded meanwhile."""


def import_upload(*, source: Source, upload: "UploadedFile[bytes]", actor: Access) -> Import:
    """Keep a file to preview it. Raises ValidationError when it is empty, too big, or applied already."""
    digest = _checked(upload)
    try:
        _refuse_twin(source, digest)
    except ValidationError as refusal:
        raise ValidationError({"file": refusal.messages}) from refusal
    with transaction.atomic():
        campaign_lock(source.campaign_id)
        made = Import(
            source=source,
            filename=str(upload.name)[:200],
            sha256=digest,
            imported_by=actor.membership,
            imported_by_name=actor.user.name,
        )
        made.file.save("export.dat", upload, save=False)
        made.save()
    return made


def _checked(upload: "UploadedFile[bytes]") -> str:
    """The SHA-256 of a file that may be kept; it is not held in memory. Raises ValidationError."""
    size = upload.size or 0
    if size == 0:
        raise ValidationError({"file": _("« %(name)s » est vide.") % {"name": upload.name}})
    hashed, workbook = hashlib.sha256(), False
    for number, chunk in enumerate(upload.chunks()):
        workbook = workbook or (number == 0 and chunk.startswith(WORKBOOK))
        hashed.update(chunk)
    most = MAX_WORKBOOK_BYTES if workbook else MAX_TEXT_BYTES
    if size > most:
        said = _("« %(name)s » dépasse %(most)s. Exportez une période plus courte.")
        raise ValidationError({"file": said % {"name": upload.name, "most": filesize(most)}})
    upload.seek(0)
    return hashed.hexdigest()


def _refuse_twin(source: Source, digest: str) -> None:
    """The same file twice adds nothing: say which import brought it."""
    twin = source.imports.filter(sha256=digest, status=Import.Status.APPLIED).first()
    if twin:
        raise ValidationError(
            _("Ce fichier est déjà importé (« %(name)s », par %(who)s). Rien n’a été ajouté.")
            % {"name": twin.filename, "who": twin.imported_by_name}
        )


def import_recall(*, record: Import) -> None:
    """Begin with what earlier imports of the same source were told: the export's names to take."""
    source = record.source
    options: dict[str, Any] = {}
    if source.platform and source.platform != "generic":
        options["platform"] = source.platform
    if source.external_names:
        options["names"] = source.external_names
    last = source.imports.filter(status=Import.Status.APPLIED).first()
    if last:
        kept = ("currency", "mapping", "sheet", "day_month_order", "decimal_mark")
        options = {**{key: last.options[key] for key in kept if key in last.options}, **options}
    if options:
        record.options = options
        record.save(update_fields=["options"])


def import_answer(*, record: Import, actor: Access, answers: Mapping[str, Any]) -> None:
    """Remember answers to what the file does not say: currency, period, mapping, names to take."""
    with transaction.atomic():
        current = _lock(record)
        if current.status != Import.Status.PREVIEW:
            raise ImportSettled
        current.options = {**current.options, **answers}
        current.save(update_fields=["options"])
    record.options = current.options


def import_apply(*, record: Import, actor: Access) -> Import:
    """Bring a previewed file's figures in, whole or not at all; twice at once imports once.

    Figures of the same source, measure and days are replaced and kept aside, so that undoing brings them
    back. Raises ImportSettled, or ValidationError when the file still has open questions or errors.
    """
    kept = _read_already(record)
    result, staged = kept.result, staged_counted(record, kept.staged)
    if not result.importable:
        raise ValidationError(_("Ce fichier ne peut pas encore être importé : voyez les points ci-dessous."))
    if refused := currency_refusal(record, result):
        raise ValidationError(refused)
    span = staged.span
    if span is None and kept.staged.span:
        raise ValidationError(_("Tous les jours de ce fichier sont hors de la diffusion."))
    if span is None:
        raise ValidationError(_("Aucune ligne à importer pour cette campagne."))
    written = figures_write_aside(record, staged)
    try:
        return _swap(record, Kept(result, staged), span, written, actor)
    finally:
        figures_drop_aside(record, written)  # nothing, once they count


def _swap(record: Import, kept: Kept, span: tuple[date, date], written: list[int], actor: Access) -> Import:
    staged = kept.staged
    with transaction.atomic():
        current = _lock(record)
        if current.status != Import.Status.PREVIEW:
            raise ImportSettled
        _refuse_stale(record, current)
        _refuse_twin(current.source, current.sha256)
        replaced = figures_swap(current, staged, span, written)
        current.status, current.applied_at = Import.Status.APPLIED, timezone.now()
        current.platform = kept.result.platform or ""
        current.rows, (current.starts_on, current.ends_on) = staged.rows, span
        current.report = _summary(staged, replaced)
        current.imported_by, current.imported_by_name = actor.membership, actor.user.name
        current.save()
        current.readings.all().delete()
        if names := current.options.get("names"):
            _remember(current.source, names)
        _settle(current, actor, "import_applied")
    return current


def _read_already(record: Import) -> Kept:
    """What was read of a file that waits to be confirmed. Raises ImportSettled or ValidationError."""
    current = Import.objects.only("status", "options").get(pk=record.pk)
    if current.status != Import.Status.PREVIEW:
        raise ImportSettled
    _refuse_stale(record, current)
    reading = reading_ensure(record=record)
    if reading.status != Reading.Status.READY:
        current.refresh_from_db(fields=["status"])
        if current.status != Import.Status.PREVIEW:
            raise ImportSettled
        raise ValidationError(_("Ce fichier n’est pas encore lu : attendez l’aperçu avant d’importer."))
    return kept_of(reading)


def _refuse_stale(record: Import, current: Import) -> None:
    if current.options != record.options:
        raise ValidationError(_("Les réponses viennent de changer : relisez l’aperçu avant d’importer."))


def import_undo(*, record: Import, actor: Access) -> Import:
    """Take an applied import back; what it had replaced counts again. Only the latest one of its days can be.

    Raises ImportSettled, or ValidationError when a later import covers the same days.
    """
    with transaction.atomic():
        current = _lock(record)
        if current.status != Import.Status.APPLIED:
            raise ImportSettled
        later = KpiFact.objects.filter(brought_by=current).exclude(replaced_by_import=None)
        if blocker := later.select_related("replaced_by_import").first():
            raise ValidationError(
                _("« %(name)s », importé ensuite, couvre les mêmes jours : annulez-le d’abord.")
                % {"name": blocker.replaced_by_import}
            )
        KpiFact.objects.filter(brought_by=current).delete()
        _bring_back(current)
        current.status = Import.Status.UNDONE
        current.save(update_fields=["status"])
        _settle(current, actor, "import_undone")
    return current


def import_discard(*, record: Import, actor: Access) -> None:
    """Give a preview up; again changes nothing. Raises ImportSettled when it was imported meanwhile."""
    with transaction.atomic():
        current = _lock(record)
        if current.status == Import.Status.PREVIEW:
            current.status = Import.Status.DISCARDED
            current.save(update_fields=["status"])
            current.readings.all().delete()
        elif current.status != Import.Status.DISCARDED:
            raise ImportSettled


def spend_sync(*, source: Source, actor: Access | None) -> None:
    """Tell the budget what this source spent, month by month: all it says today, so never doubled."""
    rows = (
        KpiFact.objects.filter(source=source, kpi__key="cost", replaced_by_import=None)
        .annotate(month=TruncMonth("day"))
        .values_list("channel_id", "month")
        .order_by()
        .annotate(total=Sum("value"))
    )
    amounts = {(channel, month): total for channel, month, total in rows if total}
    spend_record(campaign=source.campaign, source_label=source.name, amounts=amounts, actor=actor)


def _bring_back(record: Import) -> None:
    """Let what an import had replaced count again, except where a figure was typed since."""
    typed = KpiFact.objects.filter(
        source=OuterRef("source"), kpi=OuterRef("kpi"), day=OuterRef("day"), replaced_by_import=None
    )
    back = KpiFact.objects.filter(replaced_by_import=record).exclude(Exists(typed))
    # Ids first: an update that asks its own table is refused by some databases.
    KpiFact.objects.filter(pk__in=list(back.values_list("pk", flat=True))).update(
        replaced_by_import=None, channel=record.source.channel
    )


def _summary(staged: Staged, replaced: int) -> dict[str, Any]:
    return {
        "totals": {key: str(value) for key, value in sorted(staged.totals.items())},
        "replaced": replaced,
        "left_out": sorted(staged.left_out),
        "spread": staged.spread,
    }


def _remember(source: Source, names: list[str]) -> None:
    known = list(dict.fromkeys([*source.external_names, *names]))
    if known != source.external_names:
        source.external_names = known
        source.save(update_fields=["external_names"])


def _settle(record: Import, actor: Access, verb: str) -> None:
    spend_sync(source=record.source, actor=actor)
    # Figures are in whatever becomes of this: what fails here is looked for again in a few minutes.
    transaction.on_commit(partial(alerts_refresh, workspace=actor.workspace), robust=True)
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=record.source.campaign.scope,
        subject=subject_of(record),
        label=record.filename,
        changes={"rows": record.rows},
    )


def _lock(record: Import) -> Import:
    campaign_lock(record.source.campaign_id)
    return Import.objects.select_related("source__campaign__workspace", "source__channel").get(pk=record.pk)
