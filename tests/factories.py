"""Objects by intent, for tests: as small as the test needs them."""

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image as Picture

from api import tokens
from api.models import Token
from articles.models import Article, Author, Declaration, Image, Topic
from articles.models.article import Byline
from changes.models import Change
from companies.models import AIModel, Company, Market, ModelFamily, Product, Record
from facts.models import Fact, Metric, Scope, Source
from facts.supersession import supersede
from newsletter import models as newsletter
from questions import indexing
from questions.answering.giving import answer
from questions.models import Letter, Question, Subscriber, Vote
from readers.addresses import digest, seal
from webhooks.events import TEST, Event
from webhooks.models import Delivery, Endpoint
from webhooks.signing import new_secret
from webhooks.switching import want


def slug(name: str) -> str:
    """An ASCII slug that no other object has."""
    return f"{slugify(name) or 'x'}-{uuid4().hex[:10]}"


def make_company(name: str = "Umbra Labs", **values: Any) -> Company:
    """A private company."""
    return Company.objects.create(name=name, slug=values.pop("slug", slug(name)), **values)


def make_product(name: str = "Umbra Chat", *, owner: Company | None = None, **values: Any) -> Product:
    """A private product."""
    return Product.objects.create(
        name=name, slug=values.pop("slug", slug(name)), owner=owner or make_company(), **values
    )


def make_family(name: str = "Penumbra", *, developer: Company | None = None, **values: Any) -> ModelFamily:
    """A private model family."""
    return ModelFamily.objects.create(
        name=name, slug=slug(name), developer=developer or make_company(), **values
    )


def make_model(name: str = "Penumbra 2", *, developer: Company | None = None, **values: Any) -> AIModel:
    """A private model."""
    return AIModel.objects.create(
        name=name, slug=values.pop("slug", slug(name)), developer=developer or make_company(), **values
    )


def make_market(name: str = "Shade rental", **values: Any) -> Market:
    """A private market."""
    return Market.objects.create(name=name, slug=slug(name), **values)


def make_fact(subject: Record | None = None, **values: Any) -> Fact:
    """A private measured fact: 163 million people."""
    metric, _ = Metric.objects.get_or_create(
        code=values.pop("metric", "mau"),
        defaults={"name": "Monthly active users", "unit": _sort(values.get("unit", "people"))},
    )
    source = Source.objects.create(title=values.pop("source", "A report"), publisher="Shadow Count")
    if name := values.pop("scope", ""):
        values["scope"], _ = Scope.objects.get_or_create(name=name)
    if values.get("published_from"):
        values.setdefault("held_from", values["published_from"])
    values = {"value": 163_000_000, "unit": "people", "nature": "measured", "as_of": "2026-01"} | values
    return Fact.objects.create(subject=subject or make_product(), metric=metric, source=source, **values)


def _sort(unit: str) -> str:
    """What a metric is in whose figures have a unit."""
    currency = len(unit) == 3 and unit.isupper()
    return "money" if currency else "price" if "/" in unit else unit


def make_article(headline: str = "A quiet eclipse", *, by: User | None = None, **values: Any) -> Article:
    """A draft that can be published, with an author and a topic of its own unless they are given."""
    authors = values.pop("authors", None)
    topics = values.pop("topics", None)
    values = {"standfirst": "The standfirst.", "body": "<p>The body.</p>", "slug": slug(headline)} | values
    article = Article.objects.create(headline=headline, created_by=by, **values)
    for author in [make_author()] if authors is None else authors:
        Byline.objects.create(article=article, author=author)
    article.topics.set([make_topic()] if topics is None else topics)
    return article


def make_author(name: str = "Ada Umber") -> Author:
    """An author, who has declared that they have no interests."""
    author: Author = Author.objects.create(name=name, slug=slug(name))
    Declaration.objects.create(author=author, nothing=True)
    return author


