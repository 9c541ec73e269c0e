"""The page «Quand lancer ?»: the advice in words, its drawing, and what a day would change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from campaigns.advice_words import PART_LABELS, obstacle_words, reason_words
from campaigns.models import Campaign, SignOffRequest
from campaigns.moments.advice import Advice, Candidate, DayFacts, Obstacle
from campaigns.scheduling import OutOfCalendar
from campaigns.selectors.launch_advice import Trial, launch_facts, launch_trial
from campaigns.signoff.standing import latest_requests
from core.formatting import date_long, date_range, date_short, working_days

#: Rows of the table before the rest is folded.
SHOWN = 10
#: The drawing, in its own units: a day's width, the height of a full score, room for texts.
DAY, TALL, TOP, FOOT = 12, 120, 22, 26
#: Days further apart than a long week-end are not in a row.
_SATURDAY, _NEXT = 5, 5


@dataclass(frozen=True)
class PartLine:
    label: str
    points: int
    weight: int
    reason: str


@dataclass(frozen=True)
class DayLine:
    """A possible day, its rank, and each part of its score with its reason."""

    day: date
    rank: int
    score: int
    parts: list[PartLine]
    current: bool
    url: str

    @property
    def strong(self) -> PartLine:
        """The part that earns the most of its weight."""
        return max(self.parts, key=lambda part: (part.points / part.weight, part.weight))

    @property
    def weak(self) -> PartLine:
        """The part that loses the most points."""
        return max(self.parts, key=lambda part: part.weight - part.points)


@dataclass(frozen=True)
class ChartBar:
    x: int
    y: int
    height: int
    css: str
    title: str


@dataclass(frozen=True)
class AdviceChart:
    """`best` and `launch` are the (x, words) of their labels; None when out of the window."""

    width: int
    height: int
    base: int
    bars: list[ChartBar]
    marks: list[tuple[int, str]]
    blocked: list[tuple[int, str]]
    months: list[tuple[int, str]]
    best: tuple[int, int, str] | None
    launch_x: int | None


@dataclass(frozen=True)
class BlockedRun:
    """Days in a row that cannot be, for one reason."""

    window: str
    why: str


@dataclass(frozen=True)
class AdvicePage:
    sentence: str
    most: int
    lines: list[DayLine]
    blocked: list[BlockedRun]
    chart: AdviceChart


def advice_page(
    campaign: Campaign, advice: Advice, first: date, last: date, url: Callable[[date], str]
) -> AdvicePage:
    """No query. `url(day)` is where a day's consequences are shown."""
    lines = [
        DayLine(
            candidate.day,
            rank,
            candidate.score,
            part_lines(candidate),
            candidate.day == campaign.launch_on,
            url(candidate.day),
        )
        for rank, candidate in enumerate(advice.ranked, start=1)
    ]
    chart = _chart(campaign, advice, first, last)
    return AdvicePage(_sentence(campaign, advice, lines), advice.most, lines, _runs(advice), chart)


def part_lines(candidate: Candidate) -> list[PartLine]:
    return [
        PartLine(
            str(PART_LABELS[part.key]), part.points, part.weight, reason_words(part.key, candidate.facts)
        )
        for part in candidate.parts
    ]


def _sentence(campaign: Campaign, advice: Advice, lines: list[DayLine]) -> str:
    if not lines:
        return _("Aucun jour de cette fenêtre ne convient : voyez pourquoi plus bas.")
    best = lines[0]
    named = {"day": date_long(best.day), "score": best.score, "most": advice.most}
    if best.current:
        return _("Le lancement prévu, %(day)s, est le meilleur jour : %(score)s points sur %(most)s.") % named
    planned = next((line for line in lines if line.current), None)
    said = _("Meilleur jour : %(day)s, %(score)s points sur %(most)s.") % named
    if planned is None:
        return said
    words = _("Le lancement prévu, le %(planned)s, en a %(points)s.")
    return f"{said} {words % {'planned': date_short(planned.day), 'points': planned.score}}"


def _runs(advice: Advice) -> list[BlockedRun]:
    """Days in a row told together. Week-ends are left out: nobody asks why a Sunday is not worked."""
    runs: dict[tuple[Obstacle | None, str], list[list[DayFacts]]] = {}
    for facts in advice.infeasible:
        if facts.obstacle == Obstacle.DAY_OFF and facts.day.weekday() >= _SATURDAY:
            continue
        alike = runs.setdefault((facts.obstacle, facts.because), [])
        if alike and (facts.day - alike[-1][-1].day).days <= _NEXT:
            alike[-1].append(facts)
        else:
            alike.append([facts])
    found = sorted((run for alike in runs.values() for run in alike), key=lambda run: run[0].day)
    return [BlockedRun(date_range(run[0].day, run[-1].day), _run_words(run)) for run in found]


