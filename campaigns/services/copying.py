"""What a duplicated campaign takes from its source: what was written and planned, never what was signed."""

from datetime import date, timedelta
from pathlib import PurePath

from campaigns.models import (
    Brief,
    BriefAudience,
    Campaign,
    Dependency,
    KeyMessage,
    Objective,
    Placement,
    Task,
    Wave,
)
from campaigns.scheduling import WorkingCalendar

_BRIEF_TEXTS = (
    "strategy_label", "strategy_url", "context", "proposition", "tone", "constraints", "sector",
)  # fmt: skip


def rows_copy(source: Campaign, copy: Campaign, moved: timedelta, calendar: WorkingCalendar) -> None:
    """Copy the brief, waves, placements, tasks and links of a campaign, its dates moved."""
    _brief(source, copy)
    _brief_rows(source, copy, moved)
    waves = _waves(source, copy, moved)
    tasks = _tasks(source, copy, waves, moved, calendar)
    _links(source, tasks)


def _brief(source: Campaign, copy: Campaign) -> None:
    old = Brief.objects.filter(campaign=source).first()
    new = Brief(campaign=copy)
    if old:
        for name in _BRIEF_TEXTS:
            setattr(new, name, getattr(old, name))
        _strategy_file(old, new)
    new.save()


def _strategy_file(old: Brief, new: Brief) -> None:
    """A file of its own: replacing one campaign's document must not empty the other's."""
    name = old.strategy_file.name
    if name and old.strategy_file.storage.exists(name):
        with old.strategy_file.open("rb") as document:
            new.strategy_file.save(PurePath(name).name, document, save=False)


def _brief_rows(source: Campaign, copy: Campaign, moved: timedelta) -> None:
    for objective in source.objectives.all():
        objective.deadline += moved
        _renew(objective, copy)
    for audience in source.brief_audiences.all():
        _renew(audience, copy)
    for message in source.key_messages.all():
        _renew(message, copy)


def _renew(row: Objective | BriefAudience | KeyMessage, copy: Campaign) -> None:
    row.pk, row.version, row.campaign = None, 1, copy
    row._state.adding = True
    row.save(force_insert=True)


def _waves(source: Campaign, copy: Campaign, moved: timedelta) -> dict[int, Wave]:
    made = {
        wave.pk: Wave(
            campaign=copy,
            number=wave.number,
            name=wave.name,
            goes_live_on=wave.goes_live_on + moved,
            ends_on=wave.ends_on + moved if wave.ends_on else None,
        )
        for wave in source.waves.all()
    }
    Wave.objects.bulk_create(made.values())
    planned = Placement.objects.filter(wave__campaign=source, channel__is_active=True, format__is_active=True)
    Placement.objects.bulk_create(
        Placement(wave=made[row.wave_id], channel_id=row.channel_id, format_id=row.format_id)
        for row in planned
    )
    return made


def _tasks(
    source: Campaign,
    copy: Campaign,
    waves: dict[int, Wave],
    moved: timedelta,
    calendar: WorkingCalendar,
) -> dict[int, Task]:
    def shifted(day: date | None) -> date | None:
        # The same distance to the launch; a day off becomes the working day before it.
        return calendar.previous_working_day(day + moved) if day else None

    made = {}
    for task in source.tasks.select_related("assignee", "approver", "team"):
        assignee = task.assignee if task.assignee and task.assignee.is_active else None
        made[task.pk] = Task(
            campaign=copy,
            wave=waves.get(task.wave_id or 0),
            kind=task.kind,
            phase=task.phase,
            position=task.position,
            name=task.name,
            description=task.description,
            team=task.team,
            assignee=assignee,
            approver=task.approver if task.approver and task.approver.is_active else None,
            duration_days=task.duration_days,
            measured=task.measured,
            not_before=shifted(task.not_before),
            not_after=shifted(task.not_after),
            pinned_on=shifted(task.pinned_on),
        )
    Task.objects.bulk_create(made.values())
    return made


def _links(source: Campaign, tasks: dict[int, Task]) -> None:
    Dependency.objects.bulk_create(
        Dependency(
            predecessor=tasks[link.predecessor_id],
            successor=tasks[link.successor_id],
            type=link.type,
            lag_days=link.lag_days,
            lag_unit=link.lag_unit,
        )
        for link in Dependency.objects.filter(predecessor__campaign=source)
    )
