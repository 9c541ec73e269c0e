"""Evidence of coordination: creative briefs, workflow, approved assets, briefed teams, activation."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.gates import Check, Finding, Scope, check_register, read_once
from campaigns.models import Phase, Placement, Team, Wave
from campaigns.selectors.frame import campaign_url
from campaigns.selectors.waves import planned_waves
from campaigns.signoff.standing import asked_findings
from coordination.checks_workflow import workflow_complete
from coordination.models import AssetVersion, CreativeBrief
from coordination.selectors.briefs import missing_fields
from coordination.selectors.frozen import FAMILY, assets_key
from coordination.selectors.wanted import (
    PLANNED,
    CampaignWork,
    WaveWork,
    live_channels,
    state_of,
    teams_by_id,
    work_for,
)


class Fix(NamedTuple):
    """Where to mend what is missing, and the words of the link."""

    url: str
    label: str


def register() -> None:
    checks = [
        Check(
            "creative_briefs",
            gettext_lazy("Briefs créatifs"),
            "livrable",
            Phase.COORDINATION,
            briefs_complete,
            40,
        ),
        Check(
            "workflow",
            gettext_lazy("Workflow coordination"),
            "livrable",
            Phase.COORDINATION,
            workflow_complete,
            50,
        ),
        Check(
            "assets_approved",
            gettext_lazy("Assets produits et validés"),
            "criterion",
            Phase.COORDINATION,
            assets_approved,
            40,
            per_wave=True,
        ),
        Check(
            "teams_briefed",
            gettext_lazy("Équipes briefées"),
            "criterion",
            Phase.COORDINATION,
            teams_briefed,
            60,
            per_wave=True,
        ),
        Check(
            "activation",
            gettext_lazy("Activation"),
            "livrable",
            Phase.EXECUTION,
            channels_live,
            70,
            in_campaign_list=False,
        ),
    ]
    for check in checks:
        check_register(check)


def _each(scopes: Sequence[Scope], judge: Callable[[Scope, CampaignWork], Finding]) -> list[Finding]:
    works = work_for(scopes)
    return [judge(scope, works[scope.campaign.pk]) for scope in scopes]


def briefs_complete(scopes: Sequence[Scope]) -> list[Finding]:
    """One complete creative brief per planned channel × format."""
    return _each(scopes, _briefs_of)


def _briefs_of(scope: Scope, work: CampaignWork) -> Finding:
    wanted = work.wanted
    fix = Fix(_page(scope, "coordination:creations"), _("Compléter les briefs créatifs"))
    if not wanted:
        return _nothing_planned(scope)
    missing = [row for key, row in wanted.items() if key not in work.briefs]
    incomplete = [
        work.briefs[key] for key in wanted if key in work.briefs and missing_fields(work.briefs[key])
    ]
    done = len(wanted) - len(missing) - len(incomplete)
    if not missing and not incomplete:
        words = ngettext("%(total)s brief complet.", "%(total)s briefs complets.", len(wanted))
        return Finding(True, words % {"total": len(wanted)})
    counted = _("%(done)s sur %(total)s.") % {"done": done, "total": len(wanted)}
    if incomplete:
        first = incomplete[0]
        detail = _("%(brief)s : il manque %(fields)s.") % {
            "brief": first,
            "fields": ", ".join(missing_fields(first)),
        }
        holder = first.team.name if first.team else _owner(scope)
    else:
        detail = _("%(placement)s n’a pas de brief.") % {"placement": missing[0]}
        holder = _owner(scope)
    return Finding(
        False,
        f"{counted} {detail}",
        held_by=holder,
        since=_phase_since(scope),
        fix_url=fix.url,
        fix_label=fix.label,
    )


def assets_approved(scopes: Sequence[Scope]) -> list[Finding]:
    """Each placement of the wave has an asset, every asset's latest version is approved; and where people
    were asked to approve the wave's assets, they did, and nothing changed since."""
    works = work_for(scopes)
    signed = asked_findings(scopes, lambda scope: _assets_signed(scope, works[scope.campaign.pk]))
    made = [_assets_of(scope, works[scope.campaign.pk]) for scope in scopes]
    return [_both(each, approval) for each, approval in zip(made, signed, strict=True)]


