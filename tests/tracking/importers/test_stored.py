"""A kept result says the same as the one that was read."""

import json
from datetime import date

import pytest

from tests.tracking.conftest import SAMPLES
from tracking.import_words import words
from tracking.importers import read, report, restore, store

FILES = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".csv", ".tsv", ".xlsx"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_is_the_same_after_a_stay_in_the_database(path):
    result = read(path, filename=path.name, today=date(2026, 11, 22))
    kept = json.loads(json.dumps(store(result)))
    again = restore(kept)
    assert report(again, words) == report(result, words)
    assert again.columns == result.columns
    assert again.figures.totals == result.figures.totals
    assert again.figures.by_campaign == result.figures.by_campaign
    assert list(again.figures.by_campaign) == list(result.figures.by_campaign)
    assert again.figures.total_rows == result.figures.total_rows
    assert again.importable == result.importable
    assert store(again) == kept


def test_a_kept_result_refuses_to_give_rows_rather_than_none():
    result = read(SAMPLES / "meta_fr.csv", filename="meta_fr.csv", today=date(2026, 11, 22))
    with pytest.raises(LookupError):
        list(restore(store(result)).facts())


def test_a_campaign_called_like_our_tags_stays_a_campaign(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("Jour;Campagne;Clics\n2026-03-01;$;3\n2026-03-01;=;4\n")
    result = read(path, today=date(2026, 11, 22))
    assert restore(store(result)).figures.by_campaign == result.figures.by_campaign
