"""The page «Quand lancer ?»: the advice in words, its drawing, and what a day would change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from campaigns.advice_words import PART_LABELS, obstacle_words, reason_words
from campaigns.models import Campaign
from campaigns.moments.advice import Advice, Candidate, DayFacts
from campaigns.scheduling import OutOfCalendar
from campaigns.selectors.launch_advice import launch_facts, launch_trial
from campaigns.selectors.waves import wave_edit_voids
from core.formatting import date_long, date_range, date_short, working_days

#: Rows of the table before the rest is folded.
SHOWN = 10
#: The drawing, in its own units: a day's width, the height of a full score, room for texts.
DAY, TALL, TOP, FOOT = 12, 120, 22, 26


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
    url: str


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
    chart = _chart(campaign, advice, first, last, url)
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
    """Week-ends apart: nobody asks why a Sunday is not worked."""
    runs: list[tuple[date, date, str]] = []
    for facts in advice.infeasible:
        if facts.day.weekday() >= 5 and not facts.because:
            continue
        why = obstacle_words(facts)
        if runs and runs[-1][2] == why and (facts.day - runs[-1][1]).days <= 3:
            runs[-1] = (runs[-1][0], facts.day, why)
        else:
            runs.append((facts.day, facts.day, why))
    return [BlockedRun(date_range(start, end), why) for start, end, why in runs]


def _chart(
    campaign: Campaign, advice: Advice, first: date, last: date, url: Callable[[date], str]
) -> AdviceChart:
    base = TOP + TALL
    best = advice.ranked[0] if advice.ranked else None

    def x(day: date) -> int:
        return (day - first).days * DAY

    bars = []
    for candidate in sorted(advice.ranked, key=lambda each: each.day):
        height = round(TALL * candidate.score / advice.most) if advice.most else 0
        css = "bar" if candidate is best else "bar planned"
        words = _("%(day)s : %(score)s points") % {"day": date_long(candidate.day), "score": candidate.score}
        bars.append(ChartBar(x(candidate.day) + 1, base - height, height, css, words, url(candidate.day)))
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
        ],
        months=[(x(day), date_short(day)) for day in days if day.day == 1],
        best=(top.x + DAY // 2, top.y - 6, str(best.score)) if top and best else None,
        launch_x=x(campaign.launch_on) + DAY // 2 if first <= campaign.launch_on <= last else None,
    )


@dataclass(frozen=True)
class Consequences:
    """What moving the launch to `day` does. `blocked` says why the day is not advised, or is empty."""

    day: date
    blocked: str
    moves: list[tuple[str, str, str]]
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
    before = {wave.pk: wave for wave in campaign.waves.all()}
    moves = [(_("Lancement"), date_short(campaign.launch_on), date_short(day))]
    if campaign.ends_on and trial.campaign.ends_on:
        moves.append((_("Fin"), date_short(campaign.ends_on), date_short(trial.campaign.ends_on)))
    for wave in trial.waves:
        old = before[wave.pk]
        if old.goes_live_on != wave.goes_live_on:
            moves.append(
                (
                    wave.name,
                    date_range(old.goes_live_on, old.ends_on),
                    date_range(wave.goes_live_on, wave.ends_on),
                )
            )
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
        voids=wave_edit_voids(campaign),
    )


def _fixed(campaign: Campaign) -> int:
    """Dates fixed in the plan that follow the launch."""
    tasks = campaign.tasks.exclude(status="done")
    return (tasks.filter(pinned_on__isnull=False) | tasks.filter(not_before__isnull=False)).count()


def _blocked(facts: DayFacts) -> str:
    return obstacle_words(facts) if facts.obstacle else ""