def _assets_signed(scope: Scope, work: CampaignWork) -> str:
    wave = work.wave(scope.wave)
    return assets_key(wave.wave.pk) if wave else FAMILY


def _both(made: Finding, approval: Finding | None) -> Finding:
    """What is not produced comes first: nobody can approve it yet."""
    if not made.ok or approval is None:
        return made
    return replace(approval, why=f"{made.why} {approval.why}")


def _assets_of(scope: Scope, work: CampaignWork) -> Finding:
    wave = work.wave(scope.wave)
    if wave is None or not wave.placements:
        return _nothing_planned(scope)
    fix = Fix(_page(scope, "coordination:creations"), _("Voir les assets"))
    rows = [(row, wave.assets.get((row.channel_id, row.format_id), [])) for row in wave.placements]
    total = sum(max(1, len(assets)) for _row, assets in rows)
    approved = sum(
        state_of(asset) == AssetVersion.Status.APPROVED for _row, assets in rows for asset in assets
    )
    if approved == total:
        words = ngettext("%(total)s asset approuvé.", "%(total)s assets approuvés.", total)
        return Finding(True, words % {"total": total})
    counted = _("%(done)s sur %(total)s.") % {"done": approved, "total": total}
    reviewing = [
        asset for _row, assets in rows for asset in assets if state_of(asset) == AssetVersion.Status.REVIEW
    ]
    unmade = [row for row, assets in rows if not assets or any(state_of(asset) is None for asset in assets)]
    rework = [
        asset for _row, assets in rows for asset in assets if state_of(asset) == AssetVersion.Status.CHANGES
    ]
    if rework:
        detail, since = _("%(name)s : reprise demandée.") % {"name": rework[0].name}, _day(rework[0])
        holder = _maker(work, rework[0].creative_brief) or _owner(scope)
    elif unmade:
        detail, since = (
            _("%(placement)s : aucun fichier reçu.") % {"placement": unmade[0]},
            _phase_since(scope),
        )
        brief = work.briefs.get((unmade[0].channel_id, unmade[0].format_id))
        holder = _maker(work, brief) or _owner(scope)
    else:
        detail, since = _("%(name)s : en relecture.") % {"name": reviewing[0].name}, _day(reviewing[0])
        holder = _owner(scope)
    waiting = not rework and not unmade
    return Finding(
        False,
        f"{counted} {detail}",
        held_by=holder,
        since=since,
        waiting=waiting,
        fix_url=fix.url,
        fix_label=fix.label,
    )


def teams_briefed(scopes: Sequence[Scope]) -> list[Finding]:
    """Every team with work in the wave was sent its briefing and acknowledged it."""
    works = work_for(scopes)
    wanted: list[set[int]] = []
    for scope in scopes:
        work = works[scope.campaign.pk]
        wave = work.wave(scope.wave)
        wanted.append(wave.team_ids(work.briefs) if wave else set())
    teams = _teams(works.values(), {pk for ids in wanted for pk in ids})
    names = [sorted(teams[pk].name for pk in ids if pk in teams) for ids in wanted]
    by_name = {team.name: team.pk for team in teams.values()}
    return [
        _teams_of(scope, works[scope.campaign.pk].wave(scope.wave), who, by_name)
        for scope, who in zip(scopes, names, strict=True)
    ]


def _teams(works: Iterable[CampaignWork], wanted: set[int]) -> dict[int, Team]:
    """Teams by id: most came with the creative briefs and the briefings, only the others are asked for."""
    known = {brief.team.pk: brief.team for work in works for brief in work.briefs.values() if brief.team}
    others = wanted - known.keys()
    return known | (teams_by_id(others) if others else {})


