"""One's own queue: what waits for a member's decision, and what they decided lately."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from campaigns.models import Signature, SignOffRequest
from campaigns.selectors.signoff import signatures_whole
from campaigns.signoff import ContentKind, kinds_loaded
from campaigns.signoff.amendments import request_kind
from core.access import Access

_LINE = ("request__snapshot", "request__campaign")
_LINE_FIELDS = (
    "request__kind", "request__amends", "request__due_on", "request__requested_at",
    "request__requested_by_name",
    "request__snapshot__number", "request__campaign__name",
    "request__campaign__phase",  # a campaign is never without its phase: leaving it out reads it row by row
)  # fmt: skip


def to_sign(access: Access, *, brief: bool = False) -> QuerySet[Signature]:
    """What waits for this member's decision, soonest due first; `brief`: only what a line says of it."""
    waiting = _open_of(access).order_by("request__due_on", "request__requested_at")
    return waiting.select_related(None).select_related(*_LINE).only(*_LINE_FIELDS) if brief else waiting


def to_sign_count(access: Access) -> int:
    return _open_of(access).count()


def _open_of(access: Access) -> QuerySet[Signature]:
    return signatures_whole().filter(
        membership=access.membership,
        decision="",
        invited_at__isnull=False,
        request__status=SignOffRequest.Status.OPEN,
        request__campaign__workspace=access.workspace,
    )


@dataclass(frozen=True)
class QueueRow:
    """A line of the queue."""

    signature: Signature
    kind: ContentKind
    late: bool


def queue_rows(signatures: Iterable[Signature]) -> list[QueueRow]:
    today, rows = timezone.localdate(), list(signatures)
    with kinds_loaded({signature.request.kind for signature in rows}):
        return [
            QueueRow(signature, request_kind(signature.request), signature.request.due_on < today)
            for signature in rows
        ]


def lately_signed(access: Access, *, limit: int = 10) -> QuerySet[Signature]:
    """This member's last decisions."""
    mine = signatures_whole().filter(
        membership=access.membership, request__campaign__workspace=access.workspace
    )
    return mine.exclude(decision="").order_by("-decided_at")[:limit]
