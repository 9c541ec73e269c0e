"""Sums: exact, made by the database, in a constant number of queries."""

import json
from datetime import date
from decimal import Decimal

import pytest

from budgets.contents import budget_content
from budgets.models import Budget, BudgetLine
from budgets.months import month_add, month_of
from budgets.selectors.board import board_of
from budgets.selectors.overspend import overspent_channels
from budgets.selectors.sums import Sums, grouped_sums, line_sums, lines_with_sums, row_sums
from budgets.templatetags.budget_tables import frozen_budget
from campaigns.models import Campaign
from campaigns.services.lifecycle import campaign_abandon
from campaigns.signoff import canonical_json

pytestmark = pytest.mark.django_db


def landing(line: BudgetLine, today: date) -> Decimal:
    return line_sums(lines_with_sums(BudgetLine.objects.filter(pk=line.pk), today=today).get()).landing


def test_a_thousand_billion_and_a_cent_add_up(budget, meta, google, month):
    budget.lines.create(channel=meta, month=month, planned=Decimal("1000000000000.01"))
    budget.lines.create(channel=google, month=month, planned=Decimal("0.02"))
    row = grouped_sums(BudgetLine.objects.all(), "budget").get()
    assert row_sums(row).planned == Decimal("1000000000000.03")


def test_entries_do_not_multiply_each_other(line, spend):
    for _each in range(3):
        spend("committed", "10.10")
        spend("actual", "5.05")
    sums = row_sums(grouped_sums(BudgetLine.objects.all(), "budget__campaign_id").get())
    assert sums == Sums(Decimal("400.00"), Decimal("30.30"), Decimal("15.15"), Decimal("400.00"))


def test_a_month_to_come_lands_on_its_plan(line, spend):
    spend("committed", "100.00")
    assert landing(line, line.month) == Decimal("400.00")


def test_a_month_gone_by_lands_on_what_was_promised_or_spent(line, spend):
    spend("committed", "100.00")
    spend("actual", "60.00")
    assert landing(line, month_add(line.month, 1)) == Decimal("100.00")


def test_more_than_planned_lands_beyond_the_plan(line, spend):
    spend("actual", "450.00")
    assert landing(line, line.month) == Decimal("450.00")


def test_an_abandoned_campaign_spends_no_more(line, spend, campaign, acting, manager):
    spend("committed", "100.00")
    campaign_abandon(campaign=campaign, actor=acting(manager), reason="Rappel du produit")
    assert landing(line, line.month) == Decimal("100.00")


# The table ------------------------------------------------------------------------------------------


def test_the_table_begins_with_the_channels_of_the_waves(budget, meta, google, workspace, month, campaign):
    early = workspace.channels.create(key="affichage", name="Affichage")
    budget.lines.create(channel=google, month=month, planned=Decimal(1))
    budget.lines.create(channel=early, month=month, planned=Decimal(1))
    assert [row.channel.name for row in board_of(campaign).rows] == ["Meta Ads", "Affichage", "Google Ads"]


def test_rows_columns_and_cells_add_up_to_the_same(budget, meta, google, month, next_month, campaign):
    for channel, when, planned in (
        (meta, month, "0.01"),
        (meta, next_month, "333.33"),
        (google, month, "666.66"),
    ):
        budget.lines.create(channel=channel, month=when, planned=Decimal(planned))
    board = board_of(campaign)
    assert board.rest == 0
    assert sum(row.sums.planned for row in board.rows) == board.total
    assert sum(column.sums.planned for column in board.columns) == board.total


def test_a_line_outside_the_window_has_its_column(line, budget, meta, campaign):
    before = month_add(month_of(campaign.launch_on), -3)
    budget.lines.create(channel=meta, month=before, planned=Decimal(1))
    assert board_of(campaign).months[0] == before


def test_no_month_is_skipped_between_a_line_and_the_window(line, budget, meta, campaign):
    launch = month_of(campaign.launch_on)
    budget.lines.create(channel=meta, month=month_add(launch, -3), planned=Decimal(1))
    assert board_of(campaign).months[:4] == tuple(month_add(launch, count) for count in (-3, -2, -1, 0))


def test_a_line_under_a_wrong_year_stands_alone(line, budget, meta, campaign):
    far = month_add(month_of(campaign.launch_on), -60)
    known = len(board_of(campaign).months)
    budget.lines.create(channel=meta, month=far, planned=Decimal(1))
    assert board_of(campaign).months[0] == far
    assert len(board_of(campaign).months) == known + 1


