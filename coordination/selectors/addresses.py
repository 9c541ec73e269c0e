"""Addresses of the pages that selectors and ports point at."""

from django.urls import reverse

from campaigns.models import Campaign


def page_url(campaign: Campaign, name: str, *args: object) -> str:
    """The address of a page of a campaign's coordination."""
    return reverse(name, args=[campaign.workspace.slug, campaign.reference, *args])
