"""Dates changed in a campaign's settings that do not suit it are saved, once somebody confirmed them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.selectors.preparation import moved_warnings

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def save(as_, manager, campaign):
    browser = as_(manager)
    url = reverse("campaigns:settings", args=[campaign.workspace.slug, campaign.reference])

    def post(**changes):
        base = {
            "version": campaign.version, "name": campaign.name, "brand": campaign.brand_id,
            "owner": manager.pk, "sponsor": "", "place": "",
            "prepares_on": campaign.prepares_on, "launch_on": campaign.launch_on, "ends_on": campaign.ends_on,
        }  # fmt: skip
        return browser.post(url, {**base, **changes})

    return post


def agreed(response) -> str:
    return re.search(r'name="accepted" value="(\w+)"', words(response))[1]


def test_a_duration_that_does_not_suit_the_type_is_confirmed_first(save, campaign):
    far = campaign.launch_on + timedelta(days=1027)
    response = save(ends_on=far)
    assert response.status_code == 422
    assert "celle-ci dure 1028 jours" in words(response)
    assert Campaign.objects.get(pk=campaign.pk).ends_on == campaign.ends_on
    other = save(ends_on=far + timedelta(days=1), accepted=agreed(response))
    assert other.status_code == 422, "what was accepted was another duration"
    assert save(ends_on=far, accepted=agreed(response)).status_code == 303
    assert Campaign.objects.get(pk=campaign.pk).ends_on == far
    campaign.refresh_from_db()
    assert save(name="Sérum").status_code == 303, "dates that were kept are not asked about again"


def test_a_launch_in_the_past_is_confirmed(save):
    past = {"prepares_on": "2020-01-01", "launch_on": "2020-01-02", "ends_on": "2020-02-10"}
    response = save(**past)
    assert response.status_code == 422
    assert "Ce lancement est passé" in words(response)
    assert save(**past, accepted=agreed(response)).status_code == 303


@pytest.mark.parametrize(("phase", "keys"), [("COORDINATION", ["past"]), ("EXECUTION", []), ("SUIVI", [])])
def test_a_live_campaign_has_its_launch_behind_it(today, phase, keys):
    campaign = Campaign(type="LANCEMENT", phase=phase, launch_on=today, ends_on=today + timedelta(days=40))
    launch = today - timedelta(days=1)
    warned = moved_warnings(campaign, launch, campaign.ends_on, today=today)
    assert [warning.key for warning in warned] == keys
