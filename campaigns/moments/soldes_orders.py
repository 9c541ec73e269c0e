"""Orders (arrêtés) that moved the soldes of one year, and the years whose dates were checked.

{(year, season, place): order}; a place is NATIONAL or the key of a `Region`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .model import NATIONAL

Season = Literal["hiver", "ete"]


@dataclass(frozen=True, slots=True)
class Order:
    """What an order sets instead of the rule: a first day, a length in weeks, or both.

    `sure` is False where what was read about it does not agree.
    """

    source: str
    start: date | None = None
    weeks: int | None = None
    sure: bool = True


_POSTPONED_2021 = "Arrêté paru au JO du 29 décembre 2020 et arrêté du 15 février 2021 (JO du 16)"
_PROLONGED_2021 = "Arrêté du 15 février 2021 (JO du 16)"
_SUMMER_2021 = "Arrêté dérogatoire pour l’été 2021 (JORFARTI000043684545)"

ORDERS: dict[tuple[int, Season, str], Order] = {
    (2020, "ete", NATIONAL): Order("Arrêté du 10 juin 2020 (JO du 12)", date(2020, 7, 15)),
    # Put off by two weeks after the shops had been closed, then prolonged by two under the curfew.
    (2021, "hiver", NATIONAL): Order(_POSTPONED_2021, date(2021, 1, 20), 6),
    (2021, "hiver", "guadeloupe"): Order(_POSTPONED_2021, date(2021, 1, 20), 6),
    (2021, "hiver", "saint_pierre"): Order(_PROLONGED_2021, weeks=6),
    (2021, "hiver", "guyane"): Order(_PROLONGED_2021, weeks=6, sure=False),
    (2021, "ete", NATIONAL): Order(_SUMMER_2021, date(2021, 6, 30)),
    (2021, "ete", "moselle"): Order(_SUMMER_2021, date(2021, 6, 26)),
    (2022, "hiver", "guadeloupe"): Order("Arrêté du 29 décembre 2021", date(2022, 1, 12)),
    # One week more on the mainland, after the riots; places with dates of their own kept theirs.
    (2023, "ete", NATIONAL): Order("Arrêté du 6 juillet 2023 (JORFTEXT000047792782)", weeks=5),
}

_SERVICE_PUBLIC = "service-public.fr"
_MINISTRY = "economie.gouv.fr"

#: Who published the national dates of a season, where that was read; they agree with the rule's.
PUBLISHED: dict[tuple[int, Season], str] = {
    (2018, "hiver"): _SERVICE_PUBLIC,
    (2019, "ete"): _MINISTRY,
    (2022, "ete"): _SERVICE_PUBLIC,
    (2023, "hiver"): _SERVICE_PUBLIC,
    (2024, "hiver"): _SERVICE_PUBLIC,
    (2024, "ete"): _MINISTRY,
}
