"""Words as they are drawn: which font has each letter, where a line may break, what fits into a box.

Latin is set in Newsreader, everything else in Noto Serif SC (docs/cards.md says how its file was made). A letter
that neither has is drawn by the letter that it is made of, or left out: never as an empty box.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from PIL import ImageFont

FONTS = {
    "roman": settings.BASE_DIR / "static" / "fonts" / "newsreader-normal.woff2",
    "italic": settings.BASE_DIR / "static" / "fonts" / "newsreader-italic.woff2",
    "chinese": Path(__file__).parent / "fonts" / "noto-serif-sc.otf",
}
#: How much wider a stroke of Chinese is drawn on either side, in sizes.
BOLDER = 0.008
#: What the Latin fonts have besides Latin-1, and what they lack of it.
_PUNCTUATION, _NOT_THERE = "–—‘’‚“”„•…′″‹›€™−", "¡¢¤¦¨ª\xad¯´¸º¿"
#: What Noto Serif SC lacks of GB 2312 and Big5.
_LACKING = "ˍ‾∼≒"
#: Letters that Unicode does not take apart.
_PLAIN = str.maketrans("ŁłĐđĦħıĸŊŋŦŧſ", "LlDdHhikNnTts")
_HAN = "\u2e80-\u303f\u3041-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_OPENING = "（《〈「『【〔［｛“‘([{"
_CLOSING = "，。、；：！？）》〉」』】〕］｝％～…—·ー々”’,.;:!?)]}%"
#: What stays together on a line, with the space behind it: a word, or a Chinese letter with its punctuation.
_PIECE = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[{_HAN}]|[^ {_HAN}—/]+[—/]*|[—/]+)[{re.escape(_CLOSING)}]* *|[^ ] *"
)
#: Between Chinese and Latin stands an eighth of a letter, where no space is written.
_TOUCHING = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[{_HAN}])")
_THIN = "\u2009"


class Run(NamedTuple):
    """Letters of one font, and how wide they are; without a font, a gap. stroke: how much bolder they are drawn."""

    font: ImageFont.FreeTypeFont | None
    text: str
    width: float
    stroke: float = 0


class Face(NamedTuple):
    """How some words are set."""

    size: int
    weight: int = 500
    style: str = "roman"

    def runs(self, text: str) -> Iterator[Run]:
        """The parts of a text by font."""
        for name, letters in groupby(text, self._font):
            part = "".join(letters)
            if not name:
                yield Run(None, part, self.size / 8 * len(part))
                continue
            font = _font(name, *self)
            # The Chinese font has one weight, which looks thin beside a headline.
            bolder = name == "chinese" and self.weight >= 500
            yield Run(font, part, font.getlength(part), self.size * BOLDER if bolder else 0)

    def width(self, text: str) -> float:
        """How wide a text is on one line."""
        return sum(run.width for run in self.runs(text))

    def _font(self, letter: str) -> str:
        if letter == _THIN:
            return ""
        return self.style if _is_latin(letter) else "chinese"


@lru_cache(maxsize=64)
def _font(name: str, size: int, weight: int, style: str) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONTS[name], size)
    if name == "roman":
        # In the order of the font's axes: weight, optical size.
        font.set_variation_by_axes([weight, min(max(size * 0.75, 18), 60)])
    return font


def drawable(text: str) -> str:
    """A text without what no font of ours has, its spaces single, and a little room between Chinese and Latin."""
    composed = re.sub(r"[^\S\xa0]+", " ", unicodedata.normalize("NFC", text).translate(_PLAIN))
    known = "".join(letter if is_known(letter) else _taken_apart(letter) for letter in composed)
    return _TOUCHING.sub(_THIN, re.sub(r"  +", " ", known).strip())


def _taken_apart(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if is_known(part))


def is_known(letter: str) -> bool:
    """Whether one of the fonts has a letter."""
    return _is_latin(letter) or _is_chinese(letter)


def _is_latin(letter: str) -> bool:
    return (
        " " <= letter <= "~"
        or ("\xa0" <= letter <= "ÿ" and letter not in _NOT_THERE)
        or letter in _PUNCTUATION
    )


def _is_chinese(letter: str) -> bool:
    """By what the file was cut to: GB 2312, and of Big5 its punctuation and usual letters."""
    if letter < "\xa0" or letter in _LACKING:
        return False
    try:
        return bool(letter.encode("gb2312"))
    except UnicodeEncodeError:
        pass
    try:
        return letter.encode("big5") < b"\xc6\xa1"
    except UnicodeEncodeError:
        return False


class Set(NamedTuple):
    """Words as they are set: in which face, line by line."""

    face: Face
    lines: list[str]


def fitted(text: str, faces: Sequence[Face], width: int, height: int, *, leading: float, lines: int) -> Set:
    """A drawable text in the first of some faces in which it fits, its lines about as long as each other.

    leading: from line to line, in sizes. In the last face, what does not fit ends in an ellipsis.
    """
    for face in faces:
        room = min(lines, int(height // (face.size * leading)))
        broken = _broken(text, face, width)
        if len(broken) <= room and not _torn(text, face, width):
            return Set(face, _balanced(text, face, width, len(broken)))
    return Set(face, broken if len(broken) <= room else _cut(broken, face, width, room))


def _torn(text: str, face: Face, width: int) -> bool:
    return any(face.width(piece.rstrip()) > width for piece in _PIECE.findall(text))


def _balanced(text: str, face: Face, width: int, lines: int) -> list[str]:
    """The lines of the narrowest column that has no more of them."""
    narrow, wide = width // 2, width
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        if len(_broken(text, face, middle)) <= lines and not _torn(text, face, middle):
            wide = middle
        else:
            narrow = middle
    return _broken(text, face, wide)


def _broken(text: str, face: Face, width: int) -> list[str]:
    """The lines of a text in a column."""
    lines, line = [], ""
    for piece in _pieces(text, face, width):
        if line and face.width((line + piece).rstrip(" " + _THIN)) > width:
            lines.append(line.strip(" " + _THIN))
            line = ""
        line += piece
    return [*lines, line.strip(" " + _THIN)]


def _pieces(text: str, face: Face, width: int) -> Iterator[str]:
    """What stays together; where that is wider than the column, letter by letter."""
    for piece in _PIECE.findall(text):
        if face.width(piece.rstrip()) > width:
            yield from piece
        else:
            yield piece


def _cut(lines: list[str], face: Face, width: int, room: int) -> list[str]:
    """The first lines, and an ellipsis behind what there is room for on the last of them."""
    last = lines[room - 1]
    pieces = list(_pieces(last, face, width))
    while len(pieces) > 1 and face.width("".join(pieces).rstrip() + "…") > width:
        last = "".join(pieces[:-1])
        pieces.pop()
    return [*lines[: room - 1], last.rstrip(" ,.;:，。；：、" + _THIN) + "…"]
