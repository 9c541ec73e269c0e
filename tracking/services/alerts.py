"""Alerts: opened when a cause appears, updated while it lasts, resolved by themselves when it ends."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from core.access import Access
from core.models import Workspace
from tracking.causes import Cause, causes_of
from tracking.models import Alert


def alerts_refresh(*, workspace: Workspace, on: date | None = None) -> dict[str, int]:
    """Compare today's causes with the alerts that are open. Returns counts of opened and resolved ones.

    Safe to run twice at once: the workspace is locked, and one open alert per cause is a constraint.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)
        campaigns = list(
            Campaign.objects.in_progress().filter(workspace=workspace).select_related("workspace")
        )
        causes = {(cause.campaign_id, cause.kind, cause.key): cause for cause in causes_of(campaigns, on=on)}
        living = Alert.objects.select_for_update().filter(campaign__workspace=workspace)
        known = {
            (alert.campaign_id, alert.kind, alert.cause): alert
            for alert in living.exclude(status=Alert.Status.RESOLVED)
        }
        resolved = _resolve([alert for key, alert in known.items() if key not in causes])
        _keep([(known[key], cause) for key, cause in causes.items() if key in known], on)
        opened = _open([cause for key, cause in causes.items() if key not in known])
    return {"opened": opened, "resolved": resolved}


def _open(causes: list[Cause]) -> int:
    now = timezone.now()
    made = Alert.objects.bulk_create(
        Alert(
            campaign_id=cause.campaign_id,
            kind=cause.kind,
            cause=cause.key,
            facts=cause.facts,
            owner_id=cause.owner_id,
            seen_at=now,
        )
        for cause in causes
    )
    return len(made)


def _keep(pairs: list[tuple[Alert, Cause]], on: date) -> None:
    """Refresh the figures of alerts whose cause lasts; wake those whose snooze is over."""
    now = timezone.now()
    for alert, cause in pairs:
        alert.facts, alert.seen_at = cause.facts, now
        if alert.status == Alert.Status.SNOOZED and alert.snoozed_until and alert.snoozed_until <= on:
            alert.status, alert.snoozed_until = Alert.Status.OPEN, None
    Alert.objects.bulk_update([alert for alert, _ in pairs], ["facts", "seen_at", "status", "snoozed_until"])


def _resolve(alerts: list[Alert]) -> int:
    now = timezone.now()
    for alert in alerts:
        alert.status, alert.resolved_at = Alert.Status.RESOLVED, now
    Alert.objects.bulk_update(alerts, ["status", "resolved_at"])
    return len(alerts)


def alert_acknowledge(*, alert: Alert, actor: Access) -> None:
    """Somebody takes an alert in hand. On a resolved one it changes nothing."""
    with transaction.atomic():
        current = Alert.objects.select_for_update().get(pk=alert.pk)
        if current.status in (Alert.Status.OPEN, Alert.Status.SNOOZED):
            current.status, current.handled_by_name = Alert.Status.ACKNOWLEDGED, actor.user.name
            current.snoozed_until = None
            current.save(update_fields=["status", "handled_by_name", "snoozed_until"])


def alert_snooze(*, alert: Alert, actor: Access, until: date) -> None:
    """Put an alert aside until a day, at most a month away; it comes back by itself if its cause lasts."""
    today = timezone.localdate()
    if not today < until <= today + timedelta(days=31):
        raise ValidationError({"until": _("Choisissez une date entre demain et dans un mois.")})
    with transaction.atomic():
        current = Alert.objects.select_for_update().get(pk=alert.pk)
        if current.status != Alert.Status.RESOLVED:
            current.status, current.snoozed_until = Alert.Status.SNOOZED, until
            current.handled_by_name = actor.user.name
            current.save(update_fields=["status", "snoozed_until", "handled_by_name"])
