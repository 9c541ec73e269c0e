"""An import's figures: written aside in chunks, then swapped with what counted in one short transaction.

SQLite has a single writer: ten years of seven measures take more than a second to write, a tenth of it to
swap. A figure written aside names its own import as the one that replaces it, so it does not count.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from campaigns.models import Kpi
from tracking.models import Import, KpiFact
from tracking.staging import Staged

CHUNK = 2000


def figures_write_aside(record: Import, staged: Staged) -> list[int]:
    """Write what an import brings, a chunk a transaction, so that none of it counts yet; return the ids."""
    kpis = _kpis(record)
    source = record.source
    rows = (
        KpiFact(
            campaign_id=source.campaign_id,
            source=source,
            channel_id=source.channel_id,
            kpi_id=kpis[key],
            day=day,
            value=value,
            brought_by=record,
            replaced_by_import=record,
        )
        for (key, day), value in staged.values.items()
    )
    written: list[int] = []
    while chunk := list(islice(rows, CHUNK)):
        written += [row.pk for row in KpiFact.objects.bulk_create(chunk)]
    return written


def figures_swap(record: Import, staged: Staged, span: tuple[date, date], written: list[int]) -> int:
    """Set aside what counts for the same measures and days and let what was written count, in the caller's
    transaction. Returns how many figures were set aside.
    """
    kpis = _kpis(record)
    measures = {kpis[key] for key, _day in staged.values}
    old = KpiFact.objects.filter(
        source=record.source, kpi__in=measures, day__range=span, replaced_by_import=None
    )
    replaced = old.update(replaced_by_import=record)
    for chunk in _chunks(written):
        # The source may have gone to another channel meanwhile.
        KpiFact.objects.filter(pk__in=chunk).update(replaced_by_import=None, channel=record.source.channel_id)
    figures_drop_aside(record)  # left by a process that died before its swap
    return replaced


def figures_drop_aside(record: Import, written: list[int] | None = None) -> None:
    """Remove figures that never came to count: those `written`, or all of an import."""
    aside = KpiFact.objects.filter(brought_by=record, replaced_by_import=record)
    if written is None:
        aside.delete()
        return
    for chunk in _chunks(written):
        aside.filter(pk__in=chunk).delete()


def _kpis(record: Import) -> dict[str, int]:
    workspace = record.source.campaign.workspace
    return dict(Kpi.objects.filter(workspace=workspace).values_list("key", "pk"))


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))
