"""Values read the way people write them, and every part of the design system renders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from core import formatting, styleguide
from core.templatetags import ui

NNBSP, NBSP = "\u202f", "\u00a0"
ROOT = Path(settings.BASE_DIR)


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    with translation.override("fr"):
        yield


@pytest.fixture
def thursday(monkeypatch: pytest.MonkeyPatch) -> date:
    """The reader's today is Thursday 12 November 2026."""
    today = date(2026, 11, 12)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: today)
    return today


def render(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("41200"), f"41{NNBSP}200{NBSP}€"),
        (Decimal("41200.00"), f"41{NNBSP}200{NBSP}€"),
        (Decimal("41200.5"), f"41{NNBSP}200,50{NBSP}€"),
        (Decimal("-12.10"), f"−12,10{NBSP}€"),
        (0, f"0{NBSP}€"),
        (Decimal("1000000000000.01"), f"1{NNBSP}000{NNBSP}000{NNBSP}000{NNBSP}000,01{NBSP}€"),
        (None, ""),
        ("", ""),
        ("texte", ""),
        (float("nan"), ""),
    ],
)
def test_money_writes_cents_only_when_there_are_any(value: object, expected: str) -> None:
    assert formatting.money(value) == expected


def test_money_in_a_column_always_has_its_cents() -> None:
    assert formatting.money_cents(Decimal("41200")) == f"41{NNBSP}200,00{NBSP}€"


def test_amount_leaves_the_unit_to_the_head_of_the_column() -> None:
    assert formatting.amount(Decimal("41200")) == f"41{NNBSP}200,00"
    assert formatting.amount(None) == ""


def test_money_follows_the_readers_language_and_the_currency() -> None:
    with translation.override("en"):
        assert formatting.money(Decimal("41200")) == "€41,200"
        assert formatting.money(Decimal("41200.5"), "USD") == "$41,200.50"


def test_numbers_drop_what_says_nothing() -> None:
    assert formatting.number(Decimal("12345.60")) == f"12{NNBSP}345,6"
    assert formatting.number(Decimal("12345.678"), 0) == f"12{NNBSP}346"
    assert formatting.number(-3) == "−3"
    assert formatting.number(None) == ""


def test_percent_reads_a_share_of_one() -> None:
    assert re.sub(r"\s", " ", formatting.percent(Decimal("0.48"))) == "48 %"
    assert re.sub(r"\s", " ", formatting.percent("0.485", 1)) == "48,5 %"
    assert re.sub(r"\s", " ", formatting.signed_percent(Decimal("0.1"))) == "+10 %"
    assert formatting.share_of(1, 4) == Decimal("0.25")
    assert formatting.share_of(1, 0) == ""


def test_differences_carry_their_sign() -> None:
    assert formatting.signed(12) == "+12"
    assert formatting.signed(Decimal("-3.5")) == "−3,5"
    assert formatting.signed(0) == "0"


@pytest.mark.parametrize(
    ("size", "expected"),
    [(999, "999 o"), (320_000, "320 Ko"), (1_400_000, "1,4 Mo"), (2_000_000_000, "2 Go"), (None, "")],
)
def test_filesize_uses_the_units_people_read(size: int | None, expected: str) -> None:
    assert formatting.filesize(size) == expected.replace(" ", NNBSP)


def test_dates_in_french() -> None:
    assert formatting.date_short(date(2027, 1, 12)) == "12 janv. 2027"
    assert formatting.date_short(date(2027, 1, 1)) == "1er janv. 2027"
    assert formatting.date_long(date(2027, 1, 12)) == "mardi 12 janvier 2027"
    assert formatting.date_long(date(2027, 1, 1)) == "vendredi 1er janvier 2027"
    assert formatting.date_short(date(2027, 1, 21)) == "21 janv. 2027"
    assert formatting.date_short(None) == ""


def test_the_year_is_said_only_when_it_is_another(thursday: date) -> None:
    assert formatting.date_day(date(2026, 11, 3)) == "3 nov."
    assert formatting.date_day(date(2027, 1, 12)) == "12 janv. 2027"


