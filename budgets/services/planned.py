"""Planned money: the total and the lines. Every edit is locked, rechecked, logged and told to sign-off."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from budgets.models import Budget, BudgetLine
from budgets.selectors.board import board_of
from budgets.selectors.proposals import Proposal, proposal_of
from budgets.selectors.window import planning_window
from budgets.services.overruns import budget_lock, planned_edit
from budgets.words import month_long
from campaigns.models import Campaign, Channel, Phase, SignOffRequest
from campaigns.services.signoff import Edit
from core.access import Access
from core.audit import audit_record
from core.editing import readable, row_edit, subject_of
from core.models import AuditEvent


class LineGoneError(Exception):
    """The line was removed after its editor opened it; `by` removed it."""

    def __init__(self, by: str) -> None:
        super().__init__("The line was removed meanwhile")
        self.by = by


class BoardMovedError(Exception):
    """The total or a line changed after the reader saw the proposal."""


@dataclass(frozen=True)
class Planned:
    """What an edit of planned money did: the line (None: none is left), and the approval it voided."""

    line: BudgetLine | None
    voided: SignOffRequest | None


def total_set(
    *, campaign: Campaign, actor: Access, expected_version: int, total: Decimal, note: str
) -> SignOffRequest | None:
    """Set the total and its note. Returns the approval this voided, if any. Raises EditConflict."""
    with planned_edit(campaign=campaign, actor=actor) as edit:
        budget = _open_budget(campaign)
        changes = {"total": total, "note": note}
        row_edit(
            row=budget,
            actor=actor,
            scope=campaign.scope,
            expected_version=expected_version,
            changes=changes,
            label=_("Budget"),
        )
    return _voided(edit)


def planned_set(
    *,
    campaign: Campaign,
    actor: Access,
    channel: Channel,
    month: date,
    planned: Decimal | None,
    expected_version: int,
) -> Planned:
    """Write what a channel may spend in a month; None removes the line.

    `expected_version` is 0 when its editor saw no line. Raises EditConflict when somebody wrote it
    meanwhile, LineGoneError when somebody removed it, ValidationError when a line with entries is to go
    or the month is far from the campaign.
    """
    with planned_edit(campaign=campaign, actor=actor) as edit:
        budget = _open_budget(campaign)
        line = budget.lines.select_related("channel").filter(channel=channel, month=month).first()
        if line is None and expected_version:
            raise LineGoneError(_who_removed(campaign, BudgetLine(channel=channel, month=month)))
        if line is None and planned is not None:
            _check_month(campaign, month)
            line = _create(budget, campaign, actor, channel, month, planned)
        elif line is not None:
            # Also where the line goes: its version must be the one its editor saw.
            changes = {} if planned is None else {"planned": planned}
            row_edit(
                row=line,
                actor=actor,
                scope=campaign.scope,
                expected_version=expected_version,
                changes=changes,
            )
            if planned is None:
                _remove(line, campaign, actor)
                line = None
    return Planned(line, _voided(edit))


def line_add(
    *, campaign: Campaign, actor: Access, channel: Channel, month: date, planned: Decimal, note: str = ""
) -> Planned:
    """A new line. Raises ValidationError when the channel has one for that month."""
    with planned_edit(campaign=campaign, actor=actor) as edit:
        budget = _open_budget(campaign)
        if budget.lines.filter(channel=channel, month=month).exists():
            raise ValidationError({"month": _("Ce canal a déjà une ligne pour ce mois.")})
        _check_month(campaign, month)
        line = _create(budget, campaign, actor, channel, month, planned, note)
    return Planned(line, _voided(edit))


def line_edit(
    *, line: BudgetLine, actor: Access, expected_version: int, planned: Decimal, note: str
) -> SignOffRequest | None:
    """Change a line's amount and note on its own page. Raises EditConflict."""
    campaign = line.budget.campaign
    with planned_edit(campaign=campaign, actor=actor) as edit:
        _open_budget(campaign)
        row_edit(
            row=line,
            actor=actor,
            scope=campaign.scope,
            expected_version=expected_version,
            changes={"planned": planned, "note": note},
        )
    return _voided(edit)


def rest_split(
    *, campaign: Campaign, actor: Access, method: str, seen: str
) -> tuple[Proposal, SignOffRequest | None]:
    """Share out the rest as the reader saw it proposed.

    Raises BoardMovedError when the table changed since (`seen` is its Board.seen), NothingToSplitError.
    """
    with planned_edit(campaign=campaign, actor=actor) as edit:
        budget = _open_budget(campaign)
        board = board_of(campaign)
        if board.seen != seen:
            raise BoardMovedError
        proposal = proposal_of(board, method)
        for move in proposal.moves:
            cell = move.cell
            if cell.line is None:
                _create(budget, campaign, actor, cell.channel, cell.month, move.after)
                continue
            row_edit(
                row=cell.line,
                actor=actor,
                scope=campaign.scope,
                expected_version=cell.line.version,
                changes={"planned": move.after},
            )
    return proposal, _voided(edit)


def _voided(edit: Edit) -> SignOffRequest | None:
    return edit.voided[0] if edit.voided else None


def _open_budget(campaign: Campaign) -> Budget:
    locked, budget = budget_lock(campaign)
    if not locked.is_open:
        raise ValidationError(closed_words(locked))
    return budget


def closed_words(campaign: Campaign) -> str:
    """Why the planned money of a campaign no longer changes; empty while it does."""
    if campaign.phase == Phase.CLOTUREE:
        return _("La campagne est clôturée : son budget ne change plus. Rouvrez-la pour le modifier.")
    if campaign.phase == Phase.ABANDONNEE:
        return _("La campagne est abandonnée : son budget ne change plus. Rouvrez-la pour le modifier.")
    return ""


def _check_month(campaign: Campaign, month: date) -> None:
    """A new line stays near the campaign, or in a month the table already shows. Raises ValidationError."""
    first, last = planning_window(campaign, timezone.localdate())
    if first <= month <= last or month in board_of(campaign).months:
        return
    values = {"month": month_long(month), "first": month_long(first), "last": month_long(last)}
    words = _("%(month)s est hors de la campagne : son budget se prévoit de %(first)s à %(last)s.")
    raise ValidationError(capfirst(words % values))


def _create(
    budget: Budget,
    campaign: Campaign,
    actor: Access,
    channel: Channel,
    month: date,
    planned: Decimal,
    note: str = "",
) -> BudgetLine:
    line = BudgetLine(budget=budget, channel=channel, month=month, planned=planned, note=note)
    line.full_clean()
    line.save()
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb="created",
        scope=campaign.scope,
        subject=subject_of(line),
        label=str(line),
        version=line.version,
        changes={"planned": ["", readable(line, "planned")]},
    )
    return line


def _remove(line: BudgetLine, campaign: Campaign, actor: Access) -> None:
    if line.entries.exists():
        raise ValidationError(
            _("Cette ligne porte des écritures : mettez 0 plutôt que de la vider, elles restent comptées.")
        )
    subject, label, planned = subject_of(line), str(line), readable(line, "planned")
    line.delete()
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb="deleted",
        scope=campaign.scope,
        subject=subject,
        label=label,
        changes={"planned": [planned, ""]},
    )


def _who_removed(campaign: Campaign, line: BudgetLine) -> str:
    event = AuditEvent.objects.filter(
        workspace_id=campaign.workspace_id, scope=campaign.scope, verb="deleted", label=str(line)
    ).first()
    return event.actor_name if event else ""
