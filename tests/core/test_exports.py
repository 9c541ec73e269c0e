"""CSV that a spreadsheet opens as it is, and that runs nothing."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from core.exports import csv_response, safe_cell


def read(response, delimiter=";"):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


@pytest.mark.parametrize(
    "text", ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "\n=1"]
)
def test_text_that_looks_like_a_formula_is_made_harmless(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Meta Ads", "a=b", "3 - 2", "", "l’été"])
def test_other_text_is_left_alone(text):
    assert safe_cell(text) == text


def test_french_readers_get_semicolons_and_commas():
    with translation.override("fr"):
        response = csv_response("budget", ["Canal", "Prévu"], [["=Meta; Ads", Decimal("-1250.50")]])
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert read(response) == [["Canal", "Prévu"], ["'=Meta; Ads", "-1250,50"]]
    assert response["Content-Disposition"] == 'attachment; filename="budget.csv"'


def test_english_readers_get_commas_and_points():
    with translation.override("en"):
        response = csv_response("budget", ["Channel", "On"], [["Meta", date(2027, 1, 2)]], footer=[None, 3])
    assert read(response, ",") == [["Channel", "On"], ["Meta", "2027-01-02"], ["", "3"]]
