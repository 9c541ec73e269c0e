"""Fetch and authorise what coordination pages show: a partner finds only what is their teams'."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from campaigns.access import CampaignAccess
from campaigns.models import Channel, Task, Team, Wave
from coordination.models import Activation, Asset, AssetVersion, Briefing, CreativeBrief
from coordination.selectors.standing import closed_words
from coordination.selectors.wanted import assets_with_state
from core.models import Role

Row = TypeVar("Row", bound=Model)


def teams_seen(access: CampaignAccess) -> tuple[int, ...] | None:
    """The teams whose work this person may see; None: all of them."""
    return access.team_ids if access.membership.team_only else None


def may(access: CampaignAccess, role: Role) -> bool:
    """True when this person has the role and the campaign still changes."""
    return access.covers(role) and not closed_words(access.campaign)


def may_inside(access: CampaignAccess, role: Role) -> bool:
    """`may`, for what is not given to partners."""
    return may(access, role) and not access.membership.team_only


def task_for(access: CampaignAccess, pk: int) -> Task:
    tasks = Task.objects.filter(campaign=access.campaign).select_related("team", "campaign__owner__user")
    if (teams := teams_seen(access)) is not None:
        tasks = tasks.filter(team__in=teams)
    return _found(tasks, pk, _("Cette tâche n’existe pas dans cette campagne."))


def brief_for(access: CampaignAccess, pk: int) -> CreativeBrief:
    briefs = CreativeBrief.objects.filter(campaign=access.campaign)
    briefs = briefs.select_related("channel", "format", "team", "campaign__workspace")
    if (teams := teams_seen(access)) is not None:
        briefs = briefs.filter(team__in=teams)
    return _found(briefs, pk, _("Ce brief créatif n’existe pas dans cette campagne."))


def asset_for(access: CampaignAccess, pk: int) -> Asset:
    assets: QuerySet[Asset] = assets_with_state().filter(creative_brief__campaign=access.campaign)
    assets = assets.select_related(
        "wave",
        "creative_brief__channel",
        "creative_brief__format",
        "creative_brief__team",
        "creative_brief__campaign",
    )
    if (teams := teams_seen(access)) is not None:
        assets = assets.filter(creative_brief__team__in=teams)
    return _found(assets, pk, _("Cet asset n’existe pas dans cette campagne."))


def version_for(access: CampaignAccess, asset_pk: int, number: int) -> AssetVersion:
    asset = asset_for(access, asset_pk)
    version = asset.versions.select_related("asset__creative_brief__campaign").filter(number=number).first()
    if version is None:
        raise Http404(_("Cet asset n’a pas cette version."))
    return version


def briefing_for(access: CampaignAccess, pk: int) -> Briefing:
    briefings = Briefing.objects.filter(wave__campaign=access.campaign)
    briefings = briefings.select_related("team", "wave__campaign__workspace")
    if (teams := teams_seen(access)) is not None:
        briefings = briefings.filter(team__in=teams)
    return _found(briefings, pk, _("Ce briefing n’existe pas dans cette campagne."))


def wave_for(access: CampaignAccess, pk: int) -> Wave:
    waves = Wave.objects.filter(campaign=access.campaign).select_related("campaign__workspace")
    return _found(waves, pk, _("Cette vague n’existe pas dans cette campagne."))


def team_for(access: CampaignAccess, pk: int) -> Team:
    teams = Team.objects.filter(workspace=access.workspace)
    return _found(teams, pk, _("Cette équipe n’existe pas dans cet espace."))


def channel_for(access: CampaignAccess, wave: Wave, pk: int) -> Channel:
    """A channel planned in a wave; for a partner, one their teams run."""
    channels = Channel.objects.filter(workspace=access.workspace, placements__wave=wave).distinct()
    if (teams := teams_seen(access)) is not None:
        channels = channels.filter(team__in=teams)
    return _found(channels, pk, _("Ce canal n’est pas prévu dans cette vague."))


def activation_for(access: CampaignAccess, pk: int) -> Activation:
    rows = Activation.objects.filter(wave__campaign=access.campaign)
    rows = rows.select_related("wave__campaign", "channel")
    return _found(rows, pk, _("Cette mise en ligne n’est pas déclarée."))


def _found(rows: QuerySet[Row], pk: int, words: str) -> Row:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404(words)
    return row
