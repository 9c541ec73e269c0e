"""Feasts, retail, schools, holidays and votes, against known dates of 2017 to 2028."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.moments import (
    FIRST_YEAR,
    LAST_YEAR,
    Kind,
    Moment,
    Status,
    YearOutOfRange,
    commercial_calendar,
    moments_between,
)

YEARS = st.integers(FIRST_YEAR, LAST_YEAR)


def by_key(year):
    return {row.key: row for row in commercial_calendar(year)}


def start(year, key):
    return by_key(year)[key].start.strftime("%m-%d")


KNOWN = {
    # key: first days of 2017, 2018 … 2028
    "black_friday": "11-24 11-23 11-29 11-27 11-26 11-25 11-24 11-29 11-28 11-27 11-26 11-24",
    "cyber_monday": "11-27 11-26 12-02 11-30 11-29 11-28 11-27 12-02 12-01 11-30 11-29 11-27",
    "fete_des_meres": "05-28 05-27 05-26 06-07 05-30 05-29 06-04 05-26 05-25 05-31 05-30 05-28",
    "fete_des_peres": "06-18 06-17 06-16 06-21 06-20 06-19 06-18 06-16 06-15 06-21 06-20 06-18",
    "fete_des_grands_meres": "03-05 03-04 03-03 03-01 03-07 03-06 03-05 03-03 03-02 03-01 03-07 03-05",
    "paques": "04-16 04-01 04-21 04-12 04-04 04-17 04-09 03-31 04-20 04-05 03-28 04-16",
    "saint_valentin": " ".join(["02-14"] * 12),
    "halloween": " ".join(["10-31"] * 12),
    "noel": " ".join(["12-25"] * 12),
}


@pytest.mark.parametrize("key", KNOWN)
def test_known_days(key):
    assert " ".join(start(year, key) for year in range(2017, 2029)) == KNOWN[key]


def test_black_friday_is_not_the_last_friday_of_november():
    assert by_key(2018)["black_friday"].start == date(2018, 11, 23)  # the last Friday was the 30th


def test_mothers_give_way_to_pentecost():
    assert [year for year in range(2017, 2029) if by_key(year)["fete_des_meres"].start.month == 6] == [
        2020,
        2023,
    ]


@given(YEARS)
def test_every_year_is_sound(year):
    rows = commercial_calendar(year)
    assert len({row.key for row in rows}) == len(rows)
    assert list(rows) == sorted(rows, key=lambda row: (row.start, row.end, row.key))
    assert all(row.source and row.name and row.zone for row in rows)
    assert all(row.start.year in (year, year - 1) for row in rows)
    assert {kind for kind in Kind if kind != Kind.ELECTION} <= {row.kind for row in rows}


@given(YEARS)
def test_soldes_start_on_a_wednesday_in_the_weeks_the_law_says(year):
    rows = by_key(year)
    winter, summer = rows["soldes_hiver"].start, rows["soldes_ete"].start
    assert winter.weekday() == summer.weekday() == 2
    if year not in (2020, 2021):
        assert date(year, 1, 6) <= winter <= date(year, 1, 12)
        assert date(year, 6, 22) <= summer <= date(year, 6, 28)


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1, 0, -5])
def test_years_beyond_are_refused(year):
    with pytest.raises(YearOutOfRange, match=str(year)):
        commercial_calendar(year)


class TestSchools:
    @pytest.mark.parametrize(
        ("key", "first", "last"),
        [
            # Arrêté of 16 April 2015
            ("vacances_hiver_a", date(2018, 2, 10), date(2018, 2, 25)),
            ("vacances_hiver_c", date(2018, 2, 17), date(2018, 3, 4)),
            ("vacances_hiver_b", date(2018, 2, 24), date(2018, 3, 11)),
            ("vacances_printemps_b", date(2018, 4, 21), date(2018, 5, 6)),
            ("vacances_toussaint", date(2017, 10, 21), date(2017, 11, 5)),
            # Arrêté of 7 July 2021
            ("vacances_hiver_b", date(2023, 2, 11), date(2023, 2, 26)),
            ("vacances_hiver_corse", date(2023, 2, 18), date(2023, 3, 5)),
            ("vacances_printemps_corse", date(2023, 4, 15), date(2023, 5, 1)),
            # Arrêté of 7 December 2022
            ("vacances_noel", date(2025, 12, 20), date(2026, 1, 4)),
            ("vacances_hiver_a", date(2026, 2, 7), date(2026, 2, 22)),
            ("vacances_hiver_corse", date(2026, 2, 14), date(2026, 3, 1)),
            ("vacances_printemps_c", date(2026, 4, 18), date(2026, 5, 3)),
            # Calendar of 2026-2027
            ("vacances_toussaint", date(2026, 10, 17), date(2026, 11, 1)),
            ("vacances_hiver_c", date(2027, 2, 6), date(2027, 2, 21)),
            ("vacances_printemps_b", date(2027, 4, 17), date(2027, 5, 2)),
        ],
    )
    def test_published_calendars(self, key, first, last):
        row = by_key(first.year)[key]
        assert (row.start, row.end, row.status) == (first, last, Status.OFFICIAL)

    def test_what_nobody_published_is_a_forecast(self):
        for year in (2029, 2035):
            rows = [row for row in commercial_calendar(year) if row.kind == Kind.SCHOOL]
            assert {row.status for row in rows} == {Status.FORECAST}
        assert by_key(2028)["vacances_hiver_a"].status == Status.FORECAST
        assert by_key(2024)["vacances_hiver_corse"].status == Status.FORECAST

    def test_zones_take_turns(self):
        order = ["".join(key[-1] for key in ("vacances_hiver_a", "vacances_hiver_b", "vacances_hiver_c")
                         if by_key(year)[key].start == min(by_key(year)[f"vacances_hiver_{zone}"].start
                                                           for zone in "abc"))
                 for year in range(2026, 2032)]  # fmt: skip
        assert "".join(order) == "acbacb"

    @given(YEARS)
    def test_every_zone_has_its_two_weeks(self, year):
        rows = [row for row in commercial_calendar(year) if row.family == "vacances_hiver"]
        assert sorted(zone for row in rows for zone in row.zone.split(", ")) == ["A", "B", "C", "corse"]
        assert all(row.end - row.start == timedelta(days=15) for row in rows)


class TestDaysOff:
    def test_bridges_follow_from_the_holidays(self):
        found = {row.key: (row.start, row.end) for row in commercial_calendar(2026) if row.family == "pont"}
        assert found == {
            "pont_jour_de_lan": (date(2026, 1, 1), date(2026, 1, 4)),
            "pont_ascension": (date(2026, 5, 14), date(2026, 5, 17)),
            "pont_fete_nationale": (date(2026, 7, 11), date(2026, 7, 14)),
        }

    def test_a_bridge_may_begin_the_year_before(self):
        assert by_key(2030)["pont_jour_de_lan"].start == date(2029, 12, 29)
        assert "pont_jour_de_lan" in {
            row.key for row in moments_between(date(2029, 12, 30), date(2029, 12, 31))
        }

    def test_places_with_more_holidays(self):
        rows = by_key(2027)
        assert rows["ferie_vendredi_saint"].zone == "57, 67, 68"
        guadeloupe = [row.start for row in rows.values() if row.zone == "971" and row.kind == Kind.DAY_OFF]
        assert guadeloupe == [date(2027, 5, 27)]  # neither Good Friday nor Mi-Carême, kept by custom only


def test_french_days_are_never_more_than_a_forecast():
    editions = [
        row for year in range(2015, 2031) for row in commercial_calendar(year) if "french_days" in row.key
    ]
    assert {row.status for row in editions} == {Status.FORECAST}
    assert min(row.start.year for row in editions) == 2018
    assert by_key(2020)["french_days_printemps"].start == date(2020, 5, 27)


def test_votes():
    assert by_key(2026)["municipales"].start == date(2026, 3, 15)
    assert by_key(2026)["municipales"].status == Status.OFFICIAL
    assert by_key(2027)["presidentielle"].status == Status.FORECAST


def test_a_window_has_what_shares_a_day_with_it():
    keys = {row.key for row in moments_between(date(2026, 1, 4), date(2026, 1, 7))}
    assert {"vacances_noel", "soldes_hiver", "soldes_hiver_lorraine"} <= keys
    assert "saint_valentin" not in keys
    assert moments_between(date(1990, 1, 1), date(1990, 12, 31)) == []
    assert moments_between(date(2200, 1, 1), date(2200, 12, 31)) == []


def test_a_moment_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        Moment("x", "X", date(2027, 2, 2), date(2027, 2, 1), "national", Status.RULE, "s", Kind.FEAST)
