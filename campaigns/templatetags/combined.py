"""The one request of a flash campaign in templates."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context

from campaigns.contents_combined import parts_of
from campaigns.selectors.combined import combined_offer
from campaigns.signoff import ContentKind

register = template.Library()


@register.simple_tag
def combined_parts(content: Mapping[str, Any]) -> list[tuple[ContentKind, Any]]:
    """Each content of a combined one, with the kind whose template shows it."""
    return parts_of(content)


@register.inclusion_tag("campaigns/signoff/combined_offer.html", takes_context=True)
def combined_offered(context: Context) -> dict[str, Any]:
    """``{% combined_offered %}``: the way to the one request, on a page of the brief, plan or budget."""
    access = context["access"]
    return {"access": access, "campaign": access.campaign, "offer": combined_offer(access)}
