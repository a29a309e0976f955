"""JSON-LD for pages: what a page is about, for programs that read schema.org."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from readers.words import Words

# What could end the block or open a comment in it; the same as Django's json_script, which cannot set the type.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}

Thing = dict[str, Any]
#: The name of a page and its path.
Step = tuple[Words, str]


def json_ld(*things: Thing) -> list[SafeString]:
    """The content of `<script type="application/ld+json">`, a block for each thing."""
    return [_block({"@context": "https://schema.org"} | described) for described in things]


def _block(described: Thing) -> SafeString:
    text = json.dumps(described, ensure_ascii=False, default=str)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308


def thing(kind: str, **properties: Any) -> Thing:
    """Something of one of schema.org's kinds; properties without a value are left out."""
    known = {name: value for name, value in properties.items() if value not in (None, "", [], {})}
    return {"@type": kind} | known


def moment(at: datetime) -> str:
    """A time as ISO 8601 in the site's time zone, to the second: HTML takes no more than milliseconds."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def address(path: str) -> str:
    """The whole address of a path of the site."""
    return settings.SITE_URL + path


@cache
def newsroom() -> Thing:
    """Ourselves, as publisher and author: the same on every page."""
    return thing(
        "NewsMediaOrganization",
        name=settings.SITE_NAME,
        url=address("/"),
        logo=address(static("icon.svg")),
        correctionsPolicy=address("/corrections/"),
        publishingPrinciples=address("/editorial-policy/"),
    )


def person(name: str, path: str = "") -> Thing:
    """Somebody, with their page where they have one."""
    return thing("Person", name=name, url=address(path) if path else "")


def correction_comment(told: Mapping[str, Any]) -> Thing:
    """A correction, from what `changes.corrections` tells of it."""
    return thing(
        "CorrectionComment",
        text=f"{told['wrong']} {told['right']}",
        datePublished=moment(told["at"]),
        url=address(told["url"]),
        author=newsroom(),
    )


def listing(title: Words, path: str, description: Words = "") -> list[SafeString]:
    """What a page that lists things says of itself."""
    return json_ld(thing("CollectionPage", name=title, description=description, url=address(path)))


def trail(steps: Iterable[Step]) -> Thing:
    """The way to a page: names and paths, the page itself last."""
    return thing(
        "BreadcrumbList",
        itemListElement=[
            thing("ListItem", position=position, name=name, item=address(path))
            for position, (name, path) in enumerate(steps, start=1)
        ],
    )
