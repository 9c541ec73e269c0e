"""What a plan still lacks to be complete, for many campaigns at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.gates import read_once
from campaigns.models import Campaign, Dependency, Phase, Task
from campaigns.selectors.lanes import Progress, task_progress
from campaigns.selectors.plan import BEFORE_LAUNCH
from core.formatting import date_day

_FIELDS = (
    "campaign_id", "pk", "name", "phase", "team_id", "assignee_id", "approver_id", "starts_on", "ends_on",
    "wave__goes_live_on", "status",
)  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """What a plan lacks, in sentences, the most blocking first; none when it is complete."""

    sentences: tuple[str, ...]
    tasks: int


def plan_missing(campaigns: Iterable[Campaign]) -> dict[int, Missing]:
    """Three queries however many campaigns there are: {campaign id: what its plan lacks}.

    Plans are long and mostly right: only the tasks something is wrong with are fetched.
    """
    campaigns = list({campaign.pk: campaign for campaign in campaigns}.values())
    ids = [campaign.pk for campaign in campaigns]
    progress = read_once(task_progress, ids, phases=[Phase.PLANNING])
    wrong: dict[int, list[dict[str, object]]] = defaultdict(list)
    for row in _wrong_tasks(ids).values(*_FIELDS):
        wrong[row["campaign_id"]].append(row)
    links: dict[int, list[tuple[int, int]]] = defaultdict(list)
    pairs = Dependency.objects.filter(predecessor__campaign__in=ids)
    for campaign, before, after in pairs.values_list(
        "predecessor__campaign_id", "predecessor_id", "successor_id"
    ):
        links[campaign].append((before, after))
    return {
        campaign.pk: _missing(
            campaign, progress.get(campaign.pk, {}).values(), wrong[campaign.pk], links[campaign.pk]
        )
        for campaign in campaigns
    }


def _wrong_tasks(ids: list[int]) -> QuerySet[Task]:
    """Tasks something may be wrong with: every task that `_sentences` speaks of is among them."""
    deadline = Coalesce("wave__goes_live_on", "campaign__launch_on")
    late = Q(phase__in=BEFORE_LAUNCH, ends_on__gte=deadline) & ~Q(status=Task.Status.DONE)
    outside = Q(starts_on__lt=F("campaign__prepares_on")) | Q(starts_on__gt=F("campaign__ends_on"))
    nobody = Q(team=None, assignee=None, approver=None)
    rows = Task.objects.filter(Q(campaign__in=ids) & (Q(ends_on=None) | nobody | outside | late))
    return rows.order_by("position", "id")


def _missing(
    campaign: Campaign,
    progress: Collection[Progress],
    wrong: list[dict[str, object]],
    links: list[tuple[int, int]],
) -> Missing:
    tasks, milestones = sum(row.total for row in progress), sum(row.milestones for row in progress)
    if not tasks:
        return Missing((_("Le planning n’a aucune tâche."),), 0)
    return Missing(tuple(_sentences(campaign, milestones, wrong, links)), tasks)


def _sentences(
    campaign: Campaign, milestones: int, wrong: list[dict[str, object]], links: list[tuple[int, int]]
) -> list[str]:
    found = []
    if not _acyclic(links):
        found.append(_("Des tâches s’attendent en rond : retirez un lien."))
    if undated := [str(task["name"]) for task in wrong if not task["ends_on"]]:
        text = ngettext("%(count)s tâche n’a pas de date", "%(count)s tâches n’ont pas de date", len(undated))
        found.append(_named(text, undated))
    someone = ("team_id", "assignee_id", "approver_id")
    if orphans := [str(task["name"]) for task in wrong if not any(task[who] for who in someone)]:
        text = ngettext("%(count)s tâche n’a personne", "%(count)s tâches n’ont personne", len(orphans))
        found.append(_named(text, orphans))
    if not milestones:
        found.append(_("Aucun jalon : ajoutez au moins un moment que tout le monde doit tenir."))
    return found + _outside(campaign, wrong)


def _outside(campaign: Campaign, tasks: list[dict[str, object]]) -> list[str]:
    """Tasks that lie before the preparation, after the launch they prepare, or after the campaign."""
    early, late, after = [], [], []
    for task in tasks:
        start, end = task["starts_on"], task["ends_on"]
        if not isinstance(start, date) or not isinstance(end, date):
            continue
        wave_live = task["wave__goes_live_on"]
        deadline = wave_live if isinstance(wave_live, date) else campaign.launch_on
        if start < campaign.prepares_on:
            early.append(str(task["name"]))
        if task["phase"] in BEFORE_LAUNCH and end >= deadline and task["status"] != Task.Status.DONE:
            late.append(str(task["name"]))
        elif campaign.ends_on and start > campaign.ends_on and task["phase"] not in ("SUIVI", "BILAN"):
            after.append(str(task["name"]))
    found = []
    if early:
        text = ngettext(
            "%(count)s tâche commence avant la préparation (%(day)s)",
            "%(count)s tâches commencent avant la préparation (%(day)s)",
            len(early),
        )
        found.append(_named(text, early, day=date_day(campaign.prepares_on)))
    if late:
        text = ngettext(
            "%(count)s tâche finit trop tard pour la mise en ligne qu’elle prépare",
            "%(count)s tâches finissent trop tard pour la mise en ligne qu’elles préparent",
            len(late),
        )
        found.append(_named(text, late))
    if after:
        text = ngettext(
            "%(count)s tâche commence après la fin de la campagne (%(day)s)",
            "%(count)s tâches commencent après la fin de la campagne (%(day)s)",
            len(after),
        )
        found.append(_named(text, after, day=date_day(campaign.ends_on)))
    return found


def _named(text: str, names: list[str], **values: str) -> str:
    """«3 tâches n’ont personne : « A », « B » et 1 autre.»"""
    shown = ", ".join(f"« {name} »" for name in names[:2])
    head = text % {"count": len(names), **values}
    rest = len(names) - 2
    if rest > 0:
        return ngettext(
            "%(head)s : %(names)s et %(rest)s autre.", "%(head)s : %(names)s et %(rest)s autres.", rest
        ) % {"head": head, "names": shown, "rest": rest}
    return _("%(head)s : %(names)s.") % {"head": head, "names": shown}


def _acyclic(links: list[tuple[int, int]]) -> bool:
    """Whether the links go round nowhere: tasks nothing waits for are taken away until none is left."""
    waits: dict[int, int] = defaultdict(int)
    after: dict[int, list[int]] = defaultdict(list)
    for before, task in links:
        waits[task] += 1
        after[before].append(task)
    free = [before for before in after if not waits[before]]
    while free:
        for task in after.pop(free.pop(), ()):
            waits[task] -= 1
            if not waits[task]:
                free.append(task)
    return not any(waits.values())
