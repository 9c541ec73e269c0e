"""Charts are drawn from data alone, follow the page's colours, and say what they show."""

import re
from datetime import date, timedelta
from decimal import Decimal

from django.utils import translation

from core.charts import NARROW, Bar, Mark, Series, chart_bars, chart_lines

DAY = date(2026, 2, 1)
POINTS = [(DAY + timedelta(days=n), Decimal(n * 1000)) for n in range(40)]


def test_a_chart_obeys_the_strict_csp_and_follows_the_theme():
    svg = chart_lines([Series("Réalisé", POINTS)], description="Leads par jour", today=DAY + timedelta(20))
    assert 'aria-label="Leads par jour"' in svg
    assert "var(--accent)" in svg
    assert "style=" not in svg
    assert "<script" not in svg


def test_the_line_of_today_says_so():
    svg = chart_lines([Series("Réalisé", POINTS)], description="x", today=DAY + timedelta(20))
    assert ">aujourd’hui<" in svg
    with translation.override("en"):
        svg = chart_lines([Series("Réalisé", POINTS)], description="x", today=DAY + timedelta(20))
    assert ">today<" in svg


def test_a_narrow_drawing_keeps_its_letters_and_fits_a_phone():
    lines = chart_lines([Series("Rythme attendu", POINTS)], description="x", width=NARROW)
    bars = [Bar("Créateurs et ambassadeurs de marque", [("Leads", Decimal("12500"), "main")])]
    for svg in (lines, chart_bars(bars, description="x", width=NARROW)):
        across = float(re.search(r'viewBox="0 0 ([\d.]+)', svg)[1])
        assert across <= 330, "wider would be shrunk on a phone"


def test_print_uses_plain_inks():
    svg = chart_lines([Series("Réalisé", POINTS)], description="x", medium="print")
    assert "var(" not in svg


def test_numbers_and_months_speak_the_readers_language():
    bars = [Bar("Meta", [("Prévu", Decimal("12500"), "main")])]
    with translation.override("fr"):
        assert "12\u202f500" in chart_bars(bars, description="x")
        assert "févr." in chart_lines([Series("a", POINTS)], description="x")
    with translation.override("en"):
        assert "12,500" in chart_bars(bars, description="x")


def test_labels_from_people_are_escaped():
    svg = chart_bars([Bar("<script>alert(1)</script>", [("a", 3, "main")])], description='"><script>')
    assert "<script" not in svg


def test_the_target_is_drawn_with_its_words():
    svg = chart_lines([Series("a", POINTS)], description="x", target=Mark("Cible : 500", 500))
    assert re.search(r">Cible : 500<", svg)
