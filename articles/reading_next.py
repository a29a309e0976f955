"""What to read next: the articles that share most with one, chosen when it is published and kept beside its edition.

What two articles share is weighed by how rare it is: a record that few name tells more than a topic that many have,
and rare words in both texts tell more than frequent ones. Walking all editions for it at each view would make a
page slow, so it is done once. Articles that a new one leads to are weighed anew, so that they can lead back.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from articles.models import Edition, EditionRecord, EditionTopic, ReadNext
from articles.querysets import EditionQuerySet
from changes import log
from prepared import Prepared
from search.normalising import fold

#: How many are shown, and how many are kept, for one may be withdrawn later.
SHOWN, KEPT = 4, 6
#: Looked at: the rarest records and topics, the newest editions of each, and the newest of all for their words.
RECORDS, TOPICS, NEWEST, LATEST = 6, 4, 12, 24
#: How many texts are compared: those that share most before, then the latest.
COMPARED = 48
#: What a shared topic is worth beside a record that is named as often, and two texts that have all rare words alike.
TOPIC, WORDS = 0.5, 8.0
#: Texts that share neither records nor topics must be as alike as this.
ALIKE = 0.12


@transaction.atomic
def settle(edition: Edition) -> None:
    """Choose for an edition that was just made, and anew for those it leads to, as they stand when it appears."""
    at = edition.visible_from
    chosen = choose_for(edition, at)
    # Whoever publishes one of them at this moment chooses for it, and neither waits for the other.
    near = (
        Edition.objects.live(at).filter(article__in=chosen).order_by("pk").select_for_update(skip_locked=True)
    )
    for other in near:
        choose_for(other, at)


def choose_anew(say: Callable[[int], None] = lambda done: None) -> int:
    """Choose for every edition that is or will be seen, telling `say` how many are done; returns how many."""
    done = 0
    for done, pk in enumerate(Edition.objects.unfinished().order_by("pk").values_list("pk", flat=True), 1):
        with transaction.atomic():
            edition = Edition.objects.select_for_update().get(pk=pk)
            choose_for(edition, max(edition.visible_from, timezone.now()))
        if done % 100 == 0:
            say(done)
    log.touched("read next", 0)
    log.forget_version()
    return done


def choose_for(edition: Edition, at: datetime) -> list[int]:
    """Choose what an edition leads to, and keep it; returns the articles."""
    chosen = choose(
        edition,
        records=[row.record_id for row in edition.record_rows.all()],
        topics=[row.topic_id for row in edition.topic_rows.all()],
        at=at,
    )
    ReadNext.objects.filter(edition=edition.pk).delete()
    ReadNext.objects.bulk_create(
        ReadNext(edition=edition, article_id=article, position=n) for n, article in enumerate(chosen)
    )
    return chosen


def choose(edition: Edition, *, records: Sequence[int], topics: Sequence[int], at: datetime) -> list[int]:
    """Ids of the articles that share most with an edition and are live at a time, never its own, the best first.

    records, topics: what it uses; it need not be saved. Each query stops after a few rows of its index.
    """
    live = Edition.objects.live(at).count()
    rare = _weights(EditionRecord, "record_id", records, live, at)
    common = {
        pk: TOPIC * weight for pk, weight in _weights(EditionTopic, "topic_id", topics, live, at).items()
    }
    shared: defaultdict[int, float] = defaultdict(float)
    for rows, column, weights, newest in (
        (EditionRecord, "record_id", rare, _naming),
        (EditionTopic, "topic_id", common, _about),
    ):
        near = {row["edition_id"] for pk in weights for row in newest(pk, at)}
        # By the editions alone: asked for both, SQLite walks all that a topic has.
        found = rows.objects.filter(edition__in=near | shared.keys()).order_by()
        for pk, thing in found.values_list("edition_id", column):
            if thing in weights:
                shared[pk] += weights[thing]
    compared = sorted(shared, key=lambda pk: (-shared[pk], -pk))[:COMPARED]
    latest = [row["id"] for row in _latest(at)]
    texts = {
        row.pk: row
        for row in Edition.objects.live(at)
        .filter(pk__in=[*compared, *latest])
        .exclude(article=edition.article_id)
        .only("article_id", "text", "dated")
    }
    alike = _likeness(edition.text, {pk: row.text for pk, row in texts.items()})
    scored = [
        (shared[pk] + WORDS * alike[pk], row.dated, row.article_id)
        for pk, row in texts.items()
        if shared[pk] or alike[pk] >= ALIKE
    ]
    return [article for _, _, article in sorted(scored, reverse=True)[:KEPT]]


def kept_for(edition: Edition, at: datetime) -> list[dict[str, Any]]:
    """What an edition leads to and readers see, as stories. One query."""
    return [_story(row) for row in _kept(edition.pk, at)][:SHOWN]


def would_lead_to(articles: Sequence[int], at: datetime) -> list[dict[str, Any]]:
    """The same for an edition that is only drawn up. One query."""
    found = {
        row["article_id"]: _story(row) for row in _told(Edition.objects.live(at).filter(article__in=articles))
    }
    return [found[pk] for pk in articles if pk in found][:SHOWN]


def _weights(rows: Any, column: str, used: Iterable[int], live: int, at: datetime) -> dict[int, float]:
    """The rarest of some records or topics that live editions have, each with what sharing it is worth. One query."""
    counted = rows.objects.shown(at).filter(**{f"{column}__in": used}).order_by()
    often = dict(counted.values_list(column).annotate(Count("pk")))
    worth = {pk: math.log1p(live / count) for pk, count in often.items()}
    most = RECORDS if rows is EditionRecord else TOPICS
    return dict(sorted(worth.items(), key=lambda item: (-item[1], item[0]))[:most])


def _likeness(text: str, others: dict[int, str]) -> dict[int, float]:
    """How alike each of some texts is to one, from 0 to 1: the rarer among all of them the words in both, the more."""
    own = _words(text)
    held = {pk: _words(other) for pk, other in others.items()}
    often = Counter(word for words in [own, *held.values()] for word in words)
    worth = {word: math.log((len(held) + 1) / count) ** 2 for word, count in often.items()}

    def size(words: Iterable[str]) -> float:
        return sum(worth[word] for word in words)

    return {
        pk: size(own & words) / math.sqrt(size(own) * size(words)) if size(own) and size(words) else 0.0
        for pk, words in held.items()
    }


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    """The words of a text that can tell what it is of. Kept, for an edition's text never changes."""
    return frozenset(word for word in fold(text).split() if len(word) > 3 or not word.isascii())


