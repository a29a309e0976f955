"""100,000 articles of 300 words with the records, figures and questions beside them: the first few thousand made one
by one, of words as they are in any language, the others their copies within the database.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import accumulate, batched
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, Edition, EditionRecord, EditionTopic
from articles.publishing import publish
from companies.models import Company, Record
from facts.models import Fact, Metric, Source
from questions.models import Answer, Question
from search.models import Document
from search.rebuilding import rebuild
from tests.bench.lists import copy
from tests.bench.matching import SYLLABLES
from tests.factories import make_article, make_topic

#: Fewer where the environment says so, to look at the bench itself.
ARTICLES = int(os.environ.get("BENCH_ARTICLES", "100000"))
SEED, RECORDS, WORDS, VOCABULARY = 4_000, 2_000, 300, 30_000
#: Figures, and questions, to a round of articles.
OTHERS = 800
#: One article in so many is Chinese; one in so many is on the topic.
CHINESE, ON_TOPIC = 5, 10


class Library:
    """Articles, records, figures and questions, and the words and names in them."""

    def __init__(self) -> None:
        self.chance = chance = random.Random(7)  # noqa: S311
        signs = [chr(0x4E00 + n) for n in range(1_500)]
        self.words = _different(
            VOCABULARY, lambda: "".join(chance.choices(SYLLABLES, k=chance.randint(1, 4)))
        )
        self.chinese_words = _different(VOCABULARY // 3, lambda: "".join(chance.choices(signs, k=2)))
        self.names = _different(RECORDS, lambda: "".join(chance.choices(SYLLABLES, k=4)).title())
        self.chinese_names = _different(RECORDS, lambda: "".join(chance.choices(signs, k=4)))
        #: Few words stand everywhere, most hardly anywhere.
        self.weights = [*accumulate(1 / (n + 3) for n in range(VOCABULARY))]
        self.topic = make_topic()
        self.now = timezone.now()

    @transaction.atomic
    def seed(self) -> None:
        """The records, and the first of the articles, figures and questions, indexed."""
        for name, native in zip(self.names, self.chinese_names, strict=True):
            Company.objects.create(name=name, native_name=native, slug=name.lower(), published_from=self.now)
        self._articles()
        self._figures()
        self._questions()
        for _ in rebuild():
            pass
        _count_on()

    def text(self, n: int, count: int, records: list[int]) -> str:
        """So many words of the n-th article with the names of some records among them."""
        chinese = n % CHINESE == 0
        words, names = (self.chinese_words, self.chinese_names) if chinese else (self.words, self.names)
        text = self.chance.choices(words, cum_weights=self.weights[: len(words)], k=count)
        for record in records:
            text[self.chance.randrange(count)] = names[record]
        return "，".join("".join(some) for some in batched(text, 6)) if chinese else " ".join(text)

    def named(self) -> list[int]:
        """Three records. They are not written about alike: a tenth is named as often as all others together."""
        few = RECORDS // 10
        return [self.chance.randrange(few if self.chance.random() < 0.5 else RECORDS) for _ in range(3)]

    def _articles(self) -> None:
        first = publish(make_article(topics=[self.topic]), by=None)
        left = {"id", "article_id", "slug", "headline", "text", "dated"}
        plain = {
            field.attname: getattr(first, field.attname)
            for field in Edition._meta.concrete_fields
            if field.attname not in left
        }
        numbers = range(first.pk + 1, SEED + 1)
        records = {n: self.named() for n in numbers}
        dated = {n: self.now - timedelta(minutes=SEED - n) for n in numbers}
        Article.objects.bulk_create(
            Article(pk=n, headline=f"{n}", slug=f"a-{n}", state=Article.State.PUBLISHED) for n in numbers
        )
        Edition.objects.bulk_create(
            Edition(
                pk=n,
                article_id=n,
                slug=f"a-{n}",
                headline=self.text(n, 8, records[n][:1]),
                text=self.text(n, WORDS, records[n]),
                dated=dated[n],
                **plain,
            )
            for n in numbers
        )
        seen = {"visible_from": first.visible_from, "visible_until": first.visible_until, "position": 0}
        EditionTopic.objects.bulk_create(
            EditionTopic(edition_id=n, topic=self.topic, dated=dated[n], **seen)
            for n in numbers
            if n % ON_TOPIC == 0
        )
        ids = [*Record.objects.order_by("pk").values_list("pk", flat=True)]
        EditionRecord.objects.bulk_create(
            EditionRecord(edition_id=n, record_id=ids[record], dated=dated[n], **seen)
            for n in numbers
            for record in {*records[n]}
        )

    def _figures(self) -> None:
        ids = [*Record.objects.order_by("pk").values_list("pk", flat=True)]
        metric = Metric.objects.create(code="users", name="Users", unit="people")
        source = Source.objects.create(title="A report", publisher="A publisher")
        Fact.objects.bulk_create(
            Fact(
                pk=n,
                subject_id=self.chance.choice(ids),
                metric=metric,
                source=source,
                value=n,
                unit="people",
                nature=Fact.Nature.MEASURED,
                quotation=self.text(n, 12, []),
                held_from=self.now,
                published_from=self.now,
            )
            for n in range(1, OTHERS + 1)
        )

    def _questions(self) -> None:
        numbers = range(1, OTHERS + 1)
        Question.objects.bulk_create(
            Question(
                pk=n,
                text=f"{self.text(n, 9, self.named())}?",
                slug=f"q-{n}",
                state=Question.State.ANSWERED,
                asked_at=self.now,
            )
            for n in numbers
        )
        Answer.objects.bulk_create(
            Answer(pk=n, question_id=n, text=f"<p>{self.text(n, 40, [])}</p>", published_from=self.now)
            for n in numbers
        )

    @transaction.atomic
    def grow(self) -> None:
        """As many articles as are wanted, with what stands beside them, all in the index."""
        last = max(1, ARTICLES // SEED)
        for model in (Article, Edition):
            copy(model, 1, last, size=SEED, articles=SEED)
        for used in (EditionTopic, EditionRecord):
            copy(used, 1, last, size=used.objects.latest("pk").pk, articles=SEED)
        for other in (Fact, Question):
            copy(other, 1, last, size=OTHERS)
        copy(Answer, 1, last, size=OTHERS, instead={"question_id": f"t.question_id + r.n * {OTHERS}"})
        # What comes to the index later is later: a round is of a month, and the last is of today.
        later = LATER[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE search_document SET dated = {later.format('dated', 1 - last)}")  # noqa: S608  # of ours
        instead = {
            "object_id": f"t.object_id + r.n * CASE t.kind WHEN 'article' THEN {SEED} ELSE {OTHERS} END",
            "dated": later.format("t.dated", "r.n"),
        }
        size = Document.objects.latest("pk").pk
        with _without_indexes_of_words():
            copy(
                Document,
                1,
                last,
                size=size,
                instead=instead,
                only="t.kind IN ('article', 'fact', 'question')",
            )
        _count_on()


#: A round of documents is a month older than the one before, as SQL.
#: A day so many months later.
LATER = {
    "sqlite": "date({0}, {1} || ' months')",
    "postgresql": "({0} + {1} * interval '1 month')::date",
}


def _count_on() -> None:
    """Have new rows numbered after those that were given their numbers."""
    models: list[Any] = [Article, Edition, EditionTopic, EditionRecord, Fact, Question, Answer, Document]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
        cursor.execute("ANALYZE")


@contextmanager
def _without_indexes_of_words() -> Iterator[None]:
    """On PostgreSQL they are made faster afterwards, all at once."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            yield
            return
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%search_document USING gin%'"
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _, made in found:
            cursor.execute(made)


def _different(count: int, make: Callable[[], str]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found[make()] = None
    return [*found]
