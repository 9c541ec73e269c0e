"""What the app answers to the apps below it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.access import partner_teams, visible_campaigns
from campaigns.gates import read_once
from campaigns.models import Campaign
from campaigns.models.campaign import OPEN_PHASES
from campaigns.ports import Fact, Tab, TodayItem
from campaigns.selectors.frame import campaign_url
from coordination.models import Activation, Asset, AssetVersion, Briefing, CreativeBrief
from coordination.selectors.addresses import page_url
from coordination.selectors.owed import Lens, channels_silent
from coordination.selectors.wanted import assets_with_state, state_of, work_of
from coordination.services.briefs import creative_briefs_copy, creative_briefs_ensure
from core.access import Access
from core.context import Place
from core.formatting import number, quote_once
from core.models import Role

PLACE = Place(
    "coordination",
    gettext_lazy("Coordination"),
    "coordination:overview",
    icon="coordination",
    order=50,
    wide=True,
    team_only=True,
)
TABS = (
    Tab("coordination", gettext_lazy("Coordination"), "coordination:workflow", order=50, team_only=True),
    Tab("creations", gettext_lazy("Créations"), "coordination:creations", order=55, team_only=True),
    Tab("execution", gettext_lazy("Exécution"), "coordination:execution", order=60, team_only=True),
)
#: Items of one kind that "Aujourd’hui" shows; the page of each campaign has the rest.
_MOST = 20


def campaign_created(campaign: Campaign, actor: Access) -> None:
    """A new campaign has a creative brief to write for each channel × format of its type."""
    creative_briefs_ensure(campaign=campaign, actor=actor)


def briefs_to_copy(source: Campaign) -> list[str]:
    """What `campaign_copied` takes, in a line."""
    total = CreativeBrief.objects.filter(campaign=source).count()
    if not total:
        return []
    return [ngettext("%(total)s brief créatif", "%(total)s briefs créatifs", total) % {"total": total}]


def campaign_copied(source: Campaign, copy: Campaign, actor: Access) -> None:
    """The copy starts from its model's creative briefs. Assets are made anew."""
    creative_briefs_copy(source=source, copy=copy, actor=actor)


def asset_facts(campaign: Campaign) -> list[Fact]:
    """«Assets approuvés»: what the checks of this campaign read; nothing while no channel is planned."""
    work = read_once(work_of, [campaign.pk])[campaign.pk]
    wanted = [
        [state_of(asset) for asset in wave.assets.get((row.channel_id, row.format_id), ())]
        for wave in work.waves
        for row in wave.placements
    ]
    if not wanted:
        return []
    total = sum(max(1, len(states)) for states in wanted)
    done = sum(states.count(AssetVersion.Status.APPROVED) for states in wanted)
    return [
        Fact(
            label=_("Assets approuvés"),
            value=number(done),
            detail=_("sur %(total)s") % {"total": number(total)},
            done=float(done),
            total=float(total),
            url=campaign_url(campaign, "coordination:creations"),
        )
    ]


def first_live(campaigns: Collection[int]) -> dict[int, datetime]:
    """{campaign id: the first moment one of its channels was live, as teams reported it}, in one query."""
    reports = Activation.objects.filter(wave__campaign__in=campaigns).order_by()
    rows = reports.values_list("wave__campaign").annotate(first=Min("live_at"))
    return dict(rows)


def today_items(access: Access) -> list[TodayItem]:
    """What waits for this person: briefings, reworks and reports of their teams; reviews if they review.

    At most five queries.
    """
    teams = partner_teams(access)
    items: list[TodayItem] = []
    if teams and access.covers(Role.CONTRIBUTOR):
        items += _briefings(access, teams)
        items += _reworks(access, teams)
        items += _reports(access, teams)
    if access.covers(Role.MANAGER) and not access.membership.team_only:
        items += _reviews(access)
    return items


def _briefings(access: Access, teams: Sequence[int]) -> list[TodayItem]:
    rows = Briefing.objects.filter(
        wave__campaign__workspace=access.workspace,
        wave__campaign__phase__in=OPEN_PHASES,
        team__in=teams,
        acknowledged_at=None,
    )
    rows = rows.select_related("wave__campaign__workspace", "team").order_by("sent_at")
    return [
        TodayItem(
            campaign=row.wave.campaign,
            text=_("%(team)s est briefée pour la vague « %(wave)s » : accusez réception.")
            % {"team": row.team, "wave": row.wave},
            url=page_url(row.wave.campaign, "coordination:briefing", row.pk),
            action=_("Lire le briefing"),
            due_on=row.wave.goes_live_on,
            icon="mail",
            urgent=row.reminded_at is not None,
        )
        for row in rows[:_MOST]
    ]


def _reworks(access: Access, teams: Sequence[int]) -> list[TodayItem]:
    rows = _assets(access).filter(state=AssetVersion.Status.CHANGES, creative_brief__team__in=teams)
    return [
        _asset_item(
            row,
            _("« %(asset)s » : une reprise est demandée sur la version %(number)s."),
            _("Voir la demande"),
            "undo",
        )
        for row in rows[:_MOST]
    ]


def _reviews(access: Access) -> list[TodayItem]:
    rows = _assets(access).filter(state=AssetVersion.Status.REVIEW)
    if access.membership.role == Role.MANAGER:
        rows = rows.filter(wave__campaign__owner=access.membership)
    return [
        _asset_item(
            row, _("« %(asset)s » v%(number)s attend votre relecture."), _("Relire la version"), "eye"
        )
        for row in rows[:_MOST]
    ]


def _assets(access: Access) -> QuerySet[Any]:
    rows = assets_with_state().filter(
        wave__campaign__workspace=access.workspace, wave__campaign__phase__in=OPEN_PHASES
    )
    return rows.select_related("creative_brief", "wave__campaign__workspace").order_by("state_since")


def _asset_item(row: Asset, words: str, action: str, icon: str) -> TodayItem:
    campaign = row.wave.campaign
    due = row.creative_brief.due_on or row.wave.goes_live_on
    return TodayItem(
        campaign=campaign,
        text=quote_once(words, "asset", row.name)
        % {"asset": row.name, "number": getattr(row, "latest_number", "")},
        url=page_url(campaign, "coordination:asset", row.pk),
        action=action,
        due_on=due,
        icon=icon,
        urgent=due < timezone.localdate(),
    )


def _reports(access: Access, teams: Sequence[int]) -> list[TodayItem]:
    lens = Lens(visible_campaigns(access), partner_teams=tuple(teams))
    rows = channels_silent(lens).filter(due__lte=timezone.localdate())
    rows = rows.select_related("channel", "wave__campaign__workspace").order_by("due", "pk")
    return [
        TodayItem(
            campaign=row.wave.campaign,
            text=_("%(channel)s devait être en ligne : déclarez-le (vague « %(wave)s »).")
            % {"channel": row.channel, "wave": row.wave},
            url=reverse(
                "coordination:activation-report",
                args=[
                    access.workspace.slug,
                    row.wave.campaign.reference,
                    row.wave_id,
                    row.channel_id,
                ],
            ),
            action=_("Déclarer la mise en ligne"),
            due_on=row.wave.goes_live_on,
            icon="bolt",
            urgent=row.wave.goes_live_on < timezone.localdate(),
        )
        for row in rows[:_MOST]
    ]
