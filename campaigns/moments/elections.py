"""Nation-wide votes. Data, not a rule: governments set the days, and a workspace can add the next ones."""

from collections.abc import Iterator
from datetime import date

from .model import NATIONAL, Kind, Moment, Status

_OFFICIAL, _RULE, _FORECAST = Status.OFFICIAL, Status.RULE, Status.FORECAST

#: (key, name, first day of voting, last, status, source). OFFICIAL: the decree or its announcement was read.
_VOTES: tuple[tuple[str, str, date, date, Status, str], ...] = (
    (
        "presidentielle", "Élection présidentielle", date(2017, 4, 23), date(2017, 5, 7), _OFFICIAL,
        "Conseil des ministres ; Constitution, art. 7",
    ),
    (
        "legislatives", "Élections législatives", date(2017, 6, 11), date(2017, 6, 18), _OFFICIAL,
        "Conseil des ministres",
    ),
    ("europeennes", "Élections européennes", date(2019, 5, 26), date(2019, 5, 26), _RULE, "Date tenue"),
    (
        "municipales", "Élections municipales (premier tour)", date(2020, 3, 15), date(2020, 3, 15),
        _OFFICIAL, "Décret n° 2019-928 du 4 septembre 2019",
    ),
    (
        "municipales_second_tour", "Élections municipales (second tour)", date(2020, 6, 28),
        date(2020, 6, 28), _RULE, "Date tenue, après report du 22 mars",
    ),
    (
        "regionales", "Élections régionales et départementales", date(2021, 6, 20), date(2021, 6, 27),
        _OFFICIAL, "Décret n° 2021-483 du 21 avril 2021",
    ),
    (
        "presidentielle", "Élection présidentielle", date(2022, 4, 10), date(2022, 4, 24), _OFFICIAL,
        "Conseil des ministres du 13 juillet 2021 ; Constitution, art. 7",
    ),
    (
        "legislatives", "Élections législatives", date(2022, 6, 12), date(2022, 6, 19), _OFFICIAL,
        "Conseil des ministres du 13 juillet 2021",
    ),
    ("europeennes", "Élections européennes", date(2024, 6, 9), date(2024, 6, 9), _RULE, "Date tenue"),
    (
        "legislatives", "Élections législatives", date(2024, 6, 30), date(2024, 7, 7), _OFFICIAL,
        "Décret de convocation des électeurs du 9 juin 2024",
    ),
    (
        "municipales", "Élections municipales", date(2026, 3, 15), date(2026, 3, 22), _OFFICIAL,
        "Décret n° 2025-848 du 27 août 2025",
    ),
    (
        # 20 to 35 days before the president's term ends on 13 May 2027: a first round on 11 or 18 April.
        "presidentielle", "Élection présidentielle", date(2027, 4, 11), date(2027, 4, 25), _FORECAST,
        "Constitution, art. 7 : premier tour entre le 8 et le 23 avril 2027 ; décret à vérifier",
    ),
)  # fmt: skip


def elections(year: int) -> Iterator[Moment]:
    """The votes of a year, from the first day of voting to the last."""
    for key, name, start, end, status, source in _VOTES:
        if start.year == year:
            yield Moment(key, name, start, end, NATIONAL, status, source, Kind.ELECTION)
