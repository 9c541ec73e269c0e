"""A bilan as it is signed: its frozen figures, its texts, its learnings; and where its approval stands."""

from collections.abc import Mapping
from typing import Any

from campaigns.gates import Finding, Scope
from campaigns.models import Campaign, SignOffRequest
from campaigns.signoff.naming import named
from campaigns.signoff.standing import asked_findings
from tracking.models import Bilan, Learning

FAMILY = "bilan"
SCHEMA = 1
#: What is frozen and never shown: nobody can approve what they do not read.
_UNREAD = frozenset({"channels"})


def bilan_key(pk: int) -> str:
    """The kind of content that a bilan is. By primary key: an always-on campaign has several."""
    return f"{FAMILY}-{pk}"


def bilan_content(campaign: Campaign, pk: int) -> dict[str, Any]:
    """What is signed, in two queries; without figures while they are not frozen."""
    bilan = Bilan.objects.filter(campaign=campaign, pk=pk).first() or Bilan(campaign=campaign)
    learnings = bilan.learnings.select_related("channel").order_by("pk") if bilan.pk else []
    figures: Mapping[str, Any] = bilan.figures if bilan.frozen_at else {}
    return {
        "schema": SCHEMA,
        "currency": campaign.workspace.currency,
        "period": {"start": bilan.period_start, "end": bilan.period_end},
        "summary": bilan.summary,
        "successes": bilan.successes,
        "difficulties": bilan.difficulties,
        "learnings": [_learning(row) for row in learnings],
        "figures": {
            name: value for name, value in figures.items() if name not in _UNREAD and name != "period"
        },
    }


def _learning(row: Learning) -> dict[str, Any]:
    return {
        "text": row.text,
        "kind": row.kind,
        "evidence": row.evidence,
        "channel": named(row.channel) if row.channel else "",
    }


def approval_finding(bilan: Bilan) -> Finding | None:
    """Where a bilan's approval stands; None while nobody was asked, or once the request was withdrawn."""
    return asked_findings([Scope(bilan.campaign)], bilan_key(bilan.pk))[0]


def approval_of(bilan: Bilan) -> SignOffRequest | None:
    """The approval in force of a bilan, with its version and its signatures."""
    rows = SignOffRequest.objects.filter(campaign=bilan.campaign_id, kind=bilan_key(bilan.pk))
    approved = rows.filter(status=SignOffRequest.Status.APPROVED)
    return approved.select_related("snapshot").prefetch_related("signatures").first()
