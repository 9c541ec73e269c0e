"""French public holidays against the law, not against the package that computes them."""

from datetime import date, timedelta

import pytest

from campaigns.scheduling import AmbiguousSubdivision, UnknownCountry, UnknownSubdivision, WorkingCalendar
from campaigns.scheduling.public_holidays import public_holidays

# Code du travail, art. L3133-1: dates that do not move, as (month, day).
FIXED = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
# Days after Easter Sunday: Easter Monday, Ascension, Whit Monday.
MOVABLE = [1, 39, 50]


def easter(year: int) -> date:
    """Easter Sunday, by the algorithm of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def legal(year: int) -> set[date]:
    moving = {easter(year) + timedelta(days=days) for days in MOVABLE}
    return {date(year, month, day) for month, day in FIXED} | moving


def holidays_of(subdivision: str | None, year: int) -> set[date]:
    """The holidays of a place as its calendar has them, days of the week apart."""
    calendar = WorkingCalendar("FR", subdivision)
    return set(public_holidays(calendar.country, calendar.subdivision, year))


@pytest.mark.parametrize("year", range(2017, 2036))
def test_mainland_holidays_are_the_eleven_of_the_law(year):
    assert holidays_of(None, year) == legal(year)


@pytest.mark.parametrize("year", [2026, 2027, 2028])
@pytest.mark.parametrize("place", ["57", "67", "68", "6AE", "Alsace-Moselle", "alsace", "Moselle"])
def test_alsace_and_moselle_have_good_friday_and_26_december_more(place, year):
    local = {easter(year) - timedelta(days=2), date(year, 12, 26)}

    assert holidays_of(place, year) == legal(year) | local


def test_26_december_is_worked_elsewhere():
    saint_stephen = date(2028, 12, 26)

    assert WorkingCalendar().is_working_day(saint_stephen)
    assert not WorkingCalendar(subdivision="67").is_working_day(saint_stephen)


@pytest.mark.parametrize("department", ["01", "2A", "2b", "54", "75", "88", "95", "Métropole", " 33 ", ""])
def test_other_departments_of_the_mainland_have_no_holiday_of_their_own(department):
    assert WorkingCalendar(subdivision=department) == WorkingCalendar()


@pytest.mark.parametrize(
    ("place", "abolition"),
    [
        ("971", (5, 27)),
        ("972", (5, 22)),
        ("973", (6, 10)),
        ("974", (12, 20)),
        ("976", (4, 27)),
        ("977", (10, 9)),
        ("978", (5, 28)),
        ("GF", (6, 10)),
        ("RE", (12, 20)),
    ],
)
def test_overseas_only_the_abolition_of_slavery_is_a_holiday_more(place, abolition):
    """Code du travail, art. L3422-2: Mi-Carême, Good Friday and Schœlcher's day are kept by custom only."""
    assert holidays_of(place, 2026) == legal(2026) | {date(2026, *abolition)}


def test_an_overseas_territory_can_be_named_as_a_country():
    assert WorkingCalendar("GP") == WorkingCalendar("FR", "971") == WorkingCalendar("fr", "guadeloupe")


def test_grand_est_is_not_taken_for_the_mainland():
    with pytest.raises(AmbiguousSubdivision) as caught:
        WorkingCalendar(subdivision="GES")

    assert caught.value.choices == (None, "6AE", "57")


@pytest.mark.parametrize("place", ["Zone A", "96", "20000", "Bretagne"])
def test_what_is_not_a_place_with_holidays_is_refused(place):
    with pytest.raises(UnknownSubdivision) as caught:
        WorkingCalendar(subdivision=place)

    assert (caught.value.country, caught.value.subdivision) == ("FR", place)


def test_an_unknown_country_is_refused():
    with pytest.raises(UnknownCountry) as caught:
        WorkingCalendar("XX")

    assert caught.value.country == "XX"


def test_a_subdivision_needs_a_country():
    with pytest.raises(UnknownSubdivision):
        WorkingCalendar(None, "67")


def test_a_neighbour_has_its_own_holidays():
    assert not WorkingCalendar("DE", "BY").is_working_day(date(2026, 1, 6))
    assert WorkingCalendar("DE").is_working_day(date(2026, 1, 6))
    with pytest.raises(UnknownSubdivision):
        WorkingCalendar("DE", "67")


def test_holidays_have_their_french_names():
    calendar = WorkingCalendar()

    assert calendar.holiday_name(date(2026, 5, 14)) == "Ascension"
    assert calendar.holiday_name(date(2026, 5, 15)) is None


def test_the_1_may_and_ascension_can_be_one_day():
    assert holidays_of(None, 2008) == legal(2008)
    assert len(legal(2008)) == 10
