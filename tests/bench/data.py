"""Many articles fast: one is published properly, the others are copies of its rows."""

import os
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Edition, EditionAuthor, EditionFact, EditionRecord, EditionTopic
from articles.publishing import publish
from tests.factories import make_article, make_author, make_company, make_fact, make_topic

FACTS, RECORDS = 12, 10
SENTENCE = (
    "The company said that more would follow, and that nothing about its plans had changed since spring. "
)


def body(facts: list[int], names: list[str]) -> str:
    """A body of 1,200 words with twelve cited facts, ten names, headings and call-outs."""
    parts = []
    for section in range(4):
        parts.append(f"<h2>Section {section + 1}</h2>")
        for paragraph in range(4):
            number = section * 4 + paragraph
            words = f"{names[number % RECORDS]} came first. " + SENTENCE * 4
            if number < FACTS:
                words += f'It counts <data value="fact:{facts[number]}">{number + 100} million</data> people.'
            parts.append(f"<p>{words}</p>")
        parts.append('<aside data-callout="did-you-know"><p>It was always so.</p></aside>')
    return "".join(parts)


@transaction.atomic
def fill(count: int) -> Edition:
    """Publish one more article properly, then copies until there are `count` in all; returns its edition."""
    companies = [make_company(f"Bench Company {os.urandom(3).hex()}") for _ in range(RECORDS)]
    subjects = (companies * 2)[:FACTS]
    facts = [make_fact(company, value=(n + 100) * 10**6) for n, company in enumerate(subjects)]
    text = body([fact.pk for fact in facts], [company.name for company in companies])
    authors, topics = [make_author(), make_author()], [make_topic() for _ in range(3)]
    article = make_article(body=text, authors=authors, topics=topics)
    for n in range(5):
        article.faq.create(question=f"Question {n}?", answer=f"<p>{SENTENCE}</p>", position=n)
    edition = publish(article, by=None)
    _copy(article, edition, count - Article.objects.count())
    return edition


def _copy(article: Article, edition: Edition, count: int) -> None:
    """Copies of an edition, each a minute older, with all its rows."""
    start = Article.objects.latest("pk").pk + 1
    now = timezone.now()
    Article.objects.bulk_create(
        [Article(pk=start + n, headline=f"Copy {start + n}", slug=f"copy-{start + n}") for n in range(count)],
        batch_size=500,
    )
    plain = {
        field.attname: getattr(edition, field.attname)
        for field in Edition._meta.concrete_fields
        if field.attname
        not in {"id", "article_id", "slug", "dated", "visible_from", "visible_until", "headline"}
    }
    Edition.objects.bulk_create(
        [
            Edition(
                article_id=start + n,
                slug=f"copy-{start + n}",
                headline=f"Copy {start + n}",
                dated=now - timedelta(minutes=n + 1),
                visible_from=now - timedelta(minutes=n + 1),
                **plain,
            )
            for n in range(count)
        ],
        batch_size=200,
    )
    copies = list(Edition.objects.filter(article_id__gte=start).values_list("pk", "dated"))
    seen = ("visible_from", "visible_until")
    for model, columns in (
        (EditionAuthor, ("author_id", *seen)),
        (EditionTopic, ("topic_id", *seen)),
        (EditionRecord, ("record_id", *seen)),
    ):
        rows = list(model.objects.filter(edition=edition).values(*columns, "position"))
        model.objects.bulk_create(
            [model(edition_id=pk, dated=dated, **row) for pk, dated in copies for row in rows],
            batch_size=1000,
        )
    cited = list(EditionFact.objects.filter(edition=edition).values("fact_id", "position", "words", *seen))
    EditionFact.objects.bulk_create(
        [EditionFact(edition_id=pk, **row) for pk, _ in copies for row in cited], batch_size=1000
    )
