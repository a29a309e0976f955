"""What is derived from an edition's words: its layout, what it names and cites, the search."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from articles.bodies import text_of
from articles.layout import Cutter
from articles.models import Article, Edition, EditionRecord, EditionTopic, Topic
from companies.mentions import Matcher
from search import documents
from search.documents import Entry, Hit


def index(edition: Edition, names: Matcher) -> tuple[dict[int, str], dict[int, int]]:
    """Fill the edition's layout and contents.

    Returns the facts it cites with their words, and the records it names, each with how often.
    """
    cutter = Cutter(names.find)
    edition.layout = {
        "body": cutter.cut(edition.body),
        "faq": [cutter.cut(entry["answer"]) for entry in edition.faq],
    }
    edition.contents = cutter.contents
    often = dict.fromkeys(cutter.records, 0)
    for text in (edition.headline, edition.standfirst, edition.text, *(e["question"] for e in edition.faq)):
        for match in names.find(text):
            often[match.record] = often.get(match.record, 0) + 1
    return cutter.facts, {record: max(times, 1) for record, times in often.items()}


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
