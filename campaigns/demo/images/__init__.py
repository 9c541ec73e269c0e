"""Believable asset images, drawn when the demonstration is loaded: no picture and no font is stored.

The same `Art` and size always give the same pixels.
"""

from __future__ import annotations

from io import BytesIO
from typing import Literal

from PIL import Image

from campaigns.demo.images.lettering import block, fitted
from campaigns.demo.images.paint import PALETTES, Palette, rgb, rounded, vertical, write
from campaigns.demo.images.scenes import SCENES, Room
from campaigns.demo.images.screens import mail, question
from campaigns.demo.shapes import Art

_BRAND = "MAISON LUMEN"


def render(art: Art, size: tuple[int, int], kind: Literal["JPEG", "PNG"] = "JPEG") -> bytes:
    """An image file of `size` pixels. Raises KeyError for a scene or palette that does not exist."""
    return encoded(picture(art, size), kind)


def encoded(canvas: Image.Image, kind: Literal["JPEG", "PNG"]) -> bytes:
    """A picture as a file, light enough for what platforms accept."""
    buffer = BytesIO()
    if kind == "JPEG":
        canvas.save(buffer, "JPEG", quality=84, optimize=True, progressive=True)
    else:
        canvas.quantize(192, dither=Image.Dither.FLOYDSTEINBERG).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def picture(art: Art, size: tuple[int, int]) -> Image.Image:
    """The picture itself, in RGB."""
    palette = PALETTES[art.palette]
    if art.scene == "email":
        return mail(art, size[0], palette)
    canvas = vertical(size, palette.sky)
    if art.scene == "questions":
        question(canvas, art, palette)
        return canvas
    ratio = size[0] / size[1]
    if ratio > 1.35:
        _wide(canvas, art, palette)
    else:
        _standing(canvas, art, palette)
    return canvas


def _standing(canvas: Image.Image, art: Art, palette: Palette) -> None:
    """Square and upright formats: words above, scene below, everything on the middle axis.

    Stories keep clear the top 250 and bottom 340 pixels (of 1920) where the application puts its buttons.
    """
    width, height = canvas.size
    tall = width / height < 0.6
    top = 0.145 * height if tall else 0.07 * height
    bottom = (0.805 if tall else 0.955) * height
    small = width < 400
    has_button = bool(art.button)
    button_room = max((0.075 if tall else 0.1) * height, 38) if has_button else 0
    words_only = art.scene in ("typo", "heure")
    words_room = (0.5 if words_only else 0.27) * (bottom - top)
    room: Room = (0.08 * width, top + words_room + 0.1 * height, 0.84 * width, 0.0)
    room = (room[0], room[1], room[2], bottom - button_room - room[1])
    SCENES[art.scene](canvas, room, palette, art.button if art.scene == "coffret" else "")
    if art.scene == "coffret" and "€" in art.button:
        has_button = False
    y = top
    if art.headline.upper() != _BRAND:
        mark = block(_BRAND, max(0.021 * max(width, height * 0.62), 9), tracking=0.34)
        write(canvas, mark, ((width - mark.width) / 2, y), palette.ink)
        y += mark.height + 0.03 * height
    largest = (0.26 if art.scene == "heure" else 0.12) * width
    head = fitted(art.headline, (0.86 * width, words_room * 0.78), largest, align="center")
    if words_only:
        y += max(0.0, (words_room - head.height) * 0.45)
    write(canvas, head, ((width - head.width) / 2, y), palette.ink)
    y += head.height + 0.008 * height
    if art.subline and art.subline.upper() != _BRAND and not small:
        line = fitted(
            art.subline, (0.84 * width, 0.05 * height), 0.034 * max(width, height * 0.6), align="center"
        )
        write(canvas, line, ((width - line.width) / 2, y), palette.ink)
    if has_button:
        _button(canvas, art.button, palette, (width / 2, bottom - button_room * 0.42), button_room * 0.62)


def _wide(canvas: Image.Image, art: Art, palette: Palette) -> None:
    """Landscape formats: words on the left, scene on the right."""
    width, height = canvas.size
    left = 0.06 * width
    SCENES[art.scene](canvas, (0.56 * width, 0.08 * height, 0.4 * width, 0.88 * height), palette, art.button)
    if art.headline.upper() != _BRAND:
        mark = block(_BRAND, 0.036 * height + 3, tracking=0.34)
        write(canvas, mark, (left, 0.1 * height), palette.ink)
    room = (0.5 * width, 0.46 * height)
    head = fitted(art.headline, room, 0.16 * height)
    y = 0.46 * height - head.height / 2
    write(canvas, head, (left, y), palette.ink)
    if art.subline and art.subline.upper() != _BRAND:
        line = fitted(art.subline, (0.48 * width, 0.1 * height), 0.05 * height)
        write(canvas, line, (left, y + head.height + 0.02 * height), palette.ink)
    if art.button and "€" not in art.button:
        _button(canvas, art.button, palette, (left, 0.86 * height), 0.1 * height, centred=False)


def _button(
    canvas: Image.Image,
    text: str,
    palette: Palette,
    at: tuple[float, float],
    height: float,
    centred: bool = True,
) -> None:
    """A rounded button around its words; `at` is its centre, or the middle of its left side."""
    words = block(text, height * 0.36)
    size = (round(words.width + height * 1.1), max(round(height), 8))
    x = at[0] - size[0] / 2 if centred else at[0]
    y = at[1] - size[1] / 2
    canvas.paste(
        Image.new("RGB", size, rgb(palette.accent)), (round(x), round(y)), rounded(size, size[1] / 2)
    )
    write(
        canvas,
        words,
        (x + (size[0] - words.width) / 2, y + size[1] / 2 - height * 0.36 * 0.6),
        palette.on_accent,
    )
