"""The words of a header, reduced to what two spellings of it have in common."""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_ROUNDED_ID = re.compile(r"[0-9][.,][0-9]+[eE]\+?[0-9]+")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "´": "'"})


LONGEST_WORDS = 300


def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes, single plain spaces.

    Platforms write U+00A0, U+202F and U+2019 inside headers; people retype them without.
    Of a longer text only the first LONGEST_WORDS characters matter to anybody here.
    """
    return _folded(text[:LONGEST_WORDS])


@lru_cache(maxsize=2**13)
def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _SPACES.sub(" ", bare).strip(' "\ufeff').casefold()


def is_void(cell: object) -> bool:
    """True for a cell without words: empty, or only dashes, as platforms fill their total rows."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" -–—\u00a0\u202f\t\r\n"))


def is_damaged_id(text: str) -> bool:
    """True for an id that a spreadsheet took for a number and rounded: 1.20253E+17."""
    return _ROUNDED_ID.fullmatch(text) is not None
