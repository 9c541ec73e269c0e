"""Bottles, jars and boxes of the house, each drawn in a box of its own and pasted with its mask."""

from __future__ import annotations

from PIL import Image, ImageDraw

from campaigns.demo.images.lettering import block
from campaigns.demo.images.paint import (
    Palette,
    cylinder,
    horizontal,
    mixed,
    rgb,
    rounded,
    shadow,
    vertical,
    write,
)

_GLASS_SHINE = 0.28


def serum(
    canvas: Image.Image, centre: float, ground: float, height: float, palette: Palette, name: str = "AUBE"
) -> None:
    """A dropper bottle standing on `ground`, `height` pixels tall."""
    width = height * 0.36
    left = centre - width / 2
    shadow(canvas, (left - width * 0.1, ground - height * 0.03, left + width * 1.1, ground + height * 0.03))
    body_top, body_height = ground - height * 0.58, height * 0.58
    _barrel(canvas, (left, body_top, width, body_height), palette.glass, width * 0.13)
    _shine(canvas, (left + width * 0.17, body_top + body_height * 0.06, width * 0.06, body_height * 0.84))
    neck = width * 0.46
    _barrel(
        canvas, (centre - neck / 2, body_top - height * 0.1, neck, height * 0.115), palette.metal, neck * 0.06
    )
    bulb = width * 0.34
    _barrel(
        canvas,
        (centre - bulb / 2, body_top - height * 0.315, bulb, height * 0.225),
        palette.label,
        bulb * 0.46,
    )
    box = (left + width * 0.08, body_top + body_height * 0.3, width * 0.84, body_height * 0.5)
    _label(canvas, box, palette, name, "sérum éclat")


def jar(
    canvas: Image.Image, centre: float, ground: float, height: float, palette: Palette, name: str = "ZÉNITH"
) -> None:
    """A cream jar with a wide metal lid."""
    width = height * 1.25
    left = centre - width / 2
    shadow(canvas, (left - width * 0.05, ground - height * 0.05, left + width * 1.05, ground + height * 0.05))
    _barrel(canvas, (left, ground - height * 0.66, width, height * 0.66), palette.label, width * 0.1)
    _barrel(
        canvas,
        (left + width * 0.02, ground - height, width * 0.96, height * 0.38),
        palette.metal,
        width * 0.045,
    )
    _words(canvas, (centre, ground - height * 0.36), width * 0.62, name, palette.label_ink)


def mist(
    canvas: Image.Image, centre: float, ground: float, height: float, palette: Palette, name: str = "ROSÉE"
) -> None:
    """A tall spray bottle."""
    width = height * 0.27
    left = centre - width / 2
    shadow(canvas, (left - width * 0.1, ground - height * 0.03, left + width * 1.1, ground + height * 0.03))
    _barrel(canvas, (left, ground - height * 0.74, width, height * 0.74), palette.glass, width * 0.16)
    _shine(canvas, (left + width * 0.17, ground - height * 0.7, width * 0.06, height * 0.6))
    _barrel(
        canvas,
        (centre - width * 0.3, ground - height, width * 0.6, height * 0.275),
        palette.metal,
        width * 0.07,
    )
    _label(
        canvas,
        (left + width * 0.08, ground - height * 0.52, width * 0.84, height * 0.34),
        palette,
        name,
        "brume",
    )


def gift_box(
    canvas: Image.Image, centre: float, ground: float, height: float, palette: Palette, price: str = ""
) -> None:
    """An open box: the lid leans behind, three products stand inside."""
    width = height * 1.18
    left = centre - width / 2
    shadow(
        canvas,
        (left - width * 0.06, ground - height * 0.035, left + width * 1.06, ground + height * 0.045),
        0.45,
    )
    lid = (left + width * 0.05, ground - height, width * 0.9, height * 0.74)
    _panel(canvas, lid, mixed(palette.accent, "#000000", 0.16), width * 0.015)
    inner = (lid[0] + width * 0.03, lid[1] + width * 0.03, lid[2] - width * 0.06, lid[3] - width * 0.04)
    _panel(canvas, inner, mixed(palette.accent, "#000000", 0.3), width * 0.01)
    tray = ground - height * 0.3
    mist(canvas, centre - width * 0.3, tray + height * 0.05, height * 0.68, palette)
    serum(canvas, centre - width * 0.03, tray + height * 0.05, height * 0.6, palette, "ROSÉE")
    jar(canvas, centre + width * 0.28, tray + height * 0.05, height * 0.29, palette)
    front = (left, tray, width, height * 0.3)
    size = (round(front[2]), round(front[3]))
    shaded = vertical(size, (_hex(mixed(palette.accent, "#ffffff", 0.14)), palette.accent))
    canvas.paste(shaded, (round(front[0]), round(front[1])), rounded(size, width * 0.012))
    ribbon = (round(left), round(tray + height * 0.055), round(left + width), round(tray + height * 0.065))
    canvas.paste(mixed(palette.accent, palette.on_accent, 0.5), ribbon)
    _words(canvas, (centre, tray + height * 0.18), width * 0.5, "MAISON LUMEN", palette.on_accent)
    if price:
        _price(canvas, (left + width * 0.93, tray + height * 0.02), height * 0.13, price, palette)


