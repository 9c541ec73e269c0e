"""What the lifecycle leaves in the chain of evidence: every move, opening and waiver, naming nobody."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.evidence import Identity, Link, chain_problems
from campaigns.models import EvidenceEvent, EvidenceHead, Phase, PhaseChange
from campaigns.services import lifecycle as service
from campaigns.services.lifecycle_proof import KINDS, report_fingerprint
from campaigns.services.waivers import waiver_revoke
from tests.campaigns.evidence import EVERYTHING, evidence
from tests.campaigns.waiving import waiver_grant

__all__ = ["evidence"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(acting, manager):
    return acting(manager)


@pytest.fixture
def lived(campaign, actor, acting, admin, evidence, today):
    """A campaign that went through everything the lifecycle can do."""
    evidence.hold(*EVERYTHING)
    evidence.drop("budget_signed")
    later = campaign.waves.create(
        number=2, name="Suite", goes_live_on=campaign.launch_on, ends_on=campaign.ends_on
    )
    waiver = waiver_grant(
        campaign=campaign, actor=acting(admin), check_key="budget_signed", reason="Paul Tessier est absent",
        valid_until=today + timedelta(days=5), wave=None,
    )  # fmt: skip
    service.campaign_pause(campaign=campaign, actor=actor, reason="Crise chez Paul Tessier")
    service.campaign_resume(campaign=campaign, actor=actor)
    while campaign.phase != Phase.EXECUTION:
        service.campaign_advance(campaign=campaign, actor=actor, expected_phase=campaign.phase)
    service.wave_open(wave=later, actor=actor)
    campaign.__class__.objects.filter(pk=campaign.pk).update(prepares_on=today, launch_on=today)
    service.campaign_stop(campaign=campaign, actor=actor, on=today, reason="Rupture")
    service.campaign_reopen(campaign=campaign, actor=actor, target=Phase.BUDGET, reason="À revoir")
    waiver_revoke(waiver=waiver, actor=acting(admin))
    service.campaign_abandon(campaign=campaign, actor=actor, reason="Produit annulé")
    return campaign


def _identity(row):
    found = getattr(row, "identity", None)
    return Identity(found.salt, found.data) if found else None


def stated(kind):
    return [json.loads(event.payload)["data"] for event in EvidenceEvent.objects.filter(kind=kind)]


def test_everything_that_happened_is_in_the_chain_in_order(lived):
    kinds = list(EvidenceEvent.objects.order_by("sequence").values_list("kind", flat=True))
    assert kinds == [
        "version_frozen", "request_sent", "signer_named", "decision_given", "decision_final",
        "request_approved", "waiver_granted", "campaign_paused", "campaign_resumed", "phase_advanced",
        "phase_advanced", "phase_advanced", "phase_advanced", "wave_opened", "campaign_stopped",
        "phase_reopened", "waiver_revoked", "campaign_abandoned",
    ]  # fmt: skip
    assert set(KINDS.values()) <= set(kinds)


def test_the_chain_holds(lived):
    rows = EvidenceEvent.objects.select_related("identity", "campaign").order_by("sequence")
    links = [
        Link(row.sequence, row.kind, row.subject, row.campaign.scope, row.at, row.previous, row.payload,
             row.digest, _identity(row))
        for row in rows
    ]  # fmt: skip
    head = EvidenceHead.objects.get()
    assert list(chain_problems(links, head_sequence=head.sequence, head_digest=head.digest)) == []


def test_a_passage_states_the_gates_answers_and_commits_to_its_report(lived):
    launch = stated("phase_advanced")[-1]
    assert (launch["from"], launch["to"], launch["can_advance"]) == ("COORDINATION", "EXECUTION", True)
    signed = next(line for line in launch["checks"] if line["key"] == "budget_signed")
    assert signed == {"key": "budget_signed", "ok": False, "waived": True}
    change = PhaseChange.objects.get(target=Phase.EXECUTION, verb="advance")
    event = EvidenceEvent.objects.get(subject=f"phasechange:{change.pk}")
    assert json.loads(event.identity.data)["report_sha256"] == report_fingerprint(change.report)
    change.report["checks"][0]["why"] = "Autre chose"
    assert json.loads(event.identity.data)["report_sha256"] != report_fingerprint(change.report)


def test_a_wave_a_stop_and_a_waiver_state_what_they_concern(lived, today):
    assert stated("wave_opened")[0]["wave"] == 2
    assert stated("campaign_stopped")[0]["stopped_on"] == today.isoformat()
    for kind in ("waiver_granted", "waiver_revoked"):
        [waiver] = stated(kind)
        assert (waiver["check"], waiver["wave"]) == ("budget_signed", None)
        assert waiver["valid_until"] == (today + timedelta(days=5)).isoformat()


def test_nobody_is_named_outside_the_erasable_identity(lived):
    payloads = "".join(EvidenceEvent.objects.values_list("payload", flat=True))
    for name in ("Claire", "Inès", "Paul", "Tessier", "example.com", "Crise", "Rupture"):
        assert name not in payloads
    events = EvidenceEvent.objects.filter(identity__isnull=False).select_related("identity")
    who = {event.kind: json.loads(event.identity.data) for event in events.order_by("sequence")}
    assert {row["by"] for row in who.values() if "by" in row} == {"Claire Vasseur", "Inès Moreau"}
    assert who["waiver_granted"]["reason"] == "Paul Tessier est absent"
    assert who["waiver_granted"]["role"] == "admin"


def test_what_is_refused_leaves_no_evidence(campaign, actor, evidence):
    with pytest.raises(service.GateClosed):
        service.campaign_advance(campaign=campaign, actor=actor, expected_phase=Phase.BRIEF)
    with pytest.raises(service.PhaseMoved):
        service.campaign_stop(campaign=campaign, actor=actor, on=timezone.localdate(), reason="Non")
    assert not EvidenceEvent.objects.exists()
