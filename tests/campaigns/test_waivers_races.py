"""Two people ask for the same waiver at once: one request stands, whatever the database."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Campaign, SignOffRequest, Waiver
from campaigns.services.waivers import waiver_ask
from tests.campaigns.test_signoff_races import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_asks_at_once_leave_one_request(campaign, acting, admin, manager, contributor, today):
    def ask(by):
        return lambda: waiver_ask(
            campaign=Campaign.objects.select_related("workspace").get(pk=campaign.pk), actor=acting(by),
            check_key="budget_signed", reason="En route", valid_until=today + timedelta(days=2),
            grantor=admin,
        )  # fmt: skip

    results = together(ask(manager), ask(contributor))
    assert sorted(type(each).__name__ for each in results) == ["ValidationError", "Waiver"]
    refused = next(each for each in results if isinstance(each, ValidationError))
    assert "check_key" in refused.message_dict
    assert Waiver.objects.count() == SignOffRequest.objects.count() == 1
