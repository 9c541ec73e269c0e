"""Imported spend: replaced by source, never doubled."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgets.models import BudgetLine, Entry
from budgets.ports import actual_replace
from budgets.words import month_long
from core.models import AuditEvent

pytestmark = pytest.mark.django_db


def amounts_of(source: str) -> dict:
    rows = Entry.objects.filter(source=source).values_list("line__channel_id", "line__month", "amount")
    return {(channel, month): amount for channel, month, amount in rows}


@pytest.fixture
def bring(campaign):
    """Bring the spend of a source: bring({(channel id, month): amount})."""

    def replace(amounts: dict, source: str = "Google Ads", actor=None):
        exact = {key: Decimal(amount) for key, amount in amounts.items()}
        return actual_replace(campaign=campaign, source_label=source, amounts=exact, actor=actor)

    return replace


def test_spend_becomes_actual_on_its_line(bring, line, acting, contributor):
    report = bring({(line.channel_id, line.month): "120.50"}, actor=acting(contributor))
    entry = Entry.objects.get()
    assert (entry.line, entry.kind, entry.amount) == (line, Entry.Kind.ACTUAL, Decimal("120.50"))
    assert entry.created_by_name == "Hugo Marchand"
    assert (report.added, report.made, report.words) == (1, [], "")


def test_the_same_import_twice_changes_nothing(bring, line):
    bring({(line.channel_id, line.month): "120.50"})
    report = bring({(line.channel_id, line.month): "120.50"})
    assert (report.added, report.changed, report.unchanged) == (0, 0, 1)
    assert Entry.objects.get().amount == Decimal("120.50")


def test_a_newer_import_replaces_the_older(bring, line):
    bring({(line.channel_id, line.month): "120.50"})
    assert bring({(line.channel_id, line.month): "200.00"}).changed == 1
    assert amounts_of("Google Ads") == {(line.channel_id, line.month): Decimal("200.00")}
    assert AuditEvent.objects.first().changes["amount"] == ["120,50", "200,00"]


def test_what_a_source_no_longer_says_is_removed(bring, line, next_month):
    bring({(line.channel_id, line.month): "10", (line.channel_id, next_month): "20"})
    assert bring({(line.channel_id, line.month): "10"}).removed == 1
    assert amounts_of("Google Ads") == {(line.channel_id, line.month): Decimal("10.00")}


def test_sources_do_not_touch_each_other_nor_what_people_wrote(bring, line, spend):
    spend("actual", "5.00")
    bring({(line.channel_id, line.month): "10"}, "Google Ads")
    bring({(line.channel_id, line.month): "20"}, "Meta")
    bring({}, "Google Ads")
    assert sorted(Entry.objects.values_list("amount", flat=True)) == [Decimal("5.00"), Decimal("20.00")]


def test_spend_without_a_line_makes_one_with_nothing_planned_and_says_so(bring, budget, google, month):
    report = bring({(google.pk, month): "33.33"})
    line = BudgetLine.objects.get()
    assert (line.planned, report.made) == (Decimal("0.00"), [line])
    assert report.words.startswith(f"Dépense hors budget\u202f: Google Ads, {month_long(month)}.")


def test_a_line_that_only_spend_had_made_goes_with_it(bring, budget, google, month):
    bring({(google.pk, month): "33.33"})
    report = bring({})
    assert (report.removed, report.dropped) == (1, 1)
    assert not BudgetLine.objects.exists()
    assert AuditEvent.objects.filter(verb="deleted", label__startswith="Google Ads").count() == 1


@pytest.mark.parametrize("kept", [{"planned": Decimal(5)}, {"note": "À régler"}, {"made_by_spend": False}])
def test_a_line_that_people_gave_something_stays(bring, budget, google, month, kept):
    bring({(google.pk, month): "33.33"})
    BudgetLine.objects.update(**kept)
    assert bring({}).dropped == 0
    assert BudgetLine.objects.count() == 1


def test_a_line_that_another_source_still_spends_on_stays(bring, budget, google, month):
    bring({(google.pk, month): "33.33"}, "Google Ads")
    bring({(google.pk, month): "5"}, "Relevé")
    assert bring({}, "Google Ads").dropped == 0
    assert bring({}, "Relevé").dropped == 1


def test_fractions_of_a_cent_are_rounded_half_up(bring, line):
    bring({(line.channel_id, line.month): "0.125"})
    assert Entry.objects.get().amount == Decimal("0.13")


def test_spend_that_rounds_to_nothing_is_not_an_entry(bring, line):
    bring({(line.channel_id, line.month): "0.004"})
    assert not Entry.objects.exists()


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_spend_is_finite(bring, line, amount):
    with pytest.raises(ValueError, match="finite"):
        bring({(line.channel_id, line.month): amount})


def test_a_month_begins_on_its_first_day(bring, line):
    with pytest.raises(ValueError, match="first day"):
        bring({(line.channel_id, line.month.replace(day=2)): "1"})


def test_a_channel_of_another_workspace_is_refused(bring, line, stranger):
    theirs = stranger.workspace.channels.create(key="tv", name="TV")
    with pytest.raises(ValueError, match="workspace"):
        bring({(theirs.pk, line.month): "1"})
    assert not Entry.objects.exists()


months = st.integers(1, 6).map(lambda number: date(2030, number, 1))
spends = st.dictionaries(months, st.decimals("-1000", "100000", places=3), max_size=6)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(imports=st.lists(spends, min_size=1, max_size=4))
def test_after_any_imports_the_source_says_what_the_last_one_said(bring, meta, imports):
    for said in imports:
        bring({(meta.pk, month): amount for month, amount in said.items()})
    kept = amounts_of("Google Ads")
    wanted = {(meta.pk, month): amount for month, amount in imports[-1].items()}
    assert set(kept) <= set(wanted)
    assert all(abs(kept.get(key, Decimal(0)) - amount) <= Decimal("0.005") for key, amount in wanted.items())
