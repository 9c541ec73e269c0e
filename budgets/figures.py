"""The figures and sentences at the head of the budget page."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgets.selectors.board import Board, Row
from budgets.selectors.overspend import Overspend
from core.formatting import money, money_cents, percent, share_of


def first_sentence(board: Board) -> str:
    """The first thing the page says: what remains to allocate, to the cent."""
    currency = board.campaign.workspace.currency
    values = {"rest": money_cents(abs(board.rest), currency), "total": money(board.total, currency)}
    if not board.total:
        return _("Fixez le total, puis répartissez-le entre les canaux et les mois.")
    if board.rest > 0:
        return _("Il reste %(rest)s à répartir sur %(total)s.") % values
    if board.rest < 0:
        return _("Les lignes dépassent le total de %(rest)s.") % values
    count = sum(1 for row in board.rows if row.sums.planned)
    said = ngettext(
        "%(total)s, répartis au centime sur %(count)s canal.",
        "%(total)s, répartis au centime entre %(count)s canaux.",
        count,
    )
    return said % {**values, "count": count}


def figures_of(board: Board) -> list[dict[str, Any]]:
    """What components/figures.html draws: total, allocated, committed, actual, landing."""
    currency, sums = board.campaign.workspace.currency, board.sums
    return [
        {"label": _("Total"), "value": money(board.total, currency), "detail": _("hors taxes")},
        _share(_("Réparti"), sums.planned, board.total, _("du total"), currency),
        _share(_("Engagé"), sums.committed, sums.planned, _("du réparti"), currency),
        _share(_("Réalisé"), sums.actual, sums.planned, _("du réparti"), currency),
        _landing(board, currency),
    ]


def _share(label: str, amount: Decimal, whole: Decimal, of_what: str, currency: str) -> dict[str, Any]:
    figure: dict[str, Any] = {"label": label, "value": money(amount, currency)}
    if whole:
        figure["detail"] = _("%(share)s %(of)s") % {"share": percent(share_of(amount, whole)), "of": of_what}
        figure |= {"amount": min(amount, whole), "max": whole, "tone": "bad" if amount > whole else ""}
    return figure


def _landing(board: Board, currency: str) -> dict[str, Any]:
    landing, total = board.sums.landing, board.total
    figure: dict[str, Any] = {"label": _("Atterrissage"), "value": money(landing, currency)}
    if not total:
        return figure
    gap = landing - total
    if not gap:
        return figure | {"detail": _("comme le total")}
    words = _("%(gap)s de plus que le total") if gap > 0 else _("%(gap)s de moins que le total")
    tone = "bad" if gap > 0 else ""
    return figure | {"delta": words % {"gap": money(abs(gap), currency)}, "tone": tone}


def bars_sentence(board: Board, overspent: Sequence[Overspend]) -> str:
    """What to see in the bars."""
    currency = board.campaign.workspace.currency
    if overspent:
        worst = overspent[0]
        values = {"channel": worst.channel_name, "over": money(worst.over, currency), "count": len(overspent)}
        if len(overspent) == 1:
            return _("%(channel)s dépasse son prévu de %(over)s.") % values
        return _("%(count)s canaux dépassent leur prévu, %(channel)s le plus : %(over)s.") % values
    used = max(board.sums.committed, board.sums.actual)
    if not used:
        return _heaviest(board)
    values = {
        "committed": percent(share_of(board.sums.committed, board.sums.planned)),
        "actual": percent(share_of(board.sums.actual, board.sums.planned)),
    }
    return _("%(committed)s du prévu est engagé, %(actual)s est réalisé ; aucun canal ne dépasse.") % values


def _heaviest(board: Board) -> str:
    first: Row = max(board.rows, key=lambda row: row.sums.planned)
    values = {
        "channel": first.channel.name,
        "share": percent(share_of(first.sums.planned, board.sums.planned)),
    }
    return (
        _("%(channel)s reçoit la plus grande part : %(share)s du prévu. Rien n’est encore engagé.") % values
    )


def overspent_sentence(over: Overspend, currency: str) -> str:
    values = {
        "channel": over.channel_name,
        "over": money(over.over, currency),
        "committed": money(over.committed, currency),
        "actual": money(over.actual, currency),
        "planned": money(over.planned, currency),
    }
    return (
        _(
            "%(channel)s dépasse son prévu de %(over)s : %(committed)s engagés et %(actual)s réalisés "
            "pour %(planned)s prévus."
        )
        % values
    )
