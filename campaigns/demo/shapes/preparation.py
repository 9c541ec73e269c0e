"""Phases 1 to 3: brief, waves, plan, budget, and the approvals asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from campaigns.playbooks.base import Link, TaskKind, WaveChannels


@dataclass(frozen=True, slots=True)
class ObjectiveData:
    """`baseline` is None where nothing was measured before."""

    name: str
    kpi: str
    baseline: Decimal | None
    target: Decimal
    unit: str
    deadline: date


@dataclass(frozen=True, slots=True)
class BriefAudienceData:
    audience: str
    insight: str


@dataclass(frozen=True, slots=True)
class MessageData:
    text: str
    proof: str
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class BriefData:
    strategy_label: str
    strategy_url: str
    context: str
    proposition: str
    tone: str
    constraints: str
    objectives: tuple[ObjectiveData, ...]
    audiences: tuple[BriefAudienceData, ...]
    messages: tuple[MessageData, ...]
    sector: str = ""


@dataclass(frozen=True, slots=True)
class WaveData:
    """`opened_on` is when the wave passed its gate, None before. Without an end it is continuous."""

    key: str
    name: str
    starts_on: date
    ends_on: date | None
    channels: WaveChannels
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class TaskData:
    """A dated task. Scheduled forward from `not_before` and `pinned_on`, it gives back its two dates.

    `status_since` is when the status was reached: the day the work ended for a finished task.
    """

    key: str
    name: str
    kind: TaskKind
    phase: str
    team: str
    wave: str | None
    assignee: str
    duration: int
    after: tuple[Link, ...]
    what: str
    starts_on: date
    ends_on: date
    not_before: date | None
    pinned_on: date | None
    status: Literal["todo", "doing", "blocked", "done"]
    status_since: date | None = None
    blocked_reason: str = ""


@dataclass(frozen=True, slots=True)
class LineData:
    """«Prévu» of a channel for the month that begins on `month`; one line per channel and month."""

    channel: str
    month: date
    planned: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class EntryData:
    """Money promised or spent on the line of `channel` and `month`."""

    kind: Literal["committed", "actual"]
    channel: str
    month: date
    amount: Decimal
    on: date
    label: str
    supplier: str = ""
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class LineChange:
    """A planned amount edited after the signature: it voids the budget's approval."""

    channel: str
    month: date
    before: Decimal
    after: Decimal
    on: date
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class BudgetData:
    """Lines as they stand now; undo `changes` to get what was signed. Lines add up to `total`."""

    total: Decimal
    note: str
    lines: tuple[LineData, ...]
    entries: tuple[EntryData, ...] = ()
    changes: tuple[LineChange, ...] = ()

    @property
    def signed_total(self) -> Decimal:
        """The total before the changes made after signature."""
        return self.total - sum((change.after - change.before for change in self.changes), Decimal(0))


@dataclass(frozen=True, slots=True)
class SignatureData:
    """`signer` is a stakeholder's key, or a person's. An empty decision is still awaited."""

    signer: str
    decision: Literal["", "approved", "rejected"] = ""
    decided_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SignOffData:
    """An approval asked. `voided_on` says that the content changed after it was given; `wave` is the key of
    the one whose assets are approved."""

    kind: Literal["brief", "plan", "budget", "combined", "assets", "bilan"]
    requested_by: str
    requested_on: date
    due_on: date
    message: str
    signatures: tuple[SignatureData, ...]
    voided_on: date | None = None
    wave: str = ""

    @property
    def status(self) -> Literal["open", "approved", "rejected", "voided"]:
        decisions = {signature.decision for signature in self.signatures}
        if self.voided_on is not None:
            return "voided"
        if "rejected" in decisions:
            return "rejected"
        return "open" if "" in decisions else "approved"


@dataclass(frozen=True, slots=True)
class WaiverData:
    """An exception asked of `grantor`; granted on a day, or still waiting for their signature.

    `early` ones are asked before the campaign's tracking and creation are written, while they lack.
    """

    check: str
    reason: str
    asked_by: str
    asked_on: date
    valid_until: date
    grantor: str
    granted_on: date | None = None
    early: bool = False
