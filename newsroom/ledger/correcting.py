"""What a correction by hand touches: only what readers see can be corrected."""

from collections.abc import Collection, Iterator
from datetime import datetime

from articles.models import Article, Edition
from changes.corrections import Thing
from companies.models import Record
from questions.models import Question


class NotSeen(ValueError):
    """Readers do not see something that was chosen; the message names it, `field` says where it was chosen."""

    def __init__(self, field: str, name: object) -> None:
        super().__init__(f"Readers do not see “{name}”: only what they see can be corrected.")
        self.field = field


def things(
    articles: Collection[Article],
    questions: Collection[Question],
    records: Collection[Record],
    *,
    at: datetime,
) -> list[Thing]:
    """Articles, answers and records as a correction touches them. Three queries. Raises NotSeen."""
    return [*_articles(articles, at), *_questions(questions, at), *_records(records, at)]


def _articles(articles: Collection[Article], at: datetime) -> Iterator[Thing]:
    live = {row.article_id: row for row in Edition.objects.live(at).filter(article__in=articles)}
    for article in articles:
        if article.pk not in live:
            raise NotSeen("articles", article)
        edition = live[article.pk]
        yield Thing("article", article.pk, edition.headline, edition.get_absolute_url())


def _questions(questions: Collection[Question], at: datetime) -> Iterator[Thing]:
    public = set(
        Question.objects.public(at).filter(pk__in=[one.pk for one in questions]).values_list("pk", flat=True)
    )
    for question in questions:
        if question.pk not in public:
            raise NotSeen("questions", question)
        yield Thing("question", question.pk, question.text, question.get_absolute_url())


def _records(records: Collection[Record], at: datetime) -> Iterator[Thing]:
    public = set(
        Record.objects.public(at).filter(pk__in=[one.pk for one in records]).values_list("pk", flat=True)
    )
    for record in records:
        if record.pk not in public:
            raise NotSeen("records", record)
        yield Thing(record.kind, record.pk, record.name, record.get_absolute_url())
