"""Renditions of a picture: cut to the ratios that the site uses around what matters in it, in each width and format.

Only as wide as the picture is: nothing is blown up. AVIF and WebP in every width; of each ratio one JPEG (a PNG
where the picture has transparent parts) for what reads neither.
"""

import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from PIL import Image

#: Counts up with every change of what is made, so that pictures get renditions anew.
RECIPE = 1


class Crop(NamedTuple):
    """A ratio that the site uses (None: the picture's own), in which widths."""

    ratio: Fraction | None
    widths: tuple[int, ...]


CROPS = {
    "wide": Crop(Fraction(16, 9), (480, 960, 1600)),
    "card": Crop(Fraction(3, 2), (400, 800)),
    "whole": Crop(None, (480, 960, 1600)),
}
#: What other sites show of a link: a JPEG alone.
SOCIAL = Crop(Fraction(1200, 630), (1200,))
#: The width of the one file for old programs: not the largest.
FALLBACK = 960

MODERN: dict[str, dict[str, Any]] = {"avif": {"quality": 60, "speed": 8}, "webp": {"quality": 80}}
OLD: dict[str, dict[str, Any]] = {
    "jpg": {"quality": 82, "optimize": True, "progressive": True},
    "png": {"optimize": True},
}
FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG", "png": "PNG"}

Box = tuple[int, int, int, int]
Sizes = dict[str, list[list[int]]]


class Cut(NamedTuple):
    """A file of a rendition: its crop, its size, its suffix, and what it holds."""

    crop: str
    size: tuple[int, int]
    suffix: str
    data: bytes

    @property
    def name(self) -> str:
        """For example “wide-960.avif”."""
        return f"{self.crop}-{self.size[0]}.{self.suffix}"


def box(size: tuple[int, int], ratio: Fraction | None, focus: tuple[int, int]) -> Box:
    """The largest part of a ratio, as near around the focus (in per cent) as the edges allow.

    Returns its left, top, right and bottom.
    """
    width, height = size
    if ratio is None:
        return (0, 0, width, height)
    part = (
        (max(1, round(height * ratio)), height)
        if Fraction(width, height) > ratio
        else (width, max(1, round(width / ratio)))
    )
    left, top = (_begin(*each) for each in zip(size, part, focus, strict=True))
    return (left, top, left + part[0], top + part[1])


def _begin(whole: int, part: int, focus: int) -> int:
    return min(max(round(whole * focus / 100 - part / 2), 0), max(whole - part, 0))


def cut(picture: Image.Image, focus: tuple[int, int]) -> Iterator[Cut]:
    """All files of a picture. Two or three seconds for a photograph, so never while a reader waits."""
    old = "png" if picture.has_transparency_data else "jpg"
    picture = picture.convert("RGBA" if old == "png" else "RGB")
    for name, crop in CROPS.items():
        part = picture.crop(box(picture.size, crop.ratio, focus))
        for width in _widths(part.width, crop.widths):
            shown = _scaled(part, width)
            for suffix, options in MODERN.items():
                yield _file(name, shown, suffix, options)
            if width == fallback(_widths(part.width, crop.widths)):
                yield _file(name, shown, old, OLD[old])
    part = picture.crop(box(picture.size, SOCIAL.ratio, focus))
    shown = _scaled(part, min(part.width, SOCIAL.widths[0]))
    yield _file("social", _on_white(shown), "jpg", OLD["jpg"])


def fallback(widths: list[int]) -> int:
    """Which of some widths the one file for old programs has."""
    return max((width for width in widths if width <= FALLBACK), default=min(widths))


def _widths(widest: int, wanted: tuple[int, ...]) -> list[int]:
    """The wanted widths that a part has, and its own where it is narrower than the widest of them."""
    fitting = [width for width in wanted if width < widest]
    return [*fitting, widest] if widest <= wanted[-1] else fitting


def _scaled(part: Image.Image, width: int) -> Image.Image:
    height = max(1, round(part.height * width / part.width))
    return part.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _file(crop: str, picture: Image.Image, suffix: str, options: dict[str, Any]) -> Cut:
    out = io.BytesIO()
    picture.save(out, format=FORMATS[suffix], **options)
    return Cut(crop, picture.size, suffix, out.getvalue())
