"""The planning page: its rows in groups, its filters, its drawing. A fixed number of queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.access import CampaignAccess
from campaigns.models import Dependency, Task, Team, Wave
from campaigns.models.campaign import STEPS
from campaigns.selectors.lead_times import LeadTime, lasts, lead_times
from campaigns.selectors.plan import PlanRows, plan_rows, working_calendar
from campaigns.selectors.plan_baseline import Baseline, drift, plan_baseline
from campaigns.selectors.plan_chart import ZOOMS, Chart, plan_chart
from campaigns.selectors.plan_marks import DENSE
from campaigns.selectors.plan_outlook import Outlook, days_late, plan_outlook
from campaigns.selectors.plan_words import lead_words
from core.models import Role

#: Rows of the table on one page of a plan with more than `DENSE` tasks; a shorter one is on one page. The
#: drawing above shows the whole plan.
PER_PAGE = 50

_STATES = {"todo": "todo", "doing": "info", "blocked": "bad", "done": "ok"}


@dataclass(frozen=True)
class Filters:
    """What the address asks for. `wave` is a number, 0 for what serves them all; `by` groups the rows; `zoom`
    is one of plan_chart.ZOOMS, or fits the drawing to its room. `page` is that of the table, unless a `task`
    is looked for on it.
    """

    mine: bool = False
    late: bool = False
    wave: int | None = None
    team: int | None = None
    by: str = "vague"
    zoom: str = ""
    page: int = 1
    task: int | None = None

    @property
    def narrows(self) -> bool:
        return self.mine or self.late or self.wave is not None or self.team is not None


def filters_of(query: QueryDict) -> Filters:
    """Read the address; what means nothing is left out."""
    return Filters(
        mine=query.get("moi") == "1",
        late=query.get("retard") == "1",
        wave=_number(query.get("vague")),
        team=_number(query.get("equipe")),
        by="phase" if query.get("par") == "phase" else "vague",
        page=_number(query.get("page")) or 1,
        task=None if "page" in query else _number(query.get("tache")),
        zoom=zoom if (zoom := query.get("zoom", "")) in ZOOMS else "",
    )


@dataclass(frozen=True)
class Row:
    """A task as its row shows it. `expected` is set when it will really end later than planned.

    `before` and `after` are the neighbours in its group: where moving up or down puts it.
    """

    task: Task
    state: str
    said: str  # its status, in words
    late: int
    slack: int | None
    critical: bool
    expected: date | None
    waits: tuple[str, ...]
    may_say: bool
    days: int
    measure: str  # what its days rest on, when they are measured
    drift: int | None = None  # working days from the day it was signed for; None when it was not signed
    before: int | None = None
    after: int | None = None

    @property
    def key(self) -> str:
        return str(self.task.pk)

    @property
    def up_words(self) -> str:
        return _("Monter %(name)s") % {"name": self.task.name}

    @property
    def down_words(self) -> str:
        return _("Descendre %(name)s") % {"name": self.task.name}

    @property
    def menu_words(self) -> str:
        return _("Actions sur %(name)s") % {"name": self.task.name}

    @property
    def who(self) -> str:
        return " · ".join(filter(None, [self.task.team.name if self.task.team else "", self.person]))

    @property
    def person(self) -> str:
        """Who does it: of an approval, the stakeholder who gives it."""
        return self.task.approver.name if self.task.approver else _person(self.task)


@dataclass(frozen=True)
class Group:
    """`total` tasks, `done` of them; `rows` are those on this page."""

    key: str
    label: str
    detail: date | None
    rows: list[Row]
    done: int
    total: int


@dataclass(frozen=True)
class Counts:
    """Of the tasks this reader may see; milestones count."""

    total: int
    done: int
    late: int
    blocked: int
    milestones: int


@dataclass(frozen=True)
class Board:
    """`address` is where tasks live: «…/planning/taches/»; a page of hundreds writes theirs by hand."""

    address: str
    rows: PlanRows
    waves: list[Wave]
    teams: list[Team]
    filters: Filters
    groups: list[Group]
    page: Page[Task]
    shown: int
    counts: Counts
    outlook: Outlook | None
    chart: Chart | None
    names: Mapping[int, Task]
    baseline: Baseline | None = None

    @property
    def empty(self) -> bool:
        return not self.rows.tasks


def tasks_address(access: CampaignAccess) -> str:
    """«…/planning/taches/», under which each task lives: reversing hundreds of addresses takes long."""
    add = reverse("campaigns:task-add", args=[access.workspace.slug, access.campaign.reference])
    return add.removesuffix("ajouter/")


def plan_board(access: CampaignAccess, filters: Filters, *, whole: bool = False) -> Board:
    """Everything the page shows, in five queries, a sixth with measured approvals. A partner sees only the
    tasks of their teams, and nothing of what binds the others. `whole` has every row on one page."""
    campaign, today = access.campaign, timezone.localdate()
    everything = plan_rows(campaign)
    waves = list(campaign.waves.order_by("number"))
    outlook = plan_outlook(campaign, everything, waves, today=today)
    seen = [task for task in everything.tasks if may_see(access, task)]
    calendar = working_calendar(campaign.workspace)
    late = {task.pk: days_late(task, calendar, today) for task in seen}
    shown = [task for task in seen if _kept(task, filters, access, late)]
    waits = _waits(everything.links, {task.pk: task for task in seen})
    baseline = plan_baseline(campaign, everything.tasks)
    signed = baseline.days if baseline else {}
    leads = lead_times(campaign.workspace, everything.tasks)

    def row(task: Task) -> Row:
        moved = (
            drift(signed[task.pk][1], task.ends_on, calendar) if task.pk in signed and task.ends_on else None
        )
        made = _row(task, access, outlook, late[task.pk], waits.get(task.pk, ()), leads)
        return replace(made, drift=moved)

    sections = _sections(shown, waves, filters)
    page = _page_of([task for section in sections for task in section.tasks], filters, whole=whole)
    return Board(
        address=tasks_address(access),
        rows=PlanRows(seen, everything.links),
        waves=waves,
        teams=sorted({task.team for task in seen if task.team}, key=lambda team: team.name),
        filters=filters,
        groups=_groups(sections, page, row),
        page=page,
        shown=len(shown),
        counts=_counts(seen, late),
        outlook=None if access.membership.team_only else outlook,
        chart=plan_chart(
            campaign,
            shown,
            everything.links,
            waves,
            outlook,
            late,
            today=today,
            signed=signed,
            measures={pk: lead_words(lead) for pk, lead in leads.items()},
            zoom=filters.zoom,
        ),
        names={task.pk: task for task in everything.tasks},
        baseline=baseline,
    )


def may_see(access: CampaignAccess, task: Task) -> bool:
    return not access.membership.team_only or task.team_id in access.team_ids


def may_say(access: CampaignAccess, task: Task) -> bool:
    """Who may say where a task stands: contributors, and partners for their own teams' tasks."""
    return access.covers(Role.CONTRIBUTOR) and may_see(access, task)


