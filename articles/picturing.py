"""Pictures as pages show them: which files a browser may choose from, and the room that each takes.

Width and height are always said, so that nothing moves when a picture arrives. What has no renditions yet is shown
by its own file.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from django.db.models import F
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from articles import cropping
from articles.models import Edition, EditionImage, Image, Renditions
from prepared import Prepared

#: How wide each crop stands on a page: from static/css, for browsers that choose before they have read it.
ROOM = {
    "wide": "(min-width: 42rem) 39rem, 92vw",
    "whole": "(min-width: 42rem) 39rem, 92vw",
    "front": "(min-width: 62rem) 54rem, 92vw",
    "card": "(min-width: 62rem) 26rem, (min-width: 40rem) 45vw, 92vw",
}
#: Where a page uses a crop in another place than its own.
CROP_OF = {"front": "wide"}

Row = Mapping[str, Any]

_COLUMNS = {
    "file": F("image__file"),
    "width": F("image__width"),
    "height": F("image__height"),
    "name": F("renditions__name"),
    "sizes": F("renditions__sizes"),
    "old": F("renditions__old"),
}
_shown_by = Prepared(lambda pk: EditionImage.objects.filter(edition=pk).values("image_id", **_COLUMNS), int)


def shown_by(edition: Edition) -> dict[int, Row]:
    """The pictures that an edition shows, with their renditions, by id. One query, where it shows any."""
    texts = [edition.layout.get("body", []), *edition.layout.get("faq", [])]
    inside = any(piece[0] == "p" for layout in texts for piece in layout)
    if not (edition.lead_image_id or inside):
        return {}
    return {row["image_id"]: row for row in _shown_by(edition.pk)}


def would_show(images: Collection[int]) -> dict[int, Row]:
    """The same of pictures of a working copy, as publishing now would freeze them. At most two queries."""
    if not images:
        return {}
    made = {one.image_id: one for one in Renditions.objects.as_today().filter(image__in=images)}
    return {
        image.pk: {
            "image_id": image.pk,
            "file": str(image.file.name),
            "width": image.width,
            "height": image.height,
            **{column: getattr(made.get(image.pk), column, None) for column in ("name", "sizes", "old")},
        }
        for image in Image.objects.filter(pk__in=images).defer("title", "credit")
    }


def with_pictures(stories: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same stories, each with the HTML of its lead image: `card`, and `front` for the first place. One query."""
    found = {story["id"]: story for story in stories}
    rows = EditionImage.objects.filter(edition__in=found, image=F("edition__lead_image")).exclude(
        renditions=None
    )
    for row in rows.values("image_id", "edition_id", alt=F("edition__lead_image_alt"), **_COLUMNS):
        for place in ("card", "front"):
            # The first place is seen at once.
            html = picture(row, place, row["alt"], at_once=place == "front")
            found[row["edition_id"]][place] = html
    return stories


def shown_elsewhere(editions: Collection[int]) -> dict[int, dict[str, Any]]:
    """What other sites and programs show of the lead images of some editions, by the id of each: as `social` tells it.

    One query.
    """
    rows = EditionImage.objects.filter(edition__in=editions, image=F("edition__lead_image"))
    return {row["edition_id"]: social(row) for row in rows.values("image_id", "edition_id", **_COLUMNS)}


def picture(row: Row, place: str, alt: str, *, at_once: bool = False) -> SafeString:
    """The HTML of a picture. at_once: it is seen first, so a browser need not wait for it to come near."""
    sizes = row["sizes"] or {}
    kept = tuple((crop, tuple(map(tuple, sizes[crop]))) for crop in sizes)
    whole = (row["image_id"], PurePath(row["file"]).name, row["width"], row["height"])
    return _picture(whole, row["name"] or "", kept, row["old"] or "", place, alt, at_once)


@lru_cache(maxsize=4096)
def _picture(
    whole: tuple[int, str, int, int],
    name: str,
    sizes: tuple[tuple[str, tuple[tuple[int, int], ...]], ...],
    old: str,
    place: str,
    alt: str,
    at_once: bool,
) -> SafeString:
    pk, file, width, height = whole
    about: dict[str, Any] = {"alt": alt, "at_once": at_once, "room": ROOM[place]}
    about |= {"src": f"/images/{pk}/{file}", "width": width, "height": height}
    if name:
        crop = CROP_OF.get(place, place)
        widths = dict(dict(sizes)[crop])
        about["sources"] = [
            (
                f"image/{suffix}",
                ", ".join(f"{address(name, f'{crop}-{width}.{suffix}')} {width}w" for width in widths),
            )
            for suffix in cropping.MODERN
        ]
        width = cropping.fallback(list(widths))
        about |= {"src": address(name, f"{crop}-{width}.{old}"), "width": width, "height": widths[width]}
    html = get_template("articles/components/picture.html").render(about)
    return mark_safe(html.rstrip("\n"))  # noqa: S308  # a template's own output


def address(name: str, file: str) -> str:
    """Where readers get a file of some renditions while an edition shows them."""
    return f"/renditions/{name}/{file}"


def social(row: Row) -> dict[str, Any]:
    """What other sites show of a page that leads with this picture: address, width and height."""
    if not row["name"]:
        return {"url": f"/images/{row['image_id']}/{PurePath(row['file']).name}"}
    ((width, height),) = row["sizes"]["social"]
    return {"url": address(row["name"], f"social-{width}.jpg"), "width": width, "height": height}
