"""Telling whoever changed what was signed that its approval is void."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest

from campaigns.models import SignOffRequest
from campaigns.selectors.words import voided_words
from core.access import Access


def say_voided(request: HttpRequest, access: Access, voided: Sequence[SignOffRequest]) -> None:
    """A sentence for each approval. Partners are not told: they do not ask for approvals."""
    if not access.membership.team_only:
        for words in voided_words(voided):
            messages.warning(request, words)
