"""The frame of a campaign's pages, from the `access` and `campaign` every such page has in its context."""

from typing import Any

from django import template
from django.template import Context

from campaigns.selectors.frame import Frame, campaign_url
from campaigns.selectors.frame import campaign_frame as frame_of

register = template.Library()


@register.simple_tag(takes_context=True)
def campaign_frame(context: Context) -> Frame:
    """``{% campaign_frame as frame %}``: steps, tabs and counts of the campaign in the context.

    A view that has just read what the frame needs may put its own under `frame`.
    """
    request: Any = context["request"]
    ready: Frame | None = context.get("frame")
    return ready or frame_of(context["access"], context["campaign"], request.path)


@register.simple_tag(takes_context=True)
def campaign_page(context: Context, name: str) -> str:
    """``{% campaign_page "campaigns:history" %}``: the address, or nothing while the page does not exist."""
    return campaign_url(context["campaign"], name)
