"""The JSON of a reading."""

import json

from tests.tracking.importers.files import TODAY, read_text, sample
from tracking.importers import Problem, Question, read, report


def test_a_report_is_plain_json():
    found = report(read(sample("google_ads_fr_excel_utf16.csv"), today=TODAY))
    assert json.loads(json.dumps(found)) == found
    assert found["platform"] == "google_ads"
    assert found["encoding"] == "UTF-16LE with BOM"
    assert found["delimiter"] == "TAB"
    assert found["rows"] == 155
    assert found["skipped_totals"] == 5
    assert found["totals"] == {
        "impressions": 758429,
        "clicks": 22700,
        "cost": 21093.84,
        "conversions": 935.42,
        "conversion_value": 58421.71,
    }
    assert found["currency"] == "EUR"
    assert found["period"] == {"start": "2026-03-01", "end": "2026-03-31"}
    assert found["needs"] == found["errors"] == found["notices"] == []
    assert found["importable"] is True


def test_questions_and_problems_are_told_with_their_data():
    found = report(read_text("Date;Campagne;Clics;Coût\n2026-03-01;A;3;1\n2026-03-02;A;x;1\nTotal;;9;1\n"))
    assert json.loads(json.dumps(found)) == found
    assert [(need["ask"], need["why"]) for need in found["needs"]] == [("currency", "missing")]
    assert found["errors"] == [
        {"code": "not_a_number", "line": 3, "column": "Clics", "value": "x", "params": {}}
    ]
    assert found["notices"][0]["params"] == {"metric": "clicks", "shown": 9, "summed": 3}


def test_the_caller_finds_the_words():
    def wording(thing: Problem | Question) -> str:
        return f"Ligne {thing.line}" if isinstance(thing, Problem) else f"Quelle {thing.ask} ?"

    found = report(read_text("Date;Campagne;Coût\n2026-03-01;A;x\n"), wording)
    assert found["needs"][0]["message"] == "Quelle currency ?"
    assert found["errors"][0]["message"] == "Ligne 2"


def test_a_file_that_cannot_be_read_has_a_report_too():
    found = report(read_text(""))
    assert json.loads(json.dumps(found)) == found
    assert (found["platform"], found["rows"], found["totals"]) == (None, 0, {})
    assert found["errors"][0]["code"] == "empty_file"
