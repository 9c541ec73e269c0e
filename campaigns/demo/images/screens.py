"""Formats that are screens of words: the e-mail and the skin questionnaire."""

from __future__ import annotations

from PIL import Image, ImageDraw

from campaigns.demo.images.lettering import block, fitted
from campaigns.demo.images.paint import Palette, mixed, rgb, rounded, vertical, write
from campaigns.demo.images.scenes import SCENES
from campaigns.demo.shapes import Art

_PAPER, _TEXT, _FAINT = "#ffffff", "#2b2622", "#8a827a"


def mail(art: Art, width: int, palette: Palette) -> Image.Image:
    """A newsletter, `width` pixels wide. The art's subline names the scene of its picture."""
    unit = width / 600
    canvas = Image.new("RGB", (width, round(1180 * unit)), rgb("#f3efe9"))
    canvas.paste(
        rgb(_PAPER), (round(20 * unit), 0, width - round(20 * unit), canvas.height - round(120 * unit))
    )
    brand = block("MAISON LUMEN", 17 * unit, tracking=0.36)
    write(canvas, brand, ((width - brand.width) / 2, 32 * unit), _TEXT)
    hero = vertical((width - round(40 * unit), round(420 * unit)), palette.sky)
    room = (hero.width * 0.08, hero.height * 0.06, hero.width * 0.84, hero.height * 0.92)
    SCENES[art.subline or "typo"](hero, room, palette, "")
    canvas.paste(hero, (round(20 * unit), round(84 * unit)))
    head = fitted(art.headline.replace("\n", " "), (460 * unit, 110 * unit), 38 * unit, align="center")
    y = 540 * unit
    write(canvas, head, ((width - head.width) / 2, y), _TEXT)
    y += head.height + 24 * unit
    for line in _GREETING:
        text = block(line, 16 * unit)
        write(canvas, text, (70 * unit, y), _TEXT)
        y += 27 * unit
    y += 18 * unit
    if art.button:
        words = block(art.button, 17 * unit)
        size = (round(words.width + 64 * unit), round(52 * unit))
        x = (width - size[0]) / 2
        fill = palette.accent if sum(rgb(palette.accent)) < 560 else palette.on_accent
        ink = palette.on_accent if fill == palette.accent else palette.accent
        canvas.paste(Image.new("RGB", size, rgb(fill)), (round(x), round(y)), rounded(size, size[1] / 2))
        write(canvas, words, (x + 32 * unit, y + size[1] / 2 - 10.5 * unit), ink)
        y += size[1] + 30 * unit
    signed = block("À très vite,\nla Maison Lumen", 16 * unit, leading=1.5)
    write(canvas, signed, (70 * unit, y), _TEXT)
    paper = round(y + signed.height + 26 * unit)
    canvas = canvas.crop((0, 0, width, paper + round(110 * unit)))
    frame = rgb("#f3efe9")
    canvas.paste(frame, (0, paper, width, canvas.height))
    for x in (0, width - round(20 * unit)):
        canvas.paste(frame, (x, 0, x + round(20 * unit), canvas.height))
    foot = block(_FOOT, 12.5 * unit, leading=1.7, align="center")
    write(canvas, foot, ((width - foot.width) / 2, paper + 24 * unit), _FAINT)
    return canvas


_FOOT = "Vous recevez cet e-mail car vous êtes membre du Cercle Lumen.\nVoir en ligne · Se désinscrire"

_GREETING = (
    "Bonjour Juliette,",
    "Nous vous écrivons avant tout le monde, comme",
    "promis aux membres du Cercle. Tout est prêt,",
    "il ne manque que vous.",
)


def question(canvas: Image.Image, art: Art, palette: Palette) -> None:
    """A card with one question, its answers, and how far one has come."""
    width, height = canvas.size
    small = height < 420
    card_width = width * (0.84 if width <= height else 0.62)
    card_height = min(height * (0.86 if small else 0.74), card_width * 1.2)
    left, top = (width - card_width) / 2, (height - card_height) / 2 + (0 if small else height * 0.03)
    _card(canvas, (left, top, card_width, card_height), palette)
    pad = card_width * 0.09
    if not small:
        brand = block("MAISON LUMEN", width * 0.021, tracking=0.34)
        write(
            canvas, brand, ((width - brand.width) / 2, max(top - height * 0.09, height * 0.05)), palette.ink
        )
    y = top + pad
    _progress(canvas, (left + pad, y, card_width - 2 * pad, max(card_width * 0.012, 3)), palette)
    y += card_width * 0.045
    if art.subline and not small:
        line = fitted(art.subline, (card_width - 2 * pad, card_width * 0.06), card_width * 0.038)
        write(canvas, line, (left + pad, y), _FAINT)
        y += line.height + card_width * 0.02
    answers = art.button.split("|")
    row = max(min(card_width * 0.12, card_height * 0.15), 24)
    below = top + card_height - pad - len(answers) * row * 1.22 + row * 0.22
    head = fitted(art.headline, (card_width - 2 * pad, below - y - row * 0.4), card_width * 0.085)
    write(canvas, head, (left + pad, y + (below - y - row * 0.4 - head.height) * 0.4), _TEXT)
    y = below
    for place, answer in enumerate(answers):
        _answer(
            canvas,
            (left + pad, y, card_width - 2 * pad, row),
            answer,
            palette,
            chosen=place == len(answers) - 1,
        )
        y += row * 1.22


def _card(canvas: Image.Image, box: tuple[float, float, float, float], palette: Palette) -> None:
    size = (round(box[2]), round(box[3]))
    mask = rounded(size, box[2] * 0.05)
    edge = (round(box[0]), round(box[1] + box[2] * 0.012))
    canvas.paste(Image.new("RGB", size, mixed(palette.sky[-1], palette.ink, 0.16)), edge, mask)
    canvas.paste(Image.new("RGB", size, rgb(_PAPER)), (round(box[0]), round(box[1])), mask)


def _progress(canvas: Image.Image, box: tuple[float, float, float, float], palette: Palette) -> None:
    for share, colour in ((1.0, mixed(palette.sky[1], palette.accent, 0.08)), (0.3, rgb(palette.accent))):
        size = (max(round(box[2] * share), 2), max(round(box[3]), 2))
        canvas.paste(
            Image.new("RGB", size, colour), (round(box[0]), round(box[1])), rounded(size, size[1] / 2)
        )


def _answer(
    canvas: Image.Image, box: tuple[float, float, float, float], text: str, palette: Palette, chosen: bool
) -> None:
    size = (round(box[2]), round(box[3]))
    mask = rounded(size, box[3] * 0.3)
    fill = rgb(palette.accent) if chosen else mixed(palette.sky[0], "#ffffff", 0.2)
    canvas.paste(Image.new("RGB", size, fill), (round(box[0]), round(box[1])), mask)
    words = block(text, box[3] * 0.36)
    write(
        canvas,
        words,
        (box[0] + box[3] * 0.45, box[1] + box[3] / 2 - box[3] * 0.36 * 0.6),
        palette.on_accent if chosen else _TEXT,
    )
    if not chosen:
        radius = box[3] * 0.13
        centre = (box[0] + box[2] - box[3] * 0.5, box[1] + box[3] / 2)
        ring = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
        ImageDraw.Draw(canvas).ellipse(
            ring, outline=mixed(palette.sky[-1], palette.ink, 0.2), width=max(round(radius * 0.16), 1)
        )
