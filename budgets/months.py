"""Months as the first day of each. Pure Python."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

#: A gap longer than this is not filled: spend imported under a wrong year would make a hundred columns.
LONGEST_GAP = 12


def month_of(day: date) -> date:
    """The first day of the month a day is in."""
    return day.replace(day=1)


def month_add(month: date, count: int) -> date:
    """The first day of the month `count` months later (earlier when negative)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def month_end(month: date) -> date:
    """The last day of a month."""
    return month_add(month, 1) - timedelta(days=1)


def months_between(first: date, last: date) -> Iterator[date]:
    """Every month from that of `first` to that of `last`, both included."""
    month = month_of(first)
    while month <= last:
        yield month
        month = month_add(month, 1)


def months_apart(first: date, last: date) -> int:
    """How many calendar months lie from the month of `first` to that of `last`."""
    return (last.year - first.year) * 12 + last.month - first.month


def every_month(months: Iterable[date]) -> tuple[date, ...]:
    """These months and those between them, in order, so that a row can be read across."""
    known = sorted(months)
    found = set(known)
    for before, after in pairwise(known):
        if months_apart(before, after) <= LONGEST_GAP:
            found.update(months_between(before, after))
    return tuple(sorted(found))
