"""What is derived from an edition's words: its layout, what it names and cites, what to read next, the search."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.bodies import text_of
from articles.layout import Cutter
from articles.models import Article, Edition, EditionRecord, EditionTopic, Topic
from companies.mentions import Matcher
from prepared import Prepared
from search import documents
from search.documents import Entry, Hit

#: How many of the newest editions of each record and topic are weighed for "read next".
WEIGHED = 12


def index(edition: Edition, names: Matcher) -> tuple[dict[int, str], list[int]]:
    """Fill the edition's layout and contents; return the facts it cites with their words, and its records' ids."""
    cutter = Cutter(names.find)
    edition.layout = {
        "body": cutter.cut(edition.body),
        "faq": [cutter.cut(entry["answer"]) for entry in edition.faq],
    }
    edition.contents = cutter.contents
    named = dict.fromkeys(cutter.records)
    for text in (edition.headline, edition.standfirst, edition.text, *(e["question"] for e in edition.faq)):
        named.update(dict.fromkeys(match.record for match in names.find(text)))
    return cutter.facts, list(named)


def put_in_search(edition: Edition) -> None:
    """Index an edition for search, under its own id: which edition is live is asked at search time."""
    documents.put(entry(edition))


def held(kind: str) -> "QuerySet[Edition]":
    """All editions that are or will be seen, to be indexed."""
    return Edition.objects.unfinished()


def entry(edition: Edition) -> Entry:
    """How an edition is indexed."""
    faq = "\n".join(f"{entry['question']}\n{text_of(entry['answer'])}" for entry in edition.faq)
    text = f"{edition.standfirst}\n{edition.text}\n{faq}"
    return Entry("article", edition.pk, [edition.headline], text, edition.dated.date())


def drop_what_is_over(article: Article, at: datetime) -> None:
    """Keep in the search only those editions of an article that are or will be seen: no other comes back.

    Search weighs a limited number of documents, in which those that nobody may see would take places.
    """
    editions = Edition.objects.filter(article=article)
    documents.drop("article", editions.over(at).values("pk"))


def told(editions: "QuerySet[Edition]") -> list[Hit]:
    """Editions as the search shows them."""
    rows = editions.values("id", "article_id", "slug", "headline", "standfirst", "text")
    return [
        Hit(
            *("article", row["id"], row["headline"], f"/articles/{row['slug']}/"),
            f"{row['standfirst']}\n{row['text']}",
            of=row["article_id"],
        )
        for row in rows
    ]


def topic_called(text: str, at: datetime) -> tuple[str, str] | None:
    """The address and name of the topic that readers know by an address or a name; None where there is none."""
    found = Topic.objects.public(at).filter(Q(slug=text) | Q(name__iexact=text))
    return found.values_list("slug", "name").first()


def topics(at: datetime) -> list[tuple[str, str]]:
    """The topics that readers know, by name."""
    return list(Topic.objects.public(at).order_by("name").values_list("slug", "name"))


def on_topic(slug: str) -> "QuerySet[Any, Any]":
    """Ids of the editions on the topic with an address."""
    return EditionTopic.objects.filter(topic__slug=slug).values("edition_id")


def naming(slug: str) -> "QuerySet[Any, Any]":
    """Ids of the editions that name a record with an address."""
    return EditionRecord.objects.filter(record__slug=slug).values("edition_id")


def choose_read_next(edition: Edition, *, records: list[int], topics: list[int]) -> list[int]:
    """Ids of up to four articles that share most records and topics with this one, among the newest that do.

    Computed when an edition is published, because walking all live editions for it at each view is what
    makes an article page slow. A query for each of at most six records and four topics, each of which stops
    after a few rows of its index, however many articles there are; and one for what is live among them.
    """
    shared: Counter[int] = Counter()
    for record in records[:6]:
        shared.update(row["edition_id"] for row in _newest_naming(record))
    for topic in topics[:4]:
        shared.update(row["edition_id"] for row in _newest_about(topic))
    live = Edition.objects.live(timezone.now()).filter(pk__in=shared).exclude(article=edition.article_id)
    found = sorted(live.values_list("pk", "article_id", "dated"), key=lambda row: (shared[row[0]], row[2]))
    return [article for _, article, _ in reversed(found)][:4]


_newest_naming = Prepared(
    lambda record: (
        EditionRecord.objects.filter(record=record).order_by("-dated").values("edition_id")[:WEIGHED]
    ),
    int,
)
_newest_about = Prepared(
    lambda topic: EditionTopic.objects.filter(topic=topic).order_by("-dated").values("edition_id")[:WEIGHED],
    int,
)
