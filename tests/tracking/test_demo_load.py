"""The demonstration as loaded: where it stands, what it alerts to, and that its dates and approvals hold.

Loading takes seconds, so one test loads and every check is a subtest of it.
"""

import json
from datetime import date, timedelta

from django.utils import timezone

from campaigns.demo import demo_campaigns
from campaigns.demo.shapes import DemoCampaign
from campaigns.models import Campaign, Channel, EvidenceEvent, Signature, SignOffRequest, Snapshot, Waiver
from campaigns.selectors.verification import evidence_verdict
from campaigns.services.creation import TYPE_CODES
from campaigns.services.plan import plan_reschedule
from campaigns.signoff import canonical_json, content_kinds, current_canonical, fingerprint
from coordination.models import Asset
from core.models import AuditEvent, OutboxMessage, Workspace
from tracking.demo.load import demo_load
from tracking.demo.preparation import signed_key
from tracking.models import Alert, KpiFact, KpiTarget
from tracking.services.alerts import alerts_refresh

#: Data and row of each campaign, by type.
Loaded = dict[str, tuple[DemoCampaign, Campaign]]


def six_campaigns_stand_in_the_announced_phases(workspace: Workspace, loaded: Loaded) -> None:
    assert {kind: campaign.phase for kind, (_data, campaign) in loaded.items()} == {
        "LANCEMENT": "COORDINATION",
        "SAISONNIERE": "EXECUTION",
        "ALWAYS_ON": "SUIVI",
        "FLASH": "BUDGET",
        "EVENEMENTIELLE": "PLANNING",
        "BRAND": "CLOTUREE",
    }
    assert all(campaign.phase == data.phase for data, campaign in loaded.values())


def references_are_those_the_product_would_give(workspace: Workspace, loaded: Loaded) -> None:
    for data, campaign in loaded.values():
        code = TYPE_CODES[Campaign.Type(campaign.type)]
        assert campaign.reference == f"{campaign.launch_on.year}-{code}-{data.number:02d}"


def the_announced_alerts_and_no_others_are_open(workspace: Workspace, loaded: Loaded) -> None:
    announced = {
        (kind, alert.kind, alert.subject, alert.owner)
        for kind, (data, _campaign) in loaded.items()
        for alert in data.alerts
    }
    found = {
        (alert.campaign.type, alert.kind, _subject(alert, loaded), alert.owner.user.email.partition(".")[0])
        for alert in Alert.objects.filter(campaign__workspace=workspace).select_related("owner__user")
    }
    assert found == announced
    assert alerts_refresh(workspace=workspace) == {"opened": 0, "resolved": 0}


def alerts_began_with_their_causes(workspace: Workspace, loaded: Loaded) -> None:
    today = timezone.localdate()
    alerts = Alert.objects.filter(campaign__workspace=workspace)
    days = {alert.pk: timezone.localtime(alert.opened_at).date() for alert in alerts}
    assert len(set(days.values())) > 1
    assert all(day <= today for day in days.values())
    for alert in alerts:
        if alert.kind == Alert.Kind.MILESTONE_OVERDUE:
            assert days[alert.pk] == date.fromisoformat(alert.facts["due"]) + timedelta(days=1)
        if alert.kind == Alert.Kind.TASK_BLOCKED:
            assert days[alert.pk] == date.fromisoformat(alert.facts["since"])


def _subject(alert: Alert, loaded: Loaded) -> str:
    """The key that the data use for what an alert is about."""
    data, campaign = loaded[alert.campaign.type]
    what, _colon, pk = alert.cause.partition(":")
    if what == "task":
        return data.tasks[campaign.tasks.get(pk=pk).position - 1].key
    if what == "channel":
        return Channel.objects.get(pk=pk).key
    if what == "target":
        return KpiTarget.objects.get(pk=pk).kpi.key
    return SignOffRequest.objects.get(pk=pk).kind


def dating_every_plan_again_moves_nothing(workspace: Workspace, loaded: Loaded) -> None:
    for data, campaign in loaded.values():
        assert plan_reschedule(campaign=campaign).moved == []
        dates = {task.position: (task.starts_on, task.ends_on) for task in campaign.tasks.all()}
        for position, task in enumerate(data.tasks, start=1):
            assert dates[position] == (task.starts_on, task.ends_on), task.key


def only_mails_still_to_be_answered_are_queued(workspace: Workspace, loaded: Loaded) -> None:
    unanswered = Signature.objects.filter(
        request__campaign__workspace=workspace, request__status=SignOffRequest.Status.OPEN, decision=""
    )
    kept = OutboxMessage.objects.filter(workspace=workspace).exclude(key__startswith="receipt:")
    assert {message.kind for message in kept} == {OutboxMessage.Kind.MAIL}
    assert {int(message.key.split(":")[1]) for message in kept} == {row.pk for row in unanswered}
    assert len(kept) == len(unanswered)


def every_settled_request_waits_for_its_receipt(workspace: Workspace, loaded: Loaded) -> None:
    events = EvidenceEvent.objects.filter(
        workspace=workspace, kind__in=("request_approved", "request_rejected")
    )
    queued = OutboxMessage.objects.filter(workspace=workspace, key__startswith="receipt:")
    expected = {f"receipt:{subject.split(':')[1]}" for subject in events.values_list("subject", flat=True)}
    assert {message.key for message in queued} == expected != set()


