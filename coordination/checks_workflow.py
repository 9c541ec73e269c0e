"""Evidence of the livrable «Workflow coordination»: every task has who, what and when, and was agreed to."""

from collections.abc import Sequence
from functools import partial

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.gates import Finding, Scope
from campaigns.models import Phase, SignOffRequest, Task
from campaigns.selectors.frame import campaign_url
from campaigns.signoff.standing import latest_requests
from coordination.selectors.workflow import task_gaps


def workflow_complete(scopes: Sequence[Scope]) -> list[Finding]:
    """Every coordination task has who, what and when, and somebody agreed to it.

    A new campaign's tasks come from its type's playbook with a team, a text and a computed date: a proposal,
    which nobody chose. It counts once the plan that says it was approved; past PLANNING it was, or that gate
    was waived by name. Three queries at most.
    """
    ids = {scope.campaign.pk for scope in scopes}
    proposed = _only_proposed(scopes)
    totals: dict[int, int] = dict.fromkeys(ids, 0)
    gaps: dict[int, list[Task]] = {pk: [] for pk in ids}
    tasks = Task.objects.filter(campaign__in=ids, phase=Phase.COORDINATION).exclude(kind=Task.Kind.MILESTONE)
    lacking = Q(assignee=None, team=None) | Q(description="") | Q(ends_on=None)
    counts = tasks.order_by().values_list("campaign_id")
    short = []
    for pk, total, incomplete in counts.annotate(Count("pk"), short=Count("pk", filter=lacking)):
        totals[pk] = total
        short += [pk] if incomplete else []
    if short:
        rows = tasks.filter(lacking, campaign__in=short).order_by("position")
        for task in rows.only("campaign_id", "name", "description", "assignee_id", "team_id", "ends_on"):
            gaps[task.campaign_id].append(task)
    return [
        _proposal_of(scope, totals[scope.campaign.pk])
        if scope.campaign.pk in proposed and totals[scope.campaign.pk] and not gaps[scope.campaign.pk]
        else _workflow_of(scope, totals[scope.campaign.pk], gaps[scope.campaign.pk])
        for scope in scopes
    ]


def _only_proposed(scopes: Sequence[Scope]) -> set[int]:
    """Campaigns whose plan nobody approved yet."""
    early = {scope.campaign.pk for scope in scopes if scope.campaign.phase in (Phase.BRIEF, Phase.PLANNING)}
    if not early:
        return set()
    approved = latest_requests(early, "plan").filter(status=SignOffRequest.Status.APPROVED)
    return early - set(approved.values_list("campaign_id", flat=True))


def _proposal_of(scope: Scope, total: int) -> Finding:
    words = ngettext(
        "%(total)s tâche proposée par le planning : elle vaut quand le planning est approuvé.",
        "%(total)s tâches proposées par le planning : elles valent quand le planning est approuvé.",
        total,
    )
    return Finding(
        False,
        words % {"total": total},
        held_by=str(scope.campaign.owner),
        since=timezone.localtime(scope.campaign.phase_since).date(),
        fix_url=campaign_url(scope.campaign, "campaigns:planning"),
        fix_label=_("Voir le planning"),
    )


def _workflow_of(scope: Scope, total: int, gaps: list[Task]) -> Finding:
    missing = partial(
        Finding,
        False,
        held_by=str(scope.campaign.owner),
        since=timezone.localtime(scope.campaign.phase_since).date(),
        fix_url=campaign_url(scope.campaign, "coordination:workflow"),
        fix_label=_("Compléter les tâches"),
    )
    if total == 0:
        return missing(_("Aucune tâche de coordination."))
    if not gaps:
        words = ngettext(
            "%(total)s tâche, avec qui, quoi et quand.", "%(total)s tâches, avec qui, quoi et quand.", total
        )
        return Finding(True, words % {"total": total})
    words = ngettext(
        "%(count)s tâche incomplète sur %(total)s. « %(name)s » : il manque %(what)s.",
        "%(count)s tâches incomplètes sur %(total)s. « %(name)s » : il manque %(what)s.",
        len(gaps),
    )
    values = {"count": len(gaps), "total": total, "name": gaps[0].name, "what": ", ".join(task_gaps(gaps[0]))}
    return missing(words % values)
