"""Days, spans and the periods that reports declare."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.importers import Order, Period
from tracking.importers.dates import (
    DateEvidence,
    declared_periods,
    parse_day,
    parse_day_or_longer,
    parse_month,
    parse_span,
    parse_week,
)
from tracking.importers.problems import CellRefusedError

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
plausible = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-02",
        "2026/03/02",
        "20260302",
        20260302,
        "2026030214",
        "2026-03-02T00:00:00Z",
        "2026-03-02 00:00:00+01:00",
        "2 mars 2026",
        "lundi 2 mars 2026",
        "02-mars-26",
        "Mar 2, 2026",
        "March 2nd, 2026",
        "Mar 02, 2026 09:30 am",
        "2 March 2026",
        "02.03.2026",
        date(2026, 3, 2),
        datetime(2026, 3, 2, 9, 30),
    ],
)
def test_needs_no_help(cell):
    assert parse_day(cell, None) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("12 janv. 2027", 1),
        ("12 févr. 2027", 2),
        ("12 fevrier 2027", 2),
        ("12 juin 2027", 6),
        ("12 juil. 2027", 7),
        ("12 août 2027", 8),
        ("12 sept. 2027", 9),
        ("12 déc. 2027", 12),
        ("Jan 12, 2027", 1),
        ("Sept 12, 2027", 9),
    ],
)
def test_knows_the_months_of_both_languages(cell, month):
    assert parse_day(cell, None) == date(2027, month, 12)


def test_first_of_the_month_in_french():
    assert parse_day("1er août 2026", None) == date(2026, 8, 1)


def test_order_of_day_and_month_is_an_argument():
    assert parse_day("03/04/2026 09:30", Order.DAY_FIRST) == date(2026, 4, 3)
    assert parse_day("03/04/2026", Order.MONTH_FIRST) == date(2026, 3, 4)
    assert parse_day("04/04/2026", None) == date(2026, 4, 4)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/2026", "impossible_date"),
        ("2026-02-30", "impossible_date"),
        ("03/04/2026", "impossible_date"),
        ("0026-03-02", "impossible_date"),
        ("bientôt", "not_a_date"),
        ("2026-03-02 environ", "not_a_date"),
        ("", "not_a_date"),
        (None, "not_a_date"),
        (46082, "not_a_date"),
        (True, "not_a_date"),
        ("x" * 500 + "2026-03-02", "not_a_date"),
    ],
)
def test_refuses(cell, code):
    with pytest.raises(CellRefusedError) as refused:
        parse_day(cell, None)
    assert refused.value.code == code


@pytest.mark.parametrize("cell", ["mars 2026", "Mar 2026", "2026-03", "03/2026", "2026-03-01", "1 mars 2026"])
def test_months_are_spans(cell):
    assert parse_month(cell, None) == MARCH


@pytest.mark.parametrize("cell", ["2026-13", "2026-03-15", "mois de mars"])
def test_what_is_no_month_is_refused(cell):
    with pytest.raises(CellRefusedError):
        parse_month(cell, None)


@pytest.mark.parametrize("cell", ["2026-03-02", "2 mars 2026", "2026-W10", "2026 S10"])
def test_weeks_are_named_by_their_first_day_or_number(cell):
    assert parse_week(cell, None) == Period(date(2026, 3, 2), date(2026, 3, 8))


@pytest.mark.parametrize("cell", ["mars 2026", "2026-03-01 - 2026-03-31", "2026-03"])
def test_a_column_of_days_may_hold_longer_spans(cell):
    assert parse_day_or_longer(cell, None) == MARCH
    assert parse_day_or_longer("2026-03-02", None).is_one_day


@pytest.mark.parametrize("cell", ["31/02/2026", "bientôt", "2026-W54"])
def test_a_day_that_is_none_stays_refused(cell):
    for parse in (parse_day_or_longer, parse_week):
        with pytest.raises(CellRefusedError):
            parse(cell, None)


@pytest.mark.parametrize("cell", ["2026-03-01 - 2026-03-31", "01/03/2026 - 31/03/2026"])
def test_spans_hold_both_ends(cell):
    assert parse_span(cell, None) == MARCH


def test_a_day_is_a_span_of_one():
    assert parse_span("2026-03-01", None) == Period(date(2026, 3, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    "lines",
    [
        ["Rapport sur les campagnes", "1 mars 2026 - 31 mars 2026"],
        ["Campaign report", "March 1, 2026 - March 31, 2026"],
        ["1. March 2026 - 31. March 2026"],
        ["# Date de début : 20260301", "# Date de fin : 20260331"],
        ["# Start date: 20260301", "# End date: 20260331"],
        ["# 20260301-20260331"],
        ["Report Time: 3/1/2026,3/31/2026", "Last Completed Available Day: 4/1/2026 3:20:00 AM (GMT)"],
        [
            "Début du rapport : 1 mars 2026 à 00:00",
            "Fin du rapport : 31 mars 2026 à 23:59",
            "Date de génération : 1 avril 2026 à 08:12",
        ],
        ["Report Start: March 1, 2026, 12:00 AM", "Report End: March 31, 2026, 11:59 PM"],
    ],
)
def test_reads_the_declared_period(lines):
    assert declared_periods(lines) == [MARCH]


def test_a_single_date_declares_nothing():
    assert declared_periods(["Export", "2026-04-01", "Date Generated: April 1, 2026"]) == []


def test_an_ambiguous_range_needs_the_platform():
    line = ["Report Time: 3/1/2026,3/2/2026"]
    assert declared_periods(line) == []
    assert declared_periods(line, Order.MONTH_FIRST) == [Period(date(2026, 3, 1), date(2026, 3, 2))]


def test_two_ranges_are_both_reported():
    february = Period(date(2026, 2, 1), date(2026, 2, 28))
    assert declared_periods(["1 mars 2026 - 31 mars 2026", "1 févr. 2026 - 28 févr. 2026"]) == [
        MARCH,
        february,
    ]


def evidence(*cells: str) -> DateEvidence:
    found = DateEvidence()
    for line, cell in enumerate(cells, 2):
        found.see(cell, line)
    return found


def test_a_thirteenth_proves_the_order():
    assert evidence("03/04/2026", "13/04/2026").proof == {Order.DAY_FIRST: 3}
    assert evidence("03/04/2026", "04/13/2026").proof == {Order.MONTH_FIRST: 3}
    assert evidence("13/04/2026", "04/13/2026").proof == {Order.DAY_FIRST: 2, Order.MONTH_FIRST: 3}


def test_the_declared_period_may_prove_the_order():
    found = evidence("03/01/2026", "03/09/2026")
    assert found.doubt == (2, "03/01/2026")
    assert found.order_within(MARCH) == Order.MONTH_FIRST
    assert found.order_within(Period(date(2026, 1, 1), date(2026, 12, 31))) is None
    assert found.order_within(None) is None


@given(plausible)
def test_every_writing_of_a_day_is_read_back(day):
    for written in (day.isoformat(), f"{day:%Y%m%d}", f"{day:%d.%m.%Y}", f"{day:%B} {day.day}, {day.year}"):
        assert parse_day(written, None) == day
    assert parse_day(f"{day:%d/%m/%Y}", Order.DAY_FIRST) == day
    assert parse_day(f"{day:%m/%d/%Y}", Order.MONTH_FIRST) == day


@given(st.text(max_size=60))
def test_no_text_crashes(text):
    evidence(text)
    declared_periods([text])
    for parse in (parse_day, parse_week, parse_month, parse_span):
        try:
            parse(text, None)
        except CellRefusedError:
            continue
