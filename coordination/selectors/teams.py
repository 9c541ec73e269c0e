"""Team briefings: per wave, which team has what to do, and whether it was told and has answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.models import Campaign, KeyMessage, Placement, Team, Wave
from coordination.models import Briefing, CreativeBrief
from coordination.selectors.wanted import CampaignWork, WaveWork, teams_by_id, work_of
from core.formatting import date_long, date_range, date_short


@dataclass(frozen=True)
class TeamRow:
    """A team's part in a wave: the channels it runs, the formats it makes, its briefing."""

    team: Team
    runs: tuple[str, ...]
    makes: tuple[str, ...]
    briefing: Briefing | None

    @property
    def state(self) -> str:
        if self.briefing is None:
            return "todo"
        return "ok" if self.briefing.acknowledged_at else "waiting"

    @property
    def work(self) -> str:
        """«diffuse Meta Ads · réalise Story 9:16»."""
        parts = []
        if self.runs:
            parts.append(_("diffuse %(what)s") % {"what": ", ".join(self.runs)})
        if self.makes:
            parts.append(_("réalise %(what)s") % {"what": ", ".join(self.makes)})
        return " · ".join(parts)


@dataclass(frozen=True)
class WaveTeams:
    wave: Wave
    rows: tuple[TeamRow, ...]


def teams_of(campaign: Campaign, *, team_ids: Sequence[int] | None = None) -> list[WaveTeams]:
    """Every wave with its teams, in eight queries. A partner sees their own teams, once briefed."""
    work = work_of([campaign.pk])[campaign.pk]
    wanted = {wave.wave.pk: wave.team_ids(work.briefs) | set(wave.briefings) for wave in work.waves}
    teams = teams_by_id({pk for ids in wanted.values() for pk in ids})
    found = []
    for wave in work.waves:
        rows = [
            _row(teams[pk], wave, work)
            for pk in wanted[wave.wave.pk]
            if pk in teams and (team_ids is None or (pk in team_ids and pk in wave.briefings))
        ]
        if rows or team_ids is None:
            found.append(WaveTeams(wave.wave, tuple(sorted(rows, key=lambda row: row.team.name))))
    return found


def _row(team: Team, wave: WaveWork, work: CampaignWork) -> TeamRow:
    runs = {row.channel.name for row in wave.placements if row.channel.team_id == team.pk}
    makes = {row.format.name for row in wave.placements if _maker(row, work.briefs) == team.pk}
    return TeamRow(team, tuple(sorted(runs)), tuple(sorted(makes)), wave.briefings.get(team.pk))


def _maker(row: Placement, briefs: dict[tuple[int, int], CreativeBrief]) -> int | None:
    brief = briefs.get((row.channel_id, row.format_id))
    return brief.team_id if brief else None


def briefing_draft(campaign: Campaign, wave: Wave, team: Team) -> str:
    """A first message for a team: the campaign, the dates, what it runs and makes, what is said to whom."""
    work = work_of([campaign.pk])[campaign.pk]
    found = work.wave(wave)
    row = _row(team, found, work) if found else TeamRow(team, (), (), None)
    lines = [
        _("Campagne « %(campaign)s », vague « %(wave)s » : mise en ligne le %(day)s (%(window)s).")
        % {
            "campaign": campaign,
            "wave": wave,
            "day": date_long(wave.goes_live_on),
            "window": date_range(wave.goes_live_on, wave.ends_on),
        }
    ]
    if message := KeyMessage.objects.filter(campaign=campaign).order_by("position", "id").first():
        lines.append(_("Message clé : %(text)s") % {"text": message.text})
    if row.runs:
        lines.append(_("Vous diffusez : %(what)s.") % {"what": ", ".join(row.runs)})
    if row.makes:
        lines.append(_("Vous réalisez :"))
        lines += [_made(placement, work) for placement in _made_by(found, team, work)]
    brief = getattr(campaign, "brief", None)
    if brief and brief.constraints.strip():
        lines.append(_("À respecter : %(text)s") % {"text": brief.constraints.strip()})
    lines.append(_("Lisez vos briefs, puis accusez réception. Dites-nous tout de suite ce qui vous manque."))
    return "\n".join(lines)


def _made_by(wave: WaveWork | None, team: Team, work: CampaignWork) -> list[Placement]:
    rows = wave.placements if wave else []
    return [row for row in rows if _maker(row, work.briefs) == team.pk]


def _made(row: Placement, work: CampaignWork) -> str:
    due = work.briefs[row.channel_id, row.format_id].due_on
    if due is None:
        return f"– {row}"
    return _("– %(what)s, à livrer le %(day)s") % {"what": row, "day": date_short(due)}
