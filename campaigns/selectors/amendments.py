"""Amendments that wait in a live campaign: what changed, by whom, and what each closes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.access import CampaignAccess
from campaigns.gates import read_once
from campaigns.models import Campaign, SignOffRequest, Wave
from campaigns.ports import TodayItem
from campaigns.selectors.signed import signed_changes
from campaigns.selectors.today import owned_campaigns
from campaigns.signoff import Change, content_kind
from campaigns.signoff.amendments import (
    amendment_title,
    is_launched,
    waiting_number,
    waiting_requests,
)
from campaigns.signoff.contents import overlapping
from campaigns.signoff.standing import latest_of_every_kind, people
from core.access import Access
from core.models import Role

_STATES = {
    SignOffRequest.Status.OPEN: "waiting",
    SignOffRequest.Status.REJECTED: "bad",
}


@dataclass(frozen=True)
class Amendment:
    """One that waits. `state`: "void" (to be sent), "waiting" (sent) or "bad" (refused).

    `who` and `when` are of the edit that opened it; `because` says why when no edit of the content did
    (money spent past a signed line); `signed` the number of the version that stays the
    reference; `ask_url` is empty for whoever may not send it, and while it is out.
    """

    key: str
    title: str
    state: str
    who: str
    when: datetime | None
    because: str
    signed: int | None
    waits_for: str
    closes: str
    reason: str
    changes: list[Change]
    page_url: str
    content_url: str
    ask_url: str


def campaign_amendments(access: CampaignAccess, waves: Sequence[Wave]) -> list[Amendment]:
    """Those of one campaign, oldest first; nothing before it is launched. One query when none waits."""
    campaign = access.campaign
    if not is_launched(campaign) or access.membership.team_only:
        return []
    latest = read_once(latest_of_every_kind, [campaign.pk]).get(campaign.pk, {})
    closes = closed_words([wave for wave in waves if not wave.opened_at])
    return [_amendment(access, request, closes) for request in waiting_requests(latest)]


def closed_words(waves: Sequence[Wave]) -> str:
    """«Les vagues 2 et 3 attendent son approbation ; ce qui est en ligne continue.»"""
    if not waves:
        return _("Ce qui est en ligne continue ; aucune vague ne l’attend.")
    numbers = people([str(wave.number) for wave in waves])
    return ngettext(
        "La vague %(numbers)s attend son approbation ; ce qui est en ligne continue.",
        "Les vagues %(numbers)s attendent son approbation ; ce qui est en ligne continue.",
        len(waves),
    ) % {"numbers": numbers}


def _amendment(access: CampaignAccess, request: SignOffRequest, closes: str) -> Amendment:
    campaign, kind = access.campaign, content_kind(request.kind)
    opener = _opener(campaign, request.kind)
    state = _STATES.get(SignOffRequest.Status(request.status), "void")
    args = [access.workspace.slug, campaign.reference]
    may_ask = state != "waiting" and access.covers(Role.CONTRIBUTOR) and campaign.is_open
    return Amendment(
        key=f"{request.kind}-{waiting_number(request)}",
        title=amendment_title(request.kind, waiting_number(request) or 0),
        state=state,
        who=opener.settled_by_name if opener else "",
        when=opener.settled_at if opener else None,
        because=opener.settled_reason if opener else "",
        signed=opener.snapshot.number if opener and opener.kind == request.kind else None,
        waits_for=people([each.name for each in request.signatures.all() if not each.decision])
        if state == "waiting"
        else "",
        closes=closes,
        reason=request.settled_reason if state == "bad" else "",
        changes=signed_changes(campaign, request.kind),
        page_url=f"{reverse('campaigns:signoff', args=args)}#{request.kind}",
        content_url=reverse(kind.url_name, args=args),
        ask_url=reverse("campaigns:signoff-request", args=[*args, request.kind]) if may_ask else "",
    )


def _opener(campaign: Campaign, kind: str) -> SignOffRequest | None:
    """The approval that fell void."""
    rows = campaign.signoff_requests.filter(kind__in=overlapping(kind), amended_by__isnull=False)
    return rows.select_related("snapshot").order_by("-pk").first()


def amendments_today(access: Access) -> list[TodayItem]:
    """Amendments to send in the campaigns this person runs. Those already sent wait for somebody else."""
    live = {campaign.pk: campaign for campaign in owned_campaigns(access) if is_launched(campaign)}
    if not live:
        return []
    latest = read_once(latest_of_every_kind, live)
    coming = Wave.objects.filter(campaign__in=live, opened_at=None).order_by("-goes_live_on")
    next_on = dict(coming.values_list("campaign_id", "goes_live_on"))
    return [
        _today(access, live[pk], request, next_on.get(pk))
        for pk in live
        for request in waiting_requests(latest.get(pk, {}))
        if request.status != SignOffRequest.Status.OPEN
    ]


def _today(access: Access, campaign: Campaign, request: SignOffRequest, due_on: date | None) -> TodayItem:
    """`due_on` is when the next wave that waits for it goes live."""
    number = waiting_number(request) or 0
    refused = request.status == SignOffRequest.Status.REJECTED
    args = [access.workspace.slug, campaign.reference]
    words: Mapping[str, str] = {"title": amendment_title(request.kind, number)}
    text = (
        _("%(title)s refusé : corrigez-le, ou revenez à la version signée.")
        if refused
        else _("%(title)s à faire approuver : les vagues à venir l’attendent.")
    )
    return TodayItem(
        campaign=campaign,
        text=text % words,
        url=f"{reverse('campaigns:signoff', args=args)}#{request.kind}"
        if refused
        else reverse("campaigns:signoff-request", args=[*args, request.kind]),
        action=_("Lire le refus") if refused else _("Envoyer l’avenant"),
        due_on=due_on,
        icon="alert",
        urgent=True,
    )
