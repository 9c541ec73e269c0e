"""Which rows count: totals do not, campaigns that look like totals do, broken rows are named."""

from decimal import Decimal

import pytest

from tests.tracking.importers.files import noticed, read_text, refusals

GOOGLE = (
    "Campaign report\nMarch 1, 2026 - March 31, 2026\n"
    "Campaign status,Campaign,Campaign type,Currency code,Clicks,Cost\n"
)


def totals(result):
    return {key: str(value) for key, value in result.figures.totals.items()}


# --- Totals


@pytest.mark.parametrize(
    "row",
    [
        "Total;;3;3,00",
        "TOTAL;;3;3,00",
        "Total général;;3;3,00",
        ";Total : tout;3;3,00",
        ";;3;3,00",
        " ;—;3;3,00",
    ],
)
def test_total_rows_of_a_hand_made_table(row):
    result = read_text(f"Date;Campagne;Clics;Coût (EUR)\n2026-03-01;A;3;3,00\n{row}\n")
    assert totals(result) == {"clicks": "3", "cost": "3.00"}
    assert result.figures.skipped_totals == 1
    assert noticed(result) == []


@pytest.mark.parametrize(
    "name", ["Total look printemps", "Total : Énergies", "Totalement vous", "Somme toute"]
)
def test_campaigns_whose_name_begins_like_a_total_count(name):
    result = read_text(f"Date;Campagne;Clics\n2026-03-01;{name};3\n2026-03-02;A;4\nTotal;;7\n")
    assert result.figures.by_campaign == {name: {"clicks": 3}, "A": {"clicks": 4}}
    assert result.figures.skipped_totals == 1


def test_google_totals_and_a_campaign_called_like_one():
    result = read_text(
        GOOGLE + "Enabled,Total: Search Brand,Search,EUR,2,5.00\nEnabled,Autre,Search,EUR,3,5.00\n"
        "Total: Campaigns, --, --,EUR,5,10.00\nTotal: Account,,,EUR,6,12.00\n"
    )
    assert set(result.figures.by_campaign) == {"Total: Search Brand", "Autre"}
    assert [(row.line, row.label) for row in result.figures.total_rows] == [
        (6, "Total: Campaigns"),
        (7, "Total: Account"),
    ]
    assert noticed(result) == []  # one total agrees; the account's is of more than the table shows


def test_google_totals_labelled_in_the_campaign_column():
    above = "Rapport sur les campagnes\n1 mars 2026 - 31 mars 2026\n"
    text = above + "Campagne;Type de campagne;Coût;Coût/conv.\nA;Search;1,50;1\n"
    result = read_text(text + "Total : campagnes;--;1,50;1\n", currency="EUR")
    assert totals(result) == {"cost": "1.50"}


def test_totals_that_do_not_fit_the_rows_are_noticed():
    result = read_text(GOOGLE + "Enabled,A,Search,EUR,2,5.00\nTotal: Campaigns,,,EUR,9,5.01\n")
    (notice,) = result.notices
    assert notice.code == "totals_differ"
    assert notice.params == {"metric": "clicks", "shown": Decimal(9), "summed": Decimal(2)}


def test_totals_of_parts_fit_the_rows_together():
    result = read_text(
        GOOGLE + "Enabled,A,Search,EUR,2,5.00\nEnabled,B,Display,EUR,3,1.00\n"
        "Total: Search,,,EUR,2,5.00\nTotal: Display,,,EUR,3,1.00\n"
    )
    assert noticed(result) == []


def test_a_row_that_adds_up_those_above_is_noticed_under_any_name():
    result = read_text(
        "Canal;Campagne;Clics;Impressions\n"
        "SEA;A;1;10\nSEA;B;2;30\nSEA;Ensemble du SEA;3;40\nSocial;C;5;5\nSocial;D;7;7\nSocial;Tout;12;12\n"
    )
    assert [(notice.code, notice.line) for notice in result.notices] == [
        ("looks_like_total", 4),
        ("looks_like_total", 7),
    ]


def test_missing_totals_are_noticed_where_they_are_due():
    assert noticed(read_text(GOOGLE + "Enabled,A,Search,EUR,2,5.00")) == [
        "totals_missing",
        "no_final_newline",
    ]


def test_meta_summary_row_has_no_name():
    head = '"Reporting starts","Reporting ends","Campaign name","Amount spent (EUR)","Clicks (all)"\n'
    days = "2026-03-01,2026-03-31"
    result = read_text(head + f'{days},,"3,084.40",9\n{days},Total Beauté,84.40,4\n{days},B,"3,000.00",5\n')
    assert totals(result) == {"cost": "3084.40", "clicks": "9"}
    assert set(result.figures.by_campaign) == {"Total Beauté", "B"}


