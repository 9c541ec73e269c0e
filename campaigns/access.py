"""Fetch and authorise for campaigns, in one place."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from core.access import Access, access_for
from core.models import Role

#: Where a campaign holds work of a team.
_WORK = ("tasks__team", "creative_briefs__team", "waves__briefings__team", "waves__placements__channel__team")


@dataclass(frozen=True)
class CampaignAccess(Access):
    """A person's access to one campaign. `team_ids` is empty unless the person is a partner."""

    campaign: Campaign
    team_ids: tuple[int, ...] = ()


def partner_teams(access: Access) -> tuple[int, ...]:
    """The teams a partner works for; meaningless for others."""
    return tuple(access.membership.teams.values_list("pk", flat=True))


def visible_campaigns(access: Access) -> QuerySet[Campaign]:
    """Every campaign of the workspace, or for a partner those in which their teams have work.

    Work is a task, a creative brief, a briefing, or a planned channel the team runs: they see it before
    anybody briefs them.
    """
    campaigns: QuerySet[Campaign] = Campaign.objects.filter(workspace=access.workspace)
    if not access.membership.team_only:
        return campaigns
    teams = partner_teams(access)
    # One subquery a path: joined together they would multiply each other's rows.
    found = Q()
    for path in _WORK:
        found |= Q(pk__in=campaigns.filter(**{f"{path}__in": teams}).order_by().values("pk"))
    mine: QuerySet[Campaign] = campaigns.filter(found)
    return mine


def campaign_for(
    request: HttpRequest,
    slug: str,
    reference: str,
    *,
    at_least: Role = Role.VIEWER,
    team_only: bool = False,
) -> CampaignAccess:
    """A campaign with the reader's access to it: 404 for a stranger, 403 for a role too weak."""
    access = access_for(request, slug, at_least=at_least, team_only=team_only)
    campaign = (
        visible_campaigns(access).select_related("brand", "owner__user").filter(reference=reference).first()
    )
    if campaign is None:
        raise Http404(_("Cette campagne n’existe pas dans cet espace."))
    campaign.workspace = access.workspace
    request.campaign = campaign  # type: ignore[attr-defined]
    request.place = "campaigns"  # type: ignore[attr-defined]
    teams = partner_teams(access) if access.membership.team_only else ()
    return CampaignAccess(access.workspace, access.membership, campaign, teams)
