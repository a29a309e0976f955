"""The newsroom's lists at 1,000 and at 100,000 articles: what they cost the server, and how many queries."""

import statistics
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author, Edition, Revision, Topic
from articles.models.article import Byline
from changes.models import Change
from companies.models import AIModel, Company, Record
from facts.models import Fact, Metric, Source
from questions.models import Question
from webhooks.models import Delivery, Endpoint

SENTENCE = "The company said that more would follow, and nothing about its plans had changed. "
SEED = 1_000
PEOPLE, TOPICS, LONG = 60, 40, 10
#: Of each kind of record a tenth of the articles.
RECORDS = 100
#: So many ms a list may take, and so often each is asked.
LIMIT, ROUNDS = 300, 5

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
    "editions, search": "/admin/articles/edition/?q=copy+0042",
    "revisions": "/admin/articles/revision/",
    "changes": "/admin/changes/change/",
    "changes of a kind": "/admin/changes/change/?kind__exact=published",
    "changes, search": "/admin/changes/change/?q=copy+0042",
    "facts": "/admin/facts/fact/",
    "facts, page 500": "/admin/facts/fact/?p={page}",
    "facts, by value": "/admin/facts/fact/?o=3",
    "facts, claimed": "/admin/facts/fact/?nature__exact=claimed",
    "facts, of a metric": "/admin/facts/fact/?metric__id__exact={metric}",
    "facts, search, rare": "/admin/facts/fact/?q=Zenobia",
    "facts, search, usual": "/admin/facts/fact/?q=said",
    "sources": "/admin/facts/source/",
    "companies": "/admin/companies/company/",
    "companies of a kind": "/admin/companies/company/?sort__exact=lab",
    "companies, search": "/admin/companies/company/?q=Zenobia",
    "models": "/admin/companies/aimodel/",
    "models that are out": "/admin/companies/aimodel/?status__exact=released",
    "models, search": "/admin/companies/aimodel/?q=Model+42",
    "questions": "/admin/questions/question/",
    "deliveries": "/admin/webhooks/delivery/",
    "deliveries, page 500": "/admin/webhooks/delivery/?p={page}",
    "deliveries that failed": "/admin/webhooks/delivery/?state=failed",
    "deliveries of an event": "/admin/webhooks/delivery/?event__exact=edition.published",
    "questions, received": "/admin/questions/question/?state__exact=received",
    "questions, search, rare": "/admin/questions/question/?q=Zenobia",
    "questions, search, usual": "/admin/questions/question/?q=asked",
}


def fill(count: int) -> None:
    """Articles of all states, each with an edition, a revision, a row of the log, two authors and a topic. As many
    facts and questions, and a tenth of companies and of models.

    The first thousand are made one by one, the others are their copies within the database.
    """
    if not Article.objects.exists():
        _seed()
        _seed_records()
    first, last = Article.objects.count() // SEED, count // SEED
    if last > first:
        for model in (
            *(Article, Edition, Revision, Change, Byline, Article.topics.through, Fact, Question),
            Delivery,
        ):
            copy(model, first, last)
        for record in (Record, Company, AIModel):
            copy(record, first, last, size=2 * RECORDS)
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
        Change(pk=a.pk, kind="published", about="article", about_id=a.pk, title=a.headline, effective_at=now)
        for a in articles
    )
    endpoint = Endpoint.objects.create(address="https://mirror.example/hooks", mail="a@example.org")
    Delivery.objects.bulk_create(
        Delivery(
            endpoint=endpoint,
            change_id=a.pk,
            event="edition.published",
            state=Delivery.State.WAITING if n % 10 == 0 else Delivery.State.DELIVERED,
            delivered_at=now if n % 10 else None,
            tries=1,
        )
        for n, a in enumerate(articles)
    )


def _seed_records() -> None:
    """Companies, a model of each, facts on both, and questions."""
    companies = [
        Company.objects.create(name=f"Company {n}", slug=f"company-{n}", sort=Company.Sort.values[n % 4])
        for n in range(RECORDS)
    ]
    models = [
        AIModel.objects.create(
            name=f"Model {n}", slug=f"model-{n}", developer=company, status=AIModel.Status.values[n % 4]
        )
        for n, company in enumerate(companies)
    ]
    Company.objects.filter(pk=companies[42].pk).update(name="Zenobia")
    metrics = Metric.objects.bulk_create(
        Metric(code=f"metric-{n}", name=f"Metric {n}", unit="people") for n in range(15)
    )
    sources = Source.objects.bulk_create(
        Source(title=f"Report {n}", publisher=f"Publisher {n % 30}") for n in range(300)
    )
    # Some gave way to a later one of the same series: it comes round every 300.
    natures, round_of = Fact.Nature.values, 300
    Fact.objects.bulk_create(
        Fact(
            pk=n + 1,
            supersedes_id=n + 1 - round_of if n >= round_of and n % 10 == 0 else None,
            superseded_because="better source" if n >= round_of and n % 10 == 0 else "",
            subject_id=(companies[n % RECORDS] if n % 2 else models[n % RECORDS]).pk,
            metric=metrics[n % 15],
            source=sources[n % 300],
            value=n + 1,
            unit="people",
            nature=natures[n % len(natures)],
            quotation="They said so." if n != SEED // 2 else "Zenobia said so.",
        )
        for n in range(SEED)
    )
    state = Question.State
    now, states = timezone.now(), (state.RECEIVED, state.OPEN, state.SPAM, state.ANSWERED)
    Question.objects.bulk_create(
        Question(
            text=f"Who asked {n}?" if n != SEED // 2 else "Who is Zenobia?",
            slug=f"who-asked-{n}",
            state=states[n % len(states)] if n % 10 == 0 else state.ANSWERED,
            asked_at=now - timedelta(hours=n),
        )
        for n in range(SEED)
    )


