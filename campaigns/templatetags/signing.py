"""Words of sign-off in templates."""

from django import template

from campaigns.signoff.parts import PARTS

register = template.Library()


@register.filter
def signing_part(part: str) -> str:
    """What a signer answers for: "dates" → «les dates»."""
    return str(PARTS.get(part, part))
