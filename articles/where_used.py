"""Where a picture is used: in working copies, and in what was published of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Article, EditionImage, FAQEntry, Image
from changes.clock import in_short

#: So many are listed of each kind.
MOST = 50


class Use(NamedTuple):
    """A text that uses a picture: its article, what it is called, and as what and since when it uses it."""

    article: int
    headline: str
    how: str


def working_copies(image: Image) -> list[Use]:
    """The working copies that lead with it or have it in their text. One query."""
    named = f"/images/{image.pk}/"
    answers = FAQEntry.objects.filter(article=OuterRef("pk"), answer__contains=named)
    found = Article.objects.filter(Q(lead_image=image) | Q(body__contains=named) | Exists(answers))
    rows = found.order_by("-updated_at", "-pk").values_list("pk", "headline", "lead_image_id")[:MOST]
    return [Use(pk, headline, _as(lead == image.pk)) for pk, headline, lead in rows]


def editions(image: Image, at: datetime | None = None) -> list[Use]:
    """What was published with it, the newest first: what readers see now, will see, and saw. One query."""
    at = at or timezone.now()
    rows = (
        EditionImage.objects.filter(image=image)
        .order_by("-visible_from", "-pk")
        .select_related("edition")
        .only(
            "visible_from",
            "visible_until",
            "edition__headline",
            "edition__number",
            "edition__lead_image",
            "edition__article",
        )
    )
    return list(_told(image, rows[:MOST], at))


def _told(image: Image, rows: Any, at: datetime) -> Iterator[Use]:
    for row in rows:
        if row.visible_until <= row.visible_from:
            seen = "cancelled before it appeared"
        elif row.visible_from > at:
            seen = f"appears on {in_short(row.visible_from)}"
        elif row.visible_until > at:
            seen = f"live since {timezone.localtime(row.visible_from):%-d %B %Y}"
        else:
            seen = f"until {timezone.localtime(row.visible_until):%-d %B %Y}"
        edition = row.edition
        how = f"edition {edition.number}, {_as(edition.lead_image_id == image.pk)}, {seen}"
        yield Use(edition.article_id, edition.headline, how)


def _as(leads: bool) -> str:
    return "lead image" if leads else "in the text"
