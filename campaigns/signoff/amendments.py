"""Amendments («avenants»): what a void approval opens in a campaign that is live (ADR 0008).

A request knows two numbers: `amended_by`, the amendment opened when its approval fell void, and `amends`,
the one it asks for. An amendment waits while the request that answers for a content is the void one, or
asks for it without being approved.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Phase, SignOffRequest
from campaigns.signoff.contents import ContentKind, answering, content_kind, counting, part_of

#: A campaign in one of these was launched, and what is live goes on whatever falls void.
LAUNCHED = (Phase.EXECUTION, Phase.SUIVI, Phase.BILAN)


def is_launched(campaign: Campaign) -> bool:
    return campaign.phase in LAUNCHED


def waiting_number(request: SignOffRequest | None) -> int | None:
    """The amendment that waits behind the request that answers for a content; None when there is none."""
    if request is None or request.status == SignOffRequest.Status.APPROVED:
        return None
    return request.amended_by or request.amends


def amendment_label(kind: str, number: int) -> str:
    """«l’avenant n° 1 au budget», for sentences."""
    return _("l’avenant n° %(number)s %(to)s") % {"number": number, "to": _to(kind)}


def amendment_title(kind: str, number: int) -> str:
    """«Avenant n° 1 au budget», for headings."""
    return _("Avenant n° %(number)s %(to)s") % {"number": number, "to": _to(kind)}


def _to(kind: str) -> str | Promise:
    described = content_kind(kind)
    return described.amended or _("(%(title)s)") % {"title": described.title}


def request_kind(request: SignOffRequest) -> ContentKind:
    """The kind of content a request is about, under the name of the amendment when it asks for one."""
    return amended_kind(content_kind(request.kind), request.amends)


def amended_kind(kind: ContentKind, number: int | None) -> ContentKind:
    """A kind under the name of its amendment; itself without a number."""
    if not number:
        return kind
    return replace(kind, label=amendment_label(kind.key, number), title=amendment_title(kind.key, number))


def request_title(request: SignOffRequest) -> str:
    """The title of what a request is about; its key when nobody registers the kind any more."""
    try:
        return str(capfirst(str(request_kind(request).title)))
    except KeyError:
        return request.kind


def signed_content(campaign: Campaign, kind: str, *, before: SignOffRequest | None = None) -> Any:
    """The content as it was last signed, for a content that an amendment changes; None when it never was.

    What is signed is an approval that lives, or one whose voiding opened an amendment: a refused or
    withdrawn amendment leaves it the reference. `before` looks at what came before that request. A kind
    that covers others is put together from what is signed of each.
    """
    covered = content_kind(kind).covers
    if not covered:
        return _signed(campaign, kind, before)
    parts = {key: _signed(campaign, key, before) for key in covered}
    found = {key: part for key, part in parts.items() if part is not None}
    return found or None


def _signed(campaign: Campaign, kind: str, before: SignOffRequest | None) -> Any:
    request = signed_request(campaign, kind, before=before)
    if request is None:
        return None
    return part_of(json.loads(request.snapshot.content), request.kind, kind)


def signed_request(
    campaign: Campaign, kind: str, *, before: SignOffRequest | None = None
) -> SignOffRequest | None:
    """The request whose approval is the signed version of a content. One query."""
    rows = SignOffRequest.objects.filter(campaign=campaign, kind__in=answering(kind))
    if before is not None:
        rows = rows.filter(pk__lt=before.pk)
    stands = rows.filter(status=SignOffRequest.Status.APPROVED) | rows.filter(amended_by__isnull=False)
    return stands.select_related("snapshot").order_by("-pk").first()


def waiting_requests(latest: Mapping[str, SignOffRequest]) -> list[SignOffRequest]:
    """Of the last request of each kind, those behind which an amendment waits, one for each amendment."""
    answers = (counting(latest, key) for key in latest if not _covers(key))
    found = {request.kind: request for request in answers if request and waiting_number(request)}
    for key in latest:  # a covering kind alone: nothing it covers was ever asked by itself
        contents = (counting(latest, content) for content in _covers(key))
        found |= {each.kind: each for each in contents if each and waiting_number(each)}
    return sorted(found.values(), key=lambda request: request.pk)


def _covers(key: str) -> tuple[str, ...]:
    try:
        return content_kind(key).covers
    except KeyError:
        return ()
