"""The header files are well formed, and a bad one is refused by name."""

import pytest

from tests.tracking.importers.files import NAMES, expected
from tracking.importers import METRICS, platforms
from tracking.importers.platforms import BadHeaderFileError, build
from tracking.importers.words import fold

COMMON = {"name": "Essai"}
WORDS = {"columns": {"clicks": ["Clics"], "campaign": ["Campagne"]}}


def test_every_platform_of_the_samples_is_there():
    assert {expected(name)["platform"] for name in NAMES} | {"generic"} == set(platforms())


@pytest.mark.parametrize("key", sorted(platforms()))
def test_a_platform_has_figures_and_a_signature(key):
    platform = platforms()[key]
    assert any(meaning.key in METRICS for meaning in platform.columns.values())
    assert platform.signatures or key == "generic"


@pytest.mark.parametrize("key", sorted(platforms()))
def test_patterns_are_written_folded(key):
    platform = platforms()[key]
    labels = [rule.label for rule in platform.total_rows if rule.label]
    for pattern in (*labels, *platform.titles, *platform.footers, *platform.incomplete, *platform.empty):
        assert fold(pattern.pattern) == pattern.pattern, f"{key}: {pattern.pattern}"


@pytest.mark.parametrize("key", sorted(platforms()))
def test_no_header_is_both_read_and_ignored(key):
    platform = platforms()[key]
    both = [header for header in platform.columns if platform.ignored and platform.ignored.fullmatch(header)]
    assert both == []


def test_a_header_file_may_be_all_a_platform_needs():
    platform = build("essai", {"": COMMON, "fr": WORDS | {"signature": ["Clics + Campagne"]}})
    meaning = platform.meaning(" CLICS ")
    assert meaning is not None
    assert (meaning.key, meaning.language) == ("clicks", "fr")
    assert platform.signed_by(["Campagne", "clics"], []) == 1


@pytest.mark.parametrize(
    "files",
    [
        {"fr": WORDS},
        {"": COMMON | {"colour": "blue"}},
        {"": COMMON | {"expects": ["miracles"]}},
        {"": COMMON | {"preamble_order": "year_first"}},
        {"": COMMON | {"total_rows": [{}]}},
        {"": COMMON | {"total_rows": [{"blank": ["nothing"]}]}},
        {"": COMMON, "fr": {"columns": {"klicks": ["Clics"]}}},
        {"": COMMON, "fr": {"columns": {"clicks": ["Clics"], "visits": ["clics"]}}},
        {"": COMMON, "fr": {"columns": {"clicks": "Clics"}}},
        {"": COMMON, "fr": WORDS | {"footers": ["("]}},
        {"": COMMON, "fr": {}},
    ],
)
def test_a_bad_header_file_is_refused_by_name(files):
    with pytest.raises(BadHeaderFileError, match="essai"):
        build("essai", files)
