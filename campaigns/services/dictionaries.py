"""Dictionary rows a playbook names: found in the workspace, or copied there from the defaults.

What the workspace has renamed keeps its name; what it has set aside (not active) stays aside.
"""

from collections.abc import Iterable

from django.db import transaction

from campaigns.models import Channel, Format, Kpi, Team
from campaigns.playbooks.dictionaries import (
    CHANNELS,
    FORMATS,
    KPIS,
    TEAMS,
    ChannelTemplate,
    FormatTemplate,
    KpiTemplate,
)
from core.models import Workspace

_CHANNELS = {template.key: template for template in CHANNELS}
_FORMATS = {template.key: template for template in FORMATS}
_KPIS = {template.key: template for template in KPIS}
_TEAMS = {template.key: template for template in TEAMS}
_UNITS = {"count": "", "eur": "€", "percent": "%", "times": "×", "points": "pts"}


def teams_ensure(workspace: Workspace, keys: Iterable[str]) -> dict[str, Team]:
    """The teams of these keys; a key unknown to the workspace and to the defaults is left out."""
    wanted = set(keys)
    found = {team.key: team for team in Team.objects.filter(workspace=workspace, key__in=wanted)}
    for key in sorted((wanted & _TEAMS.keys()) - found.keys()):
        template = _TEAMS[key]
        kind = Team.Kind.PARTNER if template.partner else Team.Kind.INTERNAL
        found[key] = Team.objects.create(workspace=workspace, key=key, name=str(template.name), kind=kind)
    return found


def channels_ensure(workspace: Workspace, keys: Iterable[str]) -> dict[str, Channel]:
    """The channels of these keys, with the team that usually runs each."""
    wanted = set(keys)
    found = {channel.key: channel for channel in Channel.objects.filter(workspace=workspace, key__in=wanted)}
    missing = [_CHANNELS[key] for key in sorted(wanted - found.keys()) if key in _CHANNELS]
    teams = teams_ensure(workspace, {template.team_key for template in missing}) if missing else {}
    for template in missing:
        found[template.key] = _channel(workspace, template, teams.get(template.team_key))
    return found


def _channel(workspace: Workspace, template: ChannelTemplate, team: Team | None) -> Channel:
    return Channel.objects.create(workspace=workspace, key=template.key, name=str(template.name), team=team)


def formats_ensure(channels: dict[str, Channel], keys: Iterable[str]) -> dict[str, Format]:
    """The formats of these keys, for those of their channels that are given: the workspace's own too."""
    keys = set(keys)
    wanted = {key for key in keys if key in _FORMATS and _FORMATS[key].channel_key in channels}
    rows = Format.objects.filter(channel__in=channels.values(), key__in=keys).select_related("channel")
    found = {row.key: row for row in rows}
    for key in sorted(wanted - found.keys()):
        found[key] = _format(channels[_FORMATS[key].channel_key], _FORMATS[key])
    return found


def _format(channel: Channel, template: FormatTemplate) -> Format:
    return Format.objects.create(
        channel=channel,
        key=template.key,
        name=str(template.name),
        width=template.width or 0,
        height=template.height or 0,
        duration_s=template.duration_s or 0,
        max_bytes=template.max_bytes or 0,
        mime_types=list(template.mimes),
    )


def kpis_ensure(workspace: Workspace, keys: Iterable[str]) -> dict[str, Kpi]:
    """The KPIs of these keys, and those their ratios divide."""
    wanted = {key for key in keys if key in _KPIS}
    for key in list(wanted):
        wanted.update(part for part in (_KPIS[key].numerator, _KPIS[key].denominator) if part)
    found = {kpi.key: kpi for kpi in Kpi.objects.filter(workspace=workspace, key__in=wanted)}
    for key in sorted(wanted - found.keys()):
        found[key] = _kpi(workspace, _KPIS[key])
    return found


def _kpi(workspace: Workspace, template: KpiTemplate) -> Kpi:
    return Kpi.objects.create(
        workspace=workspace,
        key=template.key,
        name=str(template.name),
        unit=_UNITS[template.unit],
        aggregation=template.aggregation,
        direction=template.direction,
        numerator_key=template.numerator or "",
        denominator_key=template.denominator or "",
        factor=template.factor,
    )


def dictionaries_seed(workspace: Workspace) -> None:
    """Give a workspace the default teams, channels, formats and KPIs it lacks; what it has is left alone."""
    with transaction.atomic():
        teams_ensure(workspace, _TEAMS)
        channels = channels_ensure(workspace, _CHANNELS)
        formats_ensure(channels, _FORMATS)
        kpis_ensure(workspace, _KPIS)
