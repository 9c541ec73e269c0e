"""The coordination tasks of a campaign: who does what by when, for whom, and what is not said yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Dependency, Phase, Task


def task_gaps(task: Task) -> list[str]:
    """Which of who, what and when a task lacks."""
    gaps = []
    if task.assignee_id is None and task.team_id is None:
        gaps.append(_("qui"))
    if not task.description.strip():
        gaps.append(_("quoi"))
    if task.ends_on is None:
        gaps.append(_("quand"))
    return gaps


def holder_of(task: Task) -> str:
    """Who does a task: a person, or a team; empty while nobody does."""
    return str(task.assignee or task.team or "")


def receivers_of(task: Task) -> list[str]:
    """Who waits for a task: the holders of what comes next, or else the campaign's owner.

    Reads what `with_receivers` fetched.
    """
    own = holder_of(task)
    names = {holder_of(link.successor) for link in task.outgoing.all()} - {"", own}
    return sorted(names) or [str(task.campaign.owner)]


def with_receivers(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with everything `holder_of` and `receivers_of` read: one query more."""
    links = Dependency.objects.select_related("successor__team", "successor__assignee__user")
    return tasks.select_related("wave", "team", "assignee__user", "campaign__owner__user").prefetch_related(
        Prefetch("outgoing", queryset=links)
    )


@dataclass(frozen=True)
class TaskRow:
    """A coordination task as its page shows it."""

    task: Task
    who: str
    to: str
    gaps: tuple[str, ...]
    late: bool

    @property
    def gap_words(self) -> str:
        return ", ".join(self.gaps)

    @property
    def state(self) -> str:
        """The design system's state of the task."""
        if self.task.status == Task.Status.DONE:
            return "ok"
        if self.task.status == Task.Status.BLOCKED or self.late:
            return "bad"
        return "waiting" if self.task.status == Task.Status.DOING else "todo"


@dataclass(frozen=True)
class Group:
    """Tasks of one team or of one wave."""

    label: str
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True)
class Workflow:
    """All coordination tasks, grouped; `first` is the next one owed."""

    groups: tuple[Group, ...]
    rows: tuple[TaskRow, ...]

    @property
    def first(self) -> TaskRow | None:
        """The open task whose end comes first; one without a date comes last."""
        waiting = [row for row in self.rows if row.task.status != Task.Status.DONE and row.who]
        return min(waiting, key=lambda row: row.task.ends_on or date.max, default=None)

    @property
    def done(self) -> int:
        return sum(row.task.status == Task.Status.DONE for row in self.rows)

    @property
    def late(self) -> int:
        return sum(row.late for row in self.rows)

    @property
    def blocked(self) -> int:
        return sum(row.task.status == Task.Status.BLOCKED for row in self.rows)

    @property
    def incomplete(self) -> tuple[TaskRow, ...]:
        """Tasks that do not say who, what or when."""
        return tuple(row for row in self.rows if row.gaps)


def tasks_of(campaign: Campaign, team_ids: Sequence[int] | None = None) -> QuerySet[Task]:
    """Tasks and approvals of the coordination phase; a partner's own only when `team_ids` is given."""
    tasks = campaign.tasks.filter(phase=Phase.COORDINATION).exclude(kind=Task.Kind.MILESTONE)
    if team_ids is not None:
        tasks = tasks.filter(team__in=team_ids)
    return tasks.order_by("position", "id")


def row_of(task: Task, *, inside: bool = True) -> TaskRow:
    """A task fetched by `with_receivers`, with what is said of it; partners are not told of other teams."""
    late = bool(task.ends_on and task.ends_on < timezone.localdate() and not task.is_done)
    to = ", ".join(receivers_of(task)) if inside else str(task.campaign.owner)
    return TaskRow(task, holder_of(task), to, tuple(task_gaps(task)), late)


def workflow_of(campaign: Campaign, *, by: str = "team", team_ids: Sequence[int] | None = None) -> Workflow:
    """Three queries. `by` is "team" or "wave"."""
    tasks = with_receivers(tasks_of(campaign, team_ids))
    rows = tuple(row_of(task, inside=team_ids is None) for task in tasks)
    groups: dict[tuple[int, str], list[TaskRow]] = {}
    for row in rows:
        groups.setdefault(_group(row.task, by), []).append(row)
    return Workflow(tuple(Group(key[1], tuple(groups[key])) for key in sorted(groups)), rows)


def _group(task: Task, by: str) -> tuple[int, str]:
    if by == "wave":
        return (task.wave.number, str(task.wave)) if task.wave else (0, _("Toutes les vagues"))
    if task.team:
        return 1, task.team.name
    return (2, _("Sans équipe")) if task.assignee_id else (0, _("Personne encore"))
