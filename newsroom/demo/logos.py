"""Logos of the demonstration's invented companies: plain geometry of our own, on a transparent ground."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw
from PIL.ImageDraw import ImageDraw as Canvas

from newsroom.demo.pictures import INK, PETROL, VIOLET

SIDE = 1024  # drawn at four times the size and reduced, which makes the edges smooth
CLEAR = (0, 0, 0, 0)


def logo(name: str) -> bytes:
    """The logo of that name as PNG. Raises KeyError where there is none."""
    image = Image.new("RGBA", (SIDE, SIDE), CLEAR)
    LOGOS[name](ImageDraw.Draw(image))
    file = BytesIO()
    image.resize((SIDE // 4, SIDE // 4), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _dot(canvas: Canvas, x: int, y: int, radius: int, fill: str | tuple[int, ...]) -> None:
    canvas.ellipse([x - radius, y - radius, x + radius, y + radius], fill=fill)


def _lantern(canvas: Canvas) -> None:
    """A round fish under the light that it carries."""
    _dot(canvas, 470, 640, 350, PETROL)
    canvas.polygon([(760, 640), (1010, 430), (1010, 850)], fill=PETROL)
    canvas.arc([180, 60, 720, 700], 180, 290, fill=INK, width=44)
    _dot(canvas, 660, 110, 90, VIOLET)
    _dot(canvas, 330, 560, 62, CLEAR)


def _deep_water(canvas: Canvas) -> None:
    """Three layers, the lowest the darkest."""
    for top, colour in ((150, "#7fb6bd"), (400, PETROL), (650, INK)):
        canvas.rounded_rectangle([60, top, 964, top + 200], 100, fill=colour)


def _harbour(canvas: Canvas) -> None:
    """Four strokes and one across them, as one counts by hand."""
    for left in (140, 340, 540, 740):
        canvas.rectangle([left, 120, left + 96, 904], fill=INK)
    canvas.line([(60, 760), (964, 264)], fill=VIOLET, width=104)


LOGOS: dict[str, Callable[[Canvas], None]] = {
    "lantern": _lantern,
    "deep-water": _deep_water,
    "harbour": _harbour,
}
