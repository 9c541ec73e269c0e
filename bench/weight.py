"""What a first visit to a page downloads: its HTML, and every style sheet, script and picture it names."""

import gzip
import re
from functools import cache
from pathlib import Path

_NAMED = re.compile(rb"""(?:src|href)="(/static/[^"#?]+)""")
_IN_SCRIPT = re.compile(rb"""(?:import|from)\s*\(?["'](\.{1,2}/[^"']+)["']""")
_IN_STYLE = re.compile(rb"""url\(["']?([^"')]+)["']?\)""")
#: Already compressed, so gzip would only add to them; an icon sprite is text.
_TEXT = {".css", ".js", ".svg", ".json"}


def assets_weight(html: bytes, static_root: Path) -> int:
    """Bytes of the files a page names, and of those they name in turn, each once, gzipped when text."""
    seen: set[Path] = set()
    waiting = [static_root / name.decode().removeprefix("/static/") for name in _NAMED.findall(html)]
    while waiting:
        path = waiting.pop().resolve()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        waiting += [path.parent / name for name in _names_in(path)]
    return sum(_bytes(path) for path in seen)


def _names_in(path: Path) -> list[str]:
    pattern = {".js": _IN_SCRIPT, ".css": _IN_STYLE}.get(path.suffix)
    return [name.decode() for name in pattern.findall(path.read_bytes())] if pattern else []


@cache
def _bytes(path: Path) -> int:
    content = path.read_bytes()
    return len(gzip.compress(content, 6)) if path.suffix in _TEXT else len(content)
