"""Background tasks of the core: thin, idempotent, an id in and a service called."""

import logging

from celery import shared_task
from django.db import close_old_connections

from core import outbox
from core.documents import document_make
from core.mail import mail_send
from core.work import LEASE, work_do

logger = logging.getLogger(__name__)


@shared_task(time_limit=60, soft_time_limit=45)
def outbox_send_mail(message_id: int) -> None:
    """Send one queued mail, unless it is sent already."""
    close_old_connections()
    message = outbox.outbox_claim(message_id)
    if message is None:
        return
    try:
        mail_send(message)
    except Exception as error:  # whatever the mail server says, the row is tried again
        logger.warning("Mail %s failed: %s", message.key, error)
        outbox.outbox_postpone(message, error)
    else:
        outbox.outbox_settle(message)


@shared_task(time_limit=300, soft_time_limit=240)
def outbox_make_pdf(message_id: int) -> None:
    """Make one queued PDF, unless it is made already."""
    close_old_connections()
    message = outbox.outbox_claim(message_id)
    if message is None:
        return
    try:
        document_make(message.payload["document"])
    except Exception as error:
        logger.exception("Document %s failed", message.payload["document"])
        outbox.outbox_postpone(message, error)
    else:
        outbox.outbox_settle(message)


@shared_task(time_limit=1500, soft_time_limit=1440)
def outbox_do_work(message_id: int) -> None:
    """Do one queued work, unless it is done already or somebody alive is at it."""
    close_old_connections()
    message = outbox.outbox_claim(message_id, lease=LEASE)
    if message is None:
        return
    try:
        work_do(message)
    except Exception as error:
        logger.exception("Work %s failed", message.key)
        outbox.outbox_postpone(message, error)
    else:
        outbox.outbox_settle(message)


@shared_task(time_limit=25, soft_time_limit=20)
def outbox_sweep() -> None:
    """Wake rows whose message was lost or whose worker died."""
    close_old_connections()
    for message_id, kind in outbox.outbox_overdue():
        outbox.wake(message_id, kind)
