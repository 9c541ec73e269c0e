"""Committed and actual entries. Written once; corrected by a reversal and a new entry, never in place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from budgets.models import BudgetLine, Entry
from budgets.selectors.entries import Warned, entry_warnings
from budgets.services.overruns import money_edit
from campaigns.models import Campaign, Phase, SignOffRequest
from core.access import Access
from core.audit import audit_record
from core.editing import readable, subject_of
from core.formatting import ago, date_short


@dataclass(frozen=True)
class EntryWords:
    """What a person writes of an entry."""

    kind: str
    amount: Decimal
    on: date
    label: str
    supplier: str = ""
    document_number: str = ""


@dataclass(frozen=True)
class Written:
    """An entry as it now stands, and the approval of the budget that its amount made void, if any."""

    entry: Entry
    voided: SignOffRequest | None = None


Changes = dict[str, Any]


class EntryHeldError(Exception):
    """Nothing is written yet: the person is to read these warnings and confirm."""

    def __init__(self, warnings: Sequence[Warned]) -> None:
        super().__init__("The entry waits for a confirmation")
        self.warnings = warnings


class EntrySettledError(Exception):
    """The entry was corrected or cancelled meanwhile; `reversal` says by whom and why."""

    def __init__(self, reversal: Entry) -> None:
        super().__init__("The entry is already reversed")
        self.reversal = reversal

    @property
    def words(self) -> str:
        values = {"who": self.reversal.created_by_name, "when": ago(self.reversal.created_at)}
        return _("%(who)s a déjà corrigé ou annulé cette écriture (%(when)s). Rien n’a changé.") % values


def entry_add(
    *, line: BudgetLine, actor: Access, words: EntryWords, accepted: Collection[str] = ()
) -> Written:
    """Write an entry on a line.

    `accepted` holds the codes of the warnings its author read and confirmed; raises EntryHeldError while
    there are others, ValidationError when it cannot be written at all.
    """
    with money_edit(campaign=line.budget.campaign, actor=actor, brought_by=_brought_by(words, actor)) as edit:
        _check_open(edit.campaign)
        warnings = _warnings(line, words, accepted, None)
        entry = _write(line, actor, words)
        _log(entry, actor, "entry_added", {"accepted": _texts(warnings)} if warnings else {})
    return Written(entry, edit.voided)


def entry_correct(
    *,
    entry: Entry,
    line: BudgetLine,
    actor: Access,
    words: EntryWords,
    reason: str,
    accepted: Collection[str] = (),
) -> Written:
    """Take an entry back and write it again as `words`, on `line` (its own, or another of the budget).

    An entry already like that is left alone and returned. Raises EntryHeldError, EntrySettledError,
    ValidationError.
    """
    reason = _required(reason, _("Dites ce que vous corrigez."))
    with money_edit(campaign=line.budget.campaign, actor=actor, brought_by=_brought_by(words, actor)) as edit:
        _check_open(edit.campaign)
        current = _standing(entry)
        if current.line_id == line.pk and _words_of(current) == words:
            return Written(current)
        warnings = _warnings(line, words, accepted, current)
        _reverse(current, actor, reason)
        corrected = _write(line, actor, words, corrects=current, reason=reason)
        changes: Changes = {**_changes(current, corrected), "reason": ["", reason]}
        if warnings:
            changes["accepted"] = _texts(warnings)
        _log(corrected, actor, "entry_corrected", changes)
        if current.line_id != line.pk:
            _log(current, actor, "entry_moved", {"line": changes["line"], "reason": ["", reason]})
    return Written(corrected, edit.voided)


def entry_cancel(*, entry: Entry, actor: Access, reason: str) -> Written:
    """Take an entry back; it stays readable with its reason. Returns the reversal: cancelling a credit
    note spends more.

    Raises EntrySettledError.
    """
    reason = _required(reason, _("Dites pourquoi vous annulez cette écriture."))
    words = _words_of(entry)
    campaign = entry.line.budget.campaign
    with money_edit(campaign=campaign, actor=actor, brought_by=_brought_by(words, actor)) as edit:
        _check_open(edit.campaign)
        current = _standing(entry)
        reversal = _reverse(current, actor, reason)
        _log(current, actor, "entry_cancelled", {"reason": ["", reason]})
    return Written(reversal, edit.voided)


def _brought_by(words: EntryWords, actor: Access) -> str:
    """How the reason of a void signature names an entry."""
    return _("écriture « %(label)s », %(who)s") % {
        "label": Truncator(words.label).chars(40),
        "who": actor.user.name,
    }


def _check_open(locked: Campaign) -> None:
    if locked.phase == Phase.CLOTUREE:
        raise ValidationError(
            _(
                "La campagne est clôturée : ses chiffres sont ceux du bilan. "
                "Rouvrez-la pour saisir une écriture."
            )
        )


def _warnings(
    line: BudgetLine, words: EntryWords, accepted: Collection[str], replacing: Entry | None
) -> list[Warned]:
    if words.kind == Entry.Kind.COMMITTED and words.amount < 0:
        raise ValidationError(
            {"amount": _("Un engagement est positif. Pour le retirer, annulez l’écriture d’origine.")}
        )
    warnings = entry_warnings(
        line=line,
        kind=words.kind,
        amount=words.amount,
        on=words.on,
        document_number=words.document_number,
        replacing=replacing,
    )
    if any(warned.code not in accepted for warned in warnings):
        raise EntryHeldError(warnings)
    return warnings


def _standing(entry: Entry) -> Entry:
    current = Entry.objects.select_for_update(of=("self",)).select_related("line__channel").get(pk=entry.pk)
    if current.source or current.reverses_id:
        raise ValidationError(_("Cette écriture vient d’un import : corrigez l’import, elle suivra."))
    reversal = Entry.objects.filter(reverses=current).first()
    if reversal:
        raise EntrySettledError(reversal)
    return current


def _write(
    line: BudgetLine, actor: Access, words: EntryWords, *, corrects: Entry | None = None, reason: str = ""
) -> Entry:
    entry = Entry(
        line=line,
        kind=words.kind,
        amount=words.amount,
        on=words.on,
        label=words.label,
        supplier=words.supplier,
        document_number=words.document_number,
        corrects=corrects,
        reason=reason,
        created_by=actor.membership,
        created_by_name=actor.user.name,
    )
    entry.full_clean()
    entry.save()
    return entry


def _reverse(entry: Entry, actor: Access, reason: str) -> Entry:
    """Same line and date as the entry, so that each month's sums are as if it had never been."""
    return Entry.objects.create(
        line_id=entry.line_id,
        kind=entry.kind,
        amount=-entry.amount,
        on=entry.on,
        label=entry.label,
        supplier=entry.supplier,
        document_number=entry.document_number,
        reverses=entry,
        reason=reason,
        created_by=actor.membership,
        created_by_name=actor.user.name,
    )


def _words_of(entry: Entry) -> EntryWords:
    return EntryWords(entry.kind, entry.amount, entry.on, entry.label, entry.supplier, entry.document_number)


def _changes(before: Entry, after: Entry) -> dict[str, list[str]]:
    names = ["line", "kind", "amount", "on", "label", "supplier", "document_number"]
    pairs = {name: [readable(before, name), readable(after, name)] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _log(entry: Entry, actor: Access, verb: str, more: Changes) -> None:
    """`line_id` files it with the line, whose page tells it; `accepted` keeps the warnings confirmed."""
    changes: Changes = {"kind": ["", readable(entry, "kind")], "amount": ["", readable(entry, "amount")]}
    if verb == "entry_added":
        changes["on"] = ["", date_short(entry.on)]
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=entry.line.budget.campaign.scope,
        subject=subject_of(entry),
        label=f"{entry.line} · {entry.label}",
        changes={**changes, **more, "line_id": entry.line_id},
    )


def _texts(warnings: Sequence[Warned]) -> str:
    return " ".join(warned.text for warned in warnings)


def _required(text: str, words: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError({"reason": words})
    return text
