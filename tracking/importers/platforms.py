"""What we know of each platform's exports, read from `headers/*.json` and checked.

`headers/google_ads.json` holds what is the same in every language; `headers/google_ads.fr.json`
holds the words. A new language costs one file, a new platform two; neither costs code. Words are
compared folded (no case, accents, or exotic spaces); patterns are regular expressions on folded
text. See `headers/README.md` for the format.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from .currencies import split_header
from .dates import Order
from .metrics import DIMENSIONS, IGNORE, METRICS, Kind
from .words import fold

GENERIC = "generic"
ANY = "any"
OTHERS = "others"
EXPECTATIONS = frozenset({"totals", "final_newline"})

_PLATFORM_KEYS = frozenset(
    {"name", "comment", "date_is_event", "end_is_exclusive", "preamble_order", "expects", "total_rows"}
)
_LANGUAGE_KEYS = frozenset(
    {
        "confidence",
        "columns",
        "ignored",
        "signature",
        "titles",
        "total_rows",
        "footers",
        "incomplete",
        "row_count",
        "empty",
    }
)


class BadHeaderFileError(ValueError):
    """A data file of this package is wrong; raised when it is loaded, so never in production."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header means: a metric, a dimension, or IGNORE.

    `rank`: among several headers with one meaning, the lowest rank is the one to read.
    `unit`: the currency code or sign that the header carries.
    """

    key: str
    rank: int = 0
    language: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TotalRule:
    """A row is a total if a cell of `where` matches `label` and the cells of `blank` are blank.

    `where`: dimensions, or ANY text cell of the row. `blank`: dimensions, or OTHERS, that is all
    but the labelled one. Without a label, at least one column of `blank` must exist.
    """

    label: re.Pattern[str] | None
    where: tuple[str, ...]
    blank: tuple[str, ...]


@dataclass(frozen=True)
class Platform:
    """One platform, all its languages together."""

    key: str
    name: str
    comment: str = ""
    date_is_event: bool = False
    end_is_exclusive: bool = False
    preamble_order: Order | None = None
    expects: frozenset[str] = frozenset()
    columns: Mapping[str, Meaning] = field(default_factory=dict)
    ignored: re.Pattern[str] | None = None
    signatures: tuple[frozenset[str], ...] = ()
    titles: tuple[re.Pattern[str], ...] = ()
    total_rows: tuple[TotalRule, ...] = ()
    footers: tuple[re.Pattern[str], ...] = ()
    incomplete: tuple[re.Pattern[str], ...] = ()
    row_counts: tuple[re.Pattern[str], ...] = ()
    empty: tuple[re.Pattern[str], ...] = ()

    def meaning(self, header: str) -> Meaning | None:
        """What `header` means on this platform, with the currency it carries, if we know it."""
        folded = fold(header)
        if known := self.columns.get(folded):
            return known
        base, unit = split_header(header)
        money = self.columns.get(fold(base)) if unit else None
        if money and money.key in METRICS and METRICS[money.key].kind is Kind.MONEY:
            return Meaning(money.key, money.rank, money.language, unit)
        if self.ignored and (self.ignored.fullmatch(folded) or self.ignored.fullmatch(fold(base))):
            return Meaning(IGNORE)
        return None

    def signed_by(self, headers: Sequence[str], above: Iterable[str]) -> int:
        """How many of the platform's signatures these headers, and the lines above them, bear."""
        present = {fold(header) for header in headers} | {fold(split_header(header)[0]) for header in headers}
        titles = sum(any(title.search(fold(line)) for title in self.titles) for line in above)
        return titles + sum(signature <= present for signature in self.signatures)


@cache
def platforms() -> Mapping[str, Platform]:
    """All platforms by key. Raises BadHeaderFileError."""
    data: dict[str, dict[str, dict[str, object]]] = {}
    for entry in sorted((files(__package__) / "headers").iterdir(), key=lambda file: file.name):
        stem, _, extension = entry.name.rpartition(".")
        key, _, language = stem.partition(".")
        if extension == "json" and key not in ("calendar", "currencies"):
            data.setdefault(key, {})[language] = json.loads(entry.read_text(encoding="utf-8"))
    return {key: build(key, by_language) for key, by_language in data.items()}


