"""Readers choose what they get by the link in each mail, without an account."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.publishing import publish
from newsletter import endings, links
from newsletter.links import Reader
from newsletter.models import Delivery, Subscriber
from tests.factories import make_article, make_company, make_issue, make_model, make_subscriber, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Subscriber:
    """Somebody who follows a model and something that is not on the site."""
    reader = make_subscriber()
    reader.follows.create(about="model", about_id=make_model("Umbra 3", published_from=timezone.now()).pk)
    reader.follows.create(about="company", about_id=make_company("Secret Umbra").pk)
    return reader


def page(reader: Subscriber) -> str:
    return links.to_choose(links.token_of(Reader(reader.key))).removeprefix("http://127.0.0.1:8000")


def about(reader: Subscriber) -> list[str]:
    return [f"{one.about}-{one.about_id}" for one in reader.follows.order_by("pk")]


def test_it_shows_what_one_gets_and_nothing_private(client: Client, reader: Subscriber) -> None:
    for _ in range(3):
        shown = client.get(page(reader))
    model = reader.follows.first()
    assert f'name="follow" value="model-{model.about_id}" checked' in shown.text
    assert "Umbra 3" in shown.text and 'name="weekly" checked' in shown.text
    assert "Secret" not in shown.text and "And 1 thing that is not on the site now" in shown.text
    assert "example.org" not in shown.text
    assert shown["Cache-Control"] == "private, no-store" and shown["Referrer-Policy"] == "no-referrer"


def test_saving_lets_go_adds_and_says_what_is_got_now(reader: Subscriber, publisher: Any) -> None:
    topic = make_topic("Shade")
    publish(make_article(topics=[topic]), by=publisher)
    client, (model, hidden) = Client(enforce_csrf_checks=True), about(reader)
    assert f'value="topic-{topic.pk}"' in client.get(page(reader)).text
    saved = client.post(page(reader), {"shown": [model], "follow": [f"topic-{topic.pk}", "topic-99", "x"]})
    assert "You follow 1 thing, and get no digest" in saved.text
    assert about(reader) == [hidden, f"topic-{topic.pk}"]
    assert (
        "You get the weekly digest and follow 1 thing."
        in client.post(
            page(reader), {"weekly": "on", "shown": f"topic-{topic.pk}", "follow": f"topic-{topic.pk}"}
        ).text
    )
    reader.follows.all().delete()
    assert "You get nothing" in client.post(page(reader)).text


def test_what_was_confirmed_after_the_page_was_opened_stays(client: Client, reader: Subscriber) -> None:
    model, _ = about(reader)
    reader.follows.create(about="topic", about_id=7)
    client.post(page(reader), {"weekly": "on", "shown": model})
    assert "topic-7" in about(reader) and model not in about(reader)


def test_who_wants_no_digest_gets_none_that_waits(client: Client, reader: Subscriber) -> None:
    Delivery.objects.create(sort=Delivery.Sort.ISSUE, issue=make_issue(), subscriber=reader)
    client.post(page(reader), {})
    assert Delivery.objects.get().state == "dropped"


def test_who_left_or_is_forgotten_chooses_nothing(client: Client, reader: Subscriber) -> None:
    for end in (endings.leave, endings.forget):
        end(Reader(reader.key))
        for answer in (client.get(page(reader)), client.post(page(reader), {"weekly": "on"})):
            assert answer.status_code == 200 and "You have left" in answer.text
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("token", ["1", "1-1.x", ".", "x" * 2000, "1.%00", "９-9.x"])
def test_a_link_that_is_not_whole_says_so(client: Client, reader: Subscriber, token: str) -> None:
    for answer in (client.get(f"/newsletter/choose/{token}/"), client.post(f"/newsletter/choose/{token}/")):
        assert answer.status_code == 404 and "This link is not whole" in answer.text
    assert reader.follows.count() == 2
