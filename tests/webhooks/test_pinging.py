"""The WebSub hub is told of each feed that changed, after it changed, until it takes it; and of no other."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.publishing import publish, withdraw
from changes.corrections import Said, Thing, correct
from newsroom import due
from questions.answering.giving import answer
from tests.factories import ask, make_article, make_author, make_company, make_topic
from tests.serving import WITHIN, Served, serving
from tests.serving import answer as says
from webhooks import pinging
from webhooks.models import Hub, Ping

pytestmark = pytest.mark.django_db

FORMS = ("rss", "atom", "json")


class HubOutside:
    """A hub: what it was told, and what it answers, which tests change."""

    def __init__(self, served: Served, answers: list[bytes]) -> None:
        self.served, self.says = served, answers

    def run(self) -> list[str]:
        """A run of ours; returns the feeds that the hub was told of in it, without their endings."""
        known = len(self.served.bodies)
        pinging.run(walls=self.served.walls())
        told = [parse_qs(body.decode()) for body in self.served.bodies[known:]]
        assert all(one["hub.mode"] == ["publish"] for one in told)
        paths = [one["hub.url"][0].removeprefix(settings.SITE_URL) for one in told]
        assert len(paths) == len(set(paths))
        return sorted({path.rpartition(".")[0] for path in paths})


@pytest.fixture
def hub(settings: Settings) -> Iterator[HubOutside]:
    answers: list[bytes] = []
    with serving(lambda head: answers.pop(0) if answers else says("204 No Content")) as served:
        settings.WEBSUB_HUB = f"http://hub.test:{served.port}/"
        found = HubOutside(served, answers)
        assert found.run() == []
        yield found


def later(**time: int) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**time))


def test_it_is_told_once_of_each_feed_that_tells_of_what_changed(hub: HubOutside) -> None:
    topic, author = make_topic(), make_author()
    company = make_company("Gloom Works")
    article = make_article(topics=[topic], authors=[author], body="<p>Gloom Works.</p>")
    publish(article, by=None)
    own = {f"/feeds{row.get_absolute_url().rstrip('/')}" for row in (topic, author, company)}
    expected = sorted({"/feeds/latest", "/feeds/changes", *own})
    assert hub.run() == expected
    assert hub.run() == []
    [head, *_] = hub.served.heads
    assert "application/x-www-form-urlencoded" in head
    assert len(hub.served.bodies) == len(expected) * len(FORMS)
    answer(ask("Where?"), text="<p>Here.</p>", by=None, published_from=timezone.now())
    assert "/feeds/questions" in hub.run()
    correct(Said("It was.", "It was not."), touches=[Thing("article", article.pk, "A", "/")], by=None)
    assert {"/feeds/corrections", *expected} <= set(hub.run())
    withdraw(article, by=None, note="No.")
    assert set(expected) <= set(hub.run())


def test_what_is_scheduled_is_told_when_it_appears_and_what_is_undone_never(hub: HubOutside) -> None:
    publish(make_article(), by=None, at=timezone.now() + timedelta(hours=1))
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(make_article(), by=None)
        raise RuntimeError
    assert hub.run() == []
    with later(hours=2):
        assert "/feeds/latest" in hub.run()
        assert hub.run() == []


def test_what_it_does_not_take_is_told_again_by_the_next_run(hub: HubOutside) -> None:
    publish(make_article(), by=None)
    hub.says[:] = [says("503 Service Unavailable")]
    assert len(hub.run()) == 1 and len(hub.served.bodies) == 1  # it is left alone until the next
    hub.says[:] = [says("400 Bad Request")]
    first = hub.run()
    assert "/feeds/latest" in first and Ping.objects.count() == 1  # one refusal keeps no other back
    assert len(hub.run()) == 1 and not Ping.objects.exists()


def test_a_feed_that_changes_while_it_is_told_is_told_again(hub: HubOutside) -> None:
    publish(make_article(), by=None)
    pinging.note(timezone.now())
    with later(seconds=1):
        publish(make_article(), by=None)
        known = Ping.objects.get(feed="/feeds/latest.rss")
        pinging.note(timezone.now())
        assert not Ping.objects.filter(pk=known.pk, noted_at=known.noted_at).exists()
        assert "/feeds/latest" in hub.run()


def test_two_runs_do_not_tell_it_the_same_and_nothing_within_our_walls_is_called(
    hub: HubOutside, caplog: pytest.LogCaptureFixture
) -> None:
    publish(make_article(), by=None)
    Hub.objects.update(busy_until=timezone.now() + timedelta(minutes=1))
    assert hub.run() == []
    with later(minutes=2):
        pinging.run(walls=hub.served.walls(WITHIN))
        assert hub.served.heads == [] and "not on the public internet" in caplog.text
        assert "/feeds/latest" in hub.run()


def test_feeds_name_the_hub_and_themselves_where_there_is_one(client: Client, settings: Settings) -> None:
    publish(make_article(), by=None)
    for form in FORMS:
        plain = client.get(f"/feeds/latest.{form}")
        assert "hub" not in plain.text and "Link" not in plain
    assert ("feeds told to the hub", pinging.run) in due.STEPS
    assert pinging.run() == 0 and not Hub.objects.exists()
    settings.WEBSUB_HUB = "https://hub.example/"
    for form, told in {
        "rss": '<atom:link href="https://hub.example/" rel="hub"',
        "atom": '<link href="https://hub.example/" rel="hub"',
        "json": '"hubs": [{"type": "WebSub", "url": "https://hub.example/"}]',
    }.items():
        cache.clear()
        answered = client.get(f"/feeds/latest.{form}")
        assert told in answered.text
        itself = f"{settings.SITE_URL}/feeds/latest.{form}"
        assert answered["Link"] == f'<https://hub.example/>; rel="hub", <{itself}>; rel="self"'