def _kept(task: Task, filters: Filters, access: CampaignAccess, late: Mapping[int, int]) -> bool:
    if filters.mine and task.assignee_id != access.membership.pk:
        return False
    if filters.late and not (late[task.pk] or task.status == Task.Status.BLOCKED):
        return False
    if filters.team is not None and task.team_id != filters.team:
        return False
    return filters.wave is None or (task.wave.number if task.wave else 0) == filters.wave


def _row(
    task: Task,
    access: CampaignAccess,
    outlook: Outlook | None,
    late: int,
    waits: tuple[str, ...],
    leads: Mapping[int, LeadTime],
) -> Row:
    really = outlook.ends_on(task) if outlook and not task.is_done else None
    return Row(
        task=task,
        state=_STATES[task.status],
        said=str(Task.Status(task.status).label),
        late=late,
        slack=outlook.slack(task) if outlook else None,
        critical=bool(outlook and task.pk in outlook.critical),
        expected=really if really and task.ends_on and really > task.ends_on else None,
        waits=waits,
        may_say=may_say(access, task),
        days=lasts(task, leads),
        measure=lead_words(leads.get(task.pk)),
    )


def _waits(links: Iterable[Dependency], among: Mapping[int, Task]) -> dict[int, tuple[str, ...]]:
    """What each task waits for, in words; only tasks the reader may see are named."""
    found: dict[int, tuple[str, ...]] = {}
    for link in links:
        before = among.get(link.predecessor_id)
        if before is not None:
            found[link.successor_id] = (*found.get(link.successor_id, ()), before.name)
    return found


@dataclass(frozen=True)
class _Section:
    key: str
    label: str
    detail: date | None
    tasks: list[Task]


def _sections(tasks: Iterable[Task], waves: Sequence[Wave], filters: Filters) -> list[_Section]:
    if filters.by == "phase":
        found = {step.value: _Section(step.value, str(step.label), None, []) for step in STEPS}
    else:
        found = {"0": _Section("0", _("Pour toute la campagne"), None, [])}
        for wave in waves:
            key, label = str(wave.number), f"{wave.number} · {wave.name}"
            found[key] = _Section(key, label, wave.goes_live_on, [])
    for task in tasks:
        wave_key = str(task.wave.number if task.wave else 0)
        found[task.phase if filters.by == "phase" else wave_key].tasks.append(task)
    return [section for section in found.values() if section.tasks]


def _page_of(tasks: Sequence[Task], filters: Filters, *, whole: bool) -> Page[Task]:
    """The page asked for, the one a task lies on when one is looked for, or the nearest there is."""
    pages = Paginator(tasks, max(1, len(tasks)) if whole or len(tasks) <= DENSE else PER_PAGE)
    place = next((place for place, task in enumerate(tasks) if task.pk == filters.task), None)
    return pages.get_page(filters.page if place is None else place // pages.per_page + 1)


def _groups(sections: Iterable[_Section], page: Page[Task], row: Callable[[Task], Row]) -> list[Group]:
    on_page = {task.pk for task in page.object_list}
    groups = []
    for section in sections:
        neighbours = zip([None, *section.tasks], section.tasks, [*section.tasks[1:], None], strict=False)
        rows = [
            replace(row(task), before=before.pk if before else None, after=after.pk if after else None)
            for before, task, after in neighbours
            if task.pk in on_page
        ]
        if rows:
            done = sum(task.is_done for task in section.tasks)
            groups.append(Group(section.key, section.label, section.detail, rows, done, len(section.tasks)))
    return groups


def _counts(tasks: Sequence[Task], late: Mapping[int, int]) -> Counts:
    return Counts(
        total=len(tasks),
        done=sum(task.is_done for task in tasks),
        late=sum(1 for task in tasks if late[task.pk]),
        blocked=sum(task.status == Task.Status.BLOCKED for task in tasks),
        milestones=sum(task.is_milestone for task in tasks),
    )


def _person(task: Task) -> str:
    return task.assignee.user.name if task.assignee else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None
