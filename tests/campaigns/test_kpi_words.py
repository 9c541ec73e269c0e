"""A default KPI speaks its reader's language; a typed one keeps its words."""

import pytest
from django.utils.translation import override

from campaigns.playbooks.kpis import kpi_words


@pytest.mark.parametrize(
    ("name", "french", "english"),
    [
        ("Clics", "Clics", "Clicks"),
        ("Clicks", "Clics", "Clicks"),
        ("Taux d’ouverture · Newsletter", "Taux d’ouverture · Newsletter", "Open rate · Newsletter"),
        ("Essayages en cabine", "Essayages en cabine", "Essayages en cabine"),
    ],
)
def test_a_default_kpi_is_named_in_its_readers_language(name, french, english):
    with override("fr"):
        assert kpi_words(name) == french
    with override("en"):
        assert kpi_words(name) == english
