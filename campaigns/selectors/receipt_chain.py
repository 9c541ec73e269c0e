"""Receipts kept here: each holds by itself, and says of every event what the chain says of it."""

from collections.abc import Iterable, Iterator

from campaigns.evidence import Link, Problem
from campaigns.evidence.bundle import bundle_links
from campaigns.models import Campaign, EvidenceEvent
from campaigns.selectors.receipt_check import EVIDENCE, receipt_verdict
from campaigns.selectors.receipts import BUILDER
from campaigns.selectors.verification import Verdict
from core.models import Document, Workspace
from core.sealing import attachments_of


def receipts_check(
    verdict: Verdict, *, workspaces: Iterable[Workspace], campaign: Campaign | None = None
) -> None:
    """Add to a verdict what does not hold in the stored receipts of workspaces, or of one campaign.

    A chain rewritten whole with its rows still verifies by itself; the receipts sealed before contradict it.
    """
    for workspace in workspaces:
        rows = Document.objects.filter(workspace=workspace, builder=BUILDER, status=Document.Status.READY)
        if campaign is not None:
            rows = rows.filter(scope=campaign.scope)
        for document in rows.order_by("subject"):
            verdict.checked["receipts"] += 1
            where = f"{workspace.slug}/receipt:{document.subject}"
            found = _receipt_problems(document)
            verdict.problems += (Problem(f"{where}/{each.where}", each.what) for each in found)


def _receipt_problems(document: Document) -> Iterator[Problem]:
    try:
        with document.file.open("rb") as stream:
            pdf = stream.read()
    except (OSError, ValueError):
        yield Problem("file", "file_missing")
        return
    yield from receipt_verdict(pdf).problems
    try:
        links = bundle_links(attachments_of(pdf)[EVIDENCE].decode())
    except (ValueError, KeyError):
        return  # said above
    yield from _against_chain(document.workspace_id, links)


def _against_chain(workspace: int, links: Iterable[Link]) -> Iterator[Problem]:
    told = {link.sequence: link.digest for link in links}
    rows = EvidenceEvent.objects.filter(workspace=workspace, sequence__in=told)
    kept = dict(rows.values_list("sequence", "digest"))
    for sequence, digest in sorted(told.items()):
        if sequence not in kept:
            yield Problem(f"evidence:{sequence}", "row_missing")
        elif kept[sequence] != digest:
            yield Problem(f"evidence:{sequence}", "chain_rewritten")