def test_a_frozen_budget_skips_no_month(line, budget, meta, campaign):
    budget.lines.all().delete()
    first = month_of(campaign.launch_on)
    for count in (0, 2):
        budget.lines.create(channel=meta, month=month_add(first, count), planned=Decimal(10))
    table = frozen_budget(json.loads(canonical_json(budget_content(campaign))))
    assert table.months == tuple(month_add(first, count) for count in (0, 1, 2))
    assert table.columns[1] == (month_add(first, 1), Decimal(0))
    assert table.rows[0].amounts[1] == (month_add(first, 1), None)


def test_an_always_on_campaign_shows_a_few_months_ahead(campaign, today):
    Campaign.objects.filter(pk=campaign.pk).update(type="ALWAYS_ON", ends_on=None)
    campaign.refresh_from_db()
    campaign.waves.update(ends_on=None)
    board = board_of(campaign)
    assert len(board.months) == 4
    assert all(cell.live for cell in board.rows[0].cells)


def test_a_campaign_without_a_budget_reads_as_an_empty_one(campaign):
    board = board_of(campaign)
    assert (board.total, board.rest, len(board.rows)) == (0, 0, 1)
    assert not Budget.objects.exists()


def fill(campaign: Campaign, channels: list, months: int) -> None:
    budget, _made = Budget.objects.get_or_create(campaign=campaign)
    for channel in channels:
        for number in range(months):
            line = budget.lines.create(
                channel=channel, month=month_add(month_of(campaign.launch_on), number), planned=Decimal(10)
            )
            line.entries.create(kind="actual", amount=Decimal(20), on=line.month, label="Facture")


def many_channels(workspace, count: int) -> list:
    return [workspace.channels.create(key=f"c{n}", name=f"Canal {n}") for n in range(count)]


def test_the_table_costs_the_same_small_or_large(campaign, workspace, django_assert_num_queries):
    channels = many_channels(workspace, 8)
    fill(campaign, channels[:1], 1)
    with django_assert_num_queries(3):
        board_of(campaign)
    fill(campaign, channels[1:], 6)
    with django_assert_num_queries(3):
        assert len(board_of(campaign).rows) == 9


# Overspent ------------------------------------------------------------------------------------------


def test_within_the_tolerance_nothing_is_overspent(campaign, line, spend):
    spend("actual", "420.00")
    assert overspent_channels([campaign]) == {}


def test_a_cent_beyond_the_tolerance_is_overspent(campaign, line, spend):
    spend("actual", "420.01")
    spend("committed", "100.00")
    (found,) = overspent_channels([campaign])[campaign.pk]
    assert (found.channel_name, found.planned, found.committed, found.actual, found.over) == (
        "Meta Ads", Decimal("400.00"), Decimal("100.00"), Decimal("420.01"), Decimal("20.01"),
    )  # fmt: skip


def test_another_month_of_the_channel_makes_up_for_it(campaign, line, budget, meta, next_month, spend):
    budget.lines.create(channel=meta, month=next_month, planned=Decimal("400.00"))
    spend("actual", "700.00")
    assert overspent_channels([campaign]) == {}


def test_any_spend_on_an_unplanned_channel_is_overspent(campaign, budget, google, month, spend):
    line = budget.lines.create(channel=google, month=month, planned=Decimal(0))
    spend("actual", "0.01", line)
    assert overspent_channels([campaign])[campaign.pk][0].over == Decimal("0.01")


def test_overspends_cost_two_queries_whatever_their_number(
    campaign, workspace, manager, today, django_assert_num_queries
):
    channels = many_channels(workspace, 5)
    campaigns = [campaign]
    for number in range(6):
        campaigns.append(
            Campaign.objects.create(
                workspace=workspace, reference=f"C-{number}", name="C", type="FLASH", owner=manager,
                prepares_on=today, launch_on=today, ends_on=today,
            )
        )  # fmt: skip
    for each in campaigns:
        fill(each, channels, 2)
    with django_assert_num_queries(2):
        few = overspent_channels(campaigns[:1])
    with django_assert_num_queries(2):
        many = overspent_channels(campaigns)
    assert (len(few), len(many)) == (1, 7)
    assert len(many[campaign.pk]) == 5
