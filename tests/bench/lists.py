"""The newsroom's lists at 1,000 and at 100,000 articles: what they cost the server, and how many queries."""

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author, Edition, Revision, Topic
from articles.models.article import Byline
from changes.models import Change

SENTENCE = "The company said that more would follow, and nothing about its plans had changed. "
SEED = 1_000
PEOPLE, TOPICS, LONG = 60, 40, 10

#: The list of articles as an editor asks for it.
ASKED = {
    "all": "",
    "page 500": "p={page}",
    "by headline": "o=1",
    "by state": "o=2",
    "by changed, oldest first": "o=6",
    "drafts": "state__exact=draft",
    "published": "state__exact=published",
    "waits for my review": "review=mine",
    "explainers": "kind__exact=explainer",
    "of a topic": "topics__id__exact={topic}",
    "of an author": "authors__id__exact={author}",
    "search, rare": "q=Zenobia",
    "search, usual": "q=copy",
    "search, two words": "q=copy+0042",
    "changed within days": "updated_at__gte={day}",
}
OTHERS = {
    "editions": "/admin/articles/edition/",
    "editions that are live": "/admin/articles/edition/?standing=live",
    "revisions": "/admin/articles/revision/",
    "changes": "/admin/changes/change/",
}


def fill(count: int) -> None:
    """Articles of all states, each with an edition, a revision, a row of the log, two authors and a topic.

    The first thousand are made one by one, the others are their copies within the database.
    """
    if not Article.objects.exists():
        _seed()
    have = Article.objects.count()
    rounds = (count - have) // SEED
    if rounds > 0:
        first = have // SEED
        for model in (Article, Edition, Revision, Change, Byline, Article.topics.through):
            _copy(model, first, first + rounds)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _seed() -> None:
    by = User.objects.create_superuser("bench")
    authors = Author.objects.bulk_create(
        Author(name=f"Author {n}", slug=f"author-{n}") for n in range(PEOPLE)
    )
    topics = Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(TOPICS))
    now, states, kinds = timezone.now(), Article.State.values, Article.Kind.values
    articles = Article.objects.bulk_create(
        Article(
            pk=n + 1,
            headline=f"Copy {n:04}",
            slug=f"copy-{n}",
            standfirst=SENTENCE,
            body=f"<p>{SENTENCE * LONG}</p>",
            state=states[3] if n % 10 else states[n // 10 % 5],
            kind=kinds[n % 4],
            created_by=by,
        )
        for n in range(SEED)
    )
    Article.objects.filter(pk=SEED // 2).update(headline="Zenobia’s first model")
    Byline.objects.bulk_create(
        Byline(article=a, author=authors[(n + k) % PEOPLE], position=k)
        for n, a in enumerate(articles)
        for k in (0, 1)
    )
    through: Any = Article.topics.through
    through.objects.bulk_create(
        through(article_id=a.pk, topic_id=topics[n % TOPICS].pk) for n, a in enumerate(articles)
    )
    Edition.objects.bulk_create(
        Edition(
            article=a,
            number=1,
            slug=a.slug,
            headline=a.headline,
            body=a.body,
            text=SENTENCE * LONG,
            first_published=now - timedelta(hours=n),
            dated=now - timedelta(hours=n),
            visible_from=now - timedelta(hours=n),
        )
        for n, a in enumerate(articles)
    )
    Revision.objects.bulk_create(
        Revision(article=a, number=1, content={"body": a.body, "headline": a.headline}, by=by)
        for a in articles
    )
    Change.objects.bulk_create(
        Change(kind="published", about="article", about_id=a.pk, title=a.headline, effective_at=now)
        for a in articles
    )


def _copy(model: Any, first: int, last: int) -> None:
    """Copies of a table's first rows: what names an article moves on with it, and times go back a day each round."""
    table, size = model._meta.db_table, model.objects.filter(pk__lte=2 * SEED).count()
    size = SEED if size < 2 * SEED else 2 * SEED
    columns = {}
    for f in model._meta.concrete_fields:
        if f.generated:
            continue
        name = connection.ops.quote_name(f.column)
        columns[name] = f"t.{name}"
        if f.primary_key:
            columns[name] = f"t.{name} + r.n * {size}"
        elif f.column in ("article_id", "about_id"):
            columns[name] = f"t.{name} + r.n * {SEED}"
        elif f.column == "slug" or (f.column == "headline" and model is Article):
            columns[name] = f"t.{name} || '-' || r.n"
        elif f.get_internal_type() == "DateTimeField" and f.column != "expires_at":
            columns[name] = _a_day_ago(f"t.{name}")
    sql = (
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608  # names of our own
        f"WITH RECURSIVE r(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM r WHERE n + 1 < {last}) "
        f"SELECT {', '.join(columns.values())} FROM {table} t, r WHERE t.id <= {size}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _a_day_ago(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"{column} - r.n * interval '1 day'"
    return f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-' || r.n || ' days')"


def addresses(count: int) -> Iterator[tuple[str, str]]:
    """Every list by its name, with its address."""
    now = timezone.now() - timedelta(days=3)
    here = {
        "page": min(500, count // 100),
        "topic": Topic.objects.first().pk,
        "author": Author.objects.first().pk,
        "day": f"{now:%Y-%m-%d}T00:00:00%2B00:00",
    }
    for name, query in ASKED.items():
        yield f"articles, {name}", f"/admin/articles/article/?{query.format(**here)}"
    yield from OTHERS.items()


class Cost(NamedTuple):
    """What a list takes."""

    ms: float
    queries: int


def measure(count: int) -> dict[str, Cost]:
    """Of each list the CPU time in ms, the median of a few, and the queries. Raises RuntimeError where one fails."""
    fill(count)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username="bench"))
    found = {}
    for name, address in addresses(count):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        found[name] = Cost(statistics.median(_cpu_ms(client, address) for _ in range(5)), len(queries))
    return found


def _cpu_ms(client: Client, address: str) -> float:
    began = time.process_time()
    client.get(address)
    return (time.process_time() - began) * 1000


def rows() -> Iterator[tuple[str, float, str]]:
    """The slowest list of 100,000 articles, the middle one beside 1,000, and the queries. In a database of its own."""
    few, many = measure(1_000), measure(100_000)
    slowest = max(many, key=lambda name: many[name].ms)
    yield f"slowest of {len(many)} lists at 100,000 articles ({slowest}), CPU", many[slowest].ms, "ms"
    times = statistics.median(many[name].ms / few[name].ms for name in many)
    yield "lists, 100,000 to 1,000 articles, the middle", times, "times"
    more = sum(many[name].queries - few[name].queries for name in many)
    yield "lists, queries more at 100,000 articles", more, "queries"
