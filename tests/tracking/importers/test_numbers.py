"""Numbers: exact, decided by column, refused when they are not numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.importers.metrics import METRICS, Kind
from tracking.importers.numbers import (
    LIMIT,
    Blank,
    Figure,
    NumberEvidence,
    blank,
    check_figure,
    decide,
    parse_number,
)
from tracking.importers.problems import CellRefusedError

NBSP, NNBSP = "\u00a0", "\u202f"
GROUPS = ["", " ", NBSP, NNBSP, "'", "’"]


@pytest.mark.parametrize(
    ("cell", "mark", "value", "unit"),
    [
        ("0", None, "0", ""),
        ("12,34", ",", "12.34", ""),
        ("12.34", ".", "12.34", ""),
        (f"58{NNBSP}421,71", ",", "58421.71", ""),
        (f"1{NBSP}234{NNBSP}567", None, "1234567", ""),
        ("1,546.21", ".", "1546.21", ""),
        ("1.546,21", ",", "1546.21", ""),
        ("1'546.21", ".", "1546.21", ""),
        ("1’546,21", ",", "1546.21", ""),
        ("1,234", ".", "1234", ""),
        ("1,234", ",", "1.234", ""),
        (f"12,34{NBSP}€", ",", "12.34", "€"),
        ("€12.34", ".", "12.34", "€"),
        ("CA$12.34", ".", "12.34", "CA$"),
        ("12,34 EUR", ",", "12.34", "EUR"),
        ("-5,00 €", ",", "-5.00", "€"),
        ("€-5.00", ".", "-5.00", "€"),
        ("\u22125", None, "-5", ""),
        (f"39{NBSP}%", None, "39", "%"),
        (".5", ".", "0.5", ""),
        ("12.", ".", "12", ""),
    ],
)
def test_reads(cell, mark, value, unit):
    assert parse_number(cell, mark) == Figure(Decimal(value), unit)


@pytest.mark.parametrize(
    ("cell", "mark", "code"),
    [
        ("NaN", None, "not_a_number"),
        ("inf", None, "not_a_number"),
        ("douze", None, "not_a_number"),
        ("12,34", ".", "not_a_number"),
        ("12,34", None, "not_a_number"),
        ("1 23", None, "not_a_number"),
        ("1.234.56", ".", "not_a_number"),
        ("1,234'567", ".", "not_a_number"),
        ("٣", None, "not_a_number"),
        ("5+", None, "not_a_number"),
        ("12 34 €€", None, "not_a_number"),
        ("9" * 70, None, "not_a_number"),
        (True, None, "not_a_number"),
        (float("nan"), None, "not_a_number"),
        (float("inf"), None, "not_a_number"),
        ("1e308", None, "scientific_number"),
        ("1,2E+05", ",", "scientific_number"),
        (1e308, None, "number_too_large"),
        ("1000000000000001", None, "number_too_large"),
        ("=B2*1,2", ",", "formula"),
        ("#DIV/0!", None, "cell_error"),
        ("#N/D", None, "cell_error"),
    ],
)
def test_refuses(cell, mark, code):
    with pytest.raises(CellRefusedError) as refused:
        parse_number(cell, mark)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (None, Blank.EMPTY),
        ("", Blank.EMPTY),
        (f" {NBSP} ", Blank.EMPTY),
        (" --", Blank.PLACEHOLDER),
        ("—", Blank.PLACEHOLDER),
        ("N/A", Blank.PLACEHOLDER),
        ("<5", Blank.MASKED),
        ("< 10%", Blank.MASKED),
        ("> 90%", Blank.MASKED),
        ("≤ 1 000", Blank.MASKED),
        ("0", None),
        (0, None),
        ("-5", None),
        ("<script>", None),
    ],
)
def test_unknown_is_not_zero(cell, why):
    assert blank(cell) == why


@pytest.mark.parametrize(
    ("metric", "figure", "code"),
    [
        ("clicks", Figure(Decimal("1.5")), "not_whole"),
        ("clicks", Figure(Decimal(-1)), "negative"),
        ("clicks", Figure(Decimal(12), "%"), "unexpected_unit"),
        ("clicks", Figure(Decimal(12), "€"), "unexpected_unit"),
        ("cost", Figure(Decimal(12), "%"), "unexpected_unit"),
        ("cost", Figure(Decimal(-12)), "negative"),
    ],
)
def test_a_metric_refuses_what_it_cannot_be(metric, figure, code):
    with pytest.raises(CellRefusedError) as refused:
        check_figure(figure, METRICS[metric])
    assert refused.value.code == code


def test_a_metric_accepts_what_it_can_be():
    assert check_figure(Figure(Decimal("12.0")), METRICS["clicks"]) == 12
    assert check_figure(Figure(Decimal("0.5")), METRICS["conversions"]) == Decimal("0.5")
    assert check_figure(Figure(Decimal("-3.5"), "€"), METRICS["conversion_value"]) == Decimal("-3.5")


def test_spreadsheet_floats_lose_their_binary_noise():
    assert parse_number(0.1 + 0.2, None).value == Decimal("0.3")
    assert parse_number(13387.98, None).value == Decimal("13387.98")


def column(*cells: str) -> NumberEvidence:
    evidence = NumberEvidence()
    for line, cell in enumerate(cells, 2):
        evidence.see(cell, line)
    return evidence


@pytest.mark.parametrize(
    ("cells", "kind", "elsewhere", "mark"),
    [
        (["1,234", "12,5"], Kind.MONEY, None, ","),
        (["1,234", "1,234.5"], Kind.MONEY, None, "."),
        (["1,234", "0,123"], Kind.MONEY, None, ","),
        (["1,234", "1,234,567"], Kind.MONEY, None, "."),
        (["1,234", f"1{NNBSP}234,5"], Kind.MONEY, None, ","),
        (["1,234", "1234,567"], Kind.MONEY, None, ","),
        (["1,234"], Kind.MONEY, ".", "."),
        (["1,234"], Kind.COUNT, None, "."),
        (["1.234"], Kind.COUNT, None, ","),
        (["01.03.2026", "12"], Kind.MONEY, None, None),
    ],
)
def test_the_column_decides_its_decimal_mark(cells, kind, elsewhere, mark):
    decision = decide(column(*cells), kind=kind, elsewhere=elsewhere)
    assert (decision.mark, decision.doubt, decision.clash) == (mark, None, None)


def test_what_nothing_decides_is_left_open_with_an_example():
    assert decide(column("5", "1,234"), kind=Kind.MONEY, elsewhere=None).doubt == (3, "1,234")


def test_a_column_of_two_minds_names_both_lines():
    assert decide(column("5", "1,25", "2.50"), kind=Kind.MONEY, elsewhere=None).clash == (3, 4)


figures = st.decimals(min_value=-LIMIT, max_value=LIMIT, places=2)


@given(value=figures, group=st.sampled_from(GROUPS), mark=st.sampled_from([".", ","]))
def test_whatever_is_written_is_read_back(value, group, mark):
    written = f"{value:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", group)
    assert parse_number(written, mark).value == value


@given(value=figures, mark=st.sampled_from([".", ","]))
def test_the_other_mark_may_group(value, mark):
    other = "." if mark == "," else ","
    written = f"{value:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", other)
    evidence = column(written)
    assert set(evidence.proof) == {mark}
    assert parse_number(written, mark).value == value


@given(st.text(max_size=80), st.sampled_from([".", ",", None]))
def test_no_text_is_read_without_digits_or_crashes(text, mark):
    column(text)
    blank(text)
    try:
        figure = parse_number(text, mark)
    except CellRefusedError:
        return
    assert any(character in "0123456789" for character in text)
    assert abs(figure.value) <= LIMIT


@given(st.integers(min_value=1000, max_value=10**12), st.sampled_from([".", ","]))
def test_grouped_counts_need_no_neighbour(count, group):
    written = f"{count:,}".replace(",", group)
    decision = decide(column(written), kind=Kind.COUNT, elsewhere=None)
    assert parse_number(written, decision.mark).value == count
