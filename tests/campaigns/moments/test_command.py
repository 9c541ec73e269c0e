"""`manage.py commercial_calendar`: no database, JSON or a table, and words for a bad year."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def run(*args):
    out = StringIO()
    call_command("commercial_calendar", *args, stdout=out)
    return out.getvalue()


def test_a_year_as_json():
    # No database mark: a query would fail here.
    rows = json.loads(run("--year", "2027", "--json"))
    named = {row["key"]: row for row in rows}
    assert named["soldes_hiver"] == {
        "key": "soldes_hiver",
        "name": "Soldes d’hiver",
        "start": "2027-01-06",
        "end": "2027-02-02",
        "zone": "national",
        "status": "rule",
        "source": "Code de commerce, art. L310-3\u202f; arrêté du 27 mai 2019",
        "kind": "sales",
        "family": "soldes_hiver",
        "note": "Vaut aussi pour la vente en ligne, où que soit le siège du vendeur.",
    }
    asked = {"soldes_ete", "black_friday", "fete_des_meres", "fete_des_peres", "saint_valentin", "noel"}
    assert asked <= named.keys()


def test_a_year_as_a_table():
    lines = run("--year", "2026").splitlines()
    assert "2026-11-27 2026-11-27  rule      Black Friday [national]" in "\n".join(lines)
    assert lines == sorted(lines, key=lambda line: line[:21])


@pytest.mark.parametrize("year", ["1900", "2100", "abc", "", "²027", "-2027", "2027.0", "9" * 5000])
def test_a_bad_year_is_told_in_words(year):
    with pytest.raises(CommandError) as refused:
        run(f"--year={year}", "--json")
    assert refused.value.returncode == 2
    assert "Traceback" not in str(refused.value)
    assert "2015" in str(refused.value) or "n’est pas une année" in str(refused.value)
