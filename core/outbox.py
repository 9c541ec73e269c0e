"""Adding to the outbox, claiming from it, settling it.

The table is the queue of record: a row is written in the transaction that wants the effect, Celery is
woken after commit, and a sweeper wakes whatever a lost message or a dead worker left behind.
"""

import logging
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core.models import OutboxMessage, Workspace

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=6)  # longer than a task's hard time limit, so a live worker is never robbed
BACKOFF_SECONDS = (10, 60, 300, 1800, 7200, 21600)
#: By name: services queue effects, and services stand below tasks.
TASKS: dict[str, str] = {
    OutboxMessage.Kind.MAIL: "core.tasks.outbox_send_mail",
    OutboxMessage.Kind.PDF: "core.tasks.outbox_make_pdf",
    OutboxMessage.Kind.WORK: "core.tasks.outbox_do_work",
}


def outbox_add(
    *, kind: OutboxMessage.Kind, key: str, payload: dict[str, Any], workspace: Workspace | None
) -> OutboxMessage:
    """Queue one effect in the caller's transaction; a second call with the same key adds nothing."""
    message, created = OutboxMessage.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": payload, "workspace": workspace}
    )
    if created:
        transaction.on_commit(lambda: wake(message.pk, kind))
    return message


def wake(message_id: int, kind: str) -> None:
    """Tell a worker that a row waits. A broker that is down delays the effect, it never loses it."""
    try:
        current_app.signature(TASKS[kind], args=(message_id,)).apply_async(retry=False)
    except Exception:  # any broker's own error: the row is safe and the sweeper comes by
        logger.warning("The broker is out of reach; the sweeper will send outbox row %s.", message_id)


def outbox_again(message: OutboxMessage) -> None:
    """Queue a settled or failed row once more, in the caller's transaction. A waiting one is left alone."""
    settled = [OutboxMessage.Status.SENT, OutboxMessage.Status.FAILED]
    if OutboxMessage.objects.filter(pk=message.pk, status__in=settled).update(
        status=OutboxMessage.Status.QUEUED, attempts=0, due_at=timezone.now(), lease_until=None
    ):
        transaction.on_commit(lambda: wake(message.pk, message.kind))


def outbox_claim(message_id: int, *, lease: timedelta = LEASE) -> OutboxMessage | None:
    """Take a row for sending, or None when it is done, not due or in other hands.

    A conditional update whose count is checked: two workers never both get it.
    """
    now = timezone.now()
    claimed = (
        OutboxMessage.objects.filter(pk=message_id, due_at__lte=now)
        .filter(Q(status="queued") | Q(status="sending", lease_until__lt=now))
        .update(status="sending", lease_until=now + lease, attempts=F("attempts") + 1)
    )
    return OutboxMessage.objects.get(pk=message_id) if claimed else None


def outbox_renew(message: OutboxMessage, lease: timedelta) -> None:
    """A long work is alive: nobody takes it over for another `lease`."""
    OutboxMessage.objects.filter(pk=message.pk, status=OutboxMessage.Status.SENDING).update(
        lease_until=timezone.now() + lease
    )


def outbox_settle(message: OutboxMessage) -> None:
    message.status, message.sent_at = OutboxMessage.Status.SENT, timezone.now()
    message.lease_until, message.last_error = None, ""
    message.save(update_fields=["status", "sent_at", "lease_until", "last_error"])


def outbox_postpone(message: OutboxMessage, error: Exception) -> None:
    """Try again later, or give up after the last backoff and keep the row visible as failed."""
    message.last_error = f"{type(error).__name__}: {error}"[:300]
    message.lease_until = None
    if message.attempts > len(BACKOFF_SECONDS):
        message.status = OutboxMessage.Status.FAILED
    else:
        message.status = OutboxMessage.Status.QUEUED
        message.due_at = timezone.now() + timedelta(seconds=BACKOFF_SECONDS[message.attempts - 1])
    message.save(update_fields=["status", "due_at", "lease_until", "last_error"])


def outbox_overdue(*, limit: int = 200) -> list[tuple[int, str]]:
    """Rows that nobody is working on although they are due: (id, kind)."""
    now = timezone.now()
    waiting = Q(status="queued", due_at__lte=now - timedelta(seconds=5))
    abandoned = Q(status="sending", lease_until__lt=now)
    return list(OutboxMessage.objects.filter(waiting | abandoned).values_list("id", "kind")[:limit])
