"""The browsers that read and write budgets, and the addresses they go to."""

import pytest
from django.urls import reverse

from campaigns.models import Campaign

__all__ = ["HTMX", "MOST_QUERIES", "at", "cell", "claire", "hugo", "text"]

#: Eight are ours: the table (3), the overspends (1), the signature (4 at most); the rest is the frame.
MOST_QUERIES = 20
HTMX = {"HX-Request": "true"}


def at(name: str, campaign: Campaign, *args) -> str:
    return reverse(f"budgets:{name}", args=[campaign.workspace.slug, campaign.reference, *args])


@pytest.fixture
def claire(as_, manager):
    return as_(manager)


@pytest.fixture
def hugo(as_, contributor):
    return as_(contributor)


@pytest.fixture
def cell(campaign, meta, month) -> str:
    return at("cell", campaign, meta.pk, month)


def text(response) -> str:
    """The page with every kind of space made plain."""
    return " ".join(response.content.decode().replace("\u202f", " ").replace("\xa0", " ").split())
