"""What levelling a plan would change, as people read it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Task, Wave
from campaigns.scheduling import Schedule
from campaigns.selectors.plan_baseline import drift
from campaigns.selectors.plan_levelling import Answer, Hold, Problem, rows_held
from campaigns.selectors.plan_outlook import plan_outlook
from campaigns.selectors.plan_room import Load, Room, excess
from campaigns.selectors.plan_trial import Trial, plan_compared
from core.formatting import date_day, date_range, percent, working_days

_WEEK = timedelta(days=6)
#: Names said of a long list before the rest is counted.
_NAMED = 3


@dataclass(frozen=True)
class Move:
    """A task that would lie elsewhere, `days` working days later, and why."""

    task: Task
    before: str
    after: str
    days: int
    why: str


@dataclass(frozen=True)
class WeekLoad:
    """A team's week. `before` and `after` are the most people asked on a day this campaign asks for some
    (0: it asks for none); `missing_before` and `missing_after` on how many days that is more than the
    `people` there are."""

    team: str
    week: str
    people: int
    before: int
    after: int
    missing_before: int
    missing_after: int


@dataclass(frozen=True)
class Levelled:
    """`key` names this answer to this plan. `left` says which days stay too full, and what keeps them so."""

    key: str
    answer: Answer
    trial: Trial
    moves: list[Move]
    weeks: list[WeekLoad]
    left: list[str]
    gap: str
    cost: str

    @property
    def improvable(self) -> bool:
        """Whether a search could find anything better."""
        return bool(self.answer.holds) and (self.answer.days > self.answer.bound or self.answer.late > 0)

    @property
    def sentence(self) -> str:
        words = ngettext(
            "%(count)s tâche attendrait que son équipe soit libre.",
            "%(count)s tâches attendraient que leur équipe soit libre.",
            len(self.answer.holds),
        )
        return words % {"count": len(self.answer.holds)}


def levelled_of(problem: Problem, answer: Answer, waves: Sequence[Wave]) -> Levelled:
    """No query."""
    after = problem.dated(answer.not_before)
    loads = problem.load(problem.now), problem.load(after)
    trial = plan_compared(problem.campaign, problem.rows, rows_held(problem.rows, answer.not_before), waves)
    return Levelled(
        key=answer_key(problem, answer),
        answer=answer,
        trial=trial,
        moves=_moves(problem, answer, after),
        weeks=_weeks(problem.room, *loads),
        left=_left(problem, excess(loads[1], problem.room), after),
        gap=gap_words(answer.days, answer.bound),
        cost=_cost(problem, trial, waves),
    )


def answer_key(problem: Problem, answer: Answer) -> str:
    """Names an answer as long as the plan, and what it was reckoned from, stay what they are."""
    told = repr((problem.fingerprint, sorted(answer.not_before.items())))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def gap_words(days: int, bound: int) -> str:
    """How far from the best a plan of `days` may be, when none can take less than `bound`."""
    if days <= bound:
        return _("Aucun autre ordre ne finirait plus tôt.")
    share = Decimal(-(-100 * (days - bound) // max(bound, 1))) / 100
    return _("À %(share)s au plus du mieux possible.") % {"share": percent(share)}


def _cost(problem: Problem, trial: Trial, waves: Sequence[Wave]) -> str:
    """What waiting would do to the launches; empty when it costs them nothing."""
    now = plan_outlook(problem.campaign, problem.rows, waves, today=problem.room.today)
    lost = (trial.outlook.late_by if trial.outlook else 0) - (now.late_by if now else 0)
    if lost <= 0:
        return ""
    words = _("Attendre les équipes ferait perdre %(days)s au lancement : trouvez plutôt du renfort.")
    return words % {"days": working_days(lost)}


def _moves(problem: Problem, answer: Answer, after: Schedule) -> list[Move]:
    holds = {hold.task.pk: hold for hold in answer.holds}
    moves = []
    for task in problem.rows.tasks:
        old, new = problem.now.tasks[task.pk], after.tasks[task.pk]
        if (old.start, old.end) != (new.start, new.end):
            moves.append(
                Move(
                    task,
                    date_range(old.start, old.end),
                    date_range(new.start, new.end),
                    drift(old.end, new.end, problem.calendar),
                    _why(problem, holds.get(task.pk)),
                )
            )
    return moves


def _why(problem: Problem, hold: Hold | None) -> str:
    if hold is None:
        return _("suit ce qu’elle attend")
    if hold.eve is None or not hold.holders:
        return _("laisse passer ce qui presse plus")
    words = ngettext(
        "le %(day)s, %(team)s (%(people)s personne) travaille sur %(tasks)s",
        "le %(day)s, %(team)s (%(people)s personnes) travaille sur %(tasks)s",
        hold.capacity,
    )
    return words % {
        "day": date_day(hold.eve),
        "team": hold.task.team.name if hold.task.team else "",
        "people": hold.capacity,
        "tasks": _named(problem, hold.holders),
    }


def _named(problem: Problem, tasks: Iterable[Task]) -> str:
    """«Montage», «Affiche» (Rentrée) et 2 autres: tasks of other campaigns with theirs."""
    names = []
    for task in tasks:
        name = _("« %(task)s »") % {"task": task.name}
        if task.campaign_id != problem.campaign.pk:
            name = _("%(task)s (campagne %(campaign)s)") % {"task": name, "campaign": task.campaign.name}
        names.append(name)
    if len(names) <= _NAMED:
        return ", ".join(names)
    rest = len(names) - _NAMED
    words = ngettext("%(names)s et %(rest)s autre", "%(names)s et %(rest)s autres", rest)
    return words % {"names": ", ".join(names[:_NAMED]), "rest": rest}


def _weeks(room: Room, before: Load, after: Load) -> list[WeekLoad]:
    """Weeks where somebody is missing, or where the load changes, by team."""
    over = excess(before, room), excess(after, room)
    found = []
    for team in sorted({*over[0], *over[1]}, key=lambda pk: room.teams[pk].name):
        others = room.load.get(team, {})
        mine = before.get(team, {}), after.get(team, {})
        for monday in sorted({_monday(day) for days in mine for day in days}):
            row = WeekLoad(
                room.teams[team].name,
                date_range(monday, monday + _WEEK),
                room.teams[team].people_per_day,
                _peak(mine[0], others, monday),
                _peak(mine[1], others, monday),
                _count(over[0].get(team, {}), monday),
                _count(over[1].get(team, {}), monday),
            )
            if row.missing_before or row.missing_after or row.before != row.after:
                found.append(row)
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _peak(mine: Mapping[date, int], others: Mapping[date, int], monday: date) -> int:
    week = [monday + timedelta(days=number) for number in range(7)]
    return max((mine[day] + others.get(day, 0) for day in week if mine.get(day)), default=0)


def _count(days: Iterable[date], monday: date) -> int:
    return sum(1 for day in days if monday <= day <= monday + _WEEK)


def _left(problem: Problem, missing: Mapping[int, Mapping[date, int]], after: Schedule) -> list[str]:
    """Days that stay too full, a sentence for each team: which, and what stands there that cannot move."""
    sentences = []
    for team, days in sorted(missing.items()):
        first = min(days)
        fixed = [
            task
            for task in problem.rows.tasks
            if task.team_id == team and problem.room.asks(task) and _works(after, task, first)
        ]
        words = ngettext(
            "%(team)s : %(count)s jour reste trop chargé, le %(first)s, par %(tasks)s, "
            "en cours, à date fixée, à échéance ou d’une autre campagne.",
            "%(team)s : %(count)s jours restent trop chargés, à partir du %(first)s, par %(tasks)s, "
            "en cours, à date fixée, à échéance ou d’une autre campagne.",
            len(days),
        )
        others = problem.room.others.get(team, {}).get(first, [])
        sentences.append(
            words
            % {
                "team": problem.room.teams[team].name,
                "count": len(days),
                "first": date_day(first),
                "tasks": _named(problem, [*fixed, *others]),
            }
        )
    return sentences


def _works(plan: Schedule, task: Task, day: date) -> bool:
    return plan.tasks[task.pk].start <= day <= plan.tasks[task.pk].end
