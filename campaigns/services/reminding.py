"""Reminding in one go everybody whose signature a content waits for."""

from collections.abc import Sequence
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.models import Campaign, Signature
from campaigns.selectors.awaited import awaited_signatures
from campaigns.services.signoff import signature_remind
from campaigns.services.signoff_rows import SignOffClosed, campaign_lock
from core.access import Access


def signers_remind(*, campaign: Campaign, actor: Access, kind: str) -> Sequence[Signature]:
    """Mail everybody whose answer about this kind of content is awaited; returns who was written to.

    Those reminded within the hour, or who just answered, are left alone.
    """
    reminded = []
    with transaction.atomic():
        locked = campaign_lock(campaign)
        for signature in awaited_signatures(locked).get(kind, ()):
            with suppress(ValidationError, SignOffClosed):
                signature_remind(signature=signature, actor=actor)
                reminded.append(signature)
    return reminded
