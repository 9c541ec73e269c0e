"""Imported spend becomes actual entries: replaced by source, never doubled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from budgets.models import Budget, BudgetLine, Entry
from budgets.months import month_end
from budgets.services.overruns import money_edit
from campaigns.models import Campaign, Channel, SignOffRequest
from core.access import Access
from core.audit import audit_record
from core.editing import readable, subject_of
from core.money import round_cents

LONGEST_SOURCE = 120


@dataclass
class SpendReport:
    """What one replacement did.

    `made` are lines that did not exist: they were made with nothing planned. `dropped` counts such lines
    that are empty again and went. `voided` is the approval of the budget that this spend made void.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    dropped: int = 0
    made: list[BudgetLine] = field(default_factory=list)
    voided: SignOffRequest | None = None

    @property
    def words(self) -> str:
        """What the importer should be told about lines that had to be made; empty when there were none."""
        if not self.made:
            return ""
        names = ", ".join(str(line) for line in self.made)
        return _("Dépense hors budget : %(lines)s. Lignes créées sans montant prévu.") % {"lines": names}


def spend_record(
    *,
    campaign: Campaign,
    source_label: str,
    amounts: Mapping[tuple[int, date], Decimal],
    actor: Access | None,
) -> SpendReport:
    """Make the actual spend known under `source_label` exactly `amounts`, and nothing else.

    `amounts` is everything this source says today: {(channel id, first day of a month): euros}; they are
    rounded to the cent here, half up. What an earlier call wrote under the same label and this one does
    not mention is removed, so the same call twice changes nothing and an undone import is undone here by
    calling again with what is left. `actor` is None when a job acts. Raises ValueError for an amount that
    is not finite, a day that is not the first of a month, a channel of another workspace or no label.
    """
    wanted = _checked(campaign, source_label, amounts)
    report = SpendReport()
    brought_by = _("dépense importée, %(source)s") % {"source": Truncator(source_label).chars(40)}
    with money_edit(campaign=campaign, actor=actor, brought_by=brought_by) as edit:
        locked, budget = edit.campaign, edit.budget
        known = {
            (entry.line.channel_id, entry.line.month): entry
            for entry in Entry.objects.filter(
                line__budget=budget, kind=Entry.Kind.ACTUAL, source=source_label
            ).select_related("line__channel")
        }
        lines = {(line.channel_id, line.month): line for line in budget.lines.select_related("channel")}
        for key in sorted({*wanted, *known}):
            amount, entry = wanted.get(key, Decimal(0)), known.get(key)
            if entry is None and amount:
                line = lines.get(key) or _make_line(budget, key, report, actor, locked)
                _add(line, source_label, amount, actor, locked)
                report.added += 1
            elif entry is not None and entry.amount != amount:
                _replace(entry, amount, actor, locked)
                report.changed += 1 if amount else 0
                report.removed += 0 if amount else 1
            elif entry is not None:
                report.unchanged += 1
        if report.removed:
            _drop_empty(budget, report, actor, locked)
    report.voided = edit.voided
    return report


def _checked(
    campaign: Campaign, label: str, amounts: Mapping[tuple[int, date], Decimal]
) -> dict[tuple[int, date], Decimal]:
    if not label or len(label) > LONGEST_SOURCE:
        raise ValueError("A source has a name")
    if not all(amount.is_finite() for amount in amounts.values()):
        raise ValueError("Spend is finite")
    if any(month.day != 1 for _channel, month in amounts):
        raise ValueError("A month is given by its first day")
    channels = {channel for channel, _month in amounts}
    own = Channel.objects.filter(workspace_id=campaign.workspace_id, pk__in=channels).count()
    if own != len(channels):
        raise ValueError("A channel belongs to the campaign's workspace")
    return {key: round_cents(amount) for key, amount in amounts.items()}


def _make_line(
    budget: Budget, key: tuple[int, date], report: SpendReport, actor: Access | None, campaign: Campaign
) -> BudgetLine:
    line = BudgetLine(
        budget=budget, channel_id=key[0], month=key[1], planned=Decimal("0.00"), made_by_spend=True
    )
    line.full_clean()
    line.save()
    audit_record(
        workspace=campaign.workspace,
        actor=actor.user if actor else None,
        verb="created",
        scope=campaign.scope,
        subject=subject_of(line),
        label=str(line),
        version=line.version,
        changes={"planned": ["", readable(line, "planned")]},
    )
    report.made.append(line)
    return line


def _drop_empty(budget: Budget, report: SpendReport, actor: Access | None, campaign: Campaign) -> None:
    """Remove lines that only imported spend had made, unless somebody planned, wrote or noted something."""
    empty = budget.lines.filter(made_by_spend=True, planned=Decimal(0), note="", entries=None)
    for line in empty.select_related("channel"):
        subject, label, planned = subject_of(line), str(line), readable(line, "planned")
        line.delete()
        audit_record(
            workspace=campaign.workspace,
            actor=actor.user if actor else None,
            verb="deleted",
            scope=campaign.scope,
            subject=subject,
            label=label,
            changes={"planned": [planned, ""]},
        )
        report.dropped += 1


def _add(line: BudgetLine, source: str, amount: Decimal, actor: Access | None, campaign: Campaign) -> None:
    entry = Entry(
        line=line,
        kind=Entry.Kind.ACTUAL,
        amount=amount,
        on=month_end(line.month),
        label=_("Dépense importée : %(source)s") % {"source": source},
        source=source,
        created_by=actor.membership if actor else None,
        created_by_name=actor.user.name if actor else "",
    )
    entry.full_clean()
    entry.save()
    _log(entry, "entry_imported", ["", readable(entry, "amount")], actor, campaign)


def _replace(entry: Entry, amount: Decimal, actor: Access | None, campaign: Campaign) -> None:
    before = readable(entry, "amount")
    if amount:
        entry.amount = amount
        entry.save(update_fields=["amount"])
        _log(entry, "entry_imported", [before, readable(entry, "amount")], actor, campaign)
        return
    _log(entry, "entry_imported", [before, ""], actor, campaign)
    entry.delete()


def _log(entry: Entry, verb: str, amount: list[str], actor: Access | None, campaign: Campaign) -> None:
    audit_record(
        workspace=campaign.workspace,
        actor=actor.user if actor else None,
        verb=verb,
        scope=campaign.scope,
        subject=subject_of(entry),
        label=f"{entry.line} · {entry.label}",
        changes={"amount": amount, "line_id": entry.line_id},
    )