@pytest.mark.usefixtures("paris")
def test_a_moment_is_told_in_the_readers_zone() -> None:
    late = datetime(2026, 11, 12, 23, 30, tzinfo=UTC)
    assert formatting.date_short(late) == "13 nov. 2026"
    assert formatting.datetime_short(late) == "13 nov. 2026 à 00:30"
    assert formatting.datetime_short(date(2026, 11, 12)) == "12 nov. 2026"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2027, 1, 12), date(2027, 2, 22), "12 janv. – 22 févr. 2027"),
        (date(2027, 1, 12), date(2027, 1, 24), "12–24 janv. 2027"),
        (date(2027, 3, 1), date(2027, 3, 31), "1er–31 mars 2027"),
        (date(2027, 11, 24), date(2027, 12, 1), "24 nov. – 1er déc. 2027"),
        (date(2027, 11, 1), date(2027, 12, 1), "1er nov. – 1er déc. 2027"),
        (date(2026, 12, 28), date(2027, 1, 4), "28 déc. 2026 – 4 janv. 2027"),
        (date(2027, 1, 12), date(2027, 1, 12), "12 janv. 2027"),
        (date(2027, 1, 12), None, "à partir du 12 janv. 2027"),
        (None, date(2027, 1, 12), "jusqu’au 12 janv. 2027"),
        (None, None, ""),
    ],
)
def test_date_range_is_as_short_as_the_dates_allow(
    start: date | None, end: date | None, expected: str
) -> None:
    assert formatting.date_range(start, end).replace(NBSP, " ") == expected


@pytest.mark.parametrize(
    ("days_ago", "since", "ago"),
    [
        (0, "depuis aujourd’hui", "aujourd’hui"),
        (1, "depuis hier", "hier"),
        (3, "depuis 3 jours", "il y a 3 jours"),
        (28, "depuis 4 semaines", "il y a 4 semaines"),
        (90, "depuis 3 mois", "il y a 3 mois"),
        (800, "depuis 2 ans", "il y a 2 ans"),
    ],
)
def test_durations_read_as_people_say_them(thursday: date, days_ago: int, since: str, ago: str) -> None:
    day = thursday - timedelta(days=days_ago)
    assert formatting.since(day) == since
    assert formatting.ago(day) == ago


def test_the_future_is_told_too(thursday: date) -> None:
    assert formatting.ago(thursday + timedelta(days=1)) == "demain"
    assert formatting.ago(thursday + timedelta(days=5)) == "dans 5 jours"
    assert formatting.countdown(thursday + timedelta(days=51)) == "J−51"
    assert formatting.countdown(thursday) == "Jour J"
    assert formatting.countdown(thursday - timedelta(days=3)) == "J+3"


def test_working_days_agree_with_their_number() -> None:
    assert formatting.working_days(1) == "1 jour ouvré"
    assert formatting.working_days(18) == "18 jours ouvrés"
    assert formatting.working_days(None) == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Claire Vasseur", "CV"), ("Anne-Marie de La Tour", "AT"), ("studio", "S"), ("", ""), (None, "")],
)
def test_initials(name: str | None, expected: str) -> None:
    assert formatting.initials(name) == expected


def test_icon_is_decoration_unless_it_has_words() -> None:
    assert 'aria-hidden="true"' in ui.icon("check")
    spoken = ui.icon("check", "Tenu <b>")
    assert 'role="img"' in spoken
    assert 'aria-label="Tenu &lt;b&gt;"' in spoken


def test_unknown_icon_is_refused() -> None:
    with pytest.raises(ValueError, match="licorne"):
        ui.icon("licorne")


