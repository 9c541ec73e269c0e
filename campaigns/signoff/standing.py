"""Where the approval of a content stands, as evidence for a gate.

`signoff_findings` is what livrables and criteria are built on: the brief's, the plan's, the budget's.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.gates.evaluation import judged_campaigns, read_once
from campaigns.gates.registry import Finding, Scope
from campaigns.models import Campaign, Phase, Signature, SignOffRequest
from campaigns.signoff.amendments import (
    amendment_title,
    request_title,
    waiting_number,
)
from campaigns.signoff.contents import answering, counting
from campaigns.signoff.outcomes import approved_words, left_for_good, left_words
from campaigns.signoff.outcomes import people as people  # where it has always been asked for
from campaigns.signoff.rules import GRACE
from core.formatting import date_day, time_short
from core.models import Role


@dataclass(frozen=True)
class CampaignPlace:
    """What a finding needs to know of a campaign: its address, who holds it, since when, in what currency."""

    slug: str
    reference: str
    owner: str
    phase_since: date
    currency: str


#: The phases whose way out asks for an approval.
_SIGNING = frozenset({Phase.BRIEF, Phase.PLANNING, Phase.BUDGET, Phase.COORDINATION})


#: A kind of content, or which one each scope is judged on (the assets of its wave).
KindOf = str | Callable[[Scope], str]


def signoff_findings(scopes: Sequence[Scope], kind: KindOf) -> list[Finding]:
    """One finding per scope, in order: is the latest request for its kind of content approved and alive?

    Three queries however many scopes there are. `ok` when every signer approved and nothing changed
    since; `waiting` while signers have still to answer; otherwise never asked, withdrawn, refused or
    void, with who holds it and the page that fixes it.
    """
    return [_finding(request, place, key) for request, place, key in _latest(scopes, kind)]


def asked_findings(scopes: Sequence[Scope], kind: KindOf) -> list[Finding | None]:
    """The same for an approval nobody has to ask: None where none was, or where the last was withdrawn."""
    withdrawn = SignOffRequest.Status.WITHDRAWN
    return [
        _finding(request, place, key) if request and request.status != withdrawn else None
        for request, place, key in _latest(scopes, kind)
    ]


def _latest(scopes: Sequence[Scope], kind: KindOf) -> list[tuple[SignOffRequest | None, CampaignPlace, str]]:
    """Per scope: the last request for its kind, where its campaign lives, and that kind."""
    campaigns = {scope.campaign.pk for scope in scopes}
    if not campaigns:
        return []
    requests = read_once(latest_of_every_kind, campaigns, phases=_SIGNING)
    places = read_once(campaign_places, campaigns)
    found = []
    for scope in scopes:
        pk, key = scope.campaign.pk, kind if isinstance(kind, str) else kind(scope)
        found.append((counting(requests.get(pk, {}), key), places[pk], key))
    return found


#: Signatures with the people they were asked of, in one query: who left can no longer answer.
_SIGNED = Prefetch("signatures", queryset=Signature.objects.select_related("membership", "stakeholder"))


def latest_requests(campaigns: Iterable[int], kind: str) -> QuerySet[SignOffRequest]:
    """The last request that answers for a kind, of each campaign, with its version and signatures.

    Two queries. It may be of a kind that covers this one.
    """
    kinds = answering(kind)
    same = SignOffRequest.objects.filter(campaign_id=OuterRef("campaign_id"), kind__in=kinds)
    newest = same.order_by("-id").values("pk")[:1]
    return (
        SignOffRequest.objects.filter(campaign_id__in=list(campaigns), pk=Subquery(newest))
        .select_related("snapshot")
        .prefetch_related(_SIGNED)
    )


def latest_of_every_kind(campaigns: Iterable[int]) -> dict[int, dict[str, SignOffRequest]]:
    """The last request of each kind, {campaign id: {kind: request}}: two queries for all the checks."""
    same = SignOffRequest.objects.filter(campaign_id=OuterRef("campaign_id"), kind=OuterRef("kind"))
    newest = same.order_by("-id").values("pk")[:1]
    rows = SignOffRequest.objects.filter(campaign_id__in=list(campaigns), pk=Subquery(newest))
    found: dict[int, dict[str, SignOffRequest]] = {}
    # What was frozen may be long, and is not what is asked here.
    rows = rows.select_related("snapshot").defer("snapshot__content").prefetch_related(_SIGNED)
    for request in rows:
        found.setdefault(request.campaign_id, {})[request.kind] = request
    return found


def signer_label(signature: Signature) -> str:
    """ "Paul Tessier (Finance)", or the name alone."""
    if not signature.function:
        return signature.name
    return _("%(name)s (%(function)s)") % {"name": signature.name, "function": signature.function}


def campaign_places(campaigns: Iterable[int]) -> dict[int, CampaignPlace]:
    """Where campaigns live and who owns them, in one query at most: {campaign id: place}."""
    if loaded := _loaded_places(campaigns):
        return loaded
    rows = Campaign.objects.filter(pk__in=list(campaigns)).values_list(
        "pk", "workspace__slug", "reference", "owner__user__name", "phase_since", "workspace__currency"
    )
    return {
        pk: CampaignPlace(slug, reference, owner, _day(since), currency)
        for pk, slug, reference, owner, since, currency in rows
    }


def _loaded_places(campaigns: Iterable[int]) -> dict[int, CampaignPlace]:
    """The same from the campaigns being judged, when whoever judges them loaded workspace and owner."""
    judged = judged_campaigns(campaigns) or {}
    if not all(_has_place(campaign) for campaign in judged.values()):
        return {}
    return {
        pk: CampaignPlace(
            campaign.workspace.slug,
            campaign.reference,
            campaign.owner.user.name,
            _day(campaign.phase_since),
            campaign.workspace.currency,
        )
        for pk, campaign in judged.items()
    }


def _has_place(campaign: Campaign) -> bool:
    loaded = campaign._state.fields_cache
    return "workspace" in loaded and "owner" in loaded and "user" in loaded["owner"]._state.fields_cache


def _finding(request: SignOffRequest | None, place: CampaignPlace, kind: str) -> Finding:
    if request is None:
        return _owner_holds(
            place, kind, _("Aucune validation demandée."), place.phase_since, _("Demander la validation")
        )
    signatures = list(request.signatures.all())
    if request.status == SignOffRequest.Status.APPROVED:
        return _named(request, Finding(ok=True, why=approved_words(request, signatures)))
    if request.status == SignOffRequest.Status.OPEN:
        return _named(request, _open(request, signatures, place))
    if request.status == SignOffRequest.Status.REJECTED:
        return _named(request, _rejected(request, place))
    if request.status == SignOffRequest.Status.VOIDED:
        return _voided(request, place)
    return _taken_back(request, place)


def _named(request: SignOffRequest, finding: Finding) -> Finding:
    """The same, said of the amendment when that is what was asked."""
    if not request.amends:
        return finding
    words = {"title": request_title(request), "why": finding.why}
    return replace(finding, why=_("%(title)s. %(why)s") % words)


def _taken_back(request: SignOffRequest, place: CampaignPlace) -> Finding:
    """Withdrawn, or replaced by a request of part of it that does not answer for the rest."""
    words = {"number": request.snapshot.number, "title": request_title(request)}
    if request.status == SignOffRequest.Status.REPLACED:
        why = _("« %(title)s », version %(number)s : demande remplacée, rien n’est demandé ici.") % words
    elif waiting_number(request):
        why = _("%(title)s : demande retirée (version %(number)s), il attend d’être approuvé.") % words
    else:
        why = _("Demande retirée (version %(number)s).") % words
    return _redo(request, place, why)


def _open(request: SignOffRequest, signatures: list[Signature], place: CampaignPlace) -> Finding:
    missing = [signature for signature in signatures if not signature.decision]
    # Those whose turn has not come hold nothing up.
    asked = [signature for signature in missing if signature.invited_at]
    given = len(signatures) - len(missing)
    if not missing:
        return _settling(request, signatures, place)
    if gone := left_for_good(request, signatures):
        return _owner_holds(place, request.kind, left_words(request, gone), _day(None), _("Redemander"))
    why = ngettext(
        "Version %(number)s, attendue le %(day)s : %(given)s réponse reçue sur %(total)s.",
        "Version %(number)s, attendue le %(day)s : %(given)s réponses reçues sur %(total)s.",
        given,
    ) % {
        "number": request.snapshot.number,
        "given": given,
        "total": len(signatures),
        "day": date_day(request.due_on),
    }
    return Finding(
        ok=False,
        why=why,
        held_by=people([signature.name for signature in asked or missing]),
        held_by_as=people([signer_label(signature) for signature in asked or missing]),
        since=_day(max((each.invited_at for each in asked if each.invited_at), default=request.requested_at)),
        fix_url=_page(place, request.kind),
        fix_label=_("Relancer"),
        waiting=True,
    )


def _settling(request: SignOffRequest, signatures: list[Signature], place: CampaignPlace) -> Finding:
    """Everybody answered; the last answers can still be taken back."""
    open_ones = [signature for signature in signatures if not signature.final_at]
    until = max(each.decided_at + GRACE for each in open_ones if each.decided_at)
    why = _("Version %(number)s : toutes les réponses sont là, définitives à %(time)s.") % {
        "number": request.snapshot.number,
        "time": time_short(until),
    }
    return Finding(
        ok=False,
        why=why,
        held_by=people([signature.name for signature in open_ones]),
        held_by_as=people([signer_label(signature) for signature in open_ones]),
        since=_day(min(each.decided_at for each in open_ones if each.decided_at)),
        fix_url=_page(place, request.kind),
        fix_label=_("Voir les réponses"),
        waiting=True,
    )


def _rejected(request: SignOffRequest, place: CampaignPlace) -> Finding:
    why = _("Version %(number)s refusée par %(who)s le %(day)s : « %(reason)s »") % {
        "number": request.snapshot.number,
        "who": request.settled_by_name,
        "day": date_day(request.settled_at),
        "reason": Truncator(request.settled_reason).chars(140),
    }
    return _owner_holds(
        place, request.kind, why, _day(request.settled_at), _("Lire le refus"), url=_page(place, request.kind)
    )


def _voided(request: SignOffRequest, place: CampaignPlace) -> Finding:
    """Nobody was asked again yet: that is what the owner holds."""
    if number := waiting_number(request):
        return _amendment(request, number, place)
    values = {
        "number": request.snapshot.number,
        "day": date_day(request.settled_at),
        "who": request.settled_by_name,
    }
    if request.settled_reason:
        why = _("Validation périmée après la version %(number)s (%(day)s). %(reason)s")
        return _redo(request, place, why % {**values, "reason": request.settled_reason})
    why = (
        _("Validation périmée : %(who)s a modifié le contenu le %(day)s, après la version %(number)s.")
        if request.settled_by_name
        else _("Validation périmée : le contenu a changé après la version %(number)s (vu le %(day)s).")
    )
    return _redo(request, place, why % values)


def _redo(request: SignOffRequest, place: CampaignPlace, why: str) -> Finding:
    return _owner_holds(place, request.kind, why, _day(request.settled_at), _("Redemander"))


def _amendment(request: SignOffRequest, number: int, place: CampaignPlace) -> Finding:
    """What is live goes on: whoever runs the campaign has an amendment to send."""
    values = {
        "title": amendment_title(request.kind, number),
        "number": request.snapshot.number,
        "day": date_day(request.settled_at),
        "who": request.settled_by_name,
    }
    if request.settled_reason:
        why = _("%(title)s à faire approuver (version %(number)s, le %(day)s). %(reason)s")
        return _send_amendment(request, place, why % {**values, "reason": request.settled_reason})
    why = (
        _(
            "%(title)s à faire approuver : %(who)s a modifié le contenu le %(day)s, après la version "
            "%(number)s."
        )
        if request.settled_by_name
        else _(
            "%(title)s à faire approuver : le contenu a changé après la version %(number)s (vu le %(day)s)."
        )
    )
    return _send_amendment(request, place, why % values)


def _send_amendment(request: SignOffRequest, place: CampaignPlace, why: str) -> Finding:
    return _owner_holds(place, request.kind, why, _day(request.settled_at), _("Envoyer l’avenant"))


def _owner_holds(
    place: CampaignPlace, kind: str, why: str, since: date | None, label: str, *, url: str = ""
) -> Finding:
    return Finding(
        ok=False,
        why=why,
        held_by=place.owner,
        since=since,
        fix_url=url or _ask(place, kind),
        fix_label=label,
        fix_at_least=Role.VIEWER if url else Role.CONTRIBUTOR,
    )


def _page(place: CampaignPlace, kind: str) -> str:
    return f"{reverse('campaigns:signoff', args=[place.slug, place.reference])}#{kind}"


def _ask(place: CampaignPlace, kind: str) -> str:
    return reverse("campaigns:signoff-request", args=[place.slug, place.reference, kind])


def _day(moment: datetime | None) -> date:
    return timezone.localtime(moment).date() if moment else timezone.localdate()
