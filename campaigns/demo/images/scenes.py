"""What stands behind and beside the words: dawn, bottle, box, window light …"""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from campaigns.demo.images.paint import (
    Palette,
    disc,
    glow,
    mixed,
    rgb,
    smooth_polygon,
    smooth_shapes,
    vertical,
)
from campaigns.demo.images.products import gift_box, mist, serum, trio

#: Left, top, width and height of the room a scene has.
Room = tuple[float, float, float, float]
Scene = Callable[[Image.Image, Room, Palette, str], None]


def _hills(canvas: Image.Image, horizon: float, palette: Palette) -> None:
    """Three soft ridges; each is lighter than the one in front of it."""
    width, height = canvas.size
    for depth, (rise, opacity) in enumerate(((0.0, 0.34), (0.05, 0.42), (0.12, 0.55))):
        level = horizon + rise * height
        points = [(0.0, float(height))]
        for step in range(41):
            x = step / 40 * width
            wave = math.sin(step / 40 * math.tau * (0.7 + 0.35 * depth) + depth * 1.9)
            points.append((x, level + wave * height * 0.018))
        points.append((float(width), float(height)))
        smooth_polygon(canvas, points, mixed(palette.sky[0], palette.sky[-2], 0.25 + 0.2 * depth), opacity)


def rising(canvas: Image.Image, room: Room, palette: Palette, _words: str) -> None:
    left, top, width, height = room
    centre = (left + width / 2, top + height * 0.52)
    radius = min(width, height) * 0.36
    glow(canvas, centre, radius * 2.1, palette.light, 0.5)
    glow(canvas, centre, radius * 1.25, palette.light, 0.6)
    disc(canvas, centre, radius, mixed(palette.light, "#ffffff", 0.35))
    _hills(canvas, top + height * 0.66, palette)


def bottle(canvas: Image.Image, room: Room, palette: Palette, _words: str) -> None:
    left, top, width, height = room
    centre = left + width / 2
    tall = min(height * 0.96, width * 1.5)
    glow(canvas, (centre, top + height * 0.5), tall * 0.5, palette.light, 0.75)
    disc(canvas, (centre, top + height * 0.52), tall * 0.36, mixed(palette.light, "#ffffff", 0.5), 0.35)
    serum(canvas, centre, top + height * 0.98, tall, palette)


def veiled(canvas: Image.Image, room: Room, palette: Palette, _words: str) -> None:
    """The bottle behind a frosted pane: one guesses it."""
    left, top, width, height = room
    centre = left + width / 2
    glow(canvas, (centre, top + height * 0.55), height * 0.55, palette.light, 0.8)
    hidden = canvas.copy()
    serum(hidden, centre, top + height * 0.98, min(height * 0.95, width * 1.4), palette)
    hidden = hidden.filter(ImageFilter.GaussianBlur(min(canvas.size) * 0.022))
    canvas.paste(Image.blend(canvas, hidden, 0.8))


