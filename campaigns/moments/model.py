"""What the commercial calendar is made of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: Holds everywhere, shops and online alike.
NATIONAL = "national"


class Status(StrEnum):
    """How sure a date is."""

    OFFICIAL = "official"  # published for that very year, and checked
    RULE = "rule"  # reckoned by a rule in force, or by a custom that does not vary
    FORECAST = "forecast"  # neither: to be confirmed


class Kind(StrEnum):
    """What a moment is to a marketer."""

    SALES = "sales"  # people wait for discounts
    FEAST = "feast"  # people give presents or celebrate
    SEASON = "season"  # a stretch of the year with habits of its own
    SCHOOL = "school"  # families are away
    DAY_OFF = "day_off"  # public holidays and the bridges beside them
    ELECTION = "election"  # the country listens to something else


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment from `start` to `end`, both included.

    `key` is the only one of its name in a year; `family` gathers the same moment in several zones
    (`soldes_hiver` in Lorraine). `zone` is NATIONAL, department numbers, or a school zone. `note` says, in
    French, what the dates alone do not.
    """

    key: str
    name: str
    start: date
    end: date
    zone: str
    status: Status
    source: str
    kind: Kind
    family: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.key} ends on {self.end}, before it starts on {self.start}")
        if not self.family:
            object.__setattr__(self, "family", self.key)

    def overlaps(self, start: date, end: date) -> bool:
        """Whether it shares a day with `start` … `end`, both included."""
        return self.start <= end and self.end >= start
