"""A waiver excepts one check, for its wave and its days, and is written down."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from campaigns.gates import gate_report, wave_report
from campaigns.models import Campaign, Phase, Waiver
from campaigns.services.lifecycle import campaign_advance
from campaigns.services.purging import purging
from campaigns.services.waivers import waiver_revoke
from tests.campaigns.evidence import EVERYTHING
from tests.campaigns.lifecycle_world import actor, evidence, reach, second_wave, waive

__all__ = ["actor", "evidence", "reach", "second_wave", "waive"]
pytestmark = pytest.mark.django_db


def test_a_waiver_opens_the_gate_for_its_check_alone(reach, waive):
    campaign = reach(Phase.COORDINATION, keep=[key for key in EVERYTHING if key != "budget_signed"])
    assert not gate_report(campaign).can_advance
    waive()
    report = gate_report(campaign)
    assert report.can_advance
    excepted = next(result for result in report.results if result.key == "budget_signed")
    assert (excepted.ok, excepted.state, excepted.finding.ok) == (True, "waived", False)


def test_a_waiver_is_written_in_the_history_of_the_passage(reach, actor, waive):
    campaign = reach(Phase.COORDINATION, keep=[key for key in EVERYTHING if key != "budget_signed"])
    waive()
    change = campaign_advance(campaign=campaign, actor=actor, expected_phase=Phase.COORDINATION)
    kept = next(check for check in change.report["checks"] if check["key"] == "budget_signed")
    assert kept["waiver"] == {"by": "Inès Moreau", "reason": "Signature en route"}


@pytest.mark.parametrize("person", ["manager", "contributor", "viewer"])
def test_others_may_not_grant_one_themselves(request, waive, person):
    with pytest.raises((PermissionDenied, ValidationError)):
        waive(by=request.getfixturevalue(person))
    assert not Waiver.objects.exists()


def test_the_sponsor_may_waive_whatever_their_role(campaign, waive, viewer):
    Campaign.objects.filter(pk=campaign.pk).update(sponsor_member=viewer)
    campaign.sponsor_member = viewer
    assert waive(by=viewer).grantor == "Sophie Lambert"


def test_a_waiver_ends_with_its_day(reach, waive, today):
    campaign = reach(Phase.COORDINATION, keep=[key for key in EVERYTHING if key != "budget_signed"])
    waiver = waive(valid_until=today)
    assert gate_report(campaign).can_advance
    with purging(reason="Un jour passe", by="test"):
        Waiver.objects.filter(pk=waiver.pk).update(valid_until=today - timedelta(days=1))
    assert not gate_report(campaign).can_advance


def test_a_waiver_lifted_excepts_nothing(reach, waive, acting, admin):
    campaign = reach(Phase.COORDINATION, keep=[key for key in EVERYTHING if key != "budget_signed"])
    waiver = waive()
    waiver_revoke(waiver=waiver, actor=acting(admin))
    assert not gate_report(campaign).can_advance
    waiver.refresh_from_db()
    assert waiver.revoked_by_name == "Inès Moreau"


def test_a_waiver_of_a_later_wave_does_not_open_the_first(reach, waive, second_wave):
    campaign = reach(Phase.COORDINATION, keep=[key for key in EVERYTHING if key != "assets_approved"])
    waive("assets_approved", wave=second_wave)
    assert not gate_report(campaign).can_advance
    assert not wave_report(campaign, campaign.waves.get(number=1)).can_advance
    assert wave_report(campaign, second_wave).can_advance


def test_a_waiver_of_the_first_wave_is_the_campaign_s(reach, waive, second_wave):
    campaign = reach(Phase.COORDINATION, keep=[key for key in EVERYTHING if key != "assets_approved"])
    waive("assets_approved", wave=campaign.waves.get(number=1))
    assert gate_report(campaign).can_advance
    assert not wave_report(campaign, second_wave).can_advance


@pytest.mark.parametrize(
    "fields",
    [{"reason": " "}, {"valid_until": timezone.localdate() - timedelta(days=1)}, {"key": "horoscope"}],
)
def test_a_waiver_without_reason_or_date_or_object_is_refused(waive, fields):
    with pytest.raises(ValidationError):
        waive(**fields)
    assert not Waiver.objects.exists()
