"""The front page by editors' choice: the order they gave, and what readers see of it at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Edition, Placed
from articles.picturing import with_pictures
from articles.stories import stories
from changes import log
from companies.locks import lock

#: The lead and those under it; with the grid; and the latest beside them.
TOP, PLACES, LATEST = 3, 9, 5
#: More than there are places: some wait for their time, and one that is withdrawn makes room for the next.
MOST = 30


class NotArranged(ValueError):
    """The front page cannot be ordered so; the message says why."""


class ArrangedMeanwhile(NotArranged):
    """Somebody else saved another order since this one was begun."""

    def __init__(self, now: Sequence[int], by: User | None, at: datetime | None) -> None:
        self.now = list(now)
        whoever = (by.get_full_name() or by.get_username()) if by else "Somebody else"
        when = f", at {timezone.localtime(at):%H:%M}" if at else ""
        super().__init__(f"{whoever} saved the front page while you were ordering it{when}.")


class Front(NamedTuple):
    """What the front page shows of articles, as `stories` tells them: its places in order, and the latest besides."""

    places: list[dict[str, Any]]
    latest: list[dict[str, Any]]


def order() -> list[int]:
    """The articles that editors chose, in their order. One query."""
    return list(Placed.objects.values_list("article_id", flat=True))


def front(chosen: Sequence[int], at: datetime) -> Front:
    """What readers see at a time where editors chose these articles, in this order.

    Of those only what is live; of what is left the newest take the places at the top, then stand as the latest, and
    then take the other places. Six queries.
    """
    live = Edition.objects.live(at).order_by()
    editions = dict(live.filter(article__in=chosen).values_list("article_id", "pk"))
    picked = [editions[article] for article in chosen if article in editions][:PLACES]
    newest = Edition.objects.live(at).newest().values_list("pk", flat=True)[: PLACES + LATEST]
    rest = [pk for pk in newest if pk not in picked]
    top = max(0, TOP - len(picked))
    latest = rest[top : top + LATEST]
    places = [*picked, *rest[:top], *rest[top + LATEST :]][:PLACES]
    shown = [*places, *latest]
    told = {story["id"]: story for story in with_pictures(stories(live.filter(pk__in=shown), "article_id"))}
    return Front(*([told[pk] for pk in some if pk in told] for some in (places, latest)))


@transaction.atomic
def arrange(articles: Sequence[int], *, was: Sequence[int], by: User | None) -> None:
    """Save the whole order of the front page.

    was: the order that the editor began with. Raises ArrangedMeanwhile where it is another by now, NotArranged for an
    article that stands twice, is not there, or was neither published nor scheduled, and for more than MOST.
    """
    lock(Placed)
    rows = list(Placed.objects.select_related("by"))
    now = [row.article_id for row in rows]
    if now != list(was):
        last = rows[0] if rows else None
        raise ArrangedMeanwhile(now, last and last.by, last and last.at)
    _check(articles, now)
    if now == list(articles):
        return
    at = timezone.now()
    Placed.objects.all().delete()
    Placed.objects.bulk_create(
        Placed(article_id=pk, position=position, by=by, at=at)
        for position, pk in enumerate(articles, start=1)
    )
    log.touched("front", 1, address="/")
    transaction.on_commit(log.forget_version)


def _check(articles: Sequence[int], now: Sequence[int]) -> None:
    if len(articles) > MOST:
        raise NotArranged(f"The front page takes at most {MOST} stories: take some off.")
    if len(set(articles)) < len(articles):
        raise NotArranged("A story stands on the front page once: take one of the two off.")
    new = [pk for pk in articles if pk not in now]
    there = dict(Article.objects.filter(pk__in=articles).values_list("pk", "headline"))
    if len(there) < len(articles):
        raise NotArranged("A story of this order is no longer there.")
    seen = set(Edition.objects.unfinished().filter(article__in=new).values_list("article_id", flat=True))
    for pk in new:
        if pk not in seen:
            raise NotArranged(f"“{there[pk]}” is neither published nor scheduled: it cannot be placed.")
