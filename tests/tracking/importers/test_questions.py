"""What a file does not say is asked, never guessed; an answer closes the question."""

from datetime import date

import pytest

from tests.tracking.importers.files import (
    as_csv,
    asked,
    codes,
    noticed,
    read_bytes,
    read_text,
    refusals,
    sample,
)
from tracking.importers import Order, Period, read

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
FEBRUARY = Period(date(2026, 2, 1), date(2026, 2, 28))


# --- Currency


def test_money_without_a_currency_is_asked_about():
    text = "Date;Campagne;Coût\n2026-03-01;A;1,50\n"
    result = read_text(text)
    assert asked(result) == [("currency", "missing")]
    assert result.figures.totals  # totals are shown all the same
    answered = read_text(text, currency="eur")
    assert answered.importable
    assert answered.currency == "EUR"


def test_counts_need_no_currency():
    assert read_text("Date;Campagne;Clics\n2026-03-01;A;1\n").importable


@pytest.mark.parametrize(
    "header", ["Coût (EUR)", "Coût (€)", "Coût EUR", "Coût en EUR", "Coût en €", "Coût, EUR", "COÛT [EUR]"]
)
def test_the_header_may_name_the_currency(header):
    result = read_text(as_csv([["Date", "Campagne", header], ["2026-03-01", "A", "1.50"]]))
    assert (result.currency, result.importable) == ("EUR", True)


def test_a_suffix_that_is_no_currency_is_part_of_the_name():
    result = read_text("Date;Clics;Coût TTC\n2026-03-01;3;1,50\n")
    assert [column.label for column in result.unknown_columns] == ["Coût TTC"]


def test_cells_may_name_the_currency():
    assert read_text("Date;Campagne;Coût\n2026-03-01;A;1,50 €\n").currency == "EUR"
    assert read_text("Date;Campagne;Coût;Devise\n2026-03-01;A;1,50;chf\n").currency == "CHF"


def test_a_shared_sign_only_rules_out():
    text = "Date,Campaign,Cost\n2026-03-01,A,$1.50\n"
    assert asked(read_text(text)) == [("currency", "ambiguous")]
    assert read_text(text, currency="CAD").importable
    assert asked(read_text(text, currency="EUR")) == [("currency", "conflict")]


def test_an_answer_never_overrides_the_file():
    result = read_text("Date;Campagne;Coût (EUR)\n2026-03-01;A;1,50\n", currency="USD")
    assert asked(result) == [("currency", "conflict")]
    assert result.needs[0].params == {"file": "EUR", "given": "USD"}
    assert result.currency == "EUR"


def test_two_currencies_are_named_with_their_lines_and_not_summed():
    result = read_text("Date;Campagne;Clics;Coût;Devise\n2026-03-01;A;1;2;EUR\n2026-03-02;A;1;2;USD\n")
    assert codes(result) == ["mixed_currencies"]
    assert result.errors[0].params == {"currencies": {"EUR": 2, "USD": 3}}
    assert result.figures.totals == {"clicks": 2}


def test_a_currency_that_does_not_exist_is_refused():
    assert codes(read_text("Date;Clics\n2026-03-01;1\n", currency="EURO")) == ["bad_currency"]


# --- Period


def test_figures_without_a_date_are_asked_about():
    text = "Campagne;Clics\nA;1\n"
    result = read_text(text)
    assert asked(result) == [("period", "missing")]
    assert next(result.facts()).period is None
    answered = read_text(text, period=MARCH)
    assert answered.importable
    assert next(answered.facts()).period == MARCH


def test_a_period_that_contradicts_the_file_is_a_question():
    result = read(sample("google_ads_fr_plain.csv"), period=FEBRUARY)
    assert asked(result) == [("period", "conflict")]
    assert result.period == MARCH


def test_a_longer_period_than_the_days_shown_is_no_contradiction():
    text = "Date;Campagne;Clics\n2026-03-02;A;1\n2026-03-09;A;1\n"
    assert read_text(text).period == Period(date(2026, 3, 2), date(2026, 3, 9))
    assert read_text(text, period=MARCH).period == MARCH
    assert read_text(text, period=MARCH).importable
    assert asked(read_text(text, period=FEBRUARY)) == [("period", "conflict")]


def test_two_declared_periods_are_a_question_unless_one_is_named():
    text = (
        "Campaign report\nMarch 1, 2026 - March 31, 2026\nFebruary 1, 2026 - February 28, 2026\n"
        "Campaign,Currency code,Clicks\nA,EUR,1\n"
    )
    assert asked(read_text(text)) == [("period", "ambiguous")]
    assert read_text(text, period=MARCH).needs == ()


