"""The commercial calendar in the calendars: entries of a month, a band above the lanes of a quarter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.selectors.calendar import Entry
from campaigns.selectors.moments import ShownMoment, main_moments, moments_shown
from core.access import Access
from core.formatting import date_range
from core.models import Workspace

#: What an address asks to see of the commercial calendar: the main moments, all of them, none.
MAIN, ALL, NONE = "", "tout", "non"
#: Rows of the quarter's band, and their height in pixels.
BAND_ROWS, BAND_ROW = 4, 22
_LETTER = 6.4


def moments_for(access: Access, start: date, end: date, shown: str = MAIN) -> list[ShownMoment]:
    """One query; nothing for partners: the workspace's embargoes are its own affair."""
    if shown == NONE or access.membership.team_only:
        return []
    found = moments_shown(access.workspace, start, end)
    return found if shown == ALL else main_moments(found)


def moment_entries(workspace: Workspace, moments: Iterable[ShownMoment]) -> list[Entry]:
    """Moments as a month draws them: embargoes stand out, the rest stays in the background."""
    page = reverse("campaigns:moments", args=[workspace.slug])
    return [
        Entry(
            text=moment.title,
            start=moment.start,
            end=moment.end,
            kind="moment",
            url=f"{page}?annee={moment.start.year}",
            tone="bad" if moment.is_embargo else "quiet",
            icon=moment.icon,
            detail=moment.status_label,
        )
        for moment in moments
    ]


@dataclass(frozen=True)
class BandBar:
    """A moment in the band; a day is drawn as wide as it is, its name beside it."""

    x: int
    y: int
    width: int
    css: str
    title: str
    text: str
    text_x: int


@dataclass(frozen=True)
class Band:
    """The moments of a quarter above its lanes. `words` says them all, drawn or not."""

    url: str
    bars: list[BandBar] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    hidden: int = 0

    @property
    def height(self) -> int:
        return BAND_ROWS * BAND_ROW if self.words else 0


def moment_band(
    workspace: Workspace, moments: Iterable[ShownMoment], first: date, last: date, *, top: int, day: int
) -> Band:
    """Lay moments on as many rows as there are, names not overlapping; what finds no place is counted."""
    band, free, hidden = Band(reverse("campaigns:moments", args=[workspace.slug])), [0] * BAND_ROWS, 0
    for moment in moments:
        x = (max(moment.start, first) - first).days * day
        width = (min(moment.end, last) - first).days * day + day - x
        words = _("%(name)s, %(window)s (%(status)s)") % {
            "name": moment.title,
            "window": date_range(moment.start, moment.end),
            "status": moment.status_label.lower(),
        }
        band.words.append(words)
        inside = len(moment.title) * _LETTER + 12 < width
        reach = x + width if inside else x + width + 6 + int(len(moment.title) * _LETTER)
        row = next((row for row, taken in enumerate(free) if taken <= x), None)
        if row is None:
            hidden += 1
            continue
        free[row] = reach + 8
        css = "embargo" if moment.is_embargo else "forecast" if moment.status == "forecast" else ""
        y = top + row * BAND_ROW + 4
        band.bars.append(BandBar(x, y, width, css, words, moment.title, x + 6 if inside else x + width + 4))
    return Band(band.url, band.bars, band.words, hidden)
