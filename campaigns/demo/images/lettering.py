"""French lettering with Pillow's own font, which has no accented letter: accents are drawn by hand.

Text is drawn at three times its size and reduced, so that drawn accents and glyphs have the same edges.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

_OVER = 3
_PAIRS = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"}
_SPACES = {"\u00a0": " ", "\u202f": " ", "\u2009": " "}
_DASHES = {"–": 0.5, "—": 0.9, "−": 0.55}
_CAP, _LOW = 0.7, 0.525  # heights of capitals and of small letters, in ems


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size=size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType: demonstration images cannot be lettered.")
    return font


def block(
    text: str, size: float, *, tracking: float = 0.0, leading: float = 1.16, align: str = "left"
) -> Image.Image:
    """A mask («L») of one or several lines; `size` in pixels, `tracking` and `leading` in ems.

    The first line's capitals touch the top of the mask, give or take the room an accent needs.
    """
    em = max(round(size * _OVER), 1)
    font = _font(em)
    lines = [_clean(line) for line in text.split("\n")]
    widths = [_width(line, font, em, tracking) for line in lines]
    step = leading * em
    top = 0.95 * em
    width, height = max(max(widths), 1), top + step * (len(lines) - 1) + 0.28 * em
    canvas = Image.new("L", (round(width) + _OVER, round(height)), 0)
    draw = ImageDraw.Draw(canvas)
    for row, (line, line_width) in enumerate(zip(lines, widths, strict=True)):
        x = {"left": 0.0, "center": (width - line_width) / 2, "right": width - line_width}[align]
        _line(canvas, draw, x, top + row * step, line, font, em, tracking)
    return canvas.resize(
        (max(canvas.width // _OVER, 1), max(canvas.height // _OVER, 1)), Image.Resampling.LANCZOS
    )


def fitted(
    text: str, box: tuple[float, float], largest: float, *, align: str = "left", leading: float = 1.16
) -> Image.Image:
    """The largest mask of `text` inside a width and a height; long lines are broken at spaces."""
    size = largest
    while size > 8 and not _fits(_wrapped(text, size, box[0]), size, box, leading):
        size *= 0.94
    return block(_wrapped(text, size, box[0]) if size > 8 else text, size, leading=leading, align=align)


def _fits(text: str, size: float, box: tuple[float, float], leading: float) -> bool:
    """Whether the mask of `text` would lie inside the box: measured, not drawn."""
    lines = text.split("\n")
    font = _font(max(round(size), 1))
    height = (0.95 + leading * (len(lines) - 1) + 0.28) * size
    return height <= box[1] and all(_width(line, font, size, 0) <= box[0] for line in lines)


def _wrapped(text: str, size: float, width: float) -> str:
    """Break at spaces into the fewest lines that fit, then even their lengths."""
    font = _font(max(round(size), 1))
    lines: list[str] = []
    for paragraph in text.split("\n"):
        words = _clean(paragraph).split(" ")
        broken = _broken(words, font, size, width)
        narrowest = max(_width(word, font, size, 0) for word in words)
        limit = width
        while len(broken) > 1 and limit > narrowest:
            limit *= 0.96
            tighter = _broken(words, font, size, limit)
            if len(tighter) > len(broken):
                break
            broken = tighter
        lines += broken
    return "\n".join(lines)


def _broken(words: list[str], font: ImageFont.FreeTypeFont, size: float, width: float) -> list[str]:
    lines, line = [], ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and _width(longer, font, size, 0) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _clean(text: str) -> str:
    for space, plain in _SPACES.items():
        text = text.replace(space, plain)
    for pair, letters in _PAIRS.items():
        text = text.replace(pair, letters)
    return text


def _advance(letter: str, following: str, font: ImageFont.FreeTypeFont, em: float) -> float:
    if letter in _DASHES:
        return (_DASHES[letter] + 0.12) * em
    if letter == "×":
        return 0.55 * em
    base, after = _base(letter), _base(following) if following else ""
    if not after or after in _DASHES or after == "×":
        return font.getlength(base)
    # Kerning: what the pair takes beyond its second letter alone.
    return font.getlength(base + after) - font.getlength(after)


def _base(letter: str) -> str:
    if letter == "€":
        return "C"
    return unicodedata.normalize("NFD", letter)[0]


def _width(text: str, font: ImageFont.FreeTypeFont, em: float, tracking: float) -> float:
    advances = (_advance(a, b, font, em) for a, b in zip(text, [*text[1:], ""], strict=True))
    return sum(advances) + tracking * em * max(len(text) - 1, 0)


def _line(
    canvas: Image.Image,
    draw: ImageDraw.ImageDraw,
    x: float,
    baseline: float,
    text: str,
    font: ImageFont.FreeTypeFont,
    em: float,
    tracking: float,
) -> None:
    for letter, following in zip(text, [*text[1:], ""], strict=True):
        advance = _advance(letter, following, font, em)
        if letter in _DASHES:
            _bar(draw, x + 0.06 * em, baseline - 0.26 * em, _DASHES[letter] * em, em)
        elif letter == "×":
            _cross(draw, x, baseline, em)
        else:
            _glyph(canvas, draw, x, baseline, letter, font, em)
        x += advance + tracking * em


def _glyph(
    canvas: Image.Image,
    draw: ImageDraw.ImageDraw,
    x: float,
    baseline: float,
    letter: str,
    font: ImageFont.FreeTypeFont,
    em: float,
) -> None:
    base = _base(letter)
    marks = unicodedata.normalize("NFD", letter)[1:]
    draw.text((x, baseline), base, font=font, fill=255, anchor="ls")
    if letter == "€":
        for height in (0.42, 0.29):
            _bar(draw, x - 0.04 * em, baseline - height * em, 0.42 * em, em)
    width = font.getlength(base)
    for mark in marks:
        if base == "i":
            # The mark takes the dot's place.
            dot = (round(x), round(baseline - 0.8 * em), round(x + width), round(baseline - 0.55 * em))
            canvas.paste(0, dot)
        _mark(draw, mark, x + width / 2, baseline, em, _CAP if base.isupper() else _LOW)


def _mark(draw: ImageDraw.ImageDraw, mark: str, x: float, baseline: float, em: float, height: float) -> None:
    low, high, thick = baseline - (height + 0.075) * em, baseline - (height + 0.2) * em, 0.075 * em
    if height == _CAP:
        low, high = low + 0.015 * em, high + 0.035 * em
    if mark == "\u0301":
        _stroke(draw, [(x - 0.05 * em, low), (x + 0.08 * em, high)], thick)
    elif mark == "\u0300":
        _stroke(draw, [(x + 0.05 * em, low), (x - 0.08 * em, high)], thick)
    elif mark == "\u0302":
        _stroke(draw, [(x - 0.13 * em, low), (x, high), (x + 0.13 * em, low)], thick)
    elif mark == "\u0308":
        for side in (-0.11, 0.11):
            centre, radius = (x + side * em, low - 0.045 * em), 0.052 * em
            draw.ellipse(_round(centre, radius), fill=255)
    elif mark == "\u0327":
        tail = [(x, baseline), (x - 0.01 * em, baseline + 0.07 * em), (x + 0.05 * em, baseline + 0.12 * em)]
        _stroke(
            draw,
            [*tail, (x + 0.01 * em, baseline + 0.19 * em), (x - 0.07 * em, baseline + 0.18 * em)],
            0.055 * em,
        )


def _stroke(draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], thick: float) -> None:
    draw.line(points, fill=255, width=max(round(thick), 1), joint="curve")


def _bar(draw: ImageDraw.ImageDraw, x: float, y: float, length: float, em: float) -> None:
    half = 0.036 * em
    draw.rectangle((x, y - half, x + length, y + half), fill=255)


def _cross(draw: ImageDraw.ImageDraw, x: float, baseline: float, em: float) -> None:
    left, right, top, bottom = x + 0.08 * em, x + 0.47 * em, baseline - 0.47 * em, baseline - 0.08 * em
    for points in ([(left, top), (right, bottom)], [(left, bottom), (right, top)]):
        _stroke(draw, points, 0.07 * em)


def _round(centre: tuple[float, float], radius: float) -> tuple[float, float, float, float]:
    return (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
