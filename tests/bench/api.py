"""The API at 1,000, 10,000 and 100,000 articles: CPU of requests that are kept nowhere, and what streaming takes."""

import itertools
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from aiwatch.wsgi import handler
from api.paging import Cursor, Order
from api.resources import Resource
from articles.api.lists import Articles
from articles.models import Article, Edition, EditionAuthor, EditionFact, EditionRecord, EditionTopic, Topic
from changes.models import Change
from companies.api.releases import Releases
from companies.models import AIModel, Company
from facts.api.lists import Facts
from facts.models import Fact
from tests.bench import data, kept, ledger
from tests.bench.lists import copy, spent
from tests.bench.serving import serving
from tests.factories import make_company, make_topic

COUNTS = (1_000, 10_000, 100_000)
SEED, TOPICS, RECORDS = 1_000, 40, 200
#: The article that alone among the first thousand has the rare topic, record and kind.
RARE = 500
#: What copies have in the place of a text.
SHORT = {"body": "''", "text": "''", "layout": "'{}'", "faq": "'[]'", "contents": "'[]'"}
ROUNDS, TRIES = 11, 3
#: So often is asked before, as by a server that has run for a while: a new connection has read nothing, what is asked
#: five times is prepared, and PostgreSQL plans that five times more before it keeps a plan.
WARM_UP = 12
PORTS = itertools.count(1024)


#: Lists of 20 by their names; what stands in braces is found in the data.
LISTS = {
    "list": "",
    "list, middle page": "cursor={middle}",
    "list, last page": "cursor={last}",
    "list, oldest first, middle page": "ordering=published&cursor={middle_published}",
    "list, as updated, middle page": "ordering=-updated&cursor={middle_updated}",
    "list, usual topic": "topic={topic}",
    "list, usual topic, middle page": "topic={topic}&cursor={middle}",
    "list, rare topic": "topic={rare_topic}",
    "list, usual record": "mentions={record}",
    "list, usual record, middle page": "mentions={record}&cursor={middle}",
    "list, rare record": "mentions={rare_record}",
    "list, usual topic and rare record": "topic={topic}&mentions={rare_record}",
    "list, rare topic and usual record": "topic={rare_topic}&mentions={record}",
    "list, author": "author={author}",
    "list, usual kind": "kind=news",
    "list, rare kind": "kind=brief",
    "list, of a day": "published_after={after}&published_before={before}",
    "list, by a fact": "cites={fact}",
    "list, authors and topics whole": "expand=authors,topics",
    "list, records whole": "expand=mentions",
}
#: The same of figures and of releases.
OTHERS = {
    "facts": "facts/",
    "facts, middle page": "facts/?cursor={middle_fact}",
    "facts, by value, middle page": "facts/?ordering=value&cursor={middle_value}",
    "facts, of a metric": "facts/?metric=metric-3",
    "facts, of a model": "facts/?model=model-3",
    "facts, current": "facts/?current=true",
    "facts, stale": "facts/?stale=true",
    "facts, disputed": "facts/?state=disputed",
    "releases": "releases/",
    "releases, announced": "releases/?status=announced",
    "models, with stale figures": "models/?stale=true",
    "models, without": "models/?stale=false",
    "releases, by name, middle page": "releases/?ordering=name&cursor={middle_release}",
}
ONE = {"one": "", "one, authors and topics whole": "expand=authors,topics"}


class Stage(NamedTuple):
    """A database of some size, and what is asked of it, by name."""

    database: str
    addresses: dict[str, str]


class Costs(NamedTuple):
    """CPU in ms of a kind of request, by size: the least of each round."""

    rounds: dict[int, list[float]]

    def usual(self, count: int) -> float:
        """The middle of all rounds."""
        return statistics.median(self.rounds[count])

    @property
    def growth(self) -> float:
        """How many times more the largest costs than the smallest, in the same round."""
        pairs = zip(self.rounds[COUNTS[-1]], self.rounds[COUNTS[0]], strict=True)
        return statistics.median(many / few for many, few in pairs)


