"""Imports: whole or not at all, once, replaced and brought back; the budget follows."""

import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from budgets.models import Entry
from core.models import AuditEvent
from tests.coordination.conftest import in_phase
from tests.tracking.conftest import SAMPLES, brought, counted, csv, days_ago, sample
from tracking.models import Import, KpiFact, Source
from tracking.services.imports import (
    ImportSettled,
    import_answer,
    import_apply,
    import_discard,
    import_recall,
    import_undo,
    import_upload,
)
from tracking.services.setup import source_edit
from tracking.services.typed import fact_enter

pytestmark = pytest.mark.django_db


def spent(campaign) -> dict[str, Decimal]:
    """Actual spend in the budget, by source."""
    rows = Entry.objects.filter(line__budget__campaign=campaign, kind="actual")
    return {entry.source: entry.amount for entry in rows}


def day(ago: int, clicks: int, cost: str) -> str:
    return f"{days_ago(ago).isoformat()};{clicks};{cost}"


HEAD = "Date;Clics;Coût (EUR)"


def test_the_meta_sample_comes_in_whole_and_its_spend_reaches_the_budget(source, kpis, hugo, long_live):
    record = brought(source, sample("meta_fr.csv"), hugo)
    assert record.status == Import.Status.APPLIED
    assert record.rows == 181
    assert record.starts_on.isoformat() == "2026-03-01"
    assert counted(source, "cost") == sum(spent(source.campaign).values())
    assert counted(source, "cost") > 0
    assert AuditEvent.objects.filter(verb="import_applied", label="meta_fr.csv").count() == 1


def test_what_comes_in_is_what_the_sample_says(adwords, kpis, hugo, long_live):

    expected = json.loads((SAMPLES / "google_ads_en_daily.csv.expected.json").read_text())["totals"]
    brought(adwords, sample("google_ads_en_daily.csv"), hugo)
    for key, name in (("clicks", "clicks"), ("impressions", "impressions"), ("cost", "spend")):
        assert counted(adwords, key) == Decimal(str(expected[name])), key


def test_figures_of_the_same_days_are_replaced_others_stay(table, kpis, hugo):
    brought(table, csv(HEAD, day(3, 10, "5,00"), day(2, 20, "6,00")), hugo)
    second = brought(table, csv(HEAD, day(2, 25, "7,50"), day(1, 30, "8,00")), hugo)
    assert counted(table, "clicks") == 10 + 25 + 30
    assert second.report["replaced"] == 2
    assert spent(table.campaign) == {"Tableau du CRM": Decimal("20.50")}


def test_undoing_brings_back_what_was_replaced(table, kpis, hugo):
    brought(table, csv(HEAD, day(3, 10, "5,00"), day(2, 20, "6,00")), hugo)
    second = brought(table, csv(HEAD, day(2, 25, "7,50"), day(1, 30, "8,00")), hugo)
    import_undo(record=second, actor=hugo)
    assert counted(table, "clicks") == 30
    assert spent(table.campaign) == {"Tableau du CRM": Decimal("11.00")}
    with pytest.raises(ImportSettled):
        import_undo(record=second, actor=hugo)


def test_undoing_the_only_import_takes_its_spend_back(table, kpis, hugo):
    record = brought(table, csv(HEAD, day(3, 10, "5,00")), hugo)
    import_undo(record=record, actor=hugo)
    assert not KpiFact.objects.exists()
    assert spent(table.campaign) == {}


def test_an_import_covered_by_a_later_one_is_undone_after_it(table, kpis, hugo):
    first = brought(table, csv(HEAD, day(3, 10, "5,00")), hugo)
    second = brought(table, csv(HEAD, day(3, 11, "5,00")), hugo)
    with pytest.raises(ValidationError, match="annulez-le d’abord"):
        import_undo(record=first, actor=hugo)
    import_undo(record=second, actor=hugo)
    import_undo(record=first, actor=hugo)
    assert counted(table, "clicks") == 0


def test_a_figure_typed_since_stays_when_an_import_is_undone(table, kpis, hugo):
    brought(table, csv(HEAD, day(3, 10, "5,00")), hugo)
    second = brought(table, csv(HEAD, day(3, 11, "5,00")), hugo)
    fact_enter(source=table, kpi=kpis["clicks"], day=days_ago(3), value=Decimal(99), actor=hugo)
    import_undo(record=second, actor=hugo)
    assert counted(table, "clicks") == 99


def test_the_same_file_twice_adds_nothing(table, kpis, hugo):
    upload = (HEAD, day(3, 10, "5,00"))
    pending = import_upload(source=table, upload=csv(*upload), actor=hugo)
    brought(table, csv(*upload), hugo)
    with pytest.raises(ValidationError, match="déjà importé"):
        import_upload(source=table, upload=csv(*upload), actor=hugo)
    with pytest.raises(ValidationError, match="déjà importé"):
        import_apply(record=pending, actor=hugo)
    assert counted(table, "clicks") == 10


