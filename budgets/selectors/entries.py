"""The entries of a line, and what to tell a person before one is written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from budgets.models import BudgetLine, Entry
from budgets.months import month_of
from budgets.selectors.delegation import tolerance_of
from budgets.selectors.overruns import ceiling_of, signature_alive
from budgets.selectors.sums import Sums, line_sums, lines_with_sums
from budgets.tolerance import tolerated
from budgets.words import month_long
from campaigns.models import Campaign
from core.formatting import date_range, date_short, money


@dataclass(frozen=True)
class Warned:
    """Something unusual about an entry: not refused, but said and confirmed. `code` names the cause."""

    code: str
    text: str


@dataclass(frozen=True)
class LineEntries:
    """`standing` count; `past` were corrected or cancelled, and add up to nothing with their reversals."""

    standing: tuple[Entry, ...]
    past: tuple[Entry, ...]


def lines_of(campaign: Campaign) -> QuerySet[BudgetLine]:
    """The lines of a campaign, with their sums, channel and budget."""
    lines = BudgetLine.objects.filter(budget__campaign=campaign)
    return lines_with_sums(lines.select_related("channel", "budget__campaign__workspace"))


def line_entries(line: BudgetLine) -> LineEntries:
    """Newest first; one query."""
    rows = line.entries.filter(reverses__isnull=True).select_related("reversal", "correction", "corrects")
    entries = list(rows)
    return LineEntries(
        standing=tuple(entry for entry in entries if not hasattr(entry, "reversal")),
        past=tuple(entry for entry in entries if hasattr(entry, "reversal")),
    )


def entry_warnings(
    *,
    line: BudgetLine,
    kind: str,
    amount: Decimal,
    on: date,
    document_number: str = "",
    replacing: Entry | None = None,
) -> list[Warned]:
    """What a person is told before this entry is written on `line`.

    `replacing` is the entry a correction takes back: it no longer counts.
    """
    campaign = line.budget.campaign
    sums = line_sums(lines_with_sums(BudgetLine.objects.filter(pk=line.pk)).get())
    currency = campaign.workspace.currency
    found = [
        _above(sums, kind, amount, currency, line, replacing),
        _voids(sums, kind, amount, currency, line, replacing),
        _negative(amount, currency),
        _outside_window(campaign, on),
        _other_month(line, kind, on),
        _in_the_future(kind, on),
        _twice(line, kind, amount, document_number, currency, replacing),
    ]
    return [warned for warned in found if warned]


def _above(
    sums: Sums, kind: str, amount: Decimal, currency: str, line: BudgetLine, replacing: Entry | None
) -> Warned | None:
    after = _after(sums, kind, amount, line, replacing)
    if amount <= 0 or after <= line.planned:
        return None
    text = (
        _("L’engagé de cette ligne passe à %(after)s pour %(planned)s prévus : %(over)s de trop.")
        if kind == Entry.Kind.COMMITTED
        else _("Le réalisé de cette ligne passe à %(after)s pour %(planned)s prévus : %(over)s de trop.")
    )
    values = {"after": after, "planned": line.planned, "over": after - line.planned}
    return Warned("above", text % {name: money(value, currency) for name, value in values.items()})


def _after(sums: Sums, kind: str, amount: Decimal, line: BudgetLine, replacing: Entry | None) -> Decimal:
    """What the line would have promised, or spent, once the entry is written."""
    before = sums.committed if kind == Entry.Kind.COMMITTED else sums.actual
    if replacing and replacing.line_id == line.pk and replacing.kind == kind:
        before -= replacing.amount
    return before + amount


def _voids(
    sums: Sums, kind: str, amount: Decimal, currency: str, line: BudgetLine, replacing: Entry | None
) -> Warned | None:
    """The budget's signature would not survive this entry; asked only where the plan is passed."""
    after = _after(sums, kind, amount, line, replacing)
    campaign = line.budget.campaign
    if after <= max(line.planned, sums.used) or not line.planned or not signature_alive(campaign):
        return None
    limit = ceiling_of(line) or tolerated(line.planned, tolerance_of(campaign.workspace))
    if after <= limit:
        return None
    text = _(
        "La signature du budget admet %(limit)s sur cette ligne : elle sera périmée, et il faudra la "
        "redemander."
    )
    return Warned("void", text % {"limit": money(limit, currency)})


def _negative(amount: Decimal, currency: str) -> Warned | None:
    if amount >= 0:
        return None
    text = _("Un montant négatif est un avoir : il diminue le réalisé de %(amount)s.")
    return Warned("credit", text % {"amount": money(-amount, currency)})


def _outside_window(campaign: Campaign, on: date) -> Warned | None:
    if campaign.prepares_on <= on and (campaign.ends_on is None or on <= campaign.ends_on):
        return None
    text = _("Le %(day)s tombe hors de la campagne (%(window)s, préparation comprise).")
    window = date_range(campaign.prepares_on, campaign.ends_on)
    return Warned("window", text % {"day": date_short(on), "window": window})


def _other_month(line: BudgetLine, kind: str, on: date) -> Warned | None:
    # An order is placed before the month it pays for; an invoice is not.
    early = kind == Entry.Kind.COMMITTED and on < line.month
    if early or month_of(on) == line.month:
        return None
    text = _("Le %(day)s n’est pas en %(month)s, le mois de cette ligne.")
    return Warned("month", text % {"day": date_short(on), "month": month_long(line.month)})


def _in_the_future(kind: str, on: date) -> Warned | None:
    if kind != Entry.Kind.ACTUAL or on <= timezone.localdate():
        return None
    text = _("Le %(day)s est à venir : une dépense réalisée porte une date passée.")
    return Warned("future", text % {"day": date_short(on)})


def _twice(
    line: BudgetLine, kind: str, amount: Decimal, number: str, currency: str, replacing: Entry | None
) -> Warned | None:
    if not number:
        return None
    same = Entry.objects.filter(
        line__budget=line.budget_id, kind=kind, amount=amount, document_number__iexact=number
    ).filter(reverses__isnull=True, reversal__isnull=True)
    if replacing:
        same = same.exclude(pk=replacing.pk)
    other = same.select_related("line__channel").first()
    if other is None:
        return None
    text = _("La pièce %(number)s de %(amount)s est déjà saisie sur %(channel)s, le %(day)s.")
    return Warned(
        "twice",
        text
        % {
            "number": other.document_number,
            "amount": money(amount, currency),
            "channel": other.line.channel.name,
            "day": date_short(other.on),
        },
    )
