"""Figures typed by hand."""

from django.db.models import QuerySet

from tracking.models import KpiFact, Source


def facts_typed(source: Source) -> QuerySet[KpiFact]:
    """What was typed for a source and counts now, the latest day first."""
    rows = KpiFact.objects.filter(source=source, brought_by=None, replaced_by_import=None)
    return rows.select_related("kpi").order_by("-day", "kpi__name", "pk")
