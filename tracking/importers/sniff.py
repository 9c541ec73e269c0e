"""From bytes to text: what kind of file this is, and in which encoding, proved on the whole of it.

The file is streamed in chunks; nothing here grows with its size.
"""

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from .problems import Code, FileRefusedError, Problem
from .source import Source

CHUNK = 2**18
SAMPLE = 2**18
LONGEST_LINE = 2**20
_NOTHING = "\ufeff \t\r\n,;"

# What we call each codec; the names an export's documentation would use.
LABELS = {
    "utf-8": "UTF-8 without BOM",
    "utf-8-sig": "UTF-8 with BOM",
    "utf-16-le": "UTF-16LE without BOM",
    "utf-16-be": "UTF-16BE without BOM",
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO-8859-15",
    "mac-roman": "Mac Roman",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16LE with BOM"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16BE with BOM"),
)


class Container(StrEnum):
    """The two kinds of file we read."""

    TEXT = "text"
    WORKBOOK = "workbook"


_MAGIC = (
    (b"PK\x03\x04", None, ""),
    (b"PK\x05\x06", Code.ARCHIVE, "zip"),
    (b"\xd0\xcf\x11\xe0", Code.OLD_WORKBOOK, "xls"),
    (b"\x1f\x8b", Code.ARCHIVE, "gzip"),
    (b"7z\xbc\xaf", Code.ARCHIVE, "7z"),
    (b"Rar!", Code.ARCHIVE, "rar"),
    (b"%PDF", Code.NOT_A_TABLE, "pdf"),
    (b"\x89PNG", Code.NOT_A_TABLE, "image"),
    (b"\xff\xd8\xff", Code.NOT_A_TABLE, "image"),
    (b"GIF8", Code.NOT_A_TABLE, "image"),
)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml|meta|style)", re.IGNORECASE)


def container(source: Source) -> Container:
    """Tell text from workbook by the first bytes, whatever the name says. Raises FileRefusedError."""
    head = source.head(1024)
    if not head:
        raise FileRefusedError(Problem(Code.EMPTY_FILE))
    for magic, code, kind in _MAGIC:
        if head.startswith(magic):
            if code is None:
                return Container.WORKBOOK
            raise FileRefusedError(Problem(code, params={"kind": kind}))
    if _MARKUP.match(head):
        raise FileRefusedError(Problem(Code.NOT_A_TABLE, params={"kind": "html"}))
    return Container.TEXT


@dataclass(frozen=True, slots=True)
class TextFacts:
    """`codec` opens the file; `label` names it to people."""

    codec: str
    label: str
    ends_with_newline: bool


def sniff_text(source: Source) -> TextFacts:
    """Find the encoding and prove that the whole file is text in it. Raises FileRefusedError."""
    head = source.head(SAMPLE)
    for bom, codec, label in _BOMS:
        if head.startswith(bom):
            return TextFacts(codec, label, _decode_all(source, codec))
    codec = _utf16_without_bom(head) or "utf-8"
    try:
        return TextFacts(codec, LABELS[codec], _decode_all(source, codec))
    except _OtherEncodingError:
        codec = _eight_bit(head)
        return TextFacts(codec, LABELS[codec], _decode_all(source, codec))


def _utf16_without_bom(head: bytes) -> str | None:
    """In UTF-16, western text has a zero in every other byte, and on one side only."""
    sample = head[: len(head) // 2 * 2][:4096]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0) / (len(sample) / 2), sample[1::2].count(0) / (len(sample) / 2)
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else None


class _OtherEncodingError(Exception):
    """The file is not UTF-8 from its first accent on: an 8-bit encoding, then."""


def _decode_all(source: Source, codec: str) -> bool:
    """Decode the whole file; return whether it ends with a line break.

    Refuses what no reader can use: no text at all, NUL characters, an endless line, bytes that
    the encoding does not know, and UTF text that stops in the middle of a character.
    """
    decoder = codecs.getincrementaldecoder(codec)()
    line, pending, last = 1, 0, ""
    accents = text_seen = False
    with source.open() as stream:
        while True:
            chunk = stream.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                _explain(error, codec, line, accents, at_end=not chunk)
            if (at := text.find("\0")) >= 0:
                raise FileRefusedError(Problem(Code.NUL_BYTES, line=line + text.count("\n", 0, at)))
            pending = _longest_line(text, pending, line)
            line += text.count("\n")
            accents = accents or not text.isascii()
            text_seen = text_seen or bool(text.strip(_NOTHING))
            last = text[-1:] or last
            if not chunk:
                break
    if not text_seen:
        raise FileRefusedError(Problem(Code.EMPTY_FILE))
    return last in "\r\n"


def _longest_line(text: str, pending: int, line: int) -> int:
    """Refuse a line over LONGEST_LINE; return the length of the last, unfinished one."""
    parts = text.replace("\r", "\n").split("\n")
    lengths = [len(part) for part in parts]
    lengths[0] += pending
    longest = max(lengths)
    if longest > LONGEST_LINE:
        params = {"limit": LONGEST_LINE}
        raise FileRefusedError(Problem(Code.LINE_TOO_LONG, line=line + lengths.index(longest), params=params))
    return lengths[-1]


def _explain(error: UnicodeDecodeError, codec: str, line: int, accents: bool, *, at_end: bool) -> NoReturn:
    """Raise what a decoding error means: another encoding, a cut file, or damaged text.

    `accents`: the text before this chunk held characters beyond ASCII, and they were in order.
    """
    where = line + error.object[: error.start].count(b"\n")
    if codec == "utf-8" and not (accents or _mostly_utf8(error.object)):
        raise _OtherEncodingError from error
    if at_end and codec in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        raise FileRefusedError(Problem(Code.CUT_FILE, line=where)) from error
    raise FileRefusedError(Problem(Code.UNKNOWN_ENCODING, line=where)) from error


def _mostly_utf8(chunk: bytes) -> bool:
    """Two 8-bit accents in a row may pass for one of UTF-8; a damaged UTF-8 file has few errors."""
    text = chunk.decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    right = sum(character >= "\x80" for character in text) - wrong
    return right > 2 * wrong


# Letters and signs that French and English marketing text uses; what else an 8-bit reading
# yields is a sign that it is the wrong one.
_EXPECTED = frozenset("àâäçéèêëîïôöùûüÿœæ€’‘“”«»–—…°²\u00a0•©®™ñáíóú×")
_CAPITALS = frozenset("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆÑ")


def _eight_bit(head: bytes) -> str:
    """The likeliest 8-bit encoding: Windows, the older ISO one, or a Mac's "CSV (Macintosh)"."""
    return max(("cp1252", "iso8859-15", "mac-roman"), key=lambda codec: _plausibility(head, codec))


def _plausibility(head: bytes, codec: str) -> int:
    """Expected characters less unexpected ones; a capital after a small letter is unexpected."""
    score, before = 0, ""
    for character in head.decode(codec, errors="replace"):
        if character >= "\x80":
            fits = character in _EXPECTED or (character in _CAPITALS and not before.islower())
            score += 1 if fits else -1
        before = character
    return score
