"""The strokes of a Gantt: what is drawn many times over as few shapes, so that long plans stay light."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Task
from campaigns.scheduling.layout import Bar, Gantt
from core.formatting import date_range, date_short

#: With more rows than this, bars of a look are one shape: names are read beside them, not over them.
DENSE = 150


@dataclass(frozen=True)
class Mark:
    """A bar or a diamond: its classes and what a pointer over it says."""

    css: str
    title: str
    note: str = ""

    @property
    def note_width(self) -> int:
        """Room the note takes, so that arrows do not cross it."""
        return 8 + round(len(self.note) * 6.2)


@dataclass(frozen=True)
class Strokes:
    """Path data. `links` are (classes, lines, heads); `looks` (classes, outlines) of a dense drawing."""

    tails: str
    signed: str
    links: list[tuple[str, str, str]]
    looks: list[tuple[str, str]]


def strokes_of(drawn: Gantt, marks: Mapping[int, Mark], *, dense: bool) -> Strokes:
    links = []
    for critical in (False, True):
        arrows = [arrow for arrow in drawn.arrows if arrow.critical is critical]
        if arrows:
            lines, heads = "".join(arrow.path for arrow in arrows), "".join(arrow.head for arrow in arrows)
            links.append((" critical" if critical else "", lines, heads))
    signed = [bar.signed for bar in drawn.bars if bar.signed]
    signed += [diamond.signed for diamond in drawn.diamonds if diamond.signed]
    return Strokes(
        tails="".join(f"M{bar.x + bar.width} {bar.middle}h{bar.tail}" for bar in drawn.bars if bar.tail),
        signed="".join(f"M{span.x} {span.y}h{span.width}v3h{-span.width}z" for span in signed),
        links=links,
        looks=_looks(drawn, marks) if dense else [],
    )


def _looks(drawn: Gantt, marks: Mapping[int, Mark]) -> list[tuple[str, str]]:
    looks: dict[str, list[str]] = {}
    for bar in drawn.bars:
        looks.setdefault(f"bar {marks[int(bar.item.id)].css}", []).append(bar.path)
    for diamond in drawn.diamonds:
        looks.setdefault(f"milestone {marks[int(diamond.item.id)].css}", []).append(diamond.path)
    return [(css.strip(), "".join(paths)) for css, paths in sorted(looks.items())]


def marks_of(
    tasks: Iterable[Task],
    critical: frozenset[int],
    late: Mapping[int, int],
    said: Mapping[int, Sequence[str]],
) -> dict[int, Mark]:
    """`said` is what else a bar tells: its slack, what its duration rests on. A task without is not named."""
    return {task.pk: _mark(task, critical, late.get(task.pk, 0), said.get(task.pk)) for task in tasks}


def _mark(task: Task, critical: frozenset[int], late: int, said: Sequence[str] | None) -> Mark:
    css = ["approval"] if task.kind == Task.Kind.APPROVAL else []
    if task.is_done:
        css.append("done")
    elif task.status == Task.Status.BLOCKED:
        css.append("blocked")
    elif late:
        css.append("late")
    elif task.status == Task.Status.TODO:
        css.append("todo")
    if task.pk in critical:
        css.append("critical")
    if said is None:
        return Mark(" ".join(css), "", _late_words(late))
    window = date_short(task.ends_on) if task.is_milestone else date_range(task.starts_on, task.ends_on)
    title = _("%(name)s : %(window)s, %(status)s") % {
        "name": task.name, "window": window, "status": str(Task.Status(task.status).label).lower()
    }  # fmt: skip
    return Mark(" ".join(css), ", ".join([title, *said]), _late_words(late))


def _late_words(days: int) -> str:
    if not days:
        return ""
    return ngettext("%(count)s jour de retard", "%(count)s jours de retard", days) % {"count": days}


def notes_of(bars: Iterable[Bar], marks: Mapping[int, Mark]) -> list[tuple[Bar, str, int]]:
    """(bar, words, room) of what is written after a bar."""
    found = ((bar, marks[int(bar.item.id)]) for bar in bars)
    return [(bar, mark.note, mark.note_width) for bar, mark in found if mark.note]
