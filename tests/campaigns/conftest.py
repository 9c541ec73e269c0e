"""Fixtures the campaigns' tests share."""

import pytest
from django.test import Client

from campaigns.services.signoff import signoff_request
from tests.campaigns.brief_world import write_brief
from tests.campaigns.plan_world import clock, plan
from tests.campaigns.signing import link_of

__all__ = ["clock", "plan"]


@pytest.fixture
def brief(campaign, kpi):
    return write_brief(campaign, kpi)


@pytest.fixture
def ask(campaign, brief, acting, manager, today):
    """A request for the brief, asked by Claire."""

    def make(*signers, **changes):
        return signoff_request(
            campaign=campaign, actor=acting(manager), kind="brief", signers=signers, due_on=today, **changes
        )

    return make


@pytest.fixture
def opened(ask, finance):
    """Paul has opened his link: (his browser, his signature)."""
    signature = ask(finance).signatures.get()
    browser = Client()
    browser.get(link_of(signature))
    return browser, signature
