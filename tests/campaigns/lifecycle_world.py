"""A campaign whose evidence a test holds at will, and the ways to move it."""

from datetime import timedelta

import pytest

from campaigns.models import Campaign
from campaigns.services.lifecycle import campaign_advance
from tests.campaigns.evidence import EVERYTHING, evidence
from tests.campaigns.waiving import waiver_grant

__all__ = ["actor", "evidence", "reach", "second_wave", "stored", "waive"]


@pytest.fixture
def actor(acting, manager):
    return acting(manager)


@pytest.fixture
def second_wave(campaign, meta):
    wave = campaign.waves.create(
        number=2, name="Révélation", goes_live_on=campaign.launch_on, ends_on=campaign.ends_on
    )
    wave.placements.create(channel=meta, format=meta.formats.get())
    return wave


@pytest.fixture
def reach(campaign, actor, evidence):
    """Take the campaign to a phase, with all the evidence that needs; then nothing holds any more."""

    def go(phase, keep=()):
        evidence.hold(*EVERYTHING)
        while campaign.phase != phase:
            campaign_advance(campaign=campaign, actor=actor, expected_phase=campaign.phase)
        evidence.drop(*EVERYTHING)
        evidence.hold(*keep)
        return campaign

    return go


def stored(campaign) -> Campaign:
    return Campaign.objects.get(pk=campaign.pk)


@pytest.fixture
def waive(campaign, acting, admin, today):
    def grant(key="budget_signed", by=admin, **fields):
        values = {"reason": "Signature en route", "valid_until": today + timedelta(days=5), **fields}
        return waiver_grant(campaign=campaign, actor=acting(by), check_key=key, **values)

    return grant