def _run_words(run: list[DayFacts]) -> str:
    most, least = run[0].late_by, run[-1].late_by
    if run[0].obstacle != Obstacle.LATE or most == least:
        return obstacle_words(run[0])
    return _("il manque %(most)s le premier jour, %(least)s le dernier") % {
        "most": working_days(most),
        "least": least,
    }


def _chart(campaign: Campaign, advice: Advice, first: date, last: date) -> AdviceChart:
    base = TOP + TALL
    first = _drawn_from(campaign, advice, first, last)
    best = advice.ranked[0] if advice.ranked else None

    def x(day: date) -> int:
        return (day - first).days * DAY

    bars = []
    for candidate in sorted(advice.ranked, key=lambda each: each.day):
        height = round(TALL * candidate.score / advice.most) if advice.most else 0
        css = "bar" if candidate is best else "bar planned"
        words = _("%(day)s : %(score)s points") % {"day": date_long(candidate.day), "score": candidate.score}
        bars.append(ChartBar(x(candidate.day) + 1, base - height, height, css, words))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    top = next((bar for bar in bars if best and bar.x == x(best.day) + 1), None)
    return AdviceChart(
        width=len(days) * DAY,
        height=base + FOOT,
        base=base,
        bars=bars,
        marks=[(x(day) + 2, str(day.day)) for day in days if day.weekday() == 0],
        blocked=[
            (x(facts.day) + 1, f"{date_long(facts.day)} : {obstacle_words(facts)}")
            for facts in advice.infeasible
            if facts.day >= first
        ],
        months=[(x(day), date_short(day)) for day in days if day.day == 1],
        best=(top.x + DAY // 2, top.y - 6, str(best.score)) if top and best else None,
        launch_x=x(campaign.launch_on) + DAY // 2 if first <= campaign.launch_on <= last else None,
    )


def _drawn_from(campaign: Campaign, advice: Advice, first: date, last: date) -> date:
    """Where the drawing begins: days that cannot be are not drawn before the first that can."""
    shown = [candidate.day for candidate in advice.ranked]
    if first <= campaign.launch_on <= last:
        shown.append(campaign.launch_on)
    return max(first, min(shown) - timedelta(days=3)) if shown else first


@dataclass(frozen=True)
class Move:
    """A date that follows the launch, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Consequences:
    """What moving the launch to `day` does. `blocked` says why the day is not advised, or is empty."""

    day: date
    blocked: str
    moves: list[Move]
    fixed: int
    plan: str
    plan_tone: str
    collisions: tuple[str, ...]
    voids: str


def consequences(campaign: Campaign, day: date, zones: list[str]) -> Consequences | None:
    """None for a day no plan goes to, or the launch planned: there is nothing to change."""
    if day == campaign.launch_on:
        return None
    try:
        trial = launch_trial(campaign, day)
    except OutOfCalendar:
        return None
    facts = launch_facts(campaign, day, zones)
    moves = _moves(campaign, trial)
    outlook = trial.outlook
    plan, tone = "", "ok"
    if outlook and outlook.late_by:
        plan = _("Le planning ne tient pas : il manque %(days)s.") % {"days": working_days(outlook.late_by)}
        tone = "bad"
    elif outlook and outlook.margin is not None:
        plan = _("Le planning tient, avec %(days)s de marge.") % {"days": working_days(outlook.margin)}
    return Consequences(
        day=day,
        blocked=_blocked(facts),
        moves=moves,
        fixed=_fixed(campaign),
        plan=plan,
        plan_tone=tone,
        collisions=facts.collisions,
        voids=_voids(campaign),
    )


def _voids(campaign: Campaign) -> str:
    """What moving does to what was approved or asked; "" when nothing is."""
    alive = (SignOffRequest.Status.APPROVED, SignOffRequest.Status.OPEN)
    for kind in ("brief", "plan"):
        request = latest_requests([campaign.pk], kind).first()
        if request and request.status in alive:
            return _(
                "Le brief et le planning portent ces dates : "
                "les changer après une validation la rend périmée."
            )
    return ""


def _moves(campaign: Campaign, trial: Trial) -> list[Move]:
    moves = [Move(_("Lancement"), date_short(campaign.launch_on), date_short(trial.campaign.launch_on))]
    if campaign.ends_on and trial.campaign.ends_on:
        moves.append(Move(_("Fin"), date_short(campaign.ends_on), date_short(trial.campaign.ends_on)))
    before = {wave.pk: date_range(wave.goes_live_on, wave.ends_on) for wave in campaign.waves.all()}
    for wave in trial.waves:
        after = date_range(wave.goes_live_on, wave.ends_on)
        if before[wave.pk] != after:
            moves.append(Move(wave.name, before[wave.pk], after))
    return moves


def _fixed(campaign: Campaign) -> int:
    """Dates fixed in the plan that follow the launch."""
    tasks = campaign.tasks.exclude(status="done")
    return (tasks.filter(pinned_on__isnull=False) | tasks.filter(not_before__isnull=False)).count()


def _blocked(facts: DayFacts) -> str:
    return obstacle_words(facts) if facts.obstacle else ""
