"""The livrable «Brief campagne» and the criteria it feeds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.brief_quality import brief_missing
from campaigns.checks_brief import brief_findings
from campaigns.contents_brief import brief_content
from campaigns.gates import Scope, check_list, gate_reports
from campaigns.models import Brief, Campaign, SignOffRequest, Snapshot
from tests.campaigns.brief_world import write_brief

pytestmark = pytest.mark.django_db


def test_an_incomplete_brief_names_what_is_missing_and_who_holds_it(campaign):
    (found,) = brief_findings([Scope(campaign)])
    assert not found.ok
    assert found.why == "Il manque la stratégie servie, un objectif chiffré, une cible et un message clé."
    assert found.held_by == "Claire Vasseur"
    assert found.since == timezone.localdate()
    assert found.fix_url.endswith("/brief/")


def test_a_complete_brief_still_needs_its_approval(campaign, kpi):
    write_brief(campaign, kpi)
    (found,) = brief_findings([Scope(campaign)])
    assert not found.ok
    assert "Aucune validation demandée" in found.why


def test_complete_and_approved_is_held(campaign, kpi, today):
    write_brief(campaign, kpi)
    snapshot = Snapshot.objects.create(campaign=campaign, kind="brief", number=1, content="{}", sha256="0")
    SignOffRequest.objects.create(
        campaign=campaign, kind="brief", snapshot=snapshot, status="approved", due_on=today,
        settled_at=timezone.now(),
    )  # fmt: skip
    (found,) = brief_findings([Scope(campaign)])
    assert found.ok


def test_the_launch_gate_has_its_two_criteria():
    keys = [check.key for check in check_list(kind="criterion")]
    assert keys.index("brief_validated") < keys.index("plan_approved")


def test_many_campaigns_are_judged_in_the_same_number_of_queries(campaign, kpi):
    campaigns = [campaign]
    for index in range(6):
        other = Campaign.objects.get(pk=campaign.pk)
        other.pk, other.reference, other._state.adding = None, f"2026-LAN-{index + 20}", True
        other.launch_on += timedelta(days=index)
        other.ends_on += timedelta(days=index)
        other.save()
        campaigns.append(other)
    write_brief(campaign, kpi)

    def count(some):
        with CaptureQueriesContext(connection) as queries:
            brief_findings([Scope(each) for each in some])
        return len(queries)

    assert count(campaigns) == count(campaigns[:1])
    assert len(gate_reports(campaigns)) == 7


@pytest.mark.parametrize("lost", ["", "objectives", "brief_audiences", "key_messages", "strategy"])
def test_the_gate_misses_what_the_whole_content_misses(campaign, kpi, lost):
    """It reads a few values of a brief, where a signature reads all of it."""
    write_brief(campaign, kpi)
    if lost == "strategy":
        Brief.objects.filter(campaign=campaign).update(strategy_url="", strategy_file="")
    elif lost:
        getattr(campaign, lost).all().delete()
    missing = [each.what for each in brief_missing(brief_content(campaign))]
    (found,) = brief_findings([Scope(campaign)])
    assert len(missing) == bool(lost)
    assert found.why == (f"Il manque {missing[0]}." if missing else "Aucune validation demandée.")
