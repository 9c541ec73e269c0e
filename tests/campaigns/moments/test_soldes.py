"""The soldes against the dates announced for 2017 to 2028, of the whole country and of its exceptions."""

from datetime import date

import pytest

from campaigns.moments import Status, commercial_calendar


def moment(year, key):
    return next(row for row in commercial_calendar(year) if row.key == key)


def days(year, key):
    row = moment(year, key)
    return row.start.isoformat(), row.end.isoformat()


def keys(year):
    return {row.key for row in commercial_calendar(year)}


@pytest.mark.parametrize(
    ("year", "winter", "summer"),
    [
        (2017, ("01-11", "02-21"), ("06-28", "08-08")),
        (2018, ("01-10", "02-20"), ("06-27", "08-07")),
        (2019, ("01-09", "02-19"), ("06-26", "08-06")),
        (2020, ("01-08", "02-04"), ("07-15", "08-11")),  # four weeks from here; summer put off
        (2021, ("01-20", "03-02"), ("06-30", "07-27")),  # put off, and winter prolonged
        (2022, ("01-12", "02-08"), ("06-22", "07-19")),  # the last Wednesday is the 29th: the one before
        (2023, ("01-11", "02-07"), ("06-28", "08-01")),  # a fifth week in summer
        (2024, ("01-10", "02-06"), ("06-26", "07-23")),
        (2025, ("01-08", "02-04"), ("06-25", "07-22")),
        (2026, ("01-07", "02-03"), ("06-24", "07-21")),  # the second Wednesday is the 14th: the first
        (2027, ("01-06", "02-02"), ("06-23", "07-20")),
        (2028, ("01-12", "02-08"), ("06-28", "07-25")),
    ],
)
def test_the_national_dates(year, winter, summer):
    assert days(year, "soldes_hiver") == tuple(f"{year}-{day}" for day in winter)
    assert days(year, "soldes_ete") == tuple(f"{year}-{day}" for day in summer)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("hiver_lorraine", "2017-01-02 02-12, 2018-01-02 02-12, 2020-01-02 01-29, 2022-01-03 01-30"),
        ("hiver_lorraine", "2023-01-02 01-29, 2024-01-02 01-29"),
        ("hiver_guadeloupe", "2017-01-07 02-17, 2021-01-20 03-02, 2022-01-12 02-08, 2024-01-06 02-02"),
        ("hiver_guyane", "2017-01-04 02-14, 2020-01-01 01-28"),
        ("hiver_saint_pierre", "2017-01-18 02-28, 2020-01-22 02-18, 2022-01-19 02-15"),
        ("hiver_iles_du_nord", "2017-05-06 06-16, 2020-05-02 05-29, 2024-05-04 05-31"),
        ("hiver_reunion", "2018-09-01 10-12, 2020-09-05 10-02, 2024-09-07 10-04"),
        ("ete_reunion", "2017-02-04 03-17, 2020-02-01 02-28, 2023-02-04 03-03"),
        ("ete_alpes_maritimes", "2018-07-04 08-14, 2021-07-07 08-03, 2022-07-06 08-02"),
        ("ete_pyrenees_orientales", "2018-07-04 08-14, 2019-07-03 08-13"),
        ("ete_corse", "2019-07-10 08-20, 2022-07-13 08-09, 2025-07-09 08-05"),
        ("ete_saint_pierre", "2018-07-18 08-28, 2023-07-19 08-15, 2025-07-16 08-12"),
        ("ete_guadeloupe", "2018-09-29 11-09, 2020-09-26 10-23, 2024-09-28 10-25"),
        ("ete_martinique", "2018-10-04 11-14, 2023-10-05 11-01, 2024-10-03 10-30"),
        ("ete_iles_du_nord", "2019-10-12 11-22, 2020-10-10 11-06, 2023-10-14 11-10"),
        ("ete_moselle", "2021-06-26 07-23"),
    ],
)
def test_places_with_dates_of_their_own(place, expected):
    for period in expected.split(", "):
        start, end = period.split()
        year = start[:4]
        assert days(int(year), f"soldes_{place}") == (start, f"{year}-{end}")


def test_exceptions_end():
    assert "soldes_ete_pyrenees_orientales" in keys(2021)
    assert "soldes_ete_pyrenees_orientales" not in keys(2022)
    assert "soldes_ete_alpes_maritimes" in keys(2022)
    assert "soldes_ete_alpes_maritimes" not in keys(2023)
    assert not {"soldes_hiver_guyane", "soldes_ete_guyane"} & keys(2023)
    assert "soldes_ete_moselle" not in keys(2020) | keys(2022)


def test_the_mainland_kept_together_when_dates_were_put_off():
    mainland = {"soldes_ete_corse", "soldes_ete_alpes_maritimes", "soldes_ete_pyrenees_orientales"}
    assert not mainland & keys(2020)
    assert "soldes_hiver_lorraine" not in keys(2021)


def test_a_saturday_opens_shops_in_lorraine_and_a_sunday_does_not():
    assert moment(2027, "soldes_hiver_lorraine").start == date(2027, 1, 2)
    assert date(2027, 1, 2).weekday() == 5
    assert moment(2033, "soldes_hiver_lorraine").start == date(2033, 1, 3)


def test_only_what_was_published_is_official():
    assert moment(2020, "soldes_ete").status == Status.OFFICIAL
    assert "10 juin 2020" in moment(2020, "soldes_ete").source
    assert moment(2023, "soldes_ete").status == Status.OFFICIAL
    assert moment(2028, "soldes_ete").status == Status.RULE
    assert "L310-3" in moment(2028, "soldes_ete").source
    # Two accounts of it disagree.
    assert moment(2021, "soldes_hiver_guyane").status == Status.RULE


def test_selling_online_follows_the_national_dates():
    assert "en ligne" in moment(2027, "soldes_hiver").note
    assert moment(2027, "soldes_hiver").zone == "national"
    assert "suit les dates nationales" in moment(2027, "soldes_ete_corse").note
