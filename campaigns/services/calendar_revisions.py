"""Counting the revisions of what people have in their calendars, as plans are written."""

from collections.abc import Iterable

from django.utils import timezone

from campaigns.models import CalendarRevision, Campaign, Task
from campaigns.selectors.calendar_revisions import digests_of


def revisions_keep(campaign: Campaign, tasks: Iterable[Task]) -> None:
    """Count a revision of each task and wave that calendars now show otherwise. Call it in the writing
    transaction, with all the campaign's tasks as they are now.

    Something met for the first time counts one: it may have been read before revisions were kept.
    """
    now = timezone.now()
    wanted = digests_of(tasks, campaign.waves.all())
    known = {row.key: row for row in CalendarRevision.objects.filter(campaign=campaign)}
    changed = []
    for key in wanted.keys() & known.keys():
        row = known[key]
        if row.digest != wanted[key]:
            row.digest, row.sequence, row.changed_at = wanted[key], row.sequence + 1, now
            changed.append(row)
    CalendarRevision.objects.bulk_update(changed, ["digest", "sequence", "changed_at"], batch_size=500)
    CalendarRevision.objects.bulk_create(
        [
            CalendarRevision(campaign=campaign, key=key, digest=digest, sequence=1, changed_at=now)
            for key, digest in wanted.items()
            if key not in known
        ],
        batch_size=500,
    )
    if gone := known.keys() - wanted.keys():
        CalendarRevision.objects.filter(campaign=campaign, key__in=gone).delete()