def test_a_period_the_wrong_way_round_is_refused():
    backwards = Period(MARCH.end, MARCH.start)
    assert codes(read_text("Campagne;Clics\nA;1\n", period=backwards)) == ["bad_period"]


def test_a_period_to_come_is_refused():
    to_come = Period(date(2027, 1, 1), date(2027, 1, 31))
    assert codes(read_text("Campagne;Clics\nA;1\n", period=to_come)) == ["future_date"]


def test_months_and_weeks_are_spans():
    result = read_text("Mois;Campagne;Clics\nfévrier 2026;A;1\nmars 2026;A;2\n")
    assert [fact.period for fact in result.facts()] == [FEBRUARY, MARCH]
    assert result.period == Period(FEBRUARY.start, MARCH.end)
    weekly = read_text("Semaine;Campagne;Clics\n2026-03-02;A;1\n")
    assert next(weekly.facts()).period == Period(date(2026, 3, 2), date(2026, 3, 8))


def test_rows_outside_the_declared_period_are_noticed():
    above = "Campaign report\nMarch 1, 2026 - March 31, 2026\n"
    text = above + "Day,Campaign,Currency code,Clicks\n2026-04-01,A,EUR,1\n"
    assert "outside_period" in noticed(read_text(text))


def test_the_day_of_a_row_goes_before_the_span_of_its_report():
    text = (
        '"Reporting starts","Reporting ends","Campaign name",Day,"Amount spent (EUR)",Impressions\n'
        "2026-03-01,2026-03-31,,,3.00,30\n"
        "2026-03-01,2026-03-31,A,2026-03-09,3.00,30\n"
    )
    result = read_text(text)
    assert [fact.day for fact in result.facts()] == [date(2026, 3, 9)]
    assert result.period == MARCH


# --- Day and month


def test_ambiguous_days_are_asked_about():
    text = "Date;Campagne;Clics\n03/04/2026;A;1\n05/04/2026;A;2\n"
    result = read_text(text)
    assert asked(result) == [("day_month_order", "ambiguous")]
    assert result.needs[0].params == {"line": 2, "example": "03/04/2026"}
    assert result.figures.totals == {"clicks": 3}
    assert [fact.day for fact in result.facts()] == [None, None]
    answered = read_text(text, day_month_order=Order.DAY_FIRST)
    assert answered.importable
    assert next(answered.facts()).day == date(2026, 4, 3)


def test_one_day_decides_for_the_column():
    text = "Date;Campagne;Clics\n03/04/2026;A;1\n13/04/2026;A;2\n"
    assert next(read_text(text).facts()).day == date(2026, 4, 3)
    assert asked(read_text(text, day_month_order=Order.MONTH_FIRST)) == [("day_month_order", "conflict")]


def test_the_declared_period_decides_for_the_column():
    text = (
        "Campaign report\nMarch 1, 2026 - March 9, 2026\nDay,Campaign,Currency code,Clicks\n"
        "03/01/2026,A,EUR,1\n03/09/2026,A,EUR,1\n"
    )
    assert [fact.day for fact in read_text(text).facts()] == [date(2026, 3, 1), date(2026, 3, 9)]


def test_a_column_in_two_orders_names_both_lines():
    result = read_text("Date;Campagne;Clics\n13/04/2026;A;1\n04/13/2026;A;2\n")
    assert codes(result) == ["mixed_date_orders"]
    assert result.errors[0].params == {"lines": [2, 3]}


# --- Decimal mark


def test_an_ambiguous_amount_is_asked_about_and_left_out():
    text = 'Date,Campaign,Conversions,Cost (EUR)\n2026-03-01,A,1,"1,234"\n'
    result = read_text(text)
    assert asked(result) == [("decimal_mark", "ambiguous")]
    assert result.needs[0].column == "Cost (EUR)"
    assert result.figures.totals == {"conversions": 1}
    assert str(read_text(text, decimal_mark=".").figures.totals["cost"]) == "1234"
    assert str(read_text(text, decimal_mark=",").figures.totals["cost"]) == "1.234"


def test_other_columns_of_the_file_decide_the_mark():
    text = 'Date,Campaign,Impressions,CTR,Cost (EUR)\n2026-03-01,A,100,"1,86%","1,234"\n'
    assert str(read_text(text).figures.totals["cost"]) == "1.234"
    grouped = 'Date,Campaign,Impressions,Cost (EUR)\n2026-03-01,A,"5,508","1,234"\n'
    assert str(read_text(grouped).figures.totals["cost"]) == "1234"