def fill(count: int) -> None:
    """So many articles, and figures, models and claims as many as there are articles."""
    before = Article.objects.count() // SEED
    articles(count)
    if not before:
        ledger.seed()
    if count // SEED > (first := before or 1):
        ledger.copy_on(first, count // SEED)
    analyse()


def articles(count: int) -> None:
    """Articles of 1,200 words with 12 facts, 10 records, 3 topics and 2 authors each.

    The first thousand are made one by one, the others are their copies within the database. Those have no text:
    no list tells it, and 100,000 texts are 4 GB.
    """
    if not Article.objects.exists():
        data.fill(SEED)
        _vary()
    first, last = Article.objects.count() // SEED, count // SEED
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # half a million rows go into indexes in no order
            cursor.execute("PRAGMA cache_size=-1000000")
    if last > first:
        for model, each in (
            *((Article, 1), (Edition, 1), (Change, 1), (EditionAuthor, 2)),
            *((EditionTopic, 3), (EditionRecord, data.RECORDS), (EditionFact, data.FACTS)),
        ):
            copy(model, first, last, size=SEED * each, instead=SHORT if model is Edition else None)
        _keep_rare()


def analyse() -> None:
    """Let the database know what it holds, and which of its pages all see, as PostgreSQL does by itself in a minute."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size=-32000")


def _vary() -> None:
    """Kinds, topics and records that not every article has, one of each that is rare, and a row of the log each."""
    topics = [make_topic(f"Topic {n}") for n in range(TOPICS)]
    companies = [make_company(f"Company {n}") for n in range(RECORDS)]
    rare_topic, rare_company = make_topic("Rare topic"), make_company("Rare company")
    on_topic = list(EditionTopic.objects.filter(position=1))
    for filed in on_topic:
        filed.topic = rare_topic if filed.edition_id == RARE else topics[filed.edition_id % TOPICS]
    named = list(EditionRecord.objects.filter(position__gte=5))
    for row in named:
        rare = row.edition_id == RARE and row.position == 5
        row.record = rare_company if rare else companies[(row.edition_id * 5 + row.position) % RECORDS]
    EditionTopic.objects.bulk_update(on_topic, ["topic"], batch_size=500)
    EditionRecord.objects.bulk_update(named, ["record"], batch_size=500)
    Edition.objects.filter(pk__gt=SEED // 2).update(kind=Article.Kind.NEWS)
    Edition.objects.filter(pk__lte=SEED // 2).update(kind=Article.Kind.ANALYSIS)
    Edition.objects.filter(pk=RARE).update(kind=Article.Kind.BRIEF)
    Change.objects.all().delete()
    Change.objects.bulk_create(
        Change(pk=e.pk, kind="published", about="article", about_id=e.article_id, effective_at=e.visible_from)
        for e in Edition.objects.all()
    )


def _keep_rare() -> None:
    """Give copies of the rare article what is usual: what is rare stays as rare among more."""
    usual_topic, usual_company = Topic.objects.get(name="Topic 0"), Company.objects.get(name="Company 0")
    copies = {"edition__gt": SEED}
    EditionTopic.objects.filter(topic__name="Rare topic", **copies).update(topic=usual_topic)
    EditionRecord.objects.filter(record__name="Rare company", **copies).update(record=usual_company)
    Edition.objects.filter(kind=Article.Kind.BRIEF, pk__gt=SEED).update(kind=Article.Kind.ANALYSIS)


def _known(count: int) -> dict[str, Any]:
    """What the addresses ask for."""
    newest = Edition.objects.order_by("-dated", "-id")
    middle = newest[count // 2]
    record = EditionRecord.objects.get(edition=RARE, position=0).record
    return {
        "slug": Edition.objects.get(pk=RARE).slug,
        "middle": _cursor(Articles, "-published", count // 2),
        "last": _cursor(Articles, "-published", count - 11),
        "middle_published": _cursor(Articles, "published", count // 2),
        "middle_updated": _cursor(Articles, "-updated", count // 2),
        "middle_fact": _cursor(Facts, "-id", count // 2),
        "middle_value": _cursor(Facts, "value", count // 2),
        "middle_release": _cursor(Releases, "name", AIModel.objects.count() // 2),
        "topic": EditionTopic.objects.get(edition=RARE, position=0).topic.slug,
        "rare_topic": EditionTopic.objects.get(edition=RARE, position=1).topic.slug,
        "record": record.slug,
        "rare_record": Company.objects.get(name="Rare company").slug,
        "author": EditionAuthor.objects.get(edition=RARE, position=0).author.slug,
        "fact": Fact.objects.filter(edition_rows__edition=RARE).earliest("pk").pk,
        "after": f"{middle.dated - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
        "before": f"{middle.dated + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
    }


def _cursor(resource: type[Resource], name: str, behind: int) -> str:
    """The cursor behind so many objects of an order."""
    order = Order(resource.orders[name])
    row = order.of(resource.public(timezone.now()))[behind - 1]
    return str(Cursor(f"{resource.plural} {name}", order.place(row)))


def _addresses(count: int) -> dict[str, str]:
    """Each kind of request by its name, with its address among so many articles."""
    known = _known(count)
    asked = {name: f"/api/v1/articles/?{query}" for name, query in LISTS.items()}
    asked |= {name: f"/api/v1/{address}" for name, address in OTHERS.items()}
    asked |= {name: f"/api/v1/articles/{known['slug']}/?{query}" for name, query in ONE.items()}
    return {name: address.format(**known) for name, address in asked.items()}


def cost(address: str) -> float:
    """CPU in ms of a request, the database's too."""
    environ = RequestFactory().get(address, headers={"host": f"127.0.0.1:{next(PORTS)}"}).environ
    began = spent()
    _answer(environ)
    return (spent() - began) * 1000


def measure(stages: Mapping[int, Stage]) -> dict[str, Costs]:
    """What each kind of request costs at each size.

    The sizes take turns, so that whatever else the machine does meets all alike: each round asks everything of one
    after the other.
    """
    found: dict[str, Costs] = defaultdict(lambda: Costs({count: [] for count in stages}))
    for _ in range(ROUNDS):
        for count, stage in stages.items():
            kept.use(stage.database)
            for name, address in stage.addresses.items():
                for _ in range(WARM_UP):
                    cost(address)
                found[name].rounds[count].append(min(cost(address) for _ in range(TRIES)))
    return found


def _answer(environ: dict[str, Any]) -> bytes:
    """The body of an answer. Raises RuntimeError for any but 200."""
    said: list[str] = []
    response = handler(environ, lambda status, headers, *_: said.append(status))
    body = b"".join(response)
    response.close()
    if not said[0].startswith("200"):
        raise RuntimeError(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']} answered {said[0]}: {body!r}")
    return body


def rows() -> Iterator[tuple[str, float, str]]:
    """A line for each kind of request and size, what the largest costs beside the smallest, and streaming."""
    on = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[connection.vendor]
    stages = {}
    with kept.databases() as keep:
        for count in COUNTS:
            fill(count)
            stages[count] = Stage(keep(count), _addresses(count))
            if connection.vendor == "sqlite" and count > COUNTS[0]:
                yield from _streamed(on, count)
        costs = measure(stages)
    for name, cost in costs.items():
        for count in COUNTS:
            yield f"{on}: API, {name} at {count:,} articles, CPU", cost.usual(count), "ms"
        yield f"{on}: API, {name}, {COUNTS[-1]:,} to {COUNTS[0]:,} articles", cost.growth, "times"
    for names, what in ((LISTS | OTHERS, "lists of 20"), (ONE, "one article")):
        slowest = max(names, key=lambda name: costs[name].usual(COUNTS[-1]))
        slow = costs[slowest].usual(COUNTS[-1])
        yield f"{on}: API, slowest of {what} at {COUNTS[-1]:,} ({slowest})", slow, "ms"
    grown = max(costs, key=lambda name: costs[name].growth)
    growth = costs[grown].growth
    yield f"{on}: API, {COUNTS[-1]:,} to {COUNTS[0]:,} articles, the most ({grown})", growth, "times"


def _streamed(on: str, count: int) -> Iterator[tuple[str, float, str]]:
    """The memory of a server that sends the whole list, in each format that is streamed."""
    for form in ("ndjson", "csv"):
        with serving("aiwatch.wsgi:application") as server:
            size = server.drain(f"/api/v1/articles/?format={form}")
            yield f"{on}: API, {count:,} articles as {form}, size", size / 1e6, "MB"
            yield f"{on}: API, {count:,} articles as {form}, most memory held", server.most_held(), "MB"
