"""Background tasks of campaigns: thin, idempotent."""

from celery import shared_task
from django.db import close_old_connections

from campaigns.services.deciding import decision_settle_due, decisions_due
from campaigns.services.digest import digest_send_all
from core.models import Workspace


@shared_task(time_limit=60, soft_time_limit=50)
def decisions_settle() -> None:
    """Make decisions final whose quarter of an hour is over, each in its own transaction."""
    close_old_connections()
    for pk in decisions_due():
        decision_settle_due(pk=pk)


@shared_task(time_limit=540, soft_time_limit=500)
def digests_send() -> None:
    """The morning's mails, workspace by workspace."""
    close_old_connections()
    for workspace in Workspace.objects.all():
        digest_send_all(workspace=workspace)