def test_every_icon_named_in_a_template_exists() -> None:
    named = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([a-z-]+)"', path.read_text(encoding="utf-8"))
        + re.findall(r'icon_name="([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named <= ui.ICONS
    assert {glyph for glyph, _tone in ui.TONES.values()} <= ui.ICONS


def test_mark_says_the_state_in_words() -> None:
    html = render('{% mark "waiting" label %}', label="En relecture <3 jours>")
    assert 'data-tone="warn"' in html
    assert "En relecture &lt;3 jours&gt;" in html


class PersonForm(forms.Form):
    name = forms.CharField(label="Nom", help_text="Comme sur la carte.")
    nick = forms.CharField(label="Surnom", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    colours = forms.MultipleChoiceField(
        label="Couleurs", choices=[("r", "rouge"), ("b", "bleu")], widget=forms.CheckboxSelectMultiple
    )
    agree = forms.BooleanField(label="D’accord", required=False)


def test_field_ties_label_help_and_errors_to_its_control() -> None:
    html = render("{% field form.name %}", form=PersonForm({"name": ""}))
    assert '<label for="id_name">Nom</label>' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_help id_name_error"' in html
    assert 'id="id_name_help"' in html
    assert 'id="id_name_error"' in html


def test_field_marks_what_is_optional_and_passes_attributes_on() -> None:
    html = render('{% field form.nick autocomplete="off" hx_get="/x" size="s" %}', form=PersonForm())
    assert "facultatif" in html
    assert 'autocomplete="off"' in html
    assert 'hx-get="/x"' in html
    assert 'class="field s' in html
    assert "facultatif" not in render("{% field form.name %}", form=PersonForm())


def test_field_of_many_choices_is_a_fieldset() -> None:
    html = render("{% field form.colours %}", form=PersonForm({"name": "x"}))
    assert "<fieldset" in html
    assert "<legend>Couleurs</legend>" in html
    assert 'aria-describedby="id_colours_error"' in html


def test_hidden_field_is_only_its_input() -> None:
    assert "<label" not in render("{% field form.secret %}", form=PersonForm())


def test_error_summary_leads_to_each_field() -> None:
    form = PersonForm({"name": ""})
    form.add_error(None, "Rien ne va.")
    html = render_to_string("components/form_errors.html", {"form": form})
    assert 'href="#id_name"' in html
    assert 'href="#id_colours"' in html
    assert "Rien ne va." in html
    assert "3 points" in html
    assert render_to_string("components/form_errors.html", {"form": PersonForm()}).strip() == ""


def test_error_summary_of_a_formset_names_its_rows_fields() -> None:
    formset = forms.formset_factory(PersonForm)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-nick": "x"}
    )
    assert [problem.target for problem in ui.error_list(formset)] == ["id_form-0-name", "id_form-0-colours"]


def test_query_keeps_the_filters_and_forgets_the_page() -> None:
    request = RequestFactory().get("/?q=aube&page=3&tri=-date")
    assert render("{% query page=2 %}", request=request) == "?q=aube&amp;tri=-date&amp;page=2"
    assert render('{% query tri="nom" %}', request=request) == "?q=aube&amp;tri=nom"
    assert render("{% query q=None %}", request=request) == "?tri=-date"


def test_text_that_people_typed_is_escaped() -> None:
    html = render_to_string("components/notice.html", {"tone": "bad", "text": "<script>alert(1)</script>"})
    assert "<script>" not in html


def test_the_style_guide_shows_every_component_without_inline_style_or_script() -> None:
    request = RequestFactory().get("/")
    html = render_to_string("core/styleguide.html", styleguide.styleguide_context(request), request)
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_a_name_with_its_own_guillemets_is_quoted_once() -> None:
    assert render("{{ name|quoted }}", name="Découvrir") == "«\u202fDécouvrir\u202f»"
    assert render("{{ name|quoted }}", name="rubrique « Aube »") == "rubrique « Aube »"


def test_every_component_compiles() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        try:
            get_template(str(path.relative_to(ROOT / "templates")))
        except TemplateSyntaxError as error:
            pytest.fail(f"{path.name}: {error}")


def test_the_error_pages_need_no_context() -> None:
    for name in ("403.html", "403_csrf.html", "404.html", "500.html"):
        html = get_template(name).render()
        assert 'href="/"' in html
        assert "<h1>" in html


def test_style_sheets_stay_short_and_import_nothing() -> None:
    for path in [*(ROOT / "static" / "css").glob("*.css"), *(ROOT / "static" / "js").rglob("*.js")]:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 400, path.name
        assert "@import" not in text, path.name
        assert "http://" not in text, path.name
        assert "https://" not in text, path.name


@pytest.fixture
def paris():
    """The zone that pages fall back to, whatever an earlier request left active."""
    from django.utils import timezone

    with timezone.override("Europe/Paris"):
        yield


def test_guillemets_inside_a_quotation_become_english_quotes() -> None:
    said = "«\u202fDe lumineux\u202f» en dit trop, « Aube » suffit."
    assert render("{{ said|quotes_within }}", said=said) == "“De lumineux” en dit trop, “Aube” suffit."


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        ("28.5", "€", f"28,50{NNBSP}€", "€28.50"),
        ("2.6", "%", f"2,6{NNBSP}%", "2.6%"),
        ("217386.6", "€", f"217{NNBSP}387{NNBSP}€", "€217,387"),
        ("412", "leads", "412", "412"),
    ],
)
def test_a_measure_wears_its_unit_as_its_reader_does(
    value: str, unit: str, french: str, english: str
) -> None:
    assert formatting.with_unit(value, unit).replace("\u00a0", NNBSP) == french
    with translation.override("en"):
        assert formatting.with_unit(value, unit) == english