def drop(canvas: Image.Image, room: Room, palette: Palette, _words: str) -> None:
    """One drop above its ripples."""
    left, top, width, height = room
    centre, water = left + width / 2, top + height * 0.8
    glow(canvas, (centre, top + height * 0.42), min(width, height) * 0.5, palette.light, 0.7)
    over = 2
    layer = Image.new("L", (canvas.width * over, canvas.height * over), 0)
    draw = ImageDraw.Draw(layer)
    for ring in range(4, 0, -1):
        rx, ry = width * 0.1 * ring * over, height * 0.022 * ring * over
        box = (centre * over - rx, water * over - ry, centre * over + rx, water * over + ry)
        draw.ellipse(box, outline=200 - ring * 34, width=max(round(height * 0.004 * over), 1))
    canvas.paste(
        Image.new("RGB", canvas.size, rgb(palette.light)),
        (0, 0),
        layer.resize(canvas.size, Image.Resampling.BOX),
    )
    radius, middle = min(width * 0.17, height * 0.16), top + height * 0.46
    tip = middle - radius * 2.5
    points = [(centre, tip)]
    for step in range(61):
        angle = math.radians(-40 + step / 60 * 260)
        points.append((centre + radius * math.cos(angle), middle + radius * math.sin(angle)))
    box = (centre - radius, tip, centre + radius, middle + radius)
    mask = Image.new("L", (round(radius * 2 * over), round((box[3] - tip) * over)), 0)
    ImageDraw.Draw(mask).polygon([((x - box[0]) * over, (y - tip) * over) for x, y in points], fill=235)
    mask = mask.resize((mask.width // over, mask.height // over), Image.Resampling.BOX)
    pale, deep = mixed(palette.light, "#ffffff", 0.3), mixed(palette.glass, "#a04e2c", 0.25)
    liquid = vertical(
        mask.size, tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in (pale, rgb(palette.glass), deep))
    )
    canvas.paste(liquid, (round(box[0]), round(tip)), mask)
    disc(
        canvas,
        (centre + radius * 0.2, middle + radius * 0.34),
        radius * 0.5,
        mixed(palette.light, "#ffffff", 0.2),
        0.3,
    )
    disc(canvas, (centre - radius * 0.42, middle - radius * 0.2), radius * 0.14, (255, 255, 255), 0.9)


def hour(canvas: Image.Image, room: Room, palette: Palette, _words: str) -> None:
    """Almost nothing: a line of light where the day begins. The hour is the headline."""
    left, top, width, height = room
    centre = (left + width / 2, top + height * 1.05)
    glow(canvas, centre, width * 0.75, palette.light, 0.7)
    disc(canvas, centre, width * 0.3, mixed(palette.light, "#ffffff", 0.4), 0.9)


def box(canvas: Image.Image, room: Room, palette: Palette, words: str) -> None:
    left, top, width, height = room
    tall = min(height * 0.94, width * 0.84)
    centre = left + width / 2
    glow(canvas, (centre, top + height * 0.55), tall * 0.62, palette.light, 0.4)
    gift_box(
        canvas, centre, top + height * 0.97, tall, palette, words if "€" in words and len(words) < 8 else ""
    )


def three(canvas: Image.Image, room: Room, palette: Palette, _words: str) -> None:
    left, top, width, height = room
    tall = min(height * 0.95, width * 0.66)
    centre = left + width / 2
    glow(canvas, (centre, top + height * 0.5), tall * 0.65, palette.light, 0.6)
    trio(canvas, centre, top + height * 0.97, tall, palette)


def spray(canvas: Image.Image, room: Room, palette: Palette, _words: str) -> None:
    left, top, width, height = room
    centre = left + width / 2
    glow(canvas, (centre, top + height * 0.5), height * 0.45, palette.light, 0.8)
    mist(canvas, centre, top + height * 0.97, min(height * 0.95, width * 2), palette)


def window(canvas: Image.Image, room: Room, palette: Palette, _words: str) -> None:
    """The light of a window on a wall: six slanted panes, soft at the edges."""
    width, height = canvas.size
    base = max(width, height)
    start, top = width * 0.34, height * 0.3
    pane, tall, gap, slant = base * 0.16, base * 0.21, base * 0.016, base * 0.1
    for column in range(3):
        panes = []
        for row in range(2):
            x = start + column * (pane + gap) + row * slant * 0.55
            y = top + row * (tall + gap) - column * slant * 0.32
            far, low = x + slant * 0.5, y + tall
            panes.append([(x, y), (x + pane, y - slant * 0.3), (far + pane, low - slant * 0.3), (far, low)])
        smooth_shapes(canvas, panes, rgb(palette.light), 0.78 - 0.07 * column, blur=base * 0.004)
    glow(canvas, (width * 0.9, height * 0.1), base * 0.3, palette.light, 0.5)
    _branch(canvas, palette, base)


def _branch(canvas: Image.Image, palette: Palette, base: int) -> None:
    """The shadow of a branch across the light."""
    width, height = canvas.size
    colour = mixed(palette.sky[-1], palette.ink, 0.35)
    root = (width * 0.98, height * 0.98)
    leaves = []
    for leaf in range(9):
        share = leaf / 9
        x, y = root[0] - share * base * 0.34, root[1] - share * base * 0.36
        angle = math.radians(200 + (38 if leaf % 2 else -46))
        long, wide = base * 0.085, base * 0.021
        tip = (x + long * math.cos(angle), y + long * math.sin(angle))
        side = (-math.sin(angle) * wide, math.cos(angle) * wide)
        middle = ((x + tip[0]) / 2, (y + tip[1]) / 2)
        leaves.append(
            [
                (x, y),
                (middle[0] + side[0], middle[1] + side[1]),
                tip,
                (middle[0] - side[0], middle[1] - side[1]),
            ]
        )
    smooth_shapes(canvas, leaves, colour, 0.3, blur=base * 0.006)


def rays(canvas: Image.Image, room: Room, palette: Palette, _words: str) -> None:
    """A low sun and its wide rays."""
    width, height = canvas.size
    centre = (width * 0.5, height * 1.02)
    reach = math.hypot(width, height)
    beams = []
    for ray in range(14):
        start, end = math.radians(180 + ray * 13 - 4), math.radians(180 + ray * 13 + 2.4)
        tips = [(centre[0] + reach * math.cos(a), centre[1] + reach * math.sin(a)) for a in (start, end)]
        beams.append([centre, *tips])
    smooth_shapes(canvas, beams, rgb(palette.light), 0.3, blur=min(canvas.size) * 0.006)
    glow(canvas, centre, min(width, height) * 0.6, palette.light, 0.8)
    disc(canvas, centre, min(width, height) * 0.27, mixed(palette.light, "#ffffff", 0.3))


def plain(canvas: Image.Image, room: Room, palette: Palette, _words: str) -> None:
    """Light, and half a sun on a line."""
    left, top, width, height = room
    line = top + height * 0.82
    radius = min(width * 0.12, height * 0.3)
    glow(canvas, (left + width / 2, line), min(width, height) * 0.8, palette.light, 0.5)
    over = 3
    layer = Image.new("L", (round(width * over), round((radius + 4) * over)), 0)
    draw = ImageDraw.Draw(layer)
    middle, foot, r = layer.width / 2, layer.height - 2 * over, radius * over
    draw.ellipse((middle - r, foot - r, middle + r, foot + r), fill=255)
    draw.rectangle((0, foot, layer.width, layer.height), fill=0)
    draw.line((layer.width * 0.2, foot, layer.width * 0.8, foot), fill=255, width=over)
    mask = layer.resize((layer.width // over, layer.height // over), Image.Resampling.LANCZOS)
    colour = Image.new("RGB", mask.size, mixed(palette.light, "#ffffff", 0.2))
    canvas.paste(colour, (round(left), round(line - mask.height)), mask)


SCENES: dict[str, Scene] = {
    "lever": rising,
    "flacon": bottle,
    "voile": veiled,
    "goutte": drop,
    "heure": hour,
    "coffret": box,
    "trio": three,
    "brume": spray,
    "fenetre": window,
    "rayons": rays,
    "typo": plain,
}
