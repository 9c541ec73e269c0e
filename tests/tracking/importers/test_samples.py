"""Each sample is recognised and summed to the cent, and asks only what it does not say."""

from decimal import Decimal

import pytest

from tests.tracking.importers.files import NAMES, TODAY, asked, expected, noticed, sample
from tracking.importers import ImportResult, Period, read, report

# Counted as well, though the expectations do not list it.
EXTRA = {"complaints"}


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def result(name: str) -> ImportResult:
    return read(sample(name), filename=name, today=TODAY)


def test_totals_are_exact(name, result):
    totals = {key: value for key, value in result.figures.totals.items() if key not in EXTRA}
    assert totals == expected(name)["totals"]


@pytest.mark.parametrize("name", [name for name in NAMES if expected(name)["by_campaign"]])
def test_campaigns_are_exact(name):
    campaigns = expected(name)["by_campaign"]
    result = read(sample(name), today=TODAY)
    assert set(result.figures.by_campaign) == set(campaigns)
    for campaign, figures in campaigns.items():
        found = result.figures.by_campaign[campaign]
        assert {key: found.get(key, Decimal(0)) for key in figures} == figures


def test_rows_are_sorted(name, result):
    wanted = expected(name)
    assert result.figures.rows == wanted["data_rows"]
    assert result.figures.skipped_totals == wanted["total_rows"]
    assert result.figures.refused == ()
    assert result.errors == ()


def test_layout_is_recognised(name, result):
    wanted = expected(name)
    assert result.platform == wanted["platform"]
    assert result.language == wanted["ui_language"]
    assert result.header_row == wanted["header_row"]
    assert result.encoding is not None
    assert result.encoding.startswith(wanted["encoding"])
    # "Matomo: , (COMMA, not TAB)" explains itself.
    assert report(result)["delimiter"] == wanted["delimiter"].split(" ")[0]
    assert result.unknown_columns == ()


def test_period_and_currency_are_read_or_asked(name, result):
    wanted = expected(name)
    assert report(result)["period"] == wanted["period"]
    assert result.currency == wanted["currency"]
    money = {"cost", "conversion_value", "revenue"} & set(result.figures.totals)
    dated = result.figures.daily or wanted["period"]
    assert asked(result) == [
        *([("currency", "missing")] if money and not wanted["currency"] else []),
        *([] if dated else [("period", "missing")]),
    ]


def test_masked_figures_are_unknown_not_zero(name, result):
    masked = {key: int(count) for key, count in expected(name).get("masked", {}).items()}
    assert result.figures.masked == masked


def test_daily_files_give_days(name, result):
    daily = expected(name)["granularity"] in ("day", "send")
    assert result.figures.daily is daily
    assert all((fact.day is not None) is daily for fact in result.facts())


def test_facts_add_up_to_the_totals(name, result):
    sums: dict[str, Decimal] = {}
    for fact in result.facts():
        for key, value in fact.metrics.items():
            sums[key] = sums.get(key, Decimal(0)) + value
    assert {key: sums[key] for key in result.figures.totals} == result.figures.totals


def test_only_the_unfinished_report_is_noticed(name, result):
    unfinished = expected(name).get("incomplete", False)
    assert noticed(result) == (["incomplete_data"] if unfinished else [])


def test_answers_make_every_sample_importable(name):
    wanted = expected(name)
    march = Period(TODAY.replace(month=3, day=1), TODAY.replace(month=3, day=31))
    result = read(
        sample(name),
        filename=name,
        currency=wanted["currency"] or "EUR",
        period=march,
        today=TODAY,
    )
    assert result.importable, (result.needs, result.errors)


def test_reach_is_kept_by_row_and_never_summed():
    result = read(sample("meta_fr.csv"), today=TODAY)
    assert "reach" not in result.figures.totals
    assert all("reach" in fact.metrics for fact in result.facts())
    assert report(result)["not_additive"] == ["results", "reach"]


def test_a_masked_figure_is_named_in_its_row():
    result = read(sample("tiktok_en.xlsx"), today=TODAY)
    (masked,) = [fact for fact in result.facts() if fact.unknown]
    assert masked.campaign == "Test petit budget"
    assert masked.unknown == {"impressions": "masked"}
    assert "impressions" not in masked.metrics


def test_two_sends_of_one_title_keep_their_own_identifier():
    result = read(sample("mailchimp_en.csv"), today=TODAY)
    facts = list(result.facts())
    assert len({fact.campaign for fact in facts}) == 4
    assert len({fact.campaign_id for fact in facts}) == 5


def test_identifiers_lose_their_brackets_and_names_keep_them():
    result = read(sample("microsoft_ads_en_table.csv"), today=TODAY)
    first = next(result.facts())
    assert first.campaign_id == "436534626"
    assert first.campaign == "[FR] Recherche – Générique"


def test_the_apostrophe_that_protects_a_name_is_dropped():
    result = read(sample("matomo_fr.csv"), today=TODAY)
    assert "-20% flash" in result.figures.by_campaign


def test_a_cent_of_rounding_in_the_declared_total_is_tolerated():
    result = read(sample("microsoft_ads_en_table.csv"), today=TODAY)
    shown = max(row.metrics["cost"] for row in result.figures.total_rows)
    assert shown - result.figures.totals["cost"] == Decimal("0.01")
    assert noticed(result) == []
