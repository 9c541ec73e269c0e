"""The rows a new campaign gets from its type's playbook: waves, channels × formats, tasks, links, KPIs."""

from campaigns.models import Campaign, Dependency, Placement, Task, Wave
from campaigns.selectors.preparation import Preparation
from campaigns.services.dictionaries import channels_ensure, formats_ensure, kpis_ensure, teams_ensure


def rows_create(campaign: Campaign, ready: Preparation) -> None:
    """Fill a campaign just created. Call it in the creating transaction."""
    waves = _waves(campaign, ready)
    _placements(campaign, ready, waves)
    tasks = _tasks(campaign, ready, waves)
    _links(ready, tasks)
    kpis_ensure(campaign.workspace, ready.book.kpis)


def _waves(campaign: Campaign, ready: Preparation) -> dict[str, Wave]:
    made = {}
    for number, template in enumerate(ready.book.waves, start=1):
        first, last = ready.plan.waves[template.key]
        endless = campaign.ends_on is None and number == len(ready.book.waves)
        made[template.key] = Wave(
            campaign=campaign,
            number=number,
            name=str(template.name),
            goes_live_on=first,
            # The last wave of a campaign without an end goes on as long as the campaign does.
            ends_on=None if endless else last,
        )
    Wave.objects.bulk_create(made.values())
    return made


def _placements(campaign: Campaign, ready: Preparation, waves: dict[str, Wave]) -> None:
    channels = channels_ensure(campaign.workspace, ready.book.channels)
    formats = formats_ensure(channels, ready.book.formats)
    rows = []
    for template in ready.book.waves:
        for channel_key, format_keys in template.channels:
            for key in format_keys:
                row = formats.get(key)
                # What the workspace has set aside is not planned on its behalf.
                if row is None or not row.is_active or not channels[channel_key].is_active:
                    continue
                rows.append(Placement(wave=waves[template.key], channel=channels[channel_key], format=row))
    Placement.objects.bulk_create(rows)


def _tasks(campaign: Campaign, ready: Preparation, waves: dict[str, Wave]) -> dict[str, Task]:
    teams = teams_ensure(campaign.workspace, {task.template.team_key for task in ready.plan.tasks})
    made = {}
    for position, planned in enumerate(ready.plan.tasks, start=1):
        template = planned.template
        made[template.key] = Task(
            campaign=campaign,
            wave=waves.get(template.wave_key or ""),
            kind=template.kind,
            phase=template.phase,
            position=position,
            name=str(template.name),
            description=str(template.what),
            team=teams.get(template.team_key),
            duration_days=template.duration,
            not_before=ready.not_before.get(template.key),
            pinned_on=planned.pinned_on,
        )
    Task.objects.bulk_create(made.values())
    return made


def _links(ready: Preparation, tasks: dict[str, Task]) -> None:
    # A plan holds one link from a task to another; where a playbook says two, the first one stays.
    links: dict[tuple[str, str], Dependency] = {}
    for planned in ready.plan.tasks:
        successor = planned.template.key
        for key, kind, lag, *unit in planned.template.after:
            link = Dependency(
                predecessor=tasks[key],
                successor=tasks[successor],
                type=kind,
                lag_days=lag,
                lag_unit=unit[0] if unit else Dependency.Unit.WORKING,
            )
            links.setdefault((key, successor), link)
    Dependency.objects.bulk_create(links.values())
