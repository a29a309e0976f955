"""What is derived from an edition's words: its layout, what it names and cites, the search."""

from datetime import datetime

from articles.bodies import text_of
from articles.layout import Cutter
from articles.models import Article, Edition
from companies.mentions import Matcher
from search import documents
from search.documents import Hit


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
    faq = "\n".join(f"{entry['question']}\n{text_of(entry['answer'])}" for entry in edition.faq)
    documents.put(
        "article", edition.pk, names=[edition.headline], text=f"{edition.standfirst}\n{edition.text}\n{faq}"
    )


def drop_what_is_over(article: Article, at: datetime) -> None:
    """Keep in the search only those editions of an article that are or will be seen: no other comes back.

    Search weighs a limited number of documents, in which those that nobody may see would take places.
    """
    editions = Edition.objects.filter(article=article)
    documents.drop("article", editions.over(at).values("pk"))


def found(ids: list[int], at: datetime) -> list[Hit]:
    """The door of search: the live editions among these."""
    rows = (
        Edition.objects.live(at)
        .filter(pk__in=ids)
        .values("id", "article_id", "slug", "headline", "standfirst")
    )
    return [
        Hit(
            *("article", row["id"], row["headline"], f"/articles/{row['slug']}/", row["standfirst"]),
            of=row["article_id"],
        )
        for row in rows
    ]
