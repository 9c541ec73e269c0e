"""What a waiver may say: a criterion that is not held, a day within the campaign, once at a time."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.models import Waiver
from campaigns.services.waivers import waiver_revoke
from tests.campaigns.evidence import evidence
from tests.campaigns.waiving import waiver_grant

__all__ = ["evidence"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def waive(campaign, acting, admin, today):
    def grant(key="assets_approved", **fields):
        values = {"reason": "En route", "valid_until": today + timedelta(days=5), **fields}
        return waiver_grant(campaign=campaign, actor=acting(admin), check_key=key, **values)

    return grant


def test_only_what_is_not_held_is_offered_and_nothing_is_chosen_beforehand(as_, admin, campaign, evidence):
    evidence.hold("budget_signed", "brief")
    url = reverse("campaigns:waiver", args=[campaign.workspace.slug, campaign.reference])
    page = as_(admin).get(url).content.decode()
    select = re.search(r'<select name="check_key".*?</select>', page, re.DOTALL)[0]
    assert 'value="budget_signed"' not in select
    assert 'value="tracking_configured"' in select
    assert re.search(r'<option value=""[^>]*selected', select)


def test_a_waiver_does_not_outlive_its_campaign(waive, campaign):
    with pytest.raises(ValidationError) as refused:
        waive(valid_until=campaign.ends_on + timedelta(days=1))
    assert "valid_until" in refused.value.message_dict
    assert waive(valid_until=campaign.ends_on)


def test_a_campaign_without_an_end_is_excepted_for_a_year_at_most(waive, campaign, today):
    campaign.type, campaign.ends_on = campaign.Type.ALWAYS_ON, None
    campaign.save()
    with pytest.raises(ValidationError):
        waive(valid_until=today + timedelta(days=366))
    assert waive(valid_until=today + timedelta(days=365))


def test_a_second_waiver_on_the_same_criterion_and_wave_is_refused(waive, campaign, acting, admin):
    wave = campaign.waves.get()
    first = waive(wave=wave)
    with pytest.raises(ValidationError) as refused:
        waive(wave=wave)
    assert "check_key" in refused.value.message_dict
    every = waive()  # all waves: more than the first one excepts
    with pytest.raises(ValidationError):
        waive()
    for waiver in (first, every):
        waiver_revoke(waiver=waiver, actor=acting(admin))
    waive(wave=wave)
    assert Waiver.objects.count() == 3
