"""Voiding a request, and the amendment that this opens once the campaign is live (ADR 0008)."""

from django.db.models import Max, Q

from campaigns.models import Campaign, EvidenceEvent, SignOffRequest
from campaigns.services.evidence import evidence_append
from campaigns.services.signoff_rows import Settler, Status, request_settle, signoff_log
from campaigns.signoff.amendments import amendment_title, is_launched, waiting_number
from campaigns.signoff.contents import answering, content_kind, overlapping
from core.access import Access


def request_void(request: SignOffRequest, actor: Access | None, reason: str = "") -> None:
    """Void a living request, locked. In a live campaign a void approval opens an amendment, numbered once."""
    opens = _opens(request)
    by = Settler.of(actor)
    request_settle(request, Status.VOIDED, by, reason)
    signoff_log(request, actor, "signoff_voided")
    if not opens:
        return
    request.amended_by = next_number(request.campaign, request.kind)
    request.save(update_fields=["amended_by"])
    evidence_append(
        campaign=request.campaign,
        kind="amendment_opened",
        subject=f"signoffrequest:{request.pk}",
        data={
            "content": request.kind,
            "version": request.snapshot.number,
            "sha256": request.snapshot.sha256,
            "amendment": request.amended_by,
        },
        who={"by": by.name, "email": by.email},
    )
    signoff_log(request, actor, "amendment_opened", name=amendment_title(request.kind, request.amended_by))


def _opens(request: SignOffRequest) -> bool:
    """An approval that still answered for something, in a campaign that is live; or the request that was put
    in its place, about the very same version."""
    if not is_launched(request.campaign):
        return False
    if request.status != Status.APPROVED and not _approved_before(request):
        return False
    kind = content_kind(request.kind)
    contents = kind.covers or (request.kind,)
    return bool(kind.amended) and any(
        _last(request.campaign, answering(content)) == request for content in contents
    )


def _approved_before(request: SignOffRequest) -> bool:
    """Whether the version an open request asks about had been approved, until this request replaced that."""
    same = request.campaign.signoff_requests.filter(
        kind=request.kind, snapshot=request.snapshot, status=Status.REPLACED, pk__lt=request.pk
    )
    subjects = [f"signoffrequest:{pk}" for pk in same.values_list("pk", flat=True)]
    approvals = EvidenceEvent.objects.filter(campaign=request.campaign, kind="request_approved")
    return request.amends is None and approvals.filter(subject__in=subjects).exists()


def amendment_to_ask(locked: Campaign, kind: str) -> int | None:
    """The amendment that a new request of a kind asks for; None when it asks for none.

    An amendment keeps its number while it is refused, withdrawn, voided or asked again. One that waits
    under another kind that shares the content (a combined request, or a single one) gets the next number
    of this one; so does one that opened after an approval under such a kind ended this kind's own.
    """
    answers = [_last(locked, answering(content)) for content in content_kind(kind).covers or (kind,)]
    if not any(waiting_number(request) for request in answers):
        return None
    own = _last(locked, [kind])
    number = waiting_number(own)
    kept = own and number and (own in answers or not _approved_after(own))
    return number if kept else next_number(locked, kind)


def _approved_after(own: SignOffRequest) -> bool:
    """Whether some of its content was approved since, under a kind that shares it."""
    later = own.campaign.signoff_requests.filter(kind__in=overlapping(own.kind), pk__gt=own.pk)
    return later.filter(Q(status=Status.APPROVED) | Q(amended_by__isnull=False)).exists()


def next_number(locked: Campaign, kind: str) -> int:
    """Amendments count from 1 within a campaign and a kind."""
    rows = locked.signoff_requests.filter(kind=kind)
    last = rows.aggregate(opened=Max("amended_by"), asked=Max("amends"))
    return max(last["opened"] or 0, last["asked"] or 0) + 1


def _last(locked: Campaign, kinds: list[str]) -> SignOffRequest | None:
    return locked.signoff_requests.filter(kind__in=kinds).order_by("-id").first()