# --- Broken rows


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("2026-03-02;A;-5;1", "negative", "Clics"),
        ("2026-03-02;A;NaN;1", "not_a_number", "Clics"),
        ("2026-03-02;A;1;1e308", "scientific_number", "Coût (EUR)"),
        ("2026-03-02;A;=1+1;1", "formula", "Clics"),
        ("2026-03-02;A;1,5;1", "not_whole", "Clics"),
        ("2026-03-02;A;12 %;1", "unexpected_unit", "Clics"),
        ("2026-03-02;A;#REF!;1", "cell_error", "Clics"),
        ("2026-03-02;A;9999999999999999999;1", "number_too_large", "Clics"),
        ("2027-01-01;A;1;1", "future_date", "Date"),
        ("31/02/2026;A;1;1", "impossible_date", "Date"),
        ("hier;A;1;1", "not_a_date", "Date"),
        (";A;1;1", "no_date", "Date"),
        ("2026-03-02;A;1", "row_too_short", None),
        ("2026-03-02;A;B;1;1", "row_too_long", None),
    ],
)
def test_a_broken_row_is_named_and_left_out(row, code, column):
    result = read_text(f"Date;Campagne;Clics;Coût (EUR)\n2026-03-01;A;3;3,00\n{row}\n2026-03-03;A;4;1\n")
    (problem,) = result.figures.refused
    assert (problem.line, problem.code, problem.column) == (3, code, column)
    assert totals(result) == {"clicks": "7", "cost": "4.00"}
    assert not result.importable
    assert [fact.line for fact in result.facts()] == [2, 4]


def test_today_is_not_the_future():
    assert read_text("Date;Campagne;Clics\n2026-11-22;A;1\n").importable


def test_a_span_the_wrong_way_round_is_refused():
    assert refusals(read_text("Du;Au;Campagne;Clics\n2026-03-31;2026-03-01;A;1\n")) == [
        (2, "reversed_period")
    ]


def test_many_broken_rows_are_counted_and_the_first_listed():
    result = read_text("Date;Campagne;Clics\n2026-03-01;A;1\n" + "2026-03-01;A;x\n" * 1_000)
    assert result.figures.refused_rows == 1_000
    assert len(result.figures.refused) == 500


# --- Everything else


def test_blank_figures_are_unknown_not_zero():
    result = read_text("Date;Campagne;Clics;Conversions\n2026-03-01;A;3;\n2026-03-02;A;<5; --\n")
    assert totals(result) == {"clicks": "3"}  # conversions are unknown throughout: no total, not even 0
    assert result.figures.unknown == {"clicks": 1, "conversions": 2}
    assert result.figures.masked == {"clicks": 1}
    assert list(result.facts())[1].unknown == {"clicks": "masked", "conversions": "placeholder"}


def test_the_header_of_a_second_file_pasted_below_is_skipped():
    text = "Date;Campagne;Clics\n2026-03-01;A;3\n"
    assert read_text(text + text.replace("-01", "-02")).figures.totals == {"clicks": 6}


def test_another_table_below_is_left_alone_and_said():
    result = read_text(
        "Date;Campagne;Clics\n2026-03-01;A;3\n\nCampagne;Impressions;Clics;Conversions\nA;9;3;1\n"
    )
    assert totals(result) == {"clicks": "3"}
    (notice,) = result.notices
    assert (notice.code, notice.line) == ("other_table", 4)


@pytest.mark.parametrize("padding", ["", ";;"])
def test_a_note_under_the_table_is_no_row(padding):
    table = f"Date;Campagne;Clics\n2026-03-01;A;3\n{padding}\n"
    assert read_text(f"{table}Source : export interne{padding}\n").importable


def test_comments_of_analytics_are_no_rows():
    text = "# Start date: 20260301\n# End date: 20260331\nSession source / medium,Sessions,Key events\n"
    result = read_text(text + "#influence / social,3,1\n# end\n")
    assert result.figures.by_campaign == {"#influence / social": {"sessions": 3, "conversions": 1}}


def test_a_wrong_number_of_rows_is_noticed():
    above = '"Report Name: x"\n"Report Time: 3/1/2026,3/31/2026"\n"Rows: 3"\n\n'
    text = above + '"TimePeriod","CampaignName","CurrencyCode","Clicks"\n'
    assert noticed(read_text(text + '"2026-03-01","A","EUR","1"\n')) == ["rows_differ"]


def test_identifiers_rounded_by_a_spreadsheet_are_dropped_and_said():
    text = "Reporting starts,Reporting ends,Campaign name,Campaign ID,Clicks (all)\n"
    result = read_text(text + "2026-03-01,2026-03-31,A,1.20253E+17,3\n2026-03-01,2026-03-31,B,12,3\n")
    assert [fact.campaign_id for fact in result.facts()] == [None, "12"]
    assert noticed(result) == ["damaged_ids"]


def test_an_excel_directive_above_the_header_is_no_header():
    result = read_text("sep=;\nDate;Campagne;Clics\n2026-03-01;A;3\n")
    assert (result.header_row, result.figures.totals) == (2, {"clicks": 3})


def test_rows_of_one_campaign_and_day_are_all_given():
    text = (
        GOOGLE.replace("Campaign status", "Device")
        + "Mobile,A,Search,EUR,2,1.00\nTablet,A,Search,EUR,3,1.00\n"
    )
    result = read_text(text)
    assert [fact.metrics["clicks"] for fact in result.facts()] == [2, 3]
    assert result.figures.by_campaign["A"]["clicks"] == 5


def test_channel_and_other_labels_travel_with_the_row():
    text = "Date;Canal;Campagne;Code campagne;Annonce;Clics\n2026-03-01;SEA;A;2026-LAN-04;Bannière;3\n"
    fact = next(read_text(text).facts())
    assert fact.name == "A"
    assert (fact.channel, fact.campaign, fact.campaign_id) == ("SEA", "A", "2026-LAN-04")
    assert fact.labels == {"ad": "Bannière"}
