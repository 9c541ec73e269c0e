"""Telling whoever brings figures in that what they spend made the budget's signature void."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from budgets.ports import void_told
from campaigns.models import Campaign


@contextmanager
def telling_void(request: HttpRequest, campaign: Campaign) -> Iterator[None]:
    """Around an act on figures: warns when it, or another at the same moment, voided the budget."""
    since = timezone.now()
    yield
    if told := void_told(campaign, since):
        messages.warning(request, told)
