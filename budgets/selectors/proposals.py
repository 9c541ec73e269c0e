"""What sharing out the rest of a budget would change, before anybody agrees to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from budgets.months import month_of
from budgets.selectors.board import Board, Cell
from budgets.split import split_equal, split_weighted
from core.formatting import money

EQUAL, PRO_RATA = "parts-egales", "prorata"


class NothingToSplitError(Exception):
    """The rest cannot be shared out this way; the text says why and what to do."""


@dataclass(frozen=True)
class Move:
    cell: Cell
    after: Decimal

    @property
    def before(self) -> Decimal:
        return self.cell.sums.planned

    @property
    def share(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True)
class Proposal:
    """`moves` are the cells that change; they take up `rest` to the cent."""

    method: str
    rest: Decimal
    moves: tuple[Move, ...]


def proposal_of(board: Board, method: str, *, today: date | None = None) -> Proposal:
    """Share out what remains, or take back what is too much.

    Equal parts go to the months in which a channel is live or already has a line; pro rata to what is
    planned. Months gone by are left alone while there are others. Raises NothingToSplitError.
    """
    currency = board.campaign.workspace.currency
    if not board.rest:
        raise NothingToSplitError(_("Tout est déjà réparti : il n’y a rien à ajouter."))
    cells = [cell for row in board.rows for cell in row.cells]
    this_month = month_of(today or timezone.localdate())
    if method == PRO_RATA:
        cells = _enough([cell for cell in cells if cell.sums.planned > 0], this_month, board.rest)
        if not cells:
            raise NothingToSplitError(
                _("Rien n’est encore prévu : répartissez d’abord à parts égales, puis ajustez les cases.")
            )
        shares = split_weighted(board.rest, [cell.sums.planned for cell in cells])
    else:
        if board.rest < 0:
            text = _(
                "Il y a %(amount)s de trop : seule une réduction au prorata garde des montants positifs."
            )
            raise NothingToSplitError(text % {"amount": money(-board.rest, currency)})
        cells = _to_come([cell for cell in cells if cell.live or cell.line], this_month)
        if not cells:
            raise NothingToSplitError(_("Aucun canal dans le tableau : ajoutez une ligne, puis répartissez."))
        shares = split_equal(board.rest, len(cells))
    moves = [
        Move(cell, cell.sums.planned + share) for cell, share in zip(cells, shares, strict=True) if share
    ]
    return Proposal(method, board.rest, tuple(moves))


def _to_come(cells: Sequence[Cell], this_month: date) -> list[Cell]:
    return [cell for cell in cells if cell.month >= this_month] or list(cells)


def _enough(cells: Sequence[Cell], this_month: date, rest: Decimal) -> list[Cell]:
    """The months to come; all of them when those alone cannot give back what is too much."""
    to_come = _to_come(cells, this_month)
    held = sum((cell.sums.planned for cell in to_come), Decimal(0))
    return list(cells) if held + rest < 0 else to_come
