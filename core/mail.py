"""Mail: queued as outbox rows, rendered when queued, sent by a task."""

import hashlib
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from core.models import OutboxMessage, Workspace
from core.outbox import outbox_add


def mail_queue(
    *,
    to: str,
    template: str,
    context: dict[str, Any],
    key: str,
    workspace: Workspace | None,
    language: str = "fr",
) -> OutboxMessage:
    """Queue `templates/mail/<template>.txt` (first line: subject) to one address.

    `key` makes it idempotent: the same key is never mailed twice. Rendered now, so that the mail says
    what was true when it was decided; secrets such as sign-off links therefore live in the row until
    it is sent, and `outbox_settle` callers blank the body afterwards.
    """
    with translation.override(language):
        text = render_to_string(f"mail/{template}.txt", {"site_url": settings.SITE_URL, **context})
    subject, _, body = text.strip().partition("\n")
    payload = {"to": to, "subject": " ".join(subject.split()), "body": body.strip() + "\n"}
    return outbox_add(kind=OutboxMessage.Kind.MAIL, key=key, payload=payload, workspace=workspace)


def message_id(key: str) -> str:
    """The same row always carries the same Message-ID, so a mailbox drops a repeat."""
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = sender.rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{host}>"


def mail_send(message: OutboxMessage) -> None:
    """Hand one row to the mail server, then forget its body (it may hold a secret link)."""
    mail = EmailMultiAlternatives(
        subject=message.payload["subject"],
        body=message.payload["body"],
        to=[message.payload["to"]],
        headers={"Message-ID": message_id(message.key), "Auto-Submitted": "auto-generated"},
    )
    mail.send()
    message.payload = {**message.payload, "body": ""}
    message.save(update_fields=["payload"])
