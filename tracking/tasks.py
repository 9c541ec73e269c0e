"""Background tasks of follow-up: thin, idempotent."""

from celery import shared_task
from django.db import close_old_connections

from core.models import Workspace
from tracking.services.alerts import alerts_refresh


@shared_task(time_limit=540, soft_time_limit=500)
def alerts_refresh_all() -> None:
    """Look for alerts in every workspace, one transaction each."""
    close_old_connections()
    for workspace in Workspace.objects.all():
        alerts_refresh(workspace=workspace)
