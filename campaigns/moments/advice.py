"""Which day to launch: a score that is the sum of named parts, each with its weight.

The facts of each day are gathered by the caller; this module weighs them. A part is worth its weight at
most, in whole points, so that the parts shown always add up to the score shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class PartKey(StrEnum):
    """The parts of a score; the values are those of addresses."""

    DAYS = "jours"  # working days left, beside what the plan needs
    SLACK = "marge"  # working days the tightest task can slip
    COLLISIONS = "collisions"  # other campaigns on air for the same people
    MOMENT = "moment"  # how the commercial calendar suits the type
    SCHOOL = "vacances"  # zones whose families are away that week
    LOAD = "charge"  # days before the launch on which its teams have too much
    PAST = "resultats"  # promises kept by earlier campaigns of the type at that time of the year


DEFAULT_WEIGHTS: Mapping[PartKey, int] = {
    PartKey.DAYS: 10,
    PartKey.SLACK: 20,
    PartKey.COLLISIONS: 20,
    PartKey.MOMENT: 20,
    PartKey.SCHOOL: 10,
    PartKey.LOAD: 10,
    PartKey.PAST: 10,
}

#: Half as many days again as the plan needs, and two weeks of slack, are as good as any more.
_COMFORT, _EASE = 1.5, 10
#: What is not known counts for half.
_UNKNOWN = 0.5


class Obstacle(StrEnum):
    """Why a day cannot be the launch."""

    PAST = "past"
    DAY_OFF = "day_off"
    EMBARGO = "embargo"
    UNPREPARED = "unprepared"  # before the preparation starts
    LATE = "late"  # the plan misses it
    BEYOND = "beyond"  # dates no plan goes to


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What is known of a launch on `day`.

    `days_left` and `days_needed` are working days; `slack` too, None when nothing is left to do;
    `late_by` is how many are missing when the obstacle is LATE. `fits` are moments with how they suit the
    type (-2 … 2); `kept` of `promised` objectives were reached by earlier campaigns.
    `because` names what an obstacle is about (the holiday, the embargo).
    """

    day: date
    obstacle: Obstacle | None = None
    because: str = ""
    late_by: int = 0
    days_left: int = 0
    days_needed: int = 0
    slack: int | None = None
    collisions: tuple[str, ...] = ()
    fits: tuple[tuple[str, int], ...] = ()
    zones: tuple[str, ...] = ()
    zones_away: tuple[str, ...] = ()
    load_days: int = 0
    overloaded_days: int = 0
    kept: int = 0
    promised: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """`points` of `weight` earned by a part."""

    key: PartKey
    points: int
    weight: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible launch; `score` is the sum of its parts' points."""

    facts: DayFacts
    parts: tuple[Part, ...]
    score: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "score", sum(part.points for part in self.parts))

    @property
    def day(self) -> date:
        return self.facts.day


@dataclass(frozen=True, slots=True)
class Advice:
    """Days by score, the best first (of two as good, the earlier), and those that cannot be, by day."""

    ranked: tuple[Candidate, ...]
    infeasible: tuple[DayFacts, ...]
    most: int


def advise(days: Iterable[DayFacts], weights: Mapping[PartKey, int]) -> Advice:
    """Weigh the days. Weights are 0 or more; a part without one is left out."""
    weights = {key: weights[key] for key in PartKey if weights.get(key)}
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a weight is 0 or more")
    known = list(days)
    ranked = [_candidate(facts, weights) for facts in known if facts.obstacle is None]
    ranked.sort(key=lambda candidate: (-candidate.score, candidate.day))
    blocked = sorted((facts for facts in known if facts.obstacle), key=lambda facts: facts.day)
    return Advice(tuple(ranked), tuple(blocked), sum(weights.values()))


def value_of(key: PartKey, facts: DayFacts) -> float:
    """How good a day is for one part, from 0 to 1."""
    match key:
        case PartKey.DAYS:
            return _days(facts)
        case PartKey.SLACK:
            return 1.0 if facts.slack is None else min(1.0, max(0, facts.slack) / _EASE)
        case PartKey.COLLISIONS:
            return 1 / (1 + len(facts.collisions))
        case PartKey.MOMENT:
            return _moment(facts)
        case PartKey.SCHOOL:
            return 1 - len(facts.zones_away) / len(facts.zones) if facts.zones else 1.0
        case PartKey.LOAD:
            return 1 - facts.overloaded_days / facts.load_days if facts.load_days else 1.0
        case PartKey.PAST:
            return facts.kept / facts.promised if facts.promised else _UNKNOWN


def _candidate(facts: DayFacts, weights: Mapping[PartKey, int]) -> Candidate:
    parts = [Part(key, round(weight * value_of(key, facts)), weight) for key, weight in weights.items()]
    return Candidate(facts, tuple(parts))


def _days(facts: DayFacts) -> float:
    if not facts.days_needed:
        return 1.0
    spare = facts.days_left / facts.days_needed - 1
    return min(1.0, max(0.0, spare / (_COMFORT - 1)))


def _moment(facts: DayFacts) -> float:
    """The worst moment decides: a good one does not mend it. Without any, half."""
    scores = [score for _title, score in facts.fits]
    if not scores:
        return _UNKNOWN
    decides = min(scores) if min(scores) < 0 else max(scores)
    return (decides + 2) / 4
