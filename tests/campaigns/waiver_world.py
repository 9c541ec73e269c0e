"""A campaign whose launch waits for the budget's signature, and people who ask for a waiver of it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from campaigns.models import Phase, Waiver
from campaigns.services.lifecycle import GateClosed, campaign_advance
from campaigns.services.waivers import waiver_ask
from tests.campaigns.evidence import EVERYTHING, evidence

__all__ = ["evidence"]


@pytest.fixture
def sponsored(campaign, finance):
    """Paul, who has no account, answers for the campaign."""
    campaign.sponsor_stakeholder = finance
    campaign.save(update_fields=["sponsor_stakeholder"])
    return campaign


@pytest.fixture
def ready(sponsored, acting, manager, evidence):
    """In COORDINATION, everything held but the budget's signature."""
    evidence.hold(*EVERYTHING)
    for phase in (Phase.BRIEF, Phase.PLANNING, Phase.BUDGET):
        campaign_advance(campaign=sponsored, actor=acting(manager), expected_phase=phase)
    evidence.drop("budget_signed")
    return sponsored


@pytest.fixture
def ask(sponsored, acting, contributor, finance, today):
    """Hugo asks Paul."""

    def make(key="budget_signed", grantor=finance, by=contributor, **changes):
        values = {"reason": "Le comité se réunit mardi", "valid_until": today + timedelta(days=5), **changes}
        return waiver_ask(campaign=sponsored, actor=acting(by), check_key=key, grantor=grantor, **values)

    return make


@pytest.fixture
def go(campaign):
    def url(name="waivers", *more):
        return reverse(f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference, *more])

    return url


@pytest.fixture
def form(today, finance):
    return {
        "check_key": "budget_signed", "wave": "", "valid_until": (today + timedelta(days=3)).isoformat(),
        "reason": "Le comité se réunit mardi", "grantor": f"s{finance.pk}",
        "submission": "6a2f4a1e-5a51-4c79-8d6e-0d2b6a3b8d10",
    }  # fmt: skip


def told(waiver):
    return Waiver.objects.told().get(pk=waiver.pk)


def advances(campaign, actor) -> bool:
    try:
        with transaction.atomic():
            campaign_advance(campaign=campaign, actor=actor, expected_phase=Phase.COORDINATION)
    except GateClosed:
        return False
    return True
