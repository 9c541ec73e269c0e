"""Ways to hold a date, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from campaigns.models import Task
from campaigns.scheduling import LagUnit, Link, WorkingCalendar
from campaigns.scheduling.rescue import (
    Change,
    DropLink,
    DropTask,
    FreeStart,
    MoveDeadline,
    Overlap,
    Shorten,
    Unpin,
)
from campaigns.selectors.plan_rescue import Remedies, Remedy, gate_day, launch_after
from core.formatting import calendar_days, date_day, date_long, working_days

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Way:
    """A remedy as people read it. `launch_on` is set when it moves a launch, to that day."""

    key: str
    sentences: list[str]
    launch_on: date | None


def ways_of(remedies: Remedies, names: Mapping[int, Task], calendar: WorkingCalendar) -> list[Way]:
    return [_way(remedy, names, calendar) for remedy in remedies.ways]


def _way(remedy: Remedy, names: Mapping[int, Task], calendar: WorkingCalendar) -> Way:
    moved = launch_after(remedy.changes)
    # What is fixed on the day of a launch follows it: that it leaves this day goes without saying.
    told = [each for each in remedy.changes if not (moved and _follows(each, moved[0]))]
    return Way(
        key=remedy.key,
        sentences=change_sentences(told, names, calendar),
        launch_on=calendar.next_working_day(moved[1] + _DAY) if moved else None,
    )


def _follows(change: Change, launch: date) -> bool:
    return isinstance(change, Unpin) and change.pinned == launch


def change_sentences(
    changes: Sequence[Change], names: Mapping[int, Task], calendar: WorkingCalendar
) -> list[str]:
    return [_sentence(change, names, calendar) for change in changes]


def _sentence(change: Change, names: Mapping[int, Task], calendar: WorkingCalendar) -> str:
    if isinstance(change, Overlap | DropLink):
        return _link_sentence(change, names)
    if isinstance(change, MoveDeadline) and (launch := gate_day(change.task)):
        day = calendar.next_working_day(change.to + _DAY)
        return _("Repousser la mise en ligne du %(launch)s au %(day)s (%(days)s de plus)") % {
            "launch": date_day(launch), "day": date_long(day), "days": working_days(change.days)
        }  # fmt: skip
    return _task_sentence(change, names)


def _task_sentence(change: Change, names: Mapping[int, Task]) -> str:
    values = {"task": names[int(change.task)].name}  # type: ignore[union-attr]
    match change:
        case Shorten(_task, duration, to):
            words = _("Faire « %(task)s » en %(to)s au lieu de %(duration)s")
            return words % {**values, "to": working_days(to), "duration": duration}
        case DropTask(_task, days):
            return _("Se passer de « %(task)s » (%(days)s)") % {**values, "days": working_days(days)}
        case FreeStart(_task, not_before):
            words = _("Commencer « %(task)s » avant le %(day)s, dès que ce qu’elle attend est prêt")
            return words % {**values, "day": date_day(not_before)}
        case Unpin(_task, pinned):
            return _("Libérer la date fixée de « %(task)s » (%(day)s)") % {**values, "day": date_day(pinned)}
        case MoveDeadline(_task, not_after, day):
            words = _("Repousser l’échéance de « %(task)s » du %(not_after)s au %(day)s")
            return words % {**values, "not_after": date_day(not_after), "day": date_day(day)}
    raise ValueError(f"no words for {change!r}")


def _link_sentence(change: Overlap | DropLink, names: Mapping[int, Task]) -> str:
    link: Link = change.link
    values = {"before": names[int(link.predecessor)].name, "after": names[int(link.successor)].name}
    if isinstance(change, DropLink):
        return _("Ne plus faire attendre « %(before)s » à « %(after)s »") % values
    days = calendar_days if link.lag_unit == LagUnit.CALENDAR else working_days
    if change.lag >= 0:
        words = _("Réduire l’attente entre « %(before)s » et « %(after)s » de %(was)s à %(now)s")
        return words % {**values, "was": link.lag, "now": days(change.lag)}
    words = _("Commencer « %(after)s » %(days)s avant la fin de « %(before)s »")
    return words % {**values, "days": days(-change.lag)}
