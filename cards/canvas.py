"""What a card is drawn on: a few inks on paper, each a ramp of the palette, so that its file stays small."""

import io
import math

from PIL import Image, ImageDraw

from cards.lettering import Face

SIZE = WIDTH, HEIGHT = 1200, 630
#: The light colours of static/css/tokens.css.
PAPER = (0xF9, 0xFC, 0xFC)
INKS = {
    "ink": (0x0E, 0x20, 0x27),
    "soft": (0x42, 0x53, 0x59),
    "petrol": (0x00, 0x5B, 0x6B),
}
#: From paper to ink; more would be seen by nobody.
STEPS = 15
#: Lines are drawn larger, and made smaller: Pillow draws no soft edges.
FINE = 4


class Canvas:
    """Paper, on which words and our five lines are put in some inks."""

    def __init__(self) -> None:
        self._layers: dict[str, Image.Image] = {}

    def write(self, text: str, face: Face, x: float, baseline: float, ink: str) -> float:
        """Put words on a line; returns where they end."""
        draw = ImageDraw.Draw(self._layer(ink))
        for font, part, width, stroke in face.runs(text):
            if font:
                draw.text((x, baseline), part, fill=255, font=font, anchor="ls", stroke_width=stroke)
            x += width
        return x

    def line(self, nature: str, x: int, y: int, width: int, thick: float, ink: str) -> None:
        """Draw the line of a nature; thick: how thick a plain one is, by which the others go."""
        half = math.ceil(thick * 2.5)
        strip = Image.new("L", (width * FINE, 2 * half * FINE))
        _LINES[nature](ImageDraw.Draw(strip), width * FINE, half * FINE, thick * FINE)
        self._layer(ink).paste(strip.resize((width, 2 * half), Image.Resampling.BOX), (x, y - half))

    def png(self) -> bytes:
        """The picture as a file."""
        picture = Image.new("P", SIZE)
        palette = list(PAPER)
        for ink, layer in self._layers.items():
            first = len(palette) // 3
            palette += _ramp(INKS[ink])
            steps = [value * STEPS // 255 for value in range(256)]
            picture.paste(
                layer.point([first + step - 1 for step in steps]),
                mask=layer.point([255 * (step > 0) for step in steps]),
            )
        picture.putpalette(palette)
        out = io.BytesIO()
        picture.save(out, format="PNG", optimize=True)
        return out.getvalue()

    def _layer(self, ink: str) -> Image.Image:
        return self._layers.setdefault(ink, Image.new("L", SIZE))


def _ramp(ink: tuple[int, int, int]) -> list[int]:
    return [
        round(paper + (full - paper) * step / STEPS)
        for step in range(1, STEPS + 1)
        for paper, full in zip(PAPER, ink, strict=True)
    ]


def _bar(draw: ImageDraw.ImageDraw, left: float, right: float, y: float, thick: float) -> None:
    draw.rectangle((left, y - thick / 2, right - 1, y + thick / 2 - 1), fill=255)


def _measured(draw: ImageDraw.ImageDraw, width: int, y: int, thick: float) -> None:
    _bar(draw, 0, width, y, thick)


def _claimed(draw: ImageDraw.ImageDraw, width: int, y: int, thick: float) -> None:
    for side in (-0.95, 0.95):
        _bar(draw, 0, width, y + side * thick, thick * 0.72)


def _estimated(draw: ImageDraw.ImageDraw, width: int, y: int, thick: float) -> None:
    radius = thick * 0.67
    count = max(2, round((width - 2 * radius) / (thick * 2.55)) + 1)
    for number in range(count):
        x = radius + number * (width - 2 * radius) / (count - 1)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)


def _forecast(draw: ImageDraw.ImageDraw, width: int, y: int, thick: float) -> None:
    dash, gap = thick * 2.8, thick * 1.45
    count = max(2, round((width + gap) / (dash + gap)))
    dash = (width + gap) / count - gap
    for number in range(count):
        left = number * (dash + gap)
        _bar(draw, left, left + dash, y, thick)


def _disputed(draw: ImageDraw.ImageDraw, width: int, y: int, thick: float) -> None:
    waves = max(1, round(width / (thick * 6.1)))
    inner = width - thick
    points = [
        (thick / 2 + x, y - 1.28 * thick * math.sin(2 * math.pi * waves * x / inner))
        for x in range(0, int(inner) + 1, 2)
    ]
    draw.line(points, fill=255, width=round(thick), joint="curve")


_LINES = {
    "measured": _measured,
    "claimed": _claimed,
    "estimated": _estimated,
    "forecast": _forecast,
    "disputed": _disputed,
}
NATURES = tuple(_LINES)