def snapshots_are_what_they_say_and_approvals_mean_the_present_content(
    workspace: Workspace, loaded: Loaded
) -> None:
    for snapshot in Snapshot.objects.filter(campaign__workspace=workspace):
        assert snapshot.sha256 == fingerprint(snapshot.content)
        assert canonical_json(json.loads(snapshot.content)) == snapshot.content
    for _data, campaign in loaded.values():
        latest: dict[str, SignOffRequest] = {}
        for request in campaign.signoff_requests.order_by("requested_at", "pk").select_related("snapshot"):
            latest[request.kind] = request
        for request in latest.values():
            same = request.snapshot.content == current_canonical(campaign, request.kind)
            assert same == (request.status != SignOffRequest.Status.VOIDED), (campaign.name, request.kind)


def approvals_stand_as_the_data_say(workspace: Workspace, loaded: Loaded) -> None:
    """One that was asked again is replaced by the later one, whatever became of it in between."""
    for data, campaign in loaded.values():
        known = {kind.key for kind in content_kinds(campaign) if not kind.key.startswith("waiver-")}
        keys = [signed_key(row, data, campaign) for row in data.signoffs]
        assert set(keys) <= known
        said = {key: row.status for key, row in zip(keys, data.signoffs, strict=True)}
        rows = campaign.signoff_requests.filter(waiver=None).order_by("requested_at", "pk")
        assert {row.kind: row.status for row in rows} == said
        assert len(rows) == len(data.signoffs)


def creations_and_the_bilan_are_approved_by_people_without_an_account(
    workspace: Workspace, loaded: Loaded
) -> None:
    def asked(kind: str, family: str) -> SignOffRequest:
        return loaded[kind][1].signoff_requests.get(kind__startswith=f"{family}-")

    assert asked("SAISONNIERE", "assets").status == SignOffRequest.Status.APPROVED
    assert asked("LANCEMENT", "assets").status == SignOffRequest.Status.OPEN
    finished = asked("BRAND", "bilan")
    assert finished.status == SignOffRequest.Status.APPROVED
    assert not Signature.objects.filter(request=finished, membership__isnull=False).exists()
    bilan = loaded["BRAND"][1].bilans.get()
    assert bilan.frozen_at < finished.settled_at < bilan.published_at


def waivers_stand_as_the_data_say(workspace: Workspace, loaded: Loaded) -> None:
    """One in force that its sponsor signed; one that a sponsor without an account has still to read."""
    said = {
        (campaign.pk, row.check, "in_force" if row.granted_on else "asked")
        for data, campaign in loaded.values()
        for row in data.waivers
    }
    rows = Waiver.objects.told().filter(campaign__workspace=workspace)
    assert {(row.campaign_id, row.check_key, str(row.state)) for row in rows} == said
    assert {row.request.signatures.get().membership for row in rows} == {None}
    assert all(row.facts["missing"] for row in rows)
    assert all(timezone.localdate(row.asked_at) < timezone.localdate() for row in rows)


def the_past_is_dated_in_the_past(workspace: Workspace, loaded: Loaded) -> None:
    today = timezone.localdate()
    events = AuditEvent.objects.filter(workspace=workspace)
    for verb in ("campaign_created", "asset_added", "entry_imported"):
        days = {timezone.localtime(at).date() for at in events.filter(verb=verb).values_list("at", flat=True)}
        assert days, verb
        assert max(days) < today, verb
    for asset in Asset.objects.filter(creative_brief__campaign__workspace=workspace):
        first = asset.versions.order_by("number").first()
        assert first is None or asset.created_at <= first.uploaded_at
    last = KpiFact.objects.filter(campaign__workspace=workspace).order_by("-day").values_list("day").first()
    assert last is not None
    assert last[0] == date.fromordinal(today.toordinal() - 1)
    begun = {campaign.pk: data.steps[0].on for data, campaign in loaded.values()}
    for event in events.filter(scope__startswith="campaign:"):
        assert timezone.localtime(event.at).date() >= begun[int(event.scope.split(":")[1])], event.verb


def the_evidence_holds(workspace: Workspace, loaded: Loaded) -> None:
    verdict = evidence_verdict(workspaces=[workspace])
    assert verdict.problems == []
    assert verdict.checked["signatures"] == Signature.objects.count() > 0


def loading_again_does_nothing(workspace: Workspace, loaded: Loaded) -> None:
    before = (Campaign.objects.count(), AuditEvent.objects.count(), OutboxMessage.objects.count())
    assert demo_load() is None
    assert (Campaign.objects.count(), AuditEvent.objects.count(), OutboxMessage.objects.count()) == before


CHECKS = (
    six_campaigns_stand_in_the_announced_phases,
    references_are_those_the_product_would_give,
    the_announced_alerts_and_no_others_are_open,
    alerts_began_with_their_causes,
    dating_every_plan_again_moves_nothing,
    only_mails_still_to_be_answered_are_queued,
    every_settled_request_waits_for_its_receipt,
    snapshots_are_what_they_say_and_approvals_mean_the_present_content,
    approvals_stand_as_the_data_say,
    waivers_stand_as_the_data_say,
    creations_and_the_bilan_are_approved_by_people_without_an_account,
    the_past_is_dated_in_the_past,
    the_evidence_holds,
    loading_again_does_nothing,
)


def test_the_demonstration_stands_as_announced(db, subtests):
    workspace = demo_load()
    assert workspace is not None
    rows = {campaign.type: campaign for campaign in Campaign.objects.filter(workspace=workspace)}
    data = demo_campaigns(timezone.localdate())
    loaded = {each.type.value: (each, rows[each.type.value]) for each in data}
    for check in CHECKS:
        with subtests.test(check.__name__):
            check(workspace, loaded)
