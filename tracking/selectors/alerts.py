"""Alerts for their readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from campaigns.models import Campaign
from campaigns.signoff import kinds_loaded
from core.access import Access
from tracking.alert_words import Said, say
from tracking.models import Alert

#: Open ones first, then those in hand, then those put aside, then the past.
_ORDER = Case(
    *(
        When(status=status, then=Value(place))
        for place, status in enumerate(
            [Alert.Status.OPEN, Alert.Status.ACKNOWLEDGED, Alert.Status.SNOOZED, Alert.Status.RESOLVED]
        )
    ),
    output_field=IntegerField(),
)
#: The tone of a state, for its mark.
STATES = {
    Alert.Status.OPEN: "bad",
    Alert.Status.ACKNOWLEDGED: "waiting",
    Alert.Status.SNOOZED: "todo",
    Alert.Status.RESOLVED: "ok",
}


@dataclass(frozen=True)
class AlertRow:
    """`refused` is the form of an action on this alert that was not accepted."""

    alert: Alert
    said: Said
    refused: Any = None

    @property
    def state(self) -> str:
        return STATES[Alert.Status(self.alert.status)]


def alerts_list(access: Access, *, campaign: Campaign | None = None) -> QuerySet[Alert]:
    """Alerts of the workspace, or of one campaign, the most pressing first."""
    alerts = Alert.objects.filter(campaign__workspace=access.workspace)
    if campaign is not None:
        alerts = alerts.filter(campaign=campaign)
    return (
        alerts.select_related("campaign__workspace", "owner__user")
        .annotate(pressing=_ORDER)
        .order_by("pressing", "opened_at", "pk")
    )


def alert_rows(
    alerts: Sequence[Alert] | QuerySet[Alert], refused: Mapping[int, Any] | None = None
) -> list[AlertRow]:
    listed = list(alerts)
    with kinds_loaded({str(alert.facts.get("kind")) for alert in listed}):
        return [AlertRow(alert, say(alert), (refused or {}).get(alert.pk)) for alert in listed]


def alerts_open_count(access: Access) -> int:
    """How many alerts nobody has taken in hand, for the navigation."""
    return Alert.objects.filter(campaign__workspace=access.workspace, status=Alert.Status.OPEN).count()
