"""How far each line may go under its signature, and what has just become void."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from budgets.models import BudgetLine
from budgets.selectors.sums import line_sums
from campaigns.models import Campaign, SignOffRequest
from campaigns.signoff import answering

ALIVE = (SignOffRequest.Status.OPEN, SignOffRequest.Status.APPROVED)


def signature_alive(campaign: Campaign) -> bool:
    """The budget is signed or is being signed, by itself or within a combined request."""
    return campaign.signoff_requests.filter(kind__in=answering("budget"), status__in=ALIVE).exists()


def line_used(line: BudgetLine) -> Decimal:
    """What a line of `lines_with_sums` has promised or spent, whichever is more."""
    return line_sums(line).used


def ceiling_of(line: BudgetLine) -> Decimal | None:
    """The overrun kept with a line, while the line still plans what it was reckoned for."""
    try:
        held = line.overrun
    except ObjectDoesNotExist:
        return None
    return held.up_to if held.planned == line.planned else None


def voided_since(campaign: Campaign, moment: datetime) -> SignOffRequest | None:
    """The budget's approval that money made void since a moment, when there is one."""
    rows = campaign.signoff_requests.filter(kind__in=answering("budget"), status=SignOffRequest.Status.VOIDED)
    return rows.filter(settled_at__gte=moment).exclude(settled_reason="").select_related("snapshot").first()


def voided_words(voided: SignOffRequest) -> str:
    """What to tell whoever made the approval of a budget void, with the reason when money did."""
    text = _(
        "La validation du budget (version %(number)s) est périmée : redemandez-la quand vous aurez fini."
    )
    said = text % {"number": voided.snapshot.number}
    return f"{said} {voided.settled_reason}" if voided.settled_reason else said
