"""Whoever follows something is told what became of it: once, together with what else did, and only what is major."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from articles.publishing import publish, withdraw
from companies.releases import claim
from facts.supersession import supersede
from newsletter.links import Reader
from newsletter.models import Delivery, Follow, Notice, Subscriber
from newsletter.sending import going, noting
from newsletter.subscribing.choosing import choose
from newsroom.records.merging import merge
from tests.factories import make_article, make_fact, make_model, make_product, make_subscriber, make_topic
from tests.sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Time that passes when a test says so."""
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def follower(about: str, pk: int, address: str = "reader@example.org") -> Subscriber:
    reader = make_subscriber(address, weekly=False)
    Follow.objects.create(subscriber=reader, about=about, about_id=pk)
    return reader


def sent_after(clock: Any, **time: int) -> int:
    """Everything noted now, and sent when it was gathered."""
    going.run()
    clock.shift(timedelta(**time or {"minutes": 11}))
    return going.run()


def test_a_topic_is_told_of_articles_and_of_what_is_major_in_them(
    clock: Any, sink: Sink, publisher: User
) -> None:
    topic = make_topic("Chips")
    follower("topic", topic.pk)
    article = make_article("Lantern starts a fab")
    article.topics.add(topic)
    publish(article, by=publisher)
    assert sent_after(clock) == 1
    publish(article, by=publisher, note="A comma.", major=False)
    assert sent_after(clock) == 0
    publish(article, by=publisher, note="The fab is bigger.", major=True)
    assert sent_after(clock) == 1
    first, second = (mail.get_body(("plain",)).get_content() for mail in sink.mails)
    assert "New article on Chips, Shadows: Lantern starts a fab" in first and "/articles/" in first
    assert "The fab is bigger." in second and sink.mails[0]["List-Unsubscribe-Post"]


def test_a_release_is_told_to_those_who_follow_it_its_model_its_family_or_its_developer(
    clock: Any, sink: Sink
) -> None:
    model = make_model("Lamp 2", published_from=timezone.now())
    for number, (about, pk) in enumerate(
        (("release", model.pk), ("model", model.pk), ("company", model.developer_id), ("model", 10**6))
    ):
        follower(about, pk, f"reader-{number}@example.org")
    for window, day in (("2026-11", date(2026, 10, 1)), ("2027-02", date(2026, 11, 1))):
        claim(model, status="announced", window=window, claimed_on=day, claimed_by="Lantern")
    assert sent_after(clock) == 3
    assert "Release slipped: Lamp 2" in sink.mails[0]["Subject"]


def test_what_comes_at_once_is_one_mail_and_a_figure_is_followed_on(
    clock: Any, sink: Sink, publisher: User
) -> None:
    fact = make_fact(make_product(published_from=timezone.now()), published_from=timezone.now())
    reader = follower("fact", fact.pk)
    Follow.objects.create(subscriber=reader, about=fact.subject.kind, about_id=fact.subject_id)
    clock.shift(timedelta(minutes=1))
    newer = supersede(fact, by=publisher, because="revised by its source", value=172_000_000)
    newest = supersede(newer, by=publisher, because="revised by its source", value=173_000_000)
    assert sent_after(clock) == 1
    text = sink.mails[0].get_body(("plain",)).get_content()
    assert "163 million → 172 million" in text and "172 million → 173 million" in text
    assert Follow.objects.get(about="fact").about_id == newest.pk
    assert Notice.objects.count() == 2


def test_a_figure_of_a_newer_period_is_told(clock: Any, sink: Sink) -> None:
    subject = make_product(published_from=timezone.now())
    fact = make_fact(subject, published_from=timezone.now(), as_of="2025")
    follower("fact", fact.pk)
    clock.shift(timedelta(minutes=1))
    newer = make_fact(subject, published_from=timezone.now(), as_of="2026", value=200_000_000)
    assert sent_after(clock) == 1
    assert "200 million" in sink.mails[0].get_body(("plain",)).get_content()
    assert Follow.objects.get().about_id == newer.pk and sent_after(clock) == 0


def test_what_was_before_and_what_was_taken_back_meanwhile_is_not_told(
    clock: Any, sink: Sink, publisher: User
) -> None:
    topic = make_topic("Chips")
    before, after = make_article("Before"), make_article("After")
    for article in (before, after):
        article.topics.add(topic)
    publish(before, by=publisher)
    clock.shift(timedelta(minutes=1))
    follower("topic", topic.pk)
    publish(after, by=publisher)
    going.run()
    withdraw(after, by=publisher, note="So.")
    assert sent_after(clock) == 0
    assert Delivery.objects.get().state == "dropped"


def test_what_waits_is_taken_back_with_the_follow_that_was_its_reason(
    clock: Any, sink: Sink, publisher: User
) -> None:
    topic, other = make_topic("Chips"), make_topic("Law")
    reader = follower("topic", topic.pk)
    both = follower("topic", topic.pk, "both@example.org")
    Follow.objects.create(subscriber=both, about="topic", about_id=other.pk)
    article = make_article("Lantern is sued over a fab")
    article.topics.add(topic, other)
    publish(article, by=publisher)
    going.run()
    key = ("topic", topic.pk)
    for one in (reader, both):
        choose(Reader(one.key), weekly=False, shown=[key], kept=[], at=timezone.now())
    assert sent_after(clock) == 1 and sink.taken == ["both@example.org"]
    publish(article, by=publisher, note="It won.", major=True)
    going.run()
    clock.shift(timedelta(minutes=11))
    noting.note(timezone.now())
    choose(Reader(both.key), weekly=False, shown=[("topic", other.pk)], kept=[], at=timezone.now())
    assert going.run() == 0


def test_whoever_follows_a_record_that_is_merged_follows_the_other(publisher: User) -> None:
    kept, gone = make_model("Lamp 2"), make_model("Lamp II")
    gone.developer = kept.developer
    gone.save()
    reader = follower("model", gone.pk)
    for about, pk in (("release", gone.pk), ("release", kept.pk)):
        Follow.objects.create(subscriber=reader, about=about, about_id=pk)
    merge(gone, into=kept, by=publisher)
    assert set(Follow.objects.values_list("about", "about_id")) == {("model", kept.pk), ("release", kept.pk)}
