"""«Aujourd’hui»: what waits for one person, oldest promise first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.gates import GateReport, gate_reports, judged_campaigns
from campaigns.models import Campaign, Phase, Task, Waiver
from campaigns.models.campaign import OPEN_PHASES, STEPS
from campaigns.ports import TeamLine, TodayItem, team, today
from campaigns.selectors.checklist import first_missing
from campaigns.selectors.frame import campaign_url
from campaigns.selectors.waivers import check_label
from campaigns.selectors.words import ADVANCE_TO
from core.access import Access
from core.models import Role

#: What is due within a week is worth knowing today.
_AHEAD = timedelta(days=7)
#: A launch this near with its gate closed is the owner's first worry.
_NEAR = timedelta(days=14)
_MOST_TASKS, _MOST_CAMPAIGNS = 60, 20


@dataclass(frozen=True)
class TodayGroup:
    """Items that share a distance: late, due today, soon, or without a date."""

    key: str
    label: str
    items: list[TodayItem]


def today_items(access: Access) -> list[TodayItem]:
    """What every app says waits for this person, oldest promise first; what has no date comes last."""
    found = [item for provider in today for item in provider(access)]
    return sorted(found, key=lambda item: (item.due_on is None, item.due_on or date.max, not item.urgent))


def team_lines(access: Access) -> list[TeamLine]:
    """What waits in the whole workspace, a line for each app that has something."""
    return [line for provider in team if (line := provider(access))]


def today_groups(items: Sequence[TodayItem], day: date) -> list[TodayGroup]:
    """The items by distance; empty groups are left out."""
    late = [item for item in items if item.due_on and item.due_on < day]
    now = [item for item in items if item.due_on == day]
    soon = [item for item in items if item.due_on and item.due_on > day]
    undated = [item for item in items if item.due_on is None]
    groups = [
        TodayGroup("late", _("En retard"), late),
        TodayGroup("now", _("Pour aujourd’hui"), now),
        TodayGroup("open", _("Quand vous voulez"), undated),
        TodayGroup("soon", _("Dans les prochains jours"), soon),
    ]
    return [group for group in groups if group.items]


def waiting_sentence(items: Sequence[TodayItem], day: date) -> str:
    """«4 choses vous attendent, dont 1 en retard.»"""
    late = len([item for item in items if item.due_on and item.due_on < day])
    if not items:
        return _("Rien ne vous attend aujourd’hui.")
    if late == 0:
        return ngettext(
            "Une chose vous attend, rien n’est en retard.",
            "%(count)s choses vous attendent, rien n’est en retard.",
            len(items),
        ) % {"count": len(items)}
    return ngettext(
        "Une chose vous attend, et elle est en retard.",
        "%(count)s choses vous attendent, dont %(late)s en retard.",
        len(items),
    ) % {"count": len(items), "late": late}


def my_tasks(access: Access) -> list[TodayItem]:
    """Open tasks given to me, or to my teams and to nobody in them, late or due within a week."""
    open_ones = Task.objects.filter(
        campaign__workspace=access.workspace,
        campaign__phase__in=OPEN_PHASES,
        ends_on__lte=timezone.localdate() + _AHEAD,
    ).exclude(status=Task.Status.DONE)
    # Two reads, each along its index: a database that is asked for either reads every open task.
    shares = (Q(assignee=access.membership), Q(assignee=None, team__in=access.membership.teams.values("pk")))
    rows = [
        task
        for mine in shares
        for task in open_ones.filter(mine).select_related("campaign").order_by("ends_on", "pk")[:_MOST_TASKS]
    ]
    for task in rows:
        task.campaign.workspace = access.workspace
    rows.sort(key=lambda task: (task.ends_on or date.max, task.pk))
    return [_task_item(task) for task in rows[:_MOST_TASKS]]


def _task_item(task: Task) -> TodayItem:
    page = campaign_url(task.campaign, "campaigns:planning") or campaign_url(task.campaign)
    blocked = task.status == Task.Status.BLOCKED
    text = task.name
    if blocked:
        text = _("%(task)s, bloquée : %(reason)s") % {"task": task.name, "reason": task.blocked_reason}
    return TodayItem(
        campaign=task.campaign,
        text=text,
        url=f"{page}?tache={task.pk}#tache-{task.pk}",
        action=_("Débloquer la tâche") if blocked else _("Ouvrir la tâche"),
        due_on=task.ends_on,
        icon="alert" if blocked else "diamond" if task.is_milestone else "check-circle",
        urgent=blocked,
    )


def my_campaigns(access: Access) -> list[TodayItem]:
    """Campaigns I own: gates that can be passed, and launches near whose gate is still closed."""
    rows = owned_campaigns(access)
    reports = gate_reports(rows)
    items = [_gate_item(access, campaign, reports[campaign.pk]) for campaign in rows]
    return [item for item in items if item] + _ending_waivers(rows)


def owned_campaigns(access: Access) -> list[Campaign]:
    """Open campaigns this person owns, those whose launch is nearest, before or after today."""
    if access.membership.team_only or not access.covers(Role.CONTRIBUTOR):
        return []
    mine = Campaign.objects.filter(owner=access.membership, phase__in=OPEN_PHASES, paused_at=None)
    today_ordinal = timezone.localdate().toordinal()
    launches = sorted(
        mine.order_by().values_list("pk", "launch_on"),
        key=lambda row: (abs(row[1].toordinal() - today_ordinal), row[0]),
    )
    nearest = [pk for pk, _launch in launches[:_MOST_CAMPAIGNS]]
    if loaded := judged_campaigns(nearest):
        return sorted((loaded[pk] for pk in nearest), key=lambda campaign: (campaign.launch_on, campaign.pk))
    rows = Campaign.objects.filter(pk__in=nearest).select_related("workspace", "owner__user")
    return list(rows.order_by("launch_on", "pk"))


def _gate_item(access: Access, campaign: Campaign, report: GateReport) -> TodayItem | None:
    if report.can_advance and report.next and access.covers(Role.MANAGER):
        return TodayItem(
            campaign=campaign,
            text=_("Tout est réuni pour la suite."),
            url=campaign_url(campaign),
            action=str(ADVANCE_TO[report.next]),
            icon="arrow-right",
        )
    before_launch = STEPS.index(Phase(campaign.phase)) < STEPS.index(Phase.EXECUTION)
    if before_launch and report.missing and campaign.launch_on <= timezone.localdate() + _NEAR:
        return TodayItem(
            campaign=campaign,
            text=_("Le lancement approche et la campagne est encore à la phase %(phase)s : %(first)s.")
            % {"phase": campaign.get_phase_display(), "first": first_missing(report)},
            url=campaign_url(campaign),
            action=_("Voir ce qui manque"),
            due_on=campaign.launch_on,
            icon="flag",
            urgent=True,
        )
    return None


def _ending_waivers(campaigns: Sequence[Campaign]) -> list[TodayItem]:
    day = timezone.localdate()
    by_pk = {campaign.pk: campaign for campaign in campaigns}
    rows = Waiver.objects.standing(day).filter(campaign__in=by_pk, valid_until__lte=day + timedelta(days=3))
    return [
        TodayItem(
            campaign=by_pk[waiver.campaign_id],
            text=_("La dérogation sur « %(label)s » prend fin.") % {"label": check_label(waiver.check_key)},
            url=campaign_url(by_pk[waiver.campaign_id]),
            action=_("Voir le critère"),
            due_on=waiver.valid_until,
            icon="flag",
        )
        for waiver in rows.order_by("valid_until", "pk")
        if waiver.in_force
    ]