def _teams_of(scope: Scope, wave: WaveWork | None, names: list[str], ids: dict[str, int]) -> Finding:
    fix = Fix(_page(scope, "coordination:briefings"), _("Briefer les équipes"))
    if wave is None or not names:
        return Finding(
            False,
            _("Aucune équipe n’est désignée pour cette vague : donnez une équipe aux canaux et aux briefs."),
            held_by=_owner(scope),
            since=_phase_since(scope),
            fix_url=fix.url,
            fix_label=fix.label,
        )
    unsent = [name for name in names if ids[name] not in wave.briefings]
    silent = [
        wave.briefings[ids[name]]
        for name in names
        if ids[name] in wave.briefings and not wave.briefings[ids[name]].acknowledged_at
    ]
    if not unsent and not silent:
        return Finding(True, _("Accusé de réception : %(teams)s.") % {"teams": ", ".join(names)})
    if unsent:
        words = _("Pas encore briefées : %(teams)s.") % {"teams": ", ".join(unsent)}
        return Finding(
            False,
            words,
            held_by=_owner(scope),
            since=_phase_since(scope),
            fix_url=fix.url,
            fix_label=fix.label,
        )
    first = min(silent, key=lambda briefing: briefing.sent_at)
    words = _("Sans accusé de réception : %(teams)s.") % {
        "teams": ", ".join(briefing.team.name for briefing in silent)
    }
    since = timezone.localtime(first.sent_at).date()
    return Finding(
        False, words, held_by=first.team.name, since=since, waiting=True,
        fix_url=fix.url, fix_label=_("Relancer"),
    )  # fmt: skip


def channels_live(scopes: Sequence[Scope]) -> list[Finding]:
    """Every channel of the waves opened so far is reported live by its team. Four queries."""
    ids = {scope.campaign.pk for scope in scopes}
    planned = read_once(planned_waves, ids, phases=PLANNED)
    live = read_once(live_channels, ids, phases=[Phase.EXECUTION])
    wanted = {
        pk: [(row.wave, each) for row in planned[pk] if row.wave.opened_at for each in row.channels.values()]
        for pk in ids
    }
    silent = {
        pk: [(wave, row) for wave, row in rows if (wave.pk, row.channel_id) not in live[pk]]
        for pk, rows in wanted.items()
    }
    teams = teams_by_id(rows[0][1].channel.team_id for rows in silent.values() if rows)
    return [
        _live_of(scope, len(wanted[scope.campaign.pk]), silent[scope.campaign.pk], teams) for scope in scopes
    ]


def _live_of(
    scope: Scope, total: int, silent: Sequence[tuple[Wave, Placement]], teams: Mapping[int, Team]
) -> Finding:
    if not total:
        return _nothing_planned(scope)
    if not silent:
        words = ngettext("%(total)s canal en ligne.", "%(total)s canaux en ligne.", total)
        return Finding(True, words % {"total": total})
    wave, row = silent[0]
    words = _("%(done)s sur %(total)s en ligne. %(channel)s, vague « %(wave)s » : pas encore déclaré.") % {
        "done": total - len(silent),
        "total": total,
        "channel": row.channel,
        "wave": wave.name,
    }
    team = teams.get(row.channel.team_id or 0)
    return Finding(
        False,
        words,
        held_by=team.name if team else _owner(scope),
        since=wave.goes_live_on,
        fix_url=_page(scope, "coordination:execution"),
        fix_label=_("Déclarer les mises en ligne"),
    )


def _nothing_planned(scope: Scope) -> Finding:
    return Finding(
        False,
        _("Aucun canal n’est prévu."),
        held_by=_owner(scope),
        since=_phase_since(scope),
        fix_url=_page(scope, "campaigns:waves"),
        fix_label=_("Prévoir les canaux"),
    )


def _maker(work: CampaignWork, brief: CreativeBrief | None) -> str:
    known = work.briefs.get((brief.channel_id, brief.format_id)) if brief else None
    return known.team.name if known and known.team else ""


def _day(asset: object) -> date | None:
    since = getattr(asset, "state_since", None)
    return timezone.localtime(since).date() if since else None


def _owner(scope: Scope) -> str:
    return str(scope.campaign.owner)


def _phase_since(scope: Scope) -> date:
    return timezone.localtime(scope.campaign.phase_since).date()


def _page(scope: Scope, name: str) -> str:
    return campaign_url(scope.campaign, name)
