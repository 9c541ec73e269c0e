"""Canonical JSON: the same content gives the same bytes on every Python, database and restart."""

import hashlib
import json
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any


def canonical_json(content: Any) -> str:
    """Sorted keys, no spaces, text in NFC with `\\n` line ends, Decimals as plain digits.

    Accepts dict (string keys), list, tuple, str, int, bool, None, Decimal and date. Raises TypeError
    for anything else, floats included (their text differs between machines), and ValueError for a
    Decimal that is not a number.
    """
    return json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """SHA-256 of canonical JSON, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        # A browser sends \r\n where a database or an import holds \n, and é has two spellings: one text.
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, datetime):
        raise TypeError("A frozen content holds authored dates, not moments")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("Keys of a frozen content are text")
        return {key: _plain(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _digits(value: Decimal) -> str:
    """1.50 and 1.5 are the same amount, and so are 0 and -0.00: they must hash alike."""
    if not value.is_finite():
        raise ValueError(f"{value} is not an amount")
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0", "-", "0") else text
