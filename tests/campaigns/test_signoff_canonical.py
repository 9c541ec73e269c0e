"""Canonical JSON and readable differences: properties that every content must keep."""

import json
import string
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.evidence.canonical import canonical_json, fingerprint
from campaigns.signoff.diff import Change, Field, as_day, as_number, content_changes

texts = st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=20)
amounts = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
scalars = st.none() | st.booleans() | st.integers() | texts | amounts | st.dates()
contents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def shuffled(value):
    """The same content with its keys in another order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


@given(contents)
def test_the_order_of_keys_does_not_matter(content):
    assert canonical_json(content) == canonical_json(shuffled(content))


@given(contents)
def test_what_was_read_back_is_already_canonical(content):
    text = canonical_json(content)
    assert canonical_json(json.loads(text)) == text


@given(amounts, st.integers(0, 6))
def test_one_amount_has_one_spelling(amount, zeros):
    longer = Decimal(format(amount, "f") + ("" if "." in format(amount, "f") else ".") + "0" * zeros)
    assert longer == amount
    assert canonical_json(longer) == canonical_json(amount)


@given(amounts, amounts)
def test_two_amounts_have_two_spellings(one, other):
    assert (canonical_json(one) == canonical_json(other)) == (one == other)


@given(st.text(alphabet="aé\u0301 \r\n", max_size=12))
def test_line_ends_and_accents_have_one_spelling(text):
    assert canonical_json(text) == canonical_json(text.replace("\r\n", "\n").replace("\r", "\n"))
    assert canonical_json("e\u0301té") == canonical_json("été")


@given(contents, contents)
def test_different_contents_have_different_fingerprints(one, other):
    same = canonical_json(one) == canonical_json(other)
    assert (fingerprint(canonical_json(one)) == fingerprint(canonical_json(other))) == same


@pytest.mark.parametrize(
    "value", [1.5, {1: "a"}, object(), {"a": {2}}, datetime(2026, 1, 1, tzinfo=UTC), b"octets"]
)
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_an_amount_is_a_number(value):
    with pytest.raises(ValueError, match="amount"):
        canonical_json(Decimal(value))


def test_the_bytes_are_these():
    content = {"b": Decimal("1.50"), "a": [date(2027, 1, 12), "été", None, True], "z": Decimal("-0.00")}
    assert canonical_json(content) == '{"a":["2027-01-12","été",null,true],"b":"1.5","z":"0"}'
    assert fingerprint("{}") == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


# Differences ----------------------------------------------------------------------------------------------

FIELDS = {
    "tone": Field("Ton"),
    "launch_on": Field("Lancement", as_day),
    "objectives": Field("Objectif", name="name"),
    "objectives.target": Field("cible", as_number),
    "secret": Field("Secret", hidden=True),
}
rows = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from("abcd"), "target": st.sampled_from(["1", "2", None])}),
    max_size=4,
)
briefs = st.fixed_dictionaries(
    {
        "tone": st.sampled_from(["", "vif", "calme"]),
        "objectives": rows,
        "launch_on": st.none() | st.just("2027-01-12"),
    }
)


@given(briefs)
def test_nothing_changed_gives_nothing(content):
    assert content_changes(content, json.loads(json.dumps(content)), FIELDS) == []


@given(briefs, briefs)
def test_something_changed_is_always_said(before, after):
    assert bool(content_changes(before, after, FIELDS)) == (before != after)


@given(briefs, briefs)
def test_the_way_back_says_as_much(before, after):
    there, back = content_changes(before, after, FIELDS), content_changes(after, before, FIELDS)
    assert bool(there) == bool(back)


def brief(*objectives, **changes):
    return {"tone": "", "launch_on": None, "objectives": list(objectives), **changes}


LEADS = {"name": "Leads", "target": "500"}
SALES = {"name": "Ventes", "target": "90"}


def plain(changes):
    return [(change.label.replace("\u202f", " "), change.before, change.after) for change in changes]


def test_a_field_says_from_and_to():
    found = content_changes(brief(tone="Vif"), brief(tone="Calme", launch_on="2027-01-12"), FIELDS)
    assert plain(found) == [("Ton", "Vif", "Calme"), ("Lancement", "", "12 janv. 2027")]


def test_an_item_is_recognised_by_its_name():
    found = content_changes(brief(LEADS, SALES), brief(SALES, {**LEADS, "target": "12500.5"}), FIELDS)
    assert plain(found)[0] == ("Objectif « Leads », cible", "500", "12\u202f500,5")
    assert plain(found)[1][0] == "Objectif (ordre)"


def test_an_item_renamed_in_its_place_is_the_same_item():
    found = content_changes(brief(LEADS), brief({**LEADS, "name": "Contacts"}), FIELDS)
    assert plain(found) == [("Objectif « Contacts », name", "Leads", "Contacts")]


def test_items_added_and_removed_are_said_whole():
    assert plain(content_changes(brief(LEADS), brief(LEADS, SALES), FIELDS)) == [
        ("Objectif", "", "Ventes · 90")
    ]
    assert plain(content_changes(brief(LEADS, SALES), brief(LEADS), FIELDS)) == [
        ("Objectif", "Ventes · 90", "")
    ]


def test_what_is_hidden_is_not_said():
    assert content_changes({"secret": "1"}, {"secret": "2"}, FIELDS) == []


def test_a_field_nobody_declared_is_shown_under_its_key():
    assert content_changes({"new_field": "a"}, {"new_field": True}, {}) == [Change("new field", "a", "oui")]


def test_letters_of_keys_stay():
    assert set(canonical_json({"été": 1})) - set(string.printable) == {"é"}
