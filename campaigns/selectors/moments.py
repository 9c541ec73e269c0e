"""The commercial calendar as a workspace sees it: with its own dates and its own moments. One query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from campaigns.models import WorkspaceMoment
from campaigns.moment_words import kind_icon, moment_title, status_words
from campaigns.moments import FIRST_YEAR, LAST_YEAR, Kind, Moment, commercial_calendar
from campaigns.moments.model import NATIONAL
from core.models import Workspace


@dataclass(frozen=True)
class ShownMoment:
    """A moment with the dates the workspace gave it. `status` is that of the calendar, or «changed», «own»,
    «embargo». `moment` is the calendar's (None for the workspace's own), `row` what the workspace wrote."""

    title: str
    start: date
    end: date
    status: str
    source: str
    note: str
    moment: Moment | None = None
    row: WorkspaceMoment | None = None

    @property
    def family(self) -> str:
        return self.moment.family if self.moment else self.status

    @property
    def kind(self) -> Kind | None:
        """None for the workspace's own."""
        return self.moment.kind if self.moment else None

    @property
    def is_embargo(self) -> bool:
        return self.status == "embargo"

    @property
    def is_national(self) -> bool:
        return self.moment is None or self.moment.zone == NATIONAL

    @property
    def hidden(self) -> bool:
        return bool(self.row and self.row.hidden)

    @property
    def status_label(self) -> str:
        return status_words(self.status)[0]

    @property
    def tone(self) -> str:
        return status_words(self.status)[1]

    @property
    def icon(self) -> str:
        if self.kind:
            return kind_icon(self.kind)
        return "minus-circle" if self.is_embargo else "star"

    def overlaps(self, start: date, end: date) -> bool:
        return self.start <= end and self.end >= start


def moments_shown(workspace: Workspace, start: date, end: date) -> list[ShownMoment]:
    """What shares a day with a window (both ends included), hidden moments left out, by first day."""
    found = [
        moment
        for moment in _every(workspace, start.year - 1, end.year + 1)
        if not moment.hidden and moment.overlaps(start, end)
    ]
    return sorted(found, key=lambda moment: (moment.start, moment.end, moment.title))


def moments_of_year(workspace: Workspace, year: int) -> list[ShownMoment]:
    """Every moment of a year, the hidden ones too, by first day; one that runs on from December included."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = [
        moment
        for moment in _every(workspace, year, year)
        if moment.moment is not None or moment.overlaps(first, last)
    ]
    return sorted(rows, key=lambda moment: (moment.start, moment.end, moment.title))


def main_moments(moments: Iterable[ShownMoment]) -> list[ShownMoment]:
    """Those a calendar shows without being asked: nation-wide, no school holidays, no public holidays
    (the calendar marks those by itself), and the workspace's own."""
    return [
        moment
        for moment in moments
        if moment.is_national and moment.kind != Kind.SCHOOL and moment.family != "jour_ferie"
    ]


def _every(workspace: Workspace, first_year: int, last_year: int) -> Iterator[ShownMoment]:
    """All moments of some years as the workspace has them. One query."""
    rows = WorkspaceMoment.objects.filter(
        Q(key="") | Q(year__range=(first_year, last_year)), workspace=workspace
    )
    changed: dict[tuple[str, int | None], WorkspaceMoment] = {}
    for row in rows:
        if row.is_own:
            yield from _own(row, first_year, last_year)
        else:
            changed[row.key, row.year] = row
    for year in range(max(first_year, FIRST_YEAR), min(last_year, LAST_YEAR) + 1):
        for moment in commercial_calendar(year):
            yield _of_calendar(moment, changed.get((moment.key, year)))


def _of_calendar(moment: Moment, row: WorkspaceMoment | None) -> ShownMoment:
    moved = row is not None and not row.hidden
    return ShownMoment(
        title=(row.name if row and row.name else moment_title(moment)),
        start=row.starts_on if row and moved else moment.start,
        end=row.ends_on if row and moved else moment.end,
        status="changed" if moved else moment.status,
        source=moment.source,
        note=row.note if row and row.note else moment.note,
        moment=moment,
        row=row,
    )


def _own(row: WorkspaceMoment, first_year: int, last_year: int) -> Iterator[ShownMoment]:
    years = (
        range(max(first_year, row.starts_on.year), last_year + 1) if row.every_year else [row.starts_on.year]
    )
    length = row.ends_on - row.starts_on
    for year in years:
        start = _same_day(row.starts_on, year)
        yield ShownMoment(
            title=row.name,
            start=start,
            end=start + length,
            status="embargo" if row.kind == WorkspaceMoment.Kind.EMBARGO else "own",
            source="",
            note=row.note,
            row=row,
        )


def _same_day(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
