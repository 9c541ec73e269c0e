"""Dating the demonstration's alerts: each began when its cause did, not when the demonstration was loaded."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from budgets.models import Entry
from budgets.selectors.overspend import TOLERANCE
from campaigns.models import Campaign
from core.models import Workspace
from tracking.causes import causes_of
from tracking.demo.timeline import moment
from tracking.models import Alert

#: How far back a cause is looked for.
LONGEST = 45
#: Causes that a day decides: they hold on one day and not on the day before.
BY_DAY = (Alert.Kind.MILESTONE_OVERDUE, Alert.Kind.KPI_BEHIND, Alert.Kind.SIGNOFF_WAITING)


def alerts_date(workspace: Workspace) -> None:
    """Give each alert the day its cause began, at the hour the alerts of the day are looked for."""
    alerts = list(Alert.objects.filter(campaign__workspace=workspace).select_related("campaign__workspace"))
    began = _first_days([alert for alert in alerts if alert.kind in BY_DAY])
    for alert in alerts:
        if alert.kind == Alert.Kind.TASK_BLOCKED:
            began[alert.pk] = date.fromisoformat(alert.facts["since"])
        elif alert.kind == Alert.Kind.BUDGET_OVERSPENT:
            began[alert.pk] = _overspent_on(alert)
        Alert.objects.filter(pk=alert.pk).update(opened_at=moment(began[alert.pk], 7))


def _first_days(alerts: Iterable[Alert]) -> dict[int, date]:
    """{alert id: the first of the days up to today on which its cause held without a break}."""
    began = {alert.pk: timezone.localdate() for alert in alerts}
    going_on = {(alert.campaign_id, alert.kind, alert.cause): alert for alert in alerts}
    for day in _days_back():
        campaigns: list[Campaign] = list({a.campaign_id: a.campaign for a in going_on.values()}.values())
        held = {(cause.campaign_id, cause.kind, cause.key) for cause in causes_of(campaigns, on=day)}
        going_on = {key: alert for key, alert in going_on.items() if key in held}
        if not going_on:
            break
        began |= {alert.pk: day for alert in going_on.values()}
    return began


def _days_back() -> Iterator[date]:
    today = timezone.localdate()
    return (today - timedelta(days=count) for count in range(1, LONGEST))


def _overspent_on(alert: Alert) -> date:
    """The day of the entry that took a channel past what it may use."""
    today = timezone.localdate()
    limit = Decimal(alert.facts["planned"]) * (1 + TOLERANCE)
    used = {Entry.Kind.COMMITTED: Decimal(0), Entry.Kind.ACTUAL: Decimal(0)}
    channel = int(alert.cause.partition(":")[2])
    entries = Entry.objects.filter(line__budget__campaign=alert.campaign_id, line__channel=channel)
    for entry in entries.order_by("on", "pk"):
        used[Entry.Kind(entry.kind)] += entry.amount
        if max(used.values()) > limit:
            return min(entry.on, today)
    return today
