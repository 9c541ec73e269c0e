"""The one sanctioned way to delete frozen evidence: named, reasoned, kept on record."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from campaigns.models import EvidencePurge


@contextmanager
def purging(*, reason: str, by: str) -> Iterator[EvidencePurge]:
    """Let the block delete or re-date what is frozen: retention, a workspace's end, demonstrations.

    The triggers look for an open purge. This one is open inside its own transaction alone: other
    connections never see it open, and what stays behind is its record.
    """
    with transaction.atomic():
        record = EvidencePurge(reason=reason.strip(), opened_by=by)
        record.full_clean()
        record.save()
        yield record
        record.is_open = False
        record.save(update_fields=["is_open"])
