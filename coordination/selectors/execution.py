"""What goes live: each channel of each wave, reported by its team or still waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Channel, Team, Wave
from campaigns.selectors.waves import planned_waves
from coordination.models import Activation
from coordination.selectors.standing import closed_words


@dataclass(frozen=True)
class ChannelRow:
    """One channel of a wave: `team` must report it; `activation` is its report."""

    channel: Channel
    team: Team | None
    activation: Activation | None
    planned_on: date
    waiting_since: date | None

    @property
    def state(self) -> str:
        if self.activation:
            return "ok"
        return "bad" if self.waiting_since else "todo"


@dataclass(frozen=True)
class WaveRow:
    """One wave; `why_not` says why nothing may be reported live in it, or is empty."""

    wave: Wave
    rows: tuple[ChannelRow, ...]
    why_not: str

    @property
    def live(self) -> int:
        return sum(row.activation is not None for row in self.rows)


def not_open_words(campaign: Campaign, wave: Wave) -> str:
    """Why nothing may be reported live in a wave; empty when it may."""
    if words := closed_words(campaign):
        return words
    if campaign.paused_at:
        reason = f" « {campaign.pause_reason} »" if campaign.pause_reason else ""
        return _("La campagne est en pause : rien n’est activé.%(reason)s") % {"reason": reason}
    if not campaign.is_live or wave.opened_at is None:
        return _("La vague « %(wave)s » n’a pas encore passé ses critères de lancement.") % {"wave": wave}
    return ""


def execution_of(campaign: Campaign, *, team_ids: Sequence[int] | None = None) -> list[WaveRow]:
    """Waves with their channels, in four queries. `team_ids` keeps the channels of a partner's teams."""
    waves = planned_waves([campaign.pk])[campaign.pk]
    reported = Activation.objects.filter(wave__campaign=campaign).order_by()
    activations = {(activation.wave_id, activation.channel_id): activation for activation in reported}
    wanted = {row.channel.team_id for wave in waves for row in wave.placements if row.channel.team_id}
    teams = {team.pk: team for team in Team.objects.filter(pk__in=wanted)}
    today = timezone.localdate()
    found = []
    for wave in waves:
        why_not = not_open_words(campaign, wave.wave)
        rows = []
        for placement in sorted(wave.channels.values(), key=lambda row: row.channel.name):
            channel = placement.channel
            if team_ids is not None and channel.team_id not in team_ids:
                continue
            activation = activations.get((wave.wave.pk, channel.pk))
            day = wave.wave.goes_live_on
            late = activation is None and not why_not and day <= today
            rows.append(
                ChannelRow(
                    channel=channel,
                    team=teams.get(channel.team_id or 0),
                    activation=activation,
                    planned_on=day,
                    waiting_since=day if late else None,
                )
            )
        if rows or team_ids is None:
            found.append(WaveRow(wave.wave, tuple(rows), why_not))
    return found
