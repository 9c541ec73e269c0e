"""The budget of one campaign as a table channel × month, with its totals: three queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from budgets.models import Budget, BudgetLine
from budgets.months import every_month, month_add, month_end, month_of, months_between
from budgets.selectors.sums import Sums, line_sums, lines_with_sums
from budgets.words import sort_key
from campaigns.models import Campaign, Channel, Placement

#: A campaign without an end shows this many months after the present one.
HORIZON = 3


@dataclass(frozen=True)
class Cell:
    """One channel in one month. `line` is None where nothing was ever written."""

    channel: Channel
    month: date
    line: BudgetLine | None
    sums: Sums
    live: bool  # a wave of this channel is live that month

    @property
    def key(self) -> str:
        """Names the cell in the page: "12-2027-01"."""
        return f"{self.channel.pk}-{self.month:%Y-%m}"

    @property
    def version(self) -> int:
        """What an editor of this cell has seen; 0 when there is no line."""
        return self.line.version if self.line else 0


@dataclass(frozen=True)
class Row:
    channel: Channel
    cells: tuple[Cell, ...]
    sums: Sums


@dataclass(frozen=True)
class Column:
    month: date
    sums: Sums


@dataclass(frozen=True)
class Board:
    """`rows` begin with the channels of the waves, in their order; cells and columns follow `months`."""

    campaign: Campaign
    budget: Budget
    months: tuple[date, ...]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    sums: Sums

    @property
    def total(self) -> Decimal:
        total: Decimal = self.budget.total
        return total

    @property
    def rest(self) -> Decimal:
        """What remains to allocate; negative when more is allocated than the total."""
        return self.total - self.sums.planned

    @property
    def digits(self) -> int:
        """Decimals the table writes: cents only where some amount has any, so that columns line up."""
        amounts = [self.total, self.sums.committed, self.sums.actual]
        amounts += [cell.sums.planned for row in self.rows for cell in row.cells]
        amounts += [cell.sums.used for row in self.rows for cell in row.cells]
        return 2 if any(amount % 1 for amount in amounts) else 0

    @property
    def seen(self) -> str:
        """What a reader of the whole table has seen: changes when the total or any line does."""
        lines = [(cell.line.pk, cell.line.version) for row in self.rows for cell in row.cells if cell.line]
        return ",".join([str(self.budget.version), *(f"{pk}:{version}" for pk, version in sorted(lines))])

    def row(self, channel_id: int) -> Row:
        return next(row for row in self.rows if row.channel.pk == channel_id)

    def cell(self, channel_id: int, month: date) -> Cell:
        return next(cell for cell in self.row(channel_id).cells if cell.month == month)


def budget_of(campaign: Campaign) -> Budget:
    """The campaign's budget; an unsaved empty one where none was made yet (reading writes nothing)."""
    return Budget.objects.filter(campaign=campaign).first() or Budget(campaign=campaign)


def board_of(campaign: Campaign, *, today: date | None = None) -> Board:
    today = today or timezone.localdate()
    budget = budget_of(campaign)
    placed = list(Placement.objects.filter(wave__campaign=campaign).select_related("wave", "channel"))
    lines: list[BudgetLine] = []
    if budget.pk:
        lines = list(lines_with_sums(budget.lines.select_related("channel"), today=today))
    months = _months(campaign, [line.month for line in lines], today)
    live = _live_months(campaign, placed, months)
    by_place = {(line.channel_id, line.month): line for line in lines}
    rows = []
    for channel in _channels(placed, lines):
        cells = tuple(
            _cell(channel, month, by_place.get((channel.pk, month)), month in live.get(channel.pk, ()))
            for month in months
        )
        rows.append(Row(channel, cells, _add(cell.sums for cell in cells)))
    columns = tuple(
        Column(month, _add(row.cells[index].sums for row in rows)) for index, month in enumerate(months)
    )
    return Board(campaign, budget, tuple(months), tuple(rows), columns, _add(row.sums for row in rows))


def window_months(campaign: Campaign, today: date) -> list[date]:
    """The months of the live window; a campaign without an end goes on a little after today."""
    last = campaign.ends_on or month_end(month_add(month_of(max(today, campaign.launch_on)), HORIZON))
    return list(months_between(campaign.launch_on, last))


def _months(campaign: Campaign, written: Iterable[date], today: date) -> list[date]:
    """Every month of the live window and every one written, with those in between."""
    return list(every_month({*window_months(campaign, today), *written}))


def _channels(placed: list[Placement], lines: list[BudgetLine]) -> list[Channel]:
    in_waves = sorted(placed, key=lambda each: (each.wave.number, sort_key(each.channel.name)))
    others = sorted((line.channel for line in lines), key=lambda channel: sort_key(channel.name))
    return list({channel.pk: channel for channel in [*(p.channel for p in in_waves), *others]}.values())


def _live_months(campaign: Campaign, placed: list[Placement], months: list[date]) -> dict[int, set[date]]:
    found: dict[int, set[date]] = {}
    for placement in placed:
        wave = placement.wave
        last = wave.ends_on or campaign.ends_on or (months[-1] if months else wave.goes_live_on)
        found.setdefault(placement.channel_id, set()).update(months_between(wave.goes_live_on, last))
    return found


def _cell(channel: Channel, month: date, line: BudgetLine | None, live: bool) -> Cell:
    return Cell(channel, month, line, line_sums(line) if line else Sums(), live)


def _add(sums: Iterable[Sums]) -> Sums:
    return sum(sums, Sums())
