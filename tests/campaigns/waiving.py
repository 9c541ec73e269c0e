"""A waiver as people have it: asked for, then signed with a mailed code."""

from typing import Any

from campaigns.models import Signature, Waiver
from campaigns.services.waivers import waiver_ask
from tests.campaigns.signing import sign


def place_of(waiver: Waiver) -> Signature:
    """Its signer's place."""
    return Signature.objects.select_related("request__campaign", "request__snapshot").get(
        request__waiver=waiver
    )


def waiver_grant(*, campaign: Any, actor: Any, grantor: Any = None, **fields: Any) -> Waiver:
    """In force: asked for by `actor`, signed for good by `grantor` (themselves when nobody else is named)."""
    waiver = waiver_ask(campaign=campaign, actor=actor, grantor=grantor or actor.membership, **fields)
    sign(place_of(waiver))
    return Waiver.objects.told().get(pk=waiver.pk)
