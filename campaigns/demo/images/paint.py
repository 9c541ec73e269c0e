"""Colours, gradients and light: what the products and scenes are painted with."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Stop = tuple[float, Colour]


def rgb(text: str) -> Colour:
    """`#rrggbb` as three numbers."""
    return (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))


@dataclass(frozen=True, slots=True)
class Palette:
    """`sky` runs from top to bottom; `ink` is read on it; `light` glows; the rest makes products."""

    sky: tuple[str, ...]
    ink: str
    light: str
    accent: str
    on_accent: str
    glass: str
    metal: str = "#c9a46a"
    label: str = "#fffaf2"
    label_ink: str = "#4a3a2c"


PALETTES = {
    "aube": Palette(
        ("#4a4170", "#b0708a", "#f3b08d", "#fde3c0"), "#fff8ee", "#ffe9c9", "#5a3b57", "#fff3e2", "#d98b5f"
    ),
    "noel": Palette(("#0e2b23", "#17473a", "#2a6350"), "#f8efdd", "#f3d49a", "#d9b36c", "#17322a", "#7d9f6a"),
    "rubis": Palette(
        ("#470d20", "#7d1a35", "#b4465a"), "#fff1ea", "#ffc9b8", "#f6cdbd", "#5a1024", "#c8586b"
    ),
    "pivoine": Palette(
        ("#fdeef1", "#f7cfd9", "#eda3b6"), "#5c1b33", "#ffffff", "#7a2740", "#fff5f7", "#e07f9b"
    ),
    "soleil": Palette(
        ("#fff0c4", "#fdcf83", "#f59e58"), "#14373d", "#fffbe6", "#0f5c6e", "#fff8e8", "#f2b35c"
    ),
    "sauge": Palette(
        ("#eef1e6", "#cfdac3", "#a5bc9c"), "#233629", "#ffffff", "#3e5641", "#f6f8f0", "#8caf84"
    ),
    "clinique": Palette(
        ("#f4f8fb", "#dfeaf1", "#c3d8e4"), "#17384d", "#ffffff", "#2c5d7c", "#ffffff", "#9cc3d8"
    ),
    "rosee": Palette(
        ("#fff3f3", "#fbdfe2", "#cfe6dc"), "#3d2a35", "#ffffff", "#b8475f", "#fff7f5", "#f0b9c0"
    ),
    "lumiere": Palette(
        ("#fff7e3", "#ffe1a0", "#f4b54a"), "#3d2609", "#fffdf3", "#5a3a10", "#fff6e0", "#e8a94a"
    ),
}


def vertical(size: tuple[int, int], colours: tuple[str, ...]) -> Image.Image:
    """A gradient from top to bottom through evenly spaced colours."""
    places = [(index / max(len(colours) - 1, 1), rgb(colour)) for index, colour in enumerate(colours)]
    column = Image.new("RGB", (1, size[1]))
    column.putdata([_between(places, y / max(size[1] - 1, 1)) for y in range(size[1])])
    return column.resize(size)


def horizontal(size: tuple[int, int], stops: tuple[Stop, ...]) -> Image.Image:
    """A gradient from left to right; round things are shaded with it."""
    row = Image.new("RGB", (size[0], 1))
    row.putdata([_between(list(stops), x / max(size[0] - 1, 1)) for x in range(size[0])])
    return row.resize(size)


def _between(stops: list[Stop], at: float) -> Colour:
    for (start, first), (end, second) in pairwise(stops):
        if at <= end:
            share = 0.0 if end == start else max(0.0, (at - start) / (end - start))
            return _mixed(first, second, share)
    return stops[-1][1]


def _mixed(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return (red, green, blue)


def mixed(first: str, second: str, share: float) -> Colour:
    """A colour between two, `share` of the way."""
    return _mixed(rgb(first), rgb(second), share)


def cylinder(colour: str) -> tuple[Stop, ...]:
    """Shading of a lit cylinder: dark edges, a highlight on the left, a soft reflection on the right."""
    return (
        (0.0, mixed(colour, "#000000", 0.34)),
        (0.12, mixed(colour, "#000000", 0.1)),
        (0.24, mixed(colour, "#ffffff", 0.42)),
        (0.34, mixed(colour, "#ffffff", 0.12)),
        (0.7, mixed(colour, "#000000", 0.06)),
        (0.9, mixed(colour, "#000000", 0.2)),
        (1.0, mixed(colour, "#000000", 0.4)),
    )


def glow(
    canvas: Image.Image, centre: tuple[float, float], radius: float, colour: str, strength: float
) -> None:
    """A soft disc of light, painted small and enlarged: blurring at full size would cost seconds."""
    shrink = 16
    small = Image.new("L", (canvas.width // shrink + 1, canvas.height // shrink + 1), 0)
    x, y, r = centre[0] / shrink, centre[1] / shrink, radius / shrink
    ImageDraw.Draw(small).ellipse((x - r, y - r, x + r, y + r), fill=round(255 * strength))
    mask = small.filter(ImageFilter.GaussianBlur(max(r * 0.45, 1))).resize(
        canvas.size, Image.Resampling.BICUBIC
    )
    canvas.paste(Image.new("RGB", canvas.size, rgb(colour)), (0, 0), mask)


def shadow(canvas: Image.Image, box: tuple[float, float, float, float], strength: float = 0.35) -> None:
    """A soft dark ellipse under what stands there."""
    margin = (box[2] - box[0]) * 0.25
    size = (max(round(box[2] - box[0] + 2 * margin), 4), max(round(box[3] - box[1] + 2 * margin), 4))
    shrink = 4
    small = Image.new("L", (size[0] // shrink + 1, size[1] // shrink + 1), 0)
    inner = (margin / shrink, margin / shrink, (size[0] - margin) / shrink, (size[1] - margin) / shrink)
    ImageDraw.Draw(small).ellipse(inner, fill=round(255 * strength))
    mask = small.filter(ImageFilter.GaussianBlur(max((box[3] - box[1]) / shrink * 0.5, 1))).resize(size)
    dark = Image.new("RGB", size, (40, 22, 18))
    canvas.paste(dark, (round(box[0] - margin), round(box[1] - margin)), mask)


def rounded(size: tuple[int, int], radius: float) -> Image.Image:
    """A mask with rounded corners and smooth edges."""
    over = 4 if max(size) < 700 else 2
    mask = Image.new("L", (size[0] * over, size[1] * over), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), radius * over, fill=255)
    return mask.resize(size, Image.Resampling.LANCZOS)


def disc(
    canvas: Image.Image, centre: tuple[float, float], radius: float, colour: Colour, opacity: float = 1.0
) -> None:
    """A filled circle with smooth edges."""
    side = max(round(radius * 2), 2)
    mask = rounded((side, side), side / 2)
    if opacity < 1:
        mask = ImageChops.multiply(mask, Image.new("L", mask.size, round(255 * opacity)))
    canvas.paste(
        Image.new("RGB", mask.size, colour), (round(centre[0] - radius), round(centre[1] - radius)), mask
    )


Points = list[tuple[float, float]]


def smooth_shapes(
    canvas: Image.Image, shapes: list[Points], colour: Colour, opacity: float = 1.0, blur: float = 0.0
) -> None:
    """Filled polygons in one colour, their edges smoothed, or softened by `blur` pixels."""
    # A blurred edge hides its pixels: it can be drawn small, where blurring is cheap.
    scale = 1 / 3 if blur > 3 else 2.0
    mask = Image.new("L", (round(canvas.width * scale) + 1, round(canvas.height * scale) + 1), 0)
    draw = ImageDraw.Draw(mask)
    for points in shapes:
        draw.polygon([(x * scale, y * scale) for x, y in points], fill=round(255 * opacity))
    if blur:
        mask = mask.filter(ImageFilter.GaussianBlur(blur * scale))
    mask = mask.resize(canvas.size, Image.Resampling.BICUBIC if scale < 1 else Image.Resampling.BOX)
    canvas.paste(Image.new("RGB", canvas.size, colour), (0, 0), mask)


def smooth_polygon(
    canvas: Image.Image, points: Points, colour: Colour, opacity: float = 1.0, blur: float = 0.0
) -> None:
    """One filled polygon; see `smooth_shapes`."""
    smooth_shapes(canvas, [points], colour, opacity, blur)


def write(canvas: Image.Image, mask: Image.Image, at: tuple[float, float], colour: str) -> None:
    """Colour a mask of letters onto the canvas."""
    canvas.paste(Image.new("RGB", mask.size, rgb(colour)), (round(at[0]), round(at[1])), mask)