def test_applied_twice_is_settled(table, kpis, hugo):
    record = brought(table, csv(HEAD, day(3, 10, "5,00")), hugo)
    with pytest.raises(ImportSettled):
        import_apply(record=record, actor=hugo)
    with pytest.raises(ImportSettled):
        import_discard(record=record, actor=hugo)


@pytest.mark.django_db(transaction=True)
def test_applied_at_once_by_several_it_comes_in_once(table, kpis, hugo):
    record = import_upload(source=table, upload=csv(HEAD, day(3, 10, "5,00"), day(2, 5, "1,00")), actor=hugo)

    def apply(_number: int) -> str:
        try:
            import_apply(
                record=Import.objects.select_related("source__campaign__workspace").get(pk=record.pk),
                actor=hugo,
            )
            return "applied"
        except ImportSettled:
            return "settled"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = sorted(pool.map(apply, range(4)))
    assert done == ["applied", "settled", "settled", "settled"]
    assert counted(table, "clicks") == 15
    assert spent(table.campaign) == {"Tableau du CRM": Decimal("6.00")}


def test_a_failure_on_the_way_leaves_nothing(table, kpis, hugo, monkeypatch):
    record = import_upload(source=table, upload=csv(HEAD, day(3, 10, "5,00")), actor=hugo)

    def fail(**_values):
        raise RuntimeError

    monkeypatch.setattr("tracking.services.imports.spend_record", fail)
    with pytest.raises(RuntimeError):
        import_apply(record=record, actor=hugo)
    record.refresh_from_db()
    assert record.status == Import.Status.PREVIEW
    assert not KpiFact.objects.exists()


def test_answers_given_meanwhile_are_read_before_importing(table, kpis, hugo):
    record = import_upload(source=table, upload=csv(HEAD, day(3, 10, "5,00")), actor=hugo)
    stale = Import.objects.select_related("source__campaign__workspace").get(pk=record.pk)
    import_answer(record=record, actor=hugo, answers={"currency": "EUR"})
    with pytest.raises(ValidationError, match="viennent de changer"):
        import_apply(record=stale, actor=hugo)


def test_another_currency_is_not_taken_for_euros(table, kpis, hugo):
    record = import_upload(source=table, upload=csv("Date;Clics;Coût (USD)", day(3, 10, "5,00")), actor=hugo)
    with pytest.raises(ValidationError, match="USD"):
        import_apply(record=record, actor=hugo)


def test_names_taken_once_are_taken_again(table, kpis, hugo):
    head = "Date;Campagne;Clics"
    first = import_upload(
        source=table, upload=csv(head, f"{days_ago(3)};Aube;3", f"{days_ago(3)};Autre;50"), actor=hugo
    )
    import_answer(record=first, actor=hugo, answers={"names": ["Aube"]})
    import_apply(record=first, actor=hugo)
    assert counted(table, "clicks") == 3
    table.refresh_from_db()
    second = import_upload(
        source=table, upload=csv(head, f"{days_ago(2)};Aube;4", f"{days_ago(2)};Autre;60"), actor=hugo
    )
    import_recall(record=second)
    import_apply(record=second, actor=hugo)
    assert counted(table, "clicks") == 7


def test_renaming_a_source_does_not_double_its_spend(table, search, kpis, hugo):
    brought(table, csv(HEAD, day(3, 10, "5,00")), hugo)
    source = Source.objects.select_related("campaign__workspace").get(pk=table.pk)
    source_edit(
        source=source, actor=hugo, expected_version=1, changes={"name": "CRM 2027", "channel": search}
    )
    assert spent(table.campaign) == {"CRM 2027": Decimal("5.00")}
    assert Entry.objects.get(kind="actual").line.channel == search
    assert set(KpiFact.objects.values_list("channel", flat=True)) == {search.pk}


def test_a_campaign_that_is_over_takes_no_figures(table, by_hand, kpis, hugo):
    record = import_upload(source=table, upload=csv(HEAD, day(3, 10, "5,00")), actor=hugo)
    in_phase(table.campaign, "ABANDONNEE")
    for action in (
        lambda: import_upload(source=table, upload=csv(HEAD, day(2, 10, "5,00")), actor=hugo),
        lambda: import_apply(record=record, actor=hugo),
        lambda: fact_enter(source=by_hand, kpi=kpis["leads"], day=days_ago(1), value=Decimal(1), actor=hugo),
    ):
        with pytest.raises(ValidationError, match="terminée"):
            action()
    assert not KpiFact.objects.exists()
