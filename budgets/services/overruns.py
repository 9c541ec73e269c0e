"""Money beyond a signed line: the ceiling that signing would authorise, and the signature that is void.

A ceiling is stored when money crosses it, not reckoned when it is read: what was signed then means the same
whatever the tolerance becomes, and money that goes back down voids nothing (ADR 0007).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgets.models import Budget, BudgetLine, Overrun
from budgets.selectors.delegation import tolerance_of
from budgets.selectors.overruns import ceiling_of, line_used, signature_alive
from budgets.selectors.sums import ZERO, lines_with_sums
from budgets.tolerance import ceiling, tolerated
from budgets.words import month_long
from campaigns.models import Campaign, SignOffRequest
from campaigns.services.signoff import Edit, signable_edit, signoff_touch
from core.access import Access
from core.formatting import money
from core.mail import mail_queue

KINDS = ("budget",)


@dataclass
class MoneyEdit:
    """An edit of committed or spent money: the campaign it locked, and the approval it voided.

    `brought_by` says what brings the money, in words, for whoever reads why: it may be set inside the block.
    """

    campaign: Campaign
    budget: Budget
    brought_by: str = ""
    voided: SignOffRequest | None = None


@contextmanager
def money_edit(*, campaign: Campaign, actor: Access | None, brought_by: str = "") -> Iterator[MoneyEdit]:
    """Write committed or spent money: one transaction, the campaign locked first, ceilings settled last.

    Where a line goes beyond what its signature tolerates, the signature is void and the team is told.
    Read `voided` after the block. `actor` is None when a job acts.
    """
    with transaction.atomic():
        locked, budget = budget_lock(campaign)
        before = {line.pk: line_used(line) for line in _lines(budget)}
        edit = MoneyEdit(locked, budget, brought_by)
        yield edit
        if locked.is_open:
            edit.voided = _settle(edit, before, actor)


@contextmanager
def planned_edit(*, campaign: Campaign, actor: Access) -> Iterator[Edit]:
    """Edit planned money: `signable_edit`, then ceilings follow the new plan while nobody signs the old."""
    with transaction.atomic():
        with signable_edit(campaign=campaign, kinds=KINDS, actor=actor) as edit:
            yield edit
        if not signature_alive(campaign):
            _, budget = budget_lock(campaign)
            _reckon(_lines(budget), tolerance_of(campaign.workspace))


def budget_lock(campaign: Campaign) -> tuple[Campaign, Budget]:
    """The campaign, locked (the one lock everything of a campaign meets), and its budget, made if missing.

    To be called inside a transaction, before any other row is locked.
    """
    rows: QuerySet[Campaign] = Campaign.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("workspace").get(pk=campaign.pk)
    budget, _made = Budget.objects.get_or_create(campaign=locked)
    return locked, budget


def _lines(budget: Budget) -> list[BudgetLine]:
    """The lines that plan something: what is spent elsewhere was never signed for."""
    planned = budget.lines.filter(planned__gt=0).select_related("channel", "overrun")
    return list(lines_with_sums(planned))


def _settle(edit: MoneyEdit, before: Mapping[int, Decimal], actor: Access | None) -> SignOffRequest | None:
    lines, percent = _lines(edit.budget), tolerance_of(edit.campaign.workspace)
    if not signature_alive(edit.campaign):
        _reckon(lines, percent)
        return None
    crossed = [line for line in lines if _crosses(line, before.get(line.pk, ZERO), percent)]
    if not crossed:
        return None
    reason = _reason(crossed, percent, edit)
    for line in crossed:
        _hold(line, ceiling(line.planned, line_used(line), percent))
    voided = signoff_touch(campaign=edit.campaign, kind="budget", actor=actor, reason=reason)
    if voided:
        _reckon(_lines(edit.budget), percent)  # what the void signature still allowed elsewhere is over too
        _tell(voided, reason, actor)
    return voided


def _crosses(line: BudgetLine, before: Decimal, percent: int) -> bool:
    """More is used than before, and than the signature allows."""
    used = line_used(line)
    return used > before and used > (ceiling_of(line) or tolerated(line.planned, percent))


def _reckon(lines: Sequence[BudgetLine], percent: int) -> None:
    """Nobody has signed: each line asks for exactly what it needs today."""
    for line in lines:
        _hold(line, ceiling(line.planned, line_used(line), percent))


def _hold(line: BudgetLine, up_to: Decimal | None) -> None:
    if up_to == ceiling_of(line):
        return
    if up_to is None:
        Overrun.objects.filter(line=line).delete()
    else:
        Overrun.objects.update_or_create(line=line, defaults={"planned": line.planned, "up_to": up_to})


def _reason(crossed: Sequence[BudgetLine], percent: int, edit: MoneyEdit) -> str:
    """Which line, by how much, brought by what; the others are counted."""
    line, currency = crossed[0], edit.campaign.workspace.currency
    limit = ceiling_of(line) or tolerated(line.planned, percent)
    values = {
        "channel": line.channel.name,
        "month": month_long(line.month),
        "used": money(line_used(line), currency),
        "limit": money(limit, currency),
        "over": money(line_used(line) - limit, currency),
        "planned": money(line.planned, currency),
        "what": edit.brought_by,
    }
    said = _(
        "%(channel)s, %(month)s : %(used)s engagés ou dépensés, %(over)s au-delà des %(limit)s admis pour "
        "%(planned)s prévus (%(what)s)."
    )
    text = said % values
    if more := len(crossed) - 1:
        others = ngettext("%(count)s autre ligne dépasse.", "%(count)s autres lignes dépassent.", more)
        text = f"{text} {others % {'count': more}}"
    return Truncator(text).chars(300)


def _tell(voided: SignOffRequest, reason: str, actor: Access | None) -> None:
    """Mail the campaign's owner and whoever asked for the signature; once each, and not to who did it."""
    campaign = voided.campaign
    path = reverse("campaigns:signoff", args=[campaign.workspace.slug, campaign.reference])
    readers = {reader.pk: reader for reader in (campaign.owner, voided.requested_by) if reader}
    for reader in readers.values():
        if not reader.is_active or (actor and actor.membership.pk == reader.pk):
            continue
        mail_queue(
            to=reader.user.email,
            template="budget_overrun",
            context={
                "reader": reader,
                "request": voided,
                "campaign": campaign,
                "reason": reason,
                "link": f"{settings.SITE_URL}{path}#budget",
            },
            key=f"budget_overrun:{voided.pk}:{reader.pk}",
            workspace=campaign.workspace,
            language=reader.user.language,
        )
