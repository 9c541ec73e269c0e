"""A flash campaign's one request for brief, plan and budget, as its pages offer it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.access import CampaignAccess
from campaigns.contents_combined import COVERS, KEY
from campaigns.models import Campaign, SignOffRequest
from campaigns.signoff import ContentKind, content_kind
from campaigns.signoff.contents import counting, overlapping
from campaigns.signoff.standing import latest_of_every_kind, people
from core.models import Role

_ALIVE = (SignOffRequest.Status.OPEN, SignOffRequest.Status.APPROVED)


@dataclass(frozen=True)
class CombinedOffer:
    """`unready` says what is missing from the three, in sentences; empty when they can be sent."""

    unready: list[str]
    may_ask: bool


def combined_offer(access: CampaignAccess) -> CombinedOffer | None:
    """Whether a page of the brief, the plan or the budget leads to the one request; None when it does not.

    Nothing to offer once each of the three is asked or approved, alone or together, or when the campaign
    is past the phases that ask them.
    """
    campaign = access.campaign
    kind = content_kind(KEY)
    if not kind.offered(campaign) or not campaign.is_open or access.membership.team_only:
        return None
    latest = latest_of_every_kind([campaign.pk]).get(campaign.pk, {})
    answers = [counting(latest, key) for key in COVERS]
    if all(request and request.status in _ALIVE for request in answers):
        return None
    return CombinedOffer(kind.unready(campaign), access.covers(Role.CONTRIBUTOR))


def replaced_words(campaign: Campaign, kind: ContentKind) -> list[str]:
    """What asking for a content does to living requests of other kinds that share it, before it is done."""
    others = [key for key in overlapping(kind.key) if key != kind.key]
    if not others:
        return []
    living = campaign.signoff_requests.filter(kind__in=others, status__in=_ALIVE).order_by("pk")
    return [_replaced(request, kind) for request in living.select_related("snapshot")]


def _replaced(request: SignOffRequest, kind: ContentKind) -> str:
    other = content_kind(request.kind)
    words = {"title": other.title, "number": request.snapshot.number, "kind": kind.label}
    if request.status == SignOffRequest.Status.OPEN:
        text = _(
            "La demande « %(title)s » (version %(number)s) attend encore des réponses : la nouvelle la "
            "remplace en entier, et ses liens ne s’ouvriront plus."
        )
        return text % words
    rest = people([str(content_kind(key).label) for key in other.covers if key != kind.key])
    text = (
        _(
            "« %(title)s », version %(number)s, est validé : cela reste vrai pour %(rest)s. Pour %(kind)s, "
            "seule la nouvelle demande comptera, dès maintenant."
        )
        if rest
        else _(
            "« %(title)s », version %(number)s, est validé : seule la nouvelle demande comptera, dès "
            "maintenant."
        )
    )
    return text % {**words, "rest": rest}
