"""The five alerts: each opens once, follows its cause, resolves itself; people take it or put it off."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from budgets.models import Budget, Entry
from campaigns.models import Campaign, SignOffRequest, Snapshot, Task
from core.models import Workspace
from tests.coordination.conftest import in_phase
from tests.tracking.conftest import days_ago
from tracking.alert_words import say
from tracking.models import Alert, KpiTarget
from tracking.services.alerts import alert_acknowledge, alert_snooze, alerts_refresh
from tracking.tasks import alerts_refresh_all

pytestmark = pytest.mark.django_db


def milestone_overdue(campaign: Campaign):
    task = campaign.tasks.create(
        name="Option confirmée", kind=Task.Kind.MILESTONE, duration_days=0, ends_on=days_ago(2)
    )
    return lambda: Task.objects.filter(pk=task.pk).update(status=Task.Status.DONE)


def task_blocked(campaign: Campaign):
    task = campaign.tasks.create(
        name="Signer les contrats",
        duration_days=2,
        status=Task.Status.BLOCKED,
        blocked_reason="Le juridique relit.",
        status_since=timezone.now() - timedelta(days=3),
    )
    return lambda: Task.objects.filter(pk=task.pk).update(status=Task.Status.DOING, blocked_reason="")


def budget_overspent(campaign: Campaign):
    budget = Budget.objects.create(campaign=campaign, total=Decimal(1000))
    line = budget.lines.create(
        channel=campaign.workspace.channels.get(key="meta"),
        month=days_ago(0).replace(day=1),
        planned=Decimal(100),
    )
    entry = Entry.objects.create(
        line=line, kind="committed", amount=Decimal(180), on=line.month, label="Commande"
    )
    return entry.delete


def kpi_behind(campaign: Campaign):
    kpi = campaign.workspace.kpis.get(key="leads")
    target = KpiTarget.objects.create(campaign=campaign, kpi=kpi, target=Decimal(400))
    source = campaign.sources.create(
        channel=campaign.workspace.channels.get(key="meta"), platform="generic", name="CRM"
    )
    source.facts.create(
        campaign=campaign, channel=source.channel, kpi=kpi, day=days_ago(1), value=Decimal(20)
    )
    return target.delete


def signoff_waiting(campaign: Campaign):
    snapshot = Snapshot.objects.create(
        campaign=campaign, kind="brief", number=1, content="{}", sha256="0" * 64, author_name="Claire Vasseur"
    )
    request = SignOffRequest.objects.create(
        campaign=campaign, kind="brief", snapshot=snapshot, due_on=days_ago(1), requested_by_name="Claire"
    )
    request.signatures.create(
        name="Paul Tessier", email="p@example.com", token_hash="x", expires_at=timezone.now() + timedelta(9)
    )
    return lambda: SignOffRequest.objects.filter(pk=request.pk).update(status="withdrawn")


CAUSES = [milestone_overdue, task_blocked, budget_overspent, kpi_behind, signoff_waiting]
WORDS = {
    "milestone_overdue": ("Le jalon « Option confirmée » était prévu le", "Mettre le planning à jour"),
    "task_blocked": ("est bloquée depuis le", "Débloquer la tâche"),
    "budget_overspent": ("Meta Ads dépasse son prévu de 80 € : 180 € pour 100 €.", "Revoir le budget"),
    "kpi_behind": ("Leads : 20, il en faudrait 200 aujourd’hui pour finir à 400.", "Voir le suivi"),
    "signoff_waiting": ("Paul Tessier n’a pas répondu depuis", "Relancer"),
}


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.__name__)
def test_an_alert_opens_once_says_why_and_resolves_itself(cause, live, kpis, workspace, manager):
    end_it = cause(live)
    assert alerts_refresh(workspace=workspace) == {"opened": 1, "resolved": 0}
    assert alerts_refresh(workspace=workspace) == {"opened": 0, "resolved": 0}
    alert = Alert.objects.select_related("campaign__workspace").get()
    said = say(alert)
    words, action = WORDS[cause.__name__]
    assert (alert.kind, alert.owner, said.action) == (cause.__name__, manager, action)
    assert words in plain(said.text)
    assert live.reference in said.url
    end_it()
    assert alerts_refresh(workspace=workspace) == {"opened": 0, "resolved": 1}
    alert.refresh_from_db()
    assert (alert.status, alert.resolved_at is not None) == ("resolved", True)


def test_a_cause_that_comes_back_opens_a_new_alert(live, kpis, workspace):
    end_it = task_blocked(live)
    alerts_refresh(workspace=workspace)
    end_it()
    alerts_refresh(workspace=workspace)
    Task.objects.update(status=Task.Status.BLOCKED, blocked_reason="Encore.")
    assert alerts_refresh(workspace=workspace)["opened"] == 1
    assert Alert.objects.count() == 2


def test_the_figures_of_an_alert_follow_its_cause(live, kpis, workspace):
    budget_overspent(live)
    alerts_refresh(workspace=workspace)
    Entry.objects.update(amount=Decimal(250))
    alerts_refresh(workspace=workspace)
    assert Alert.objects.get().facts["over"] == "150.00"


def test_the_one_who_does_the_task_owns_its_alert(live, workspace, contributor):
    task_blocked(live)
    Task.objects.update(assignee=contributor)
    alerts_refresh(workspace=workspace)
    assert Alert.objects.get().owner == contributor


def test_a_campaign_that_is_over_alerts_nobody(live, kpis, workspace):
    task_blocked(live)
    alerts_refresh(workspace=workspace)
    in_phase(live, "ABANDONNEE")
    assert alerts_refresh(workspace=workspace) == {"opened": 0, "resolved": 1}


def test_a_kpi_is_judged_only_on_the_air(live, kpis, workspace):
    kpi_behind(live)
    in_phase(live, "COORDINATION")
    assert alerts_refresh(workspace=workspace)["opened"] == 0


def test_an_acknowledged_alert_stays_so_while_its_cause_lasts(live, kpis, workspace, hugo):
    task_blocked(live)
    alerts_refresh(workspace=workspace)
    alert = Alert.objects.get()
    alert_acknowledge(alert=alert, actor=hugo)
    alerts_refresh(workspace=workspace)
    alert.refresh_from_db()
    assert (alert.status, alert.handled_by_name) == ("acknowledged", "Hugo Marchand")


def test_a_snoozed_alert_wakes_on_its_day(live, kpis, workspace, hugo):
    task_blocked(live)
    alerts_refresh(workspace=workspace)
    alert = Alert.objects.get()
    today = timezone.localdate()
    alert_snooze(alert=alert, actor=hugo, until=today + timedelta(days=3))
    alerts_refresh(workspace=workspace, on=today + timedelta(days=2))
    alert.refresh_from_db()
    assert alert.status == "snoozed"
    alerts_refresh(workspace=workspace, on=today + timedelta(days=3))
    alert.refresh_from_db()
    assert (alert.status, alert.snoozed_until) == ("open", None)


def test_an_alert_is_put_off_from_tomorrow_to_a_month(live, kpis, workspace, hugo):
    task_blocked(live)
    alerts_refresh(workspace=workspace)
    for days in (0, -1, 32):
        with pytest.raises(ValidationError, match="entre demain et dans un mois"):
            alert_snooze(
                alert=Alert.objects.get(), actor=hugo, until=timezone.localdate() + timedelta(days=days)
            )
    assert Alert.objects.get().status == "open"


def test_a_resolved_alert_is_not_taken_in_hand(live, kpis, workspace, hugo):
    end_it = task_blocked(live)
    alerts_refresh(workspace=workspace)
    end_it()
    alerts_refresh(workspace=workspace)
    alert = Alert.objects.get()
    alert_acknowledge(alert=alert, actor=hugo)
    alert_snooze(alert=alert, actor=hugo, until=timezone.localdate() + timedelta(days=1))
    assert Alert.objects.get().status == "resolved"


@pytest.mark.django_db(transaction=True)
def test_refreshed_at_once_a_cause_opens_one_alert(live, kpis, workspace):
    task_blocked(live)
    budget_overspent(live)

    def refresh(_number: int) -> int:
        try:
            return alerts_refresh(workspace=Workspace.objects.get(pk=workspace.pk))["opened"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(refresh, range(4)))
    assert sorted(opened) == [0, 0, 0, 2]
    assert Alert.objects.count() == 2


def test_the_database_refuses_a_second_alert_for_a_living_cause(live, workspace):
    values = {"campaign": live, "kind": "task_blocked", "cause": "task:1", "seen_at": timezone.now()}
    Alert.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.create(**values)


def test_the_task_looks_at_every_workspace(live, kpis, workspace, stranger, monkeypatch):
    monkeypatch.setattr("tracking.tasks.close_old_connections", lambda: None)  # the test's own must stay
    task_blocked(live)
    alerts_refresh_all()
    assert Alert.objects.count() == 1


def test_a_refresh_costs_the_same_for_many_campaigns(live, kpis, workspace, manager):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            alerts_refresh(workspace=workspace)
        return len(seen)

    def again(number: int) -> Campaign:
        made = Campaign.objects.create(
            workspace=workspace, reference=f"2026-LAN-2{number}", name=f"C{number}", owner=manager,
            type="LANCEMENT", prepares_on=live.prepares_on, launch_on=live.launch_on, ends_on=live.ends_on,
        )  # fmt: skip
        return in_phase(made, "EXECUTION")

    for cause in CAUSES[:4]:
        cause(live)
    alerts_refresh(workspace=workspace)
    small = queries()
    for number in range(6):
        campaign = again(number)
        for cause in CAUSES[:4]:
            cause(campaign)
    alerts_refresh(workspace=workspace)
    assert Alert.objects.count() == 28
    assert queries() == small
