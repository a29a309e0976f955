"""What a card says, and how each sort of them is laid out."""

from dataclasses import dataclass
from functools import singledispatch

from django.conf import settings

from cards.canvas import NATURES, WIDTH, Canvas
from cards.lettering import Face, drawable, fitted

MARGIN = 80
ROOM = WIDTH - 2 * MARGIN
#: Another number has every card drawn anew; to be raised when a drawing changes.
RECIPE = 1
#: Where the line above the words stands, the first line of what is large under it at the earliest, and the last line.
KICKER, TOP, FOOT = 112, 150, 556
LARGEST = (132, 116, 102, 90, 80, 71, 63, 56, 50)
SMALL = Face(32, 400)
LABEL = Face(32, 600)


@dataclass(frozen=True, slots=True)
class Story:
    """An article, or a question, which is in a reader's own words."""

    kicker: str
    headline: str
    foot: str = ""
    asked: bool = False

    @property
    def alt(self) -> str:
        """What it says, for those who cannot see it."""
        return f"{self.kicker}: {self.headline}"


@dataclass(frozen=True, slots=True)
class Named:
    """A record: of what kind, its names, and how it stands."""

    kind: str
    name: str
    native_name: str = ""
    state: str = ""

    @property
    def alt(self) -> str:
        """What it says, for those who cannot see it."""
        names = " ".join(filter(None, (self.name, self.native_name)))
        return ". ".join(filter(None, (f"{self.kind}: {names}", self.state)))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: of what, how it is known, and who says so. line: its nature, or “disputed”; none strikes it out."""

    of: str
    value: str
    line: str
    known: str
    source: str = ""

    @property
    def alt(self) -> str:
        """What it says, for those who cannot see it."""
        return f"{self.of}: {self.value}. {self.known}."


Card = Story | Named | Figure


@singledispatch
def drawn(card: Card) -> bytes:
    """The picture of a card, as PNG."""
    raise TypeError(f"no layout for {card!r}")


@drawn.register
def _(card: Story) -> bytes:
    canvas = _begun(card.kicker, card.foot)
    _large(canvas, card.headline, "italic" if card.asked else "roman")
    return canvas.png()


@drawn.register
def _(card: Named) -> bytes:
    canvas = _begun(card.kind, card.state)
    end = _large(canvas, card.name, height=240)
    if card.native_name:
        _large(canvas, card.native_name, top=end + 20, height=120, ink="soft", sizes=(64, 56, 48), lines=1)
    return canvas.png()


@drawn.register
def _(card: Figure) -> bytes:
    canvas = _begun(card.of, card.source)
    value = drawable(card.value)
    face, (line,) = fitted(
        value, [Face(size, 500) for size in (176, 152, 132, 114, 98, 84, 70)], ROOM, 300, leading=1.1, lines=1
    )
    baseline = 185 + round(face.size * 0.78)
    end = canvas.write(line, face, MARGIN, baseline, "ink")
    across, under = round(end) - MARGIN, baseline + round(face.size * 0.24)
    struck = baseline - round(face.size * 0.28)
    canvas.line(
        card.line or "measured", MARGIN, under if card.line else struck, across, face.size / 22, "ink"
    )
    _row(canvas, card.known, Face(38, 400), under + 78, "soft")
    return canvas.png()


def _begun(kicker: str, foot: str) -> Canvas:
    """A card with what stands above and below on all of them."""
    canvas = Canvas()
    _row(canvas, kicker, LABEL, KICKER, "petrol")
    end = canvas.write(drawable(settings.SITE_NAME), Face(44, 600), MARGIN, FOOT, "ink")
    _mark(canvas, round(end) + 22, FOOT - 13)
    said = fitted(drawable(foot), [SMALL], WIDTH - MARGIN - round(end) - 270, 50, leading=1.1, lines=1)
    (line,) = said.lines
    canvas.write(line, SMALL, WIDTH - MARGIN - SMALL.width(line), FOOT, "soft")
    return canvas


def _mark(canvas: Canvas, x: int, y: int) -> None:
    """The five lines, as the head of every page has them."""
    for number, nature in enumerate(NATURES):
        canvas.line(nature, x + number * 45, y, 38, 3.2, "ink")


def _row(canvas: Canvas, text: str, face: Face, baseline: int, ink: str) -> None:
    (line,) = fitted(drawable(text), [face], ROOM, face.size * 2, leading=1.1, lines=1).lines
    canvas.write(line, face, MARGIN, baseline, ink)


def _large(
    canvas: Canvas,
    text: str,
    style: str = "roman",
    *,
    top: int = TOP,
    height: int = 330,
    ink: str = "ink",
    sizes: tuple[int, ...] = LARGEST,
    lines: int = 5,
) -> int:
    """Put what is read first under the kicker; returns where it ends. Chinese lines stand a little wider apart."""
    words = drawable(text) or drawable(settings.SITE_NAME)
    leading = 1.08 if words.isascii() or max(words) < "\u2e80" else 1.2
    face, broken = fitted(
        words, [Face(size, 500, style) for size in sizes], ROOM, height, leading=leading, lines=lines
    )
    step = face.size * leading
    for number, line in enumerate(broken):
        canvas.write(line, face, MARGIN - face.size * 0.03, top + face.size * 0.86 + number * step, ink)
    return round(top + len(broken) * step)
