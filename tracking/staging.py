"""From the rows of a file to facts of days: which rows, which measures, which days.

Reads the file as a stream and keeps one number per measure and day, not the rows.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

from tracking.importers import METRICS, FactRow, ImportResult, Kind
from tracking.importers import Period as FilePeriod

#: What is stored of a figure: whole counts, cents, or the fractions some platforms split conversions in.
STEPS = {Kind.COUNT: Decimal(1), Kind.MONEY: Decimal("0.01"), Kind.QUANTITY: Decimal("0.0001")}


#: What exports call otherwise than the workspace's measures do.
SAME_AS = {"orders": "conversions", "revenue": "conversion_value", "unique_opens": "opens"}


@dataclass
class Staged:
    """Figures by measure and day. `left_out` are measures that the workspace does not follow.

    `spread` tells that some row spoke of several days at once: its figure was shared among them.
    `spans` counts the rows by their first and last day.
    """

    values: dict[tuple[str, date], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    left_out: set[str] = field(default_factory=set)
    rows: int = 0
    spread: bool = False
    spans: Counter[tuple[date, date]] = field(default_factory=Counter)

    @property
    def totals(self) -> dict[str, Decimal]:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for (key, _day), value in self.values.items():
            sums[key] += value
        return dict(sums)

    @property
    def span(self) -> tuple[date, date] | None:
        days = [day for _key, day in self.values]
        return (min(days), max(days)) if days else None

    def between(self, start: date, end: date | None) -> "Staged":
        """The same without the days before `start` and after `end` (None: no end)."""
        last = end or date.max
        values = {key: value for key, value in self.values.items() if start <= key[1] <= last}
        if len(values) == len(self.values):
            return self
        spans = Counter({days: n for days, n in self.spans.items() if days[0] <= last and days[1] >= start})
        return replace(self, values=values, rows=sum(spans.values()), spans=spans)


def staged_store(staged: Staged) -> dict[str, Any]:
    """Figures by measure and day as JSON values."""
    values: dict[str, dict[str, str]] = {}
    for (key, day), value in staged.values.items():
        values.setdefault(key, {})[day.isoformat()] = str(value)
    return {
        "values": values,
        "left_out": sorted(staged.left_out),
        "rows": staged.rows,
        "spread": staged.spread,
        "spans": [[start.isoformat(), end.isoformat(), n] for (start, end), n in staged.spans.items()],
    }


def staged_restore(kept: Mapping[str, Any]) -> Staged:
    """What `staged_store` stored."""
    values = {
        (key, date.fromisoformat(day)): Decimal(value)
        for key, days in kept["values"].items()
        for day, value in days.items()
    }
    spans: Counter[tuple[date, date]] = Counter()
    for start, end, count in kept["spans"]:
        spans[date.fromisoformat(start), date.fromisoformat(end)] = count
    return Staged(values, set(kept["left_out"]), kept["rows"], kept["spread"], spans)


def stage(result: ImportResult, *, followed: Collection[str], names: Collection[str] | None = None) -> Staged:
    """Add up a file's rows by measure and day.

    `followed`: measure keys the workspace knows; others are left out and told. `names`: the export's
    campaign names to take, None for every row. A figure over several days is shared equally among them,
    to the last unit, so that totals stay exact. Measures that do not add up (reach) are left out of rows
    over several days.
    """
    stager = Stager(followed, names, result.period)
    for row in result.facts():
        stager.add(row)
    return stager.staged


class Stager:
    """Adds rows up one by one: see `stage`. `undated` tells that a row had no period, nor had the file."""

    def __init__(
        self, followed: Collection[str], names: Collection[str] | None, period: FilePeriod | None = None
    ) -> None:
        self.staged = Staged()
        self.undated = False
        self._followed, self._names, self._period = followed, names, period

    def add(self, row: FactRow) -> None:
        if self._names is not None and row.name not in self._names:
            return
        self.staged.rows += 1
        period = row.period or self._period
        if period is None:
            self.undated = True
        else:
            self.staged.spans[period.start, period.end] += 1
            _add(self.staged, row, period, self._followed)


def _add(staged: Staged, row: FactRow, period: FilePeriod, followed: Collection[str]) -> None:
    days = [period.start + timedelta(n) for n in range((period.end - period.start).days + 1)]
    for key, value in row.metrics.items():
        metric = METRICS[key]
        measure = _measure(key, row, followed)
        if measure is None or not metric.additive:
            staged.left_out.add(key)
            continue
        if len(days) == 1:
            staged.values[measure, days[0]] += value
            continue
        staged.spread = True
        for day, share in zip(days, shares(value, len(days), STEPS[metric.kind]), strict=True):
            staged.values[measure, day] += share


def _measure(key: str, row: FactRow, followed: Collection[str]) -> str | None:
    """The workspace's measure that a figure of a file is; None when it follows none such."""
    if key in followed:
        return key
    other = SAME_AS.get(key)
    return other if other in followed and other not in row.metrics else None


def shares(value: Decimal, count: int, step: Decimal) -> Iterator[Decimal]:
    """A value in equal parts, in multiples of `step`, the remainder on the first parts. The sum is exact.

    A value that is itself no multiple of `step` leaves its odd end on the last part.
    """
    each = (value / count / step).to_integral_value(rounding=ROUND_DOWN) * step
    rest = value - each * count
    unit = step if rest >= 0 else -step
    for part in range(count):
        extra = unit if abs(rest) >= step else Decimal(0)
        rest -= extra
        # What is smaller than a step goes with the last part, so that nothing is lost.
        yield each + extra + (rest if part == count - 1 else 0)