def test_a_mark_that_contradicts_the_file_is_a_question():
    result = read_text("Date;Campagne;Coût (EUR)\n2026-03-01;A;1,5\n", decimal_mark=".")
    assert asked(result) == [("decimal_mark", "conflict")]


def test_a_column_in_two_styles_names_both_lines():
    result = read_text("Date;Campagne;Coût (EUR)\n2026-03-01;A;1,5\n2026-03-02;A;2.75\n")
    assert codes(result) == ["mixed_number_styles"]
    assert result.errors[0].params == {"lines": [2, 3]}


# --- Columns

UNKNOWN = "Wann;Wer;Wieviel\n2026-03-01;A;3\n2026-03-02;B;4\n"


def test_an_unknown_layout_shows_its_columns():
    result = read_text(UNKNOWN)
    assert result.platform is None
    assert (result.header_row, result.delimiter) == (1, ";")
    assert asked(result) == [("mapping", "missing")]
    assert result.needs[0].params == {
        "columns": [
            {"label": "Wann", "suggestion": None, "samples": ["2026-03-01", "2026-03-02"]},
            {"label": "Wer", "suggestion": None, "samples": ["A", "B"]},
            {"label": "Wieviel", "suggestion": None, "samples": ["3", "4"]},
        ]
    }


def test_a_mapping_by_hand_makes_it_known():
    result = read_text(UNKNOWN, mapping={"Wann": "day", "Wer": "campaign", "Wieviel": "clicks"})
    assert (result.platform, result.importable) == ("generic", True)
    assert result.figures.by_campaign == {"A": {"clicks": 3}, "B": {"clicks": 4}}


def test_a_mapping_goes_before_what_we_know():
    text = "Date;Campagne;Clics;Clics sur un lien\n2026-03-01;A;9;4\n"
    result = read_text(text, mapping={"Clics": "ignore", "Clics sur un lien": "clicks"})
    assert result.figures.totals == {"clicks": 4}


def test_a_mapping_to_nothing_we_know_is_refused():
    result = read_text(UNKNOWN, mapping={"Wer": "who"})
    assert (codes(result), result.errors[0].column) == (["bad_mapping"], "Wer")


def test_figures_we_do_not_know_are_asked_about_without_blocking():
    result = read_text("Date;Campagne;Clics;Budget consommé\n2026-03-01;A;1;20\n")
    (question,) = result.needs
    assert (question.ask, question.column, question.blocking) == ("mapping", "Budget consommé", False)
    assert question.params == {"samples": ["20"]}
    assert result.importable


def test_repeated_headers_that_agree_are_one():
    assert read_text("Date;Clics;Clics\n2026-03-01;3;3\n").figures.totals == {"clicks": 3}


def test_repeated_headers_that_differ_are_a_question():
    text = "Date;Clics;Clics\n2026-03-01;3;3\n2026-03-02;3;4\n"
    result = read_text(text)
    assert asked(result) == [("mapping", "ambiguous")]
    assert result.needs[0].params == {"key": "clicks", "columns": ["Clics", "Clics [2]"], "line": 3}
    assert result.figures.totals == {}
    assert read_text(text, mapping={"Clics [2]": "clicks"}).figures.totals == {"clicks": 7}


# --- Platform


def test_another_platform_than_announced_is_an_error():
    result = read(sample("google_ads_fr_plain.csv"), platform="meta_ads")
    assert codes(result) == ["wrong_platform"]
    assert result.errors[0].params == {"given": "meta_ads", "detected": "google_ads"}
    assert result.figures.totals


def test_an_announced_platform_needs_no_signature():
    text = "Day,Campaign,Cost,Clicks\n2026-03-01,A,1.50,3\n"
    assert read_text(text).platform == "generic"
    assert read_text(text, platform="google_ads", currency="EUR").platform == "google_ads"


def test_a_platform_we_do_not_have_is_refused():
    assert codes(read_text(UNKNOWN, platform="myspace")) == ["unknown_platform"]


def test_everything_can_be_wrong_at_once():
    content = "Date;Campagne;Clics;Coût\n03/04/2026;A;-1;x\n".encode()
    result = read_bytes(content, currency="USD", platform="meta_ads")
    assert codes(result) == ["wrong_platform"]
    assert asked(result) == [("day_month_order", "ambiguous")]
    assert refusals(result) == [(2, "negative")]
