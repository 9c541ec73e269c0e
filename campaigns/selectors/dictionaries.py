"""Reading the workspace's dictionaries, with what says whether an entry serves."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from campaigns.models import Audience, Brand, Channel, Format, Kpi, Stakeholder, Team, TeamMember
from core.models import Workspace


def brand_list(workspace: Workspace) -> QuerySet[Brand]:
    """With `uses`: campaigns of the brand."""
    return Brand.objects.filter(workspace=workspace).annotate(uses=Count("campaigns"))


def audience_list(workspace: Workspace) -> QuerySet[Audience]:
    """With `uses`: briefs that speak to it."""
    return Audience.objects.filter(workspace=workspace).annotate(uses=Count("brief_audiences"))


def team_list(workspace: Workspace) -> QuerySet[Team]:
    """With `active_links`: their members who still have access."""
    links = TeamMember.objects.filter(membership__is_active=True).select_related("membership__user")
    members = Prefetch("team_members", links.order_by("membership__user__name"), to_attr="active_links")
    return Team.objects.filter(workspace=workspace).prefetch_related(members)


def channel_list(workspace: Workspace) -> QuerySet[Channel]:
    """With their team, their workspace and `offered_formats`, how many formats they offer."""
    channels = Channel.objects.filter(workspace=workspace).select_related("team", "workspace")
    return channels.annotate(offered_formats=Count("formats", filter=Q(formats__is_active=True)))


def format_list(channel: Channel) -> QuerySet[Format]:
    return Format.objects.filter(channel=channel).order_by("name")


def kpi_list(workspace: Workspace) -> QuerySet[Kpi]:
    """With `numerator_name` and `denominator_name`, the measures a ratio divides."""
    namesake = Kpi.objects.filter(workspace=workspace).values("name")
    return Kpi.objects.filter(workspace=workspace).annotate(
        numerator_name=Subquery(namesake.filter(key=OuterRef("numerator_key"))),
        denominator_name=Subquery(namesake.filter(key=OuterRef("denominator_key"))),
    )


def alphabetical(rows: Iterable[Any]) -> list[Any]:
    """By name as a reader of French looks it up: É beside E, capitals beside small letters."""

    def plain(row: Any) -> str:
        letters = unicodedata.normalize("NFD", row.name)
        return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()

    return sorted(rows, key=plain)


def stakeholder_list(workspace: Workspace) -> QuerySet[Stakeholder]:
    return Stakeholder.objects.filter(workspace=workspace).select_related("stand_in")
