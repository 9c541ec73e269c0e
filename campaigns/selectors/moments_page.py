"""The page «Temps forts»: a year of moments in groups, each with what can be done about it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.moment_words import kind_words
from campaigns.moments import Kind
from campaigns.selectors.moments import ShownMoment, moments_of_year
from core.models import Workspace

#: The groups in their order; places with soldes of their own and public holidays are folded away.
_OPEN = (Kind.SALES, Kind.FEAST, Kind.SEASON, Kind.ELECTION)
_FOLDED = (Kind.SCHOOL, Kind.DAY_OFF)


@dataclass(frozen=True)
class MomentRow:
    """A moment, and where to change it."""

    shown: ShownMoment
    edit_url: str
    state_url: str

    @property
    def moved_from(self) -> tuple[date, date] | None:
        """The calendar's own dates, when the workspace has others."""
        moment = self.shown.moment
        if moment is None or self.shown.status != "changed":
            return None
        return moment.start, moment.end


@dataclass(frozen=True)
class MomentGroup:
    key: str
    title: str
    rows: list[MomentRow]
    folded: bool = False


@dataclass(frozen=True)
class MomentsPage:
    """`own` are the workspace's moments and embargoes."""

    year: int
    own: list[MomentRow]
    groups: list[MomentGroup]


def moments_page(workspace: Workspace, year: int) -> MomentsPage:
    """One query."""
    rows = [_row(workspace, year, shown) for shown in moments_of_year(workspace, year)]
    groups = [
        MomentGroup(kind.value, kind_words(kind), _of(rows, kind, national=True))
        for kind in _OPEN
        if _of(rows, kind, national=True)
    ]
    places = _of(rows, Kind.SALES, national=False)
    groups.append(MomentGroup("places", _("Soldes aux dates particulières"), places, folded=True))
    groups += [
        MomentGroup(
            kind.value, kind_words(kind), [row for row in rows if row.shown.kind == kind], folded=True
        )
        for kind in _FOLDED
    ]
    return MomentsPage(year, [row for row in rows if row.shown.moment is None], groups)


def _of(rows: list[MomentRow], kind: Kind, *, national: bool) -> list[MomentRow]:
    return [row for row in rows if row.shown.kind == kind and row.shown.is_national == national]


def _row(workspace: Workspace, year: int, shown: ShownMoment) -> MomentRow:
    if shown.moment is None:
        place = [workspace.slug, shown.row.pk if shown.row else 0]
        edit, state = "campaigns:moment", "campaigns:moment-remove"
    else:
        place = [workspace.slug, year, shown.moment.key]
        edit, state = "campaigns:calendar-moment", "campaigns:calendar-moment-state"
    return MomentRow(shown, reverse(edit, args=place), reverse(state, args=place))
