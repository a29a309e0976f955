"""What the sitemaps list: every public page, and the news of two days."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from lxml import etree

from articles.publishing import publish
from tests.factories import make_article, make_author, make_company, make_topic

pytestmark = pytest.mark.django_db


def listed(client: Client, sitemap: str) -> list[str]:
    """The addresses that a sitemap lists, without the site's own."""
    tree = etree.fromstring(client.get(sitemap).content)
    found = [str(loc.text) for loc in tree.iter("{*}loc")]
    assert all(loc.startswith(f"{settings.SITE_URL}/") for loc in found)
    return [loc.removeprefix(settings.SITE_URL) for loc in found]


def test_every_list_is_listed_even_when_it_is_empty(client: Client) -> None:
    records = ("companies", "products", "families", "models", "markets")
    lists = (
        "articles",
        *records,
        "facts",
        "sources",
        "questions",
        "questions/open",
        "corrections",
        "releases",
        "compare",
    )
    assert {"/", "/changes/", "/api/v1/docs/", *(f"/{name}/" for name in lists)} == set(
        listed(client, "/sitemap.xml")
    )


def test_every_page_of_a_list_is_listed_once_and_answers(client: Client, publisher: User) -> None:
    topic, author = make_topic(), make_author()
    for _ in range(21):
        publish(make_article(topics=[topic], authors=[author]), by=publisher)
    for _ in range(51):
        make_company(published_from=timezone.now())
    found = listed(client, "/sitemap.xml")
    assert len(found) == len(set(found))
    for path in ("/articles/", topic.get_absolute_url(), author.get_absolute_url(), "/companies/"):
        assert f"{path}?page=2" in found
        assert f"{path}?page=3" not in found
        assert client.get(f"{path}?page=2").status_code == 200


def test_the_news_are_those_of_today_and_yesterday(client: Client, publisher: User) -> None:
    now = timezone.now()
    with time_machine.travel(now - timedelta(days=2), tick=False):
        old = make_article("Two days ago")
        publish(old, by=publisher)
    with time_machine.travel(now - timedelta(days=1), tick=False):
        publish(make_article("Yesterday & its <eclipse>", slug="yesterday"), by=publisher)
    with time_machine.travel(now, tick=False):
        publish(old, by=publisher, note="Nothing new, only told better.")
        publish(make_article(slug="today"), by=publisher)
        assert set(listed(client, "/sitemap-news.xml")) == {"/articles/yesterday/", "/articles/today/"}
        text = client.get("/sitemap-news.xml").content.decode()
    assert "<news:title>Yesterday &amp; its &lt;eclipse&gt;</news:title>" in text


def test_robots_are_told_of_both(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
    assert f"Sitemap: {settings.SITE_URL}/sitemap-news.xml" in lines