def make_image(title: str = "A shadow", **values: Any) -> Image:
    """A picture of one pixel."""
    file = BytesIO()
    Picture.new("RGB", (1, 1)).save(file, "PNG")
    return Image.objects.create(file=ContentFile(file.getvalue(), name="shadow.png"), title=title, **values)


def make_letter(address: str = "reader@example.org", **values: Any) -> Letter:
    """A letter that waits, to somebody who wants to know."""
    question = Question.objects.create(text="How many?", slug=slug("How many"))
    reader = Subscriber.objects.create(question=question, sealed=seal(address), digest=digest(address))
    return Letter.objects.create(subscriber=reader, **{"occasion": "answer"} | values)


def make_endpoint(address: str = "", *, events: Sequence[str] = Event.values, **values: Any) -> Endpoint:
    """A receiver that wants to be told of these."""
    address = address or f"https://{uuid4().hex}.example.org/hooks"
    values = {"mail": "owner@example.org", "sealed": new_secret()} | values
    endpoint: Endpoint = Endpoint.objects.create(address=address, **values)
    want(endpoint, events)
    return endpoint


def make_delivery(*, change: Change | None = None, **values: Any) -> Delivery:
    """A message that waits: of a change, or a test."""
    event = Event.EDITION_PUBLISHED if change else TEST
    return Delivery.objects.create(endpoint=make_endpoint(), change=change, **{"event": event} | values)


def make_question_at_rest() -> Question:
    """One whose public answer cites a figure that was superseded since."""
    then = timezone.now() - timedelta(minutes=1)
    fact, question = (
        make_fact(published_from=then),
        Question.objects.create(text="How many?", slug=slug("How many")),
    )
    text = f'<p>It has <data value="fact:{fact.pk}">163 million</data>.</p>'
    answer(question, text=text, by=None, published_from=then)
    supersede(fact, by=None, because="better source", value=172_000_000)
    return question


def make_token(user: User, *scopes: str) -> Token:
    """A token that nothing uses."""
    ends = timezone.now() + timedelta(days=30)
    return tokens.make(user, name="Wire", scopes=scopes or ["read"], expires_at=ends)[0]


def make_topic(name: str = "Shadows") -> Topic:
    """A topic."""
    return Topic.objects.create(name=name, slug=slug(name))


def someday(year: int = 2026, month: int = 1, day: int = 28) -> date:
    """A fixed day."""
    return date(year, month, day)


def ask(text: str = "Why is it dark?", *, votes: str = "", subscribers: str = "", **values: Any) -> Question:
    """A question that waits. votes, subscribers: a letter for each, who are counted with whoever asked it."""
    asked: Question = Question.objects.create(
        text=text, slug=slug(text)[:120], times_asked=values.pop("times_asked", 1 + len(votes)), **values
    )
    asked.votes.bulk_create(Vote(question=asked, mark=mark) for mark in votes)
    asked.subscribers.bulk_create(
        Subscriber(question=asked, digest=digest, sealed="sealed") for digest in subscribers
    )
    indexing.index(asked)
    return asked


def make_subscriber(address: str = "reader@example.org", **values: Any) -> newsletter.Subscriber:
    """A reader who confirmed an address and takes the weekly digest."""
    values = {"weekly": True} | values
    subscriber: newsletter.Subscriber = newsletter.Subscriber.objects.create(
        sealed=seal(address), digest=digest(address), **values
    )
    return subscriber


def make_issue(*articles: Article, subject: str = "What moved this week", **values: Any) -> newsletter.Issue:
    """An issue with these stories and an editor's words."""
    issue: newsletter.Issue = newsletter.Issue.objects.create(
        **{"subject": subject, "words": "<p>Good morning.</p>"} | values
    )
    for position, article in enumerate(articles):
        newsletter.Item.objects.create(
            issue=issue, section=newsletter.Item.Section.STORY, about_id=article.pk, position=position
        )
    return issue
