"""Figures are written aside and swapped in one short transaction: never half of them, never twice."""

import pytest
from django.core.exceptions import ValidationError

from tests.coordination.conftest import in_phase
from tests.tracking.conftest import brought, counted, csv, days_ago
from tracking.models import Import, KpiFact
from tracking.services import figures
from tracking.services.imports import import_apply, import_undo, import_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(figures, "CHUNK", 3)


def file(clicks: int, days: int = 10):
    return csv("Jour;Clics", *(f"{days_ago(ago + 1)};{clicks}" for ago in range(days)))


def aside() -> int:
    return sum(fact.brought_by_id == fact.replaced_by_import_id for fact in KpiFact.objects.all())


def test_figures_of_several_chunks_come_in_whole_and_go_whole(table, kpis, hugo, small_chunks):
    brought(table, file(1), hugo)
    second = brought(table, file(2), hugo)
    assert counted(table, "clicks") == 20
    assert (aside(), KpiFact.objects.count()) == (0, 20)
    import_undo(record=second, actor=hugo)
    assert (counted(table, "clicks"), KpiFact.objects.count()) == (10, 10)


def test_what_is_written_aside_counts_for_nothing_until_the_swap(
    table, kpis, hugo, small_chunks, monkeypatch
):
    brought(table, file(1), hugo)
    seen = []
    real = figures.figures_swap

    def swap(*args):
        seen.append((counted(table, "clicks"), aside()))
        return real(*args)

    monkeypatch.setattr("tracking.services.imports.figures_swap", swap)
    brought(table, file(2), hugo)
    assert seen == [(10, 10)]


def test_a_refusal_at_the_last_moment_leaves_nothing_aside(table, kpis, hugo, small_chunks):
    record = import_upload(source=table, upload=file(1), actor=hugo)
    in_phase(table.campaign, "ABANDONNEE")
    with pytest.raises(ValidationError, match="terminée"):
        import_apply(record=record, actor=hugo)
    assert not KpiFact.objects.exists()


def test_what_a_dead_process_left_aside_goes_with_the_next_attempt(table, kpis, hugo, small_chunks):
    record = import_upload(source=table, upload=file(1), actor=hugo)
    KpiFact.objects.create(
        campaign=table.campaign,
        source=table,
        channel=table.channel,
        kpi=kpis["clicks"],
        day=days_ago(1),
        value=99,
        brought_by=record,
        replaced_by_import=record,
    )
    import_apply(record=Import.objects.get(pk=record.pk), actor=hugo)
    assert (counted(table, "clicks"), aside(), KpiFact.objects.count()) == (10, 0, 10)