#: Ends that stay where they are: most editions have none, and rows beside them say so by a day far away.
ENDS = ("expires_at", "visible_until")


def copy(
    model: Any,
    first: int,
    last: int,
    *,
    size: int = 0,
    articles: int = SEED,
    instead: Mapping[str, str] | None = None,
    only: str = "TRUE",
) -> None:
    """Copies of a table's first rows: what names an article moves on with it, and times go back a day each round.

    size: so many rows are copied; all of the first articles’ where it is 0. articles: how many there are of those.
    instead: what columns hold in the copies, only: which
    rows are copied, as SQL.
    """
    table, key = model._meta.db_table, model._meta.pk.column
    size = size or (SEED if model.objects.filter(pk__lte=2 * SEED).count() < 2 * SEED else 2 * SEED)
    columns = {}
    for f in model._meta.local_concrete_fields:
        if f.generated:
            continue
        name = connection.ops.quote_name(f.column)
        columns[name] = f"t.{name}"
        if f.primary_key:
            columns[name] = f"t.{name} + r.n * {size}"
        elif f.column in ("article_id", "edition_id", "about_id", "supersedes_id", "change_id"):
            columns[name] = f"t.{name} + r.n * {articles}"
        elif f.column == "slug" or (f.column == "headline" and model is Article):
            columns[name] = f"t.{name} || '-' || r.n"
        elif f.column == "name" and model is Record:
            columns[name] = f"t.{name} || ' ' || r.n"
        elif f.get_internal_type() == "DateTimeField" and f.column not in ENDS:
            columns[name] = _a_day_ago(f"t.{name}")
    columns |= {connection.ops.quote_name(name): said for name, said in (instead or {}).items()}
    sql = (
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608  # names of our own
        f"WITH RECURSIVE r(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM r WHERE n + 1 < {last}) "
        f"SELECT {', '.join(columns.values())} FROM {table} t, r WHERE t.{key} <= {size} AND {only}"
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
        "metric": Metric.objects.first().pk,
        "day": f"{now:%Y-%m-%d}T00:00:00%2B00:00",
    }
    for name, query in ASKED.items():
        yield f"articles, {name}", f"/admin/articles/article/?{query.format(**here)}"
    for name, address in OTHERS.items():
        yield name, address.format(**here)


class Cost(NamedTuple):
    """What a list takes."""

    ms: float
    queries: int


def measure(count: int) -> dict[str, Cost]:
    """Of each list the CPU time in ms, the database's too, and the queries. Raises RuntimeError where one fails."""
    fill(count)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username="bench"))
    found = {}
    for name, address in addresses(count):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        asked = len(queries)  # the next request forgets them
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        began = spent()
        for _ in range(ROUNDS):
            client.get(address)
        found[name] = Cost((spent() - began) / ROUNDS * 1000, asked)
    return found


def spent() -> float:
    """The CPU seconds of this process and, on PostgreSQL, of the process that answers it."""
    if connection.vendor != "postgresql":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    return time.process_time() + int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def rows() -> Iterator[tuple[str, float, str]]:
    """The slowest list of 100,000 articles, the middle one beside 1,000, and the queries. In a database of its own."""
    few, many = measure(1_000), measure(100_000)
    on = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[connection.vendor]
    slow = {name: cost.ms for name, cost in many.items() if cost.ms > LIMIT}
    for name, ms in slow.items():
        yield f"{on}: too slow a list at 100,000 articles ({name})", ms, "ms"
    slowest = max(many, key=lambda name: many[name].ms)
    yield f"{on}: slowest of {len(many)} lists at 100,000 articles ({slowest})", many[slowest].ms, "ms"
    yield f"{on}: lists at 100,000 articles under {LIMIT} ms", len(many) - len(slow), f"of {len(many)}"
    times = statistics.median(many[name].ms / few[name].ms for name in many)
    yield f"{on}: lists, 100,000 to 1,000 articles, the middle", times, "times"
    more = sum(many[name].queries - few[name].queries for name in many)
    yield f"{on}: lists, queries more at 100,000 articles", more, "queries"
