"""The stories of the front page as editors see them: how each stands, and what else could be placed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F
from django.urls import reverse

from articles.front import PLACES
from articles.models import Article, Edition, EditionImage
from changes.clock import in_short

FOUND = 12
#: The parts of the page by the number of stories up to their end.
PARTS = {1: "Lead", 3: "Under the lead", PLACES: "Grid"}


class Row(NamedTuple):
    """A story that is placed or could be. place: where readers see it, empty where it is not live."""

    article: int
    headline: str
    kind: str
    dated: datetime | None
    picture: str
    state: str
    live: bool
    place: str = ""


def placed(order: Sequence[int], at: datetime) -> list[Row]:
    """The stories of an order with their places; what is no longer there is left out. Three queries."""
    live, rows = 0, []
    for row in _rows(order, at):
        live += row.live
        rows.append(row._replace(place=_place(live) if row.live else ""))
    return rows


def _rows(order: Sequence[int], at: datetime) -> list[Row]:
    editions = _editions(Edition.objects.unfinished(at).filter(article__in=order))
    pictures = _pictures(row["pk"] for row in editions.values())
    articles = Article.objects.filter(pk__in=order).with_standing(at).defer("body")
    there = {article.pk: _row(article, editions.get(article.pk), pictures) for article in articles}
    return [there[pk] for pk in order if pk in there]


def offered(words: str, order: Sequence[int], at: datetime) -> list[Row]:
    """What could be added: stories that are live or scheduled and hold all of some words in their headlines, the
    newest first; the newest of all where no words are given. Three queries.
    """
    found = Edition.objects.unfinished(at).exclude(article__in=order).newest()
    for word in words.split()[:12]:
        found = found.filter(headline__icontains=word)
    # An article may have two: the one that is live, and the one that waits.
    order = list(dict.fromkeys(found.values_list("article", flat=True)[: 2 * FOUND]))[:FOUND]
    return _rows(order, at)


def _editions(editions: Any) -> dict[int, dict[str, Any]]:
    """The edition of each article that counts: the live one, else the one that waits."""
    columns = ("pk", "article", "headline", "kind", "dated")
    return {row["article"]: row for row in editions.order_by("-visible_from").values(*columns)}


def _pictures(editions: Iterable[int]) -> dict[int, str]:
    """The addresses of the small pictures of editions that have one."""
    rows = EditionImage.objects.filter(edition__in=list(editions), image=F("edition__lead_image"))
    return {
        pk: reverse("newsroom:rendition", args=[name, f"card-{sizes['card'][0][0]}.webp"])
        for pk, name, sizes in rows.exclude(renditions=None).values_list(
            "edition", "renditions__name", "renditions__sizes"
        )
    }


def _row(article: Any, edition: dict[str, Any] | None, pictures: dict[int, str]) -> Row:
    told = edition or {"headline": article.headline, "kind": article.kind, "dated": None, "pk": None}
    return Row(
        article=article.pk,
        headline=told["headline"],
        kind=str(Article.Kind(told["kind"]).label),
        dated=told["dated"],
        picture=pictures.get(told["pk"], ""),
        state=_state(article),
        live=article.is_live,
    )


def _state(article: Any) -> str:
    if article.is_live:
        return "live"
    if article.waits_for:
        return f"scheduled for {in_short(article.waits_for)}"
    return "withdrawn or expired" if article.was_seen else "no longer scheduled"


def _place(number: int) -> str:
    return next(
        (name for last, name in PARTS.items() if number <= last), "More are chosen than there are places"
    )
