"""Reads of receipts: which request has one, and the evidence it carries."""

from collections.abc import Sequence
from uuid import UUID

from campaigns.evidence import Link
from campaigns.models import Campaign, EvidenceEvent, Signature, SignOffRequest
from campaigns.selectors.verification import link_of
from core.access import Access
from core.models import Document, Role

BUILDER = "signoff_receipt"


def receipt_subject(request: SignOffRequest) -> str:
    return f"signoffrequest:{request.pk}"


def receipts_of(campaign: Campaign, requests: Sequence[SignOffRequest]) -> dict[int, Document]:
    """The receipt of each request that has one, by the request's id: one query."""
    subjects = {receipt_subject(request): request.pk for request in requests}
    rows = Document.objects.filter(
        workspace=campaign.workspace_id, scope=campaign.scope, builder=BUILDER, subject__in=subjects
    )
    return {subjects[row.subject]: row for row in rows}


def receipt_of(request: SignOffRequest) -> Document | None:
    return receipts_of(request.campaign, [request]).get(request.pk)


def may_read_receipt(access: Access, document: Document) -> bool:
    return document.pk in receipts_readable(access, [document])


def receipts_readable(access: Access, documents: Sequence[Document]) -> set[UUID]:
    """Which of these receipts somebody may have: one query at most.

    They name signers with their addresses: for managers, and for the members who signed.
    """
    if not documents or access.covers(Role.MANAGER):
        return {document.pk for document in documents}
    requests = {int(each.subject.removeprefix("signoffrequest:")): each.pk for each in documents}
    mine = Signature.objects.filter(request__in=requests, membership=access.membership)
    return {requests[pk] for pk in mine.values_list("request_id", flat=True)}


def receipt_links(request: SignOffRequest) -> list[Link]:
    """Every event about a settled request, from the version frozen for it to the one that settled it."""
    signatures = request.signatures.values_list("pk", "notes__pk")
    subjects = {receipt_subject(request), f"snapshot:{request.snapshot_id}"}
    for place, note in signatures:
        subjects |= {f"signature:{place}", f"signoffnote:{note}"}
    events = EvidenceEvent.objects.filter(campaign=request.campaign_id, subject__in=subjects)
    settled = events.filter(kind__in=("request_approved", "request_rejected")).order_by("sequence").first()
    if settled is None:
        return []
    rows = events.filter(sequence__lte=settled.sequence).order_by("sequence")
    return [link_of(event) for event in rows.select_related("campaign", "identity")]