def _told(editions: EditionQuerySet) -> "QuerySet[Any, dict[str, Any]]":
    """What is told of an article that readers are led to."""
    first = EditionTopic.objects.filter(edition=OuterRef("pk"), position=0)
    return editions.order_by().values(
        *("article_id", "slug", "headline", "dated", "kind"),
        topic_name=Subquery(first.values("topic__name")),
        topic_slug=Subquery(first.values("topic__slug")),
    )


def _story(row: dict[str, Any]) -> dict[str, Any]:
    topic = {"name": row["topic_name"], "slug": row["topic_slug"]}
    return row | {"topics": [topic] if row["topic_slug"] else []}


_kept = Prepared(
    lambda pk, at: _told(Edition.objects.live(at).filter(article__led_to_by__edition=pk)).order_by(
        "article__led_to_by__position"
    ),
    *(int, datetime),
)


def _newest(rows: Any, column: str) -> Prepared:
    return Prepared(
        lambda pk, at: (
            rows.objects.shown(at)
            .filter(**{column: pk})
            .order_by("-dated", "-edition_id")
            .values("edition_id")[:NEWEST]
        ),
        *(int, datetime),
    )


_naming, _about = _newest(EditionRecord, "record"), _newest(EditionTopic, "topic")
_latest = Prepared(lambda at: Edition.objects.live(at).newest().values("id")[:LATEST], datetime)
