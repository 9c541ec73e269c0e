"""A campaign with two channels over two months, and its budget."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from budgets.models import Budget, BudgetLine, Entry
from budgets.months import month_add, month_of
from campaigns.models import Campaign, Channel, Format


@pytest.fixture
def google(workspace) -> Channel:
    channel = Channel.objects.create(workspace=workspace, key="google", name="Google Ads")
    Format.objects.create(channel=channel, key="search", name="Recherche")
    return channel


@pytest.fixture
def month(campaign: Campaign) -> date:
    """The month of the launch: to come."""
    return month_of(campaign.launch_on)


@pytest.fixture
def next_month(month: date) -> date:
    return month_add(month, 1)


@pytest.fixture
def budget(campaign: Campaign) -> Budget:
    """1 000 € and no line yet."""
    return Budget.objects.create(campaign=campaign, total=Decimal("1000.00"))


@pytest.fixture
def line(budget: Budget, meta: Channel, month: date) -> BudgetLine:
    """400 € on Meta in the month of the launch."""
    return budget.lines.create(channel=meta, month=month, planned=Decimal("400.00"))


@pytest.fixture
def spend(line: BudgetLine):
    """Write an entry straight on a line: spend("committed", "120.00")."""

    def write(kind: str, amount: str, on: BudgetLine | None = None, **fields: object) -> Entry:
        target = on or line
        defaults = {"label": "Achat d’espace", "on": target.month}
        return Entry.objects.create(line=target, kind=kind, amount=Decimal(amount), **{**defaults, **fields})

    return write


@pytest.fixture
def cost():
    """How many queries a page takes: cost(browser, url)."""

    def count(browser: Client, url: str) -> int:
        browser.get(url)  # the first visit also fills caches
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    return count
