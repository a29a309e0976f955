"""Lead pictures of the demonstration, drawn here so that nothing has to be fetched or licensed.

Calm geometry in the site's palette, in the five lines in which it says how sure it is: solid, double, dotted,
dashed and wavy. Every picture is the same each time it is drawn.
"""

from collections.abc import Callable
from io import BytesIO
from math import pi, sin

from PIL import Image, ImageDraw
from PIL.ImageDraw import ImageDraw as Canvas

#: static/css/tokens.css, light side, as sRGB.
PAPER, PANEL, RULE = "#f9fcfc", "#edf3f3", "#ccd7d6"
INK, PETROL, PETROL_WASH = "#0e2027", "#005b6b", "#dbf1f2"
VIOLET, VIOLET_WASH = "#5c43a1", "#f0edfd"

#: Cards cut 125 pixels off each side: nothing is drawn there that would be missed.
WIDTH, HEIGHT = 1600, 900
FINE = 2  # drawn at twice the size and reduced, which makes the edges smooth


def drawn(name: str) -> bytes:
    """The picture of that name as PNG. Raises KeyError where there is none."""
    image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), PAPER)
    PICTURES[name](ImageDraw.Draw(image))
    file = BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _box(canvas: Canvas, left: float, top: float, right: float, bottom: float, *, fill: str) -> None:
    canvas.rectangle([left * FINE, top * FINE, right * FINE, bottom * FINE], fill=fill)


def _dot(canvas: Canvas, x: float, y: float, radius: float, *, fill: str) -> None:
    canvas.ellipse(
        [(x - radius) * FINE, (y - radius) * FINE, (x + radius) * FINE, (y + radius) * FINE], fill=fill
    )


def _line(
    canvas: Canvas, left: float, right: float, y: float, *, style: str, colour: str, weight: float = 8
) -> None:
    """A level line in one of the five styles."""
    if style == "double":
        for offset in (-weight, weight):
            _box(canvas, left, y + offset - weight / 3, right, y + offset + weight / 3, fill=colour)
    elif style == "dotted":
        for n in range(int((right - left) // (weight * 2.5)) + 1):
            _dot(canvas, left + n * weight * 2.5, y, weight / 2, fill=colour)
    elif style == "dashed":
        for n in range(int((right - left) // (weight * 6)) + 1):
            start = left + n * weight * 6
            _box(canvas, start, y - weight / 2, min(start + weight * 4, right), y + weight / 2, fill=colour)
    elif style == "wavy":
        for n in range(int(right - left) * FINE):
            x = n / FINE
            _dot(canvas, left + x, y + weight * sin(x / weight / 6 * pi), weight / 2, fill=colour)
    else:
        _box(canvas, left, y - weight / 2, right, y + weight / 2, fill=colour)


def _windows(canvas: Canvas) -> None:
    """A calendar: bars for windows, an upright line for today."""
    for month in range(1, 8):
        _box(canvas, month * 200 - 1, 90, month * 200 + 1, 810, fill=RULE)
    _box(canvas, 800, 90, 1000, 810, fill=PETROL_WASH)
    rows = [
        (150, 620, "solid", PETROL),
        (240, 860, "double", PETROL),
        (420, 760, "solid", INK),
        (560, 1090, "dotted", INK),
        (760, 1330, "dashed", VIOLET),
        (700, 1180, "wavy", VIOLET),
        (940, 1460, "dashed", VIOLET),
    ]
    for row, (left, right, style, colour) in enumerate(rows):
        y = 150 + row * 100
        _line(canvas, left, right, y, style=style, colour=colour, weight=12)
        _dot(canvas, left, y, 17, fill=colour)
    _box(canvas, 897, 60, 903, 840, fill=INK)


def _doors(canvas: Canvas) -> None:
    """Three plans over one another, each open at another side, and people as dots."""
    _box(canvas, 180, 110, 1420, 790, fill=PANEL)
    _box(canvas, 330, 210, 1130, 710, fill=PETROL_WASH)
    _box(canvas, 700, 330, 1270, 620, fill=VIOLET_WASH)
    for left, right, top, bottom, style, colour in (
        (180, 1420, 110, 790, "solid", INK),
        (330, 1130, 210, 710, "double", PETROL),
        (700, 1270, 330, 620, "dashed", VIOLET),
    ):
        middle = (left + right) / 2
        _line(canvas, left, middle - 60, top, style=style, colour=colour)
        _line(canvas, middle + 60, right, top, style=style, colour=colour)
        _line(canvas, left, right, bottom, style=style, colour=colour)
        for side in (left, right):
            _box(canvas, side - 2, top, side + 2, bottom, fill=colour)
    for n in range(1, 110):
        # multiples of these two fractions spread evenly and never fall into rows (Roberts 2018)
        x, y = 215 + n * 0.7548776662 % 1 * 1170, 145 + n * 0.5698402910 % 1 * 610
        _dot(canvas, x, y, 9, fill=PETROL if n % 3 else INK)


def _strata(canvas: Canvas) -> None:
    """A cliff: the thin layer that is quoted, and the thick ones beneath."""
    layers = [
        (120, 190, INK),
        (190, 360, PETROL_WASH),
        (360, 560, PANEL),
        (560, 700, VIOLET_WASH),
        (700, 830, PANEL),
    ]
    for top, bottom, colour in layers:
        _box(canvas, 140, top, 1460, bottom, fill=colour)
    for y, style, colour in (
        (275, "dotted", PETROL),
        (410, "wavy", PETROL),
        (500, "dashed", PETROL),
        (630, "double", VIOLET),
        (765, "solid", RULE),
    ):
        _line(canvas, 200, 1400, y, style=style, colour=colour, weight=7)


def _terraces(canvas: Canvas) -> None:
    """Blocks that rise to the right; the last are only outlined, for they are not built."""
    for n in range(9):
        left, top = 150 + n * 146, 700 - n * n * 8
        if n < 5:
            _box(canvas, left, top, left + 130, 800, fill=PETROL if n % 2 else INK)
            continue
        _box(canvas, left, top, left + 130, 800, fill=VIOLET_WASH)
        for y in range(top, 800, 46):
            _line(canvas, left, left + 130, y, style="dashed", colour=VIOLET, weight=6)
    _line(canvas, 140, 1460, 810, style="solid", colour=INK, weight=10)
    _line(canvas, 140, 860, 840, style="double", colour=PETROL, weight=5)
    _line(canvas, 880, 1460, 840, style="dotted", colour=VIOLET, weight=8)


PICTURES: dict[str, Callable[[Canvas], None]] = {
    "windows": _windows,
    "doors": _doors,
    "strata": _strata,
    "terraces": _terraces,
}

ALT = {
    "windows": "Bars over the months of a calendar, in five styles of line; an upright line marks today.",
    "doors": "Three plans over one another, each open at another side, with people as dots.",
    "strata": "A cliff in layers: a thin dark one above, thick pale ones beneath.",
    "terraces": "Blocks that rise to the right; the last are only outlined with dashes.",
}
