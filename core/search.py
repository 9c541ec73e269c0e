"""Finding texts as people type them: accents, case and apostrophes do not count, on every database."""

import re
import unicodedata

#: Letters people leave their accents out of, and two that people write as two.
_FORMS = {
    "a": "aàáâãäå",
    "c": "cç",
    "e": "eèéêë",
    "i": "iìíîï",
    "n": "nñ",
    "o": "oòóôõö",
    "u": "uùúûü",
    "y": "yýÿ",
}
_LIGATURES = {"oe": "œ", "ae": "æ"}
_PUNCTUATION = {"'": "'’ʼ", "-": "-‐‑–", "’": "'’ʼ"}
_LONGEST, _WORDS = 200, 8


def plain(text: str) -> str:
    """Lower case, without accents, ligatures, typographic apostrophes or double spaces."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    letters = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def search_words(text: str) -> list[str]:
    """The words of a request in plain letters: at most eight, of its first 200 characters."""
    shown = "".join(c if c.isprintable() else " " for c in text[:_LONGEST])
    return list(dict.fromkeys(plain(shown).split()))[:_WORDS]


def word_pattern(word: str) -> str:
    """A regular expression for a plain word however it was written, for Django's `regex` lookup.

    Both cases of each letter stand in it, because how a database folds accented capitals depends on its
    locale. It is read alike by PostgreSQL and by Python (SQLite).
    """
    parts, at = [], 0
    while at < len(word):
        pair = word[at : at + 2]
        if pair in _LIGATURES:
            joined = _LIGATURES[pair]
            parts.append(f"({_letter(pair[0])}{_letter(pair[1])}|[{joined}{joined.upper()}])")
            at += 2
        else:
            parts.append(_letter(word[at]))
            at += 1
    return "".join(parts)


def _letter(letter: str) -> str:
    if letter in _PUNCTUATION:
        return f"[{re.escape(_PUNCTUATION[letter])}]"
    forms = _FORMS.get(letter, letter)
    both = "".join(dict.fromkeys(forms + forms.upper()))
    return f"[{both}]" if letter.isalnum() else re.escape(letter)