def build(key: str, by_language: Mapping[str, Mapping[str, object]]) -> Platform:
    """Build a platform from its decoded files, "" being the one without words. Raises BadHeaderFileError."""
    common = by_language.get("", {})
    words = {language: data for language, data in by_language.items() if language}
    _only(key, common, _PLATFORM_KEYS)
    for language, data in words.items():
        _only(f"{key}.{language}", data, _LANGUAGE_KEYS)
    order = common.get("preamble_order")
    try:
        return Platform(
            key=key,
            name=str(common["name"]),
            comment=str(common.get("comment", "")),
            date_is_event=bool(common.get("date_is_event")),
            end_is_exclusive=bool(common.get("end_is_exclusive")),
            preamble_order=Order(str(order)) if order else None,
            expects=_chosen(_strings(common.get("expects")), EXPECTATIONS),
            columns=_columns(words),
            ignored=_globs(text for data in words.values() for text in _strings(data.get("ignored"))),
            signatures=tuple(_signatures(words)),
            titles=_patterns(words, "titles"),
            total_rows=tuple(_total_rule(rule) for data in by_language.values() for rule in _rules(data)),
            footers=_patterns(words, "footers"),
            incomplete=_patterns(words, "incomplete"),
            row_counts=_patterns(words, "row_count"),
            empty=_patterns(words, "empty"),
        )
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise BadHeaderFileError(f"{key}: {error!r}") from error


def _only(file: str, data: Mapping[str, object], allowed: frozenset[str]) -> None:
    if unknown := set(data) - allowed:
        raise BadHeaderFileError(f"{file}: unknown entries {sorted(unknown)}")


def _strings(value: object) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"a list of texts is expected, not {value!r}")
    return value


def _chosen(values: Iterable[str], allowed: Iterable[str]) -> frozenset[str]:
    chosen = frozenset(values)
    if unknown := chosen - frozenset(allowed):
        raise ValueError(f"unknown {sorted(unknown)}")
    return chosen


def _columns(words: Mapping[str, Mapping[str, object]]) -> dict[str, Meaning]:
    """Folded header → meaning. One header must not mean two things on one platform."""
    columns: dict[str, Meaning] = {}
    for language, data in words.items():
        by_key = data["columns"]
        if not isinstance(by_key, dict):
            raise TypeError("columns must be an object")
        _chosen(by_key, (*METRICS, *DIMENSIONS))
        for key, headers in by_key.items():
            for rank, header in enumerate(_strings(headers)):
                known = columns.setdefault(fold(header), Meaning(key, rank, language))
                if known.key != key:
                    raise ValueError(f"{header!r} means both {known.key} and {key}")
                if known.language != language:  # "Date" and "Impressions" tell no language
                    columns[fold(header)] = replace(known, language="")
    return columns


def _signatures(words: Mapping[str, Mapping[str, object]]) -> Iterable[frozenset[str]]:
    """Each is one header, or several joined by " + " that only together betray the platform."""
    for data in words.values():
        for signature in _strings(data.get("signature")):
            yield frozenset(fold(part) for part in signature.split(" + "))


def _globs(texts: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for headers in which "*" stands for anything."""
    parts = [".*".join(map(re.escape, fold(text).split("*"))) for text in texts]
    return re.compile("|".join(parts)) if parts else None


def _patterns(words: Mapping[str, Mapping[str, object]], entry: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text) for data in words.values() for text in _strings(data.get(entry)))


def _rules(data: Mapping[str, object]) -> list[dict[str, object]]:
    rules = data.get("total_rows", [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise TypeError("total_rows must be a list of objects")
    return rules


def _total_rule(rule: Mapping[str, object]) -> TotalRule:
    _chosen(rule, ("label", "in", "blank"))
    label = str(rule.get("label", ""))
    where = tuple(_strings(rule.get("in", [ANY])))
    blank = tuple(_strings(rule.get("blank")))
    _chosen(where, (ANY, *DIMENSIONS))
    _chosen(blank, (OTHERS, *DIMENSIONS))
    if not label and not blank:
        raise ValueError("a total rule needs a label or blank columns")
    return TotalRule(re.compile(label) if label else None, where, blank)