def trio(canvas: Image.Image, centre: float, ground: float, height: float, palette: Palette) -> None:
    """Three products on a low plinth."""
    width = height * 1.45
    plinth = height * 0.13
    box = (centre - width / 2, ground - plinth, width, plinth)
    shadow(canvas, (box[0], ground - plinth * 0.3, box[0] + width, ground + plinth * 0.35), 0.3)
    size = (round(width), round(plinth))
    top = _hex(mixed(palette.light, palette.accent, 0.06))
    shaded = vertical(size, (top, _hex(mixed(palette.light, palette.accent, 0.28))))
    canvas.paste(shaded, (round(box[0]), round(box[1])), rounded(size, plinth * 0.12))
    floor = ground - plinth * 0.98
    mist(canvas, centre - height * 0.4, floor, height * 0.84, palette)
    jar(canvas, centre + height * 0.42, floor, height * 0.34, palette)
    serum(canvas, centre, floor, height * 0.74, palette, "ROSÉE")


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _barrel(canvas: Image.Image, box: tuple[float, float, float, float], colour: str, radius: float) -> None:
    size = (max(round(box[2]), 2), max(round(box[3]), 2))
    canvas.paste(horizontal(size, cylinder(colour)), (round(box[0]), round(box[1])), rounded(size, radius))


def _panel(
    canvas: Image.Image, box: tuple[float, float, float, float], colour: tuple[int, int, int], radius: float
) -> None:
    size = (max(round(box[2]), 2), max(round(box[3]), 2))
    canvas.paste(Image.new("RGB", size, colour), (round(box[0]), round(box[1])), rounded(size, radius))


def _shine(canvas: Image.Image, box: tuple[float, float, float, float]) -> None:
    size = (max(round(box[2]), 2), max(round(box[3]), 2))
    mask = rounded(size, size[0] / 2).point([round(value * _GLASS_SHINE) for value in range(256)])
    canvas.paste(Image.new("RGB", size, (255, 255, 255)), (round(box[0]), round(box[1])), mask)


def _label(
    canvas: Image.Image, box: tuple[float, float, float, float], palette: Palette, name: str, kind: str
) -> None:
    size = (max(round(box[2]), 4), max(round(box[3]), 4))
    paper = horizontal(size, cylinder(palette.label)[1:])
    canvas.paste(paper, (round(box[0]), round(box[1])), rounded(size, size[0] * 0.03))
    middle = box[0] + box[2] / 2
    _words(canvas, (middle, box[1] + box[3] * 0.22), box[2] * 0.62, "MAISON LUMEN", palette.label_ink)
    _words(canvas, (middle, box[1] + box[3] * 0.52), box[2] * 0.66, name, palette.label_ink, 0.16)
    _words(canvas, (middle, box[1] + box[3] * 0.76), box[2] * 0.5, kind, palette.label_ink, 0.04)


def _words(
    canvas: Image.Image,
    middle: tuple[float, float],
    width: float,
    text: str,
    colour: str,
    tracking: float = 0.2,
) -> None:
    """A line centred on a point, as wide as `width`; dropped where it could not be read."""
    probe = block(text, 40, tracking=tracking)
    size = min(40 * width / probe.width, width * 0.3)
    if size < 4:
        return
    mask = block(text, size, tracking=tracking)
    write(canvas, mask, (middle[0] - mask.width / 2, middle[1] - size * 0.6), colour)


def _price(
    canvas: Image.Image, centre: tuple[float, float], radius: float, price: str, palette: Palette
) -> None:
    side = round(radius * 2)
    mask = rounded((side, side), side / 2)
    at = (round(centre[0] - radius), round(centre[1] - radius))
    canvas.paste(Image.new("RGB", mask.size, rgb(palette.label)), at, mask)
    ring = ImageDraw.Draw(canvas)
    ring.ellipse(
        (at[0] + 4, at[1] + 4, at[0] + side - 5, at[1] + side - 5),
        outline=rgb(palette.metal),
        width=max(side // 60, 1),
    )
    text = block(price, radius * 0.62)
    write(canvas, text, (centre[0] - text.width / 2, centre[1] - radius * 0.37), palette.label_ink)
