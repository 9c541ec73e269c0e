"""Words of sign-off in templates."""

from django import template

from campaigns.signoff.parts import PARTS
from campaigns.signoff.required import required_words

register = template.Library()


@register.filter
def signing_part(part: str) -> str:
    """What a signer answers for: "dates" → «les dates»."""
    return str(PARTS.get(part, part))


@register.filter
def required_because(reasons: str) -> str:
    """Why nobody chose this place: «budget au-dessus de 10 000 €»."""
    return required_words(reasons)
