"""What the sitemaps list: every public page, and the news of two days."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from lxml import etree

from articles import standing
from articles.models import StandingPage
from articles.publishing import publish, withdraw
from companies.jsonld import moment
from companies.models import Record
from facts.supersession import supersede
from questions.answering.giving import answer
from questions.models import Question
from tests.factories import make_article, make_company, make_fact, make_topic

pytestmark = pytest.mark.django_db


def locs(client: Client, sitemap: str) -> dict[str, str]:
    """The addresses that a sitemap or the index lists, without the site's own, each with its lastmod."""
    tree = etree.fromstring(client.get(sitemap).content)
    found = {str(entry.findtext("{*}loc")): entry.findtext("{*}lastmod") or "" for entry in tree}
    assert len(found) == len(tree)
    assert all(loc.startswith(f"{settings.SITE_URL}/") for loc in found)
    return {loc.removeprefix(settings.SITE_URL): changed for loc, changed in found.items()}


def listed(client: Client) -> dict[str, str]:
    """What all sitemaps list now, no address twice; the index says of each when the newest in it changed."""
    cache.clear()  # what tests write of days ago is no part of today's content version
    found: dict[str, str] = {}
    for sitemap, newest in locs(client, "/sitemap.xml").items():
        part = locs(client, sitemap)
        assert part and not part.keys() & found.keys()
        assert max(part.values()) <= newest
        found |= part
    return found


def _reword_about(by: User) -> None:
    page = StandingPage.objects.get(slug="about")
    standing.change(page, title=page.title, body="<p>Other words.</p>", note="", by=by)


def test_every_list_is_listed_even_when_it_is_empty(client: Client) -> None:
    records = ("companies", "products", "families", "models", "markets")
    lists = (
        *("articles", "articles/archive", "about", "privacy", "editorial-policy"),
        *records,
        "facts",
        "sources",
        "questions",
        "questions/open",
        "corrections",
        "newsletter/issues",
        "releases",
        "compare",
        "newsletter",
    )
    assert {"/", "/changes/", "/api/v1/docs/", *(f"/{name}/" for name in lists)} == set(listed(client))


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
        assert set(locs(client, "/sitemap-news.xml")) == {"/articles/yesterday/", "/articles/today/"}
        text = client.get("/sitemap-news.xml").content.decode()
    assert "<news:title>Yesterday &amp; its &lt;eclipse&gt;</news:title>" in text


def test_lastmod_is_when_the_page_changed_and_moves_with_nothing_else(
    client: Client, publisher: User
) -> None:
    clock = timezone.now().replace(microsecond=0) - timedelta(days=9)
    when: dict[str, str] = {}

    def at(hours: int, act: Callable[[], Any]) -> str:
        with time_machine.travel(clock + timedelta(hours=hours), tick=False):
            act()
        return moment(clock + timedelta(hours=hours))

    company = make_company("Gloom Works")
    fact = make_fact(company)
    cited = f'<p>Gloom Works has <data value="fact:{fact.pk}">163 million</data>.</p>'
    citing, other = make_article("One", body=cited), make_article("Two")
    for hours, article in ((1, citing), (2, other)):
        when[article.get_absolute_url()] = at(hours, lambda one=article: publish(one, by=publisher))
    when[company.get_absolute_url()] = when[citing.get_absolute_url()]
    found = listed(client)
    assert when.items() <= found.items()
    topic = other.topics.get()
    assert found[topic.get_absolute_url()] == found["/"] == when[other.get_absolute_url()]

    corrected = at(5, lambda: supersede(fact, by=publisher, because="our error", value=7))
    found = listed(client)
    for page in (citing, company, fact):
        assert found[page.get_absolute_url()] == corrected
    assert found[other.get_absolute_url()] == when[other.get_absolute_url()]

    at(7, lambda: publish(make_article("Three", topics=[topic]), by=publisher))
    gone = at(9, lambda: withdraw(other, by=publisher, note="No."))
    found = listed(client)
    assert other.get_absolute_url() not in found
    month = f"/articles/{clock + timedelta(hours=9):%Y/%m}/"
    assert found[topic.get_absolute_url()] == found["/articles/"] == found["/articles/archive/"] == gone
    assert found[month] == gone and client.get(month).status_code == 200
    written = at(11, lambda: _reword_about(publisher))
    assert listed(client)["/about/"] == written


def test_lists_of_questions_changed_with_theirs_and_with_no_other(client: Client, publisher: User) -> None:
    clock = timezone.now().replace(microsecond=0) - timedelta(days=9)
    topics, companies = [make_topic(), make_topic()], [make_company(), make_company()]
    asked = []

    def told(hours: int, act: Callable[[], Any]) -> str:
        with time_machine.travel(clock + timedelta(hours=hours), tick=False):
            act()
        return moment(clock + timedelta(hours=hours))

    def ask(topic: Any, company: Any) -> None:
        article = make_article(topics=[topic])
        publish(article, by=publisher)
        asked.append(Question.objects.create(text="Why?", slug="why", article=article))
        asked[-1].records.add(company)
        answer(asked[-1], text="<p>So.</p>", by=publisher, published_from=timezone.now())
        Record.objects.filter(pk=company.pk).update(published_from=timezone.now())

    lists = [
        (f"/questions/?topic={topic.slug}", f"/questions/?record=company/{company.slug}")
        for topic, company in zip(topics, companies, strict=True)
    ]
    when = [told(n + 1, lambda n=n: ask(topics[n], companies[n])) for n in (0, 1)]
    found = listed(client)
    assert [(found[topic], found[record]) for topic, record in lists] == [(at, at) for at in when]
    later = told(5, lambda: answer(asked[0], text="<p>Not so.</p>", by=publisher, note="It was wrong."))
    found = listed(client)
    assert [(found[topic], found[record]) for topic, record in lists] == [(later, later), (when[1], when[1])]


def test_many_are_listed_in_several_parts(
    client: Client, publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aiwatch.sitemaps.kinds.SPAN", 2)
    articles = [make_article() for _ in range(5)]
    for article in articles[::2]:
        publish(article, by=publisher)
    found = listed(client)
    assert sum(path.startswith("/articles/a-") for path in found) == 3
    for none in ("articles-999999999", "accordions-1", "articles-0", "articles-01", "lists-99"):
        assert client.get(f"/sitemaps/{none}.xml").status_code == 404


def test_whoever_finds_a_hole_reads_whom_to_tell(client: Client) -> None:
    said = client.get("/.well-known/security.txt")
    assert said["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in said.text.splitlines() if line)
    assert fields["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    assert fields["Contact"] == "mailto:security@127.0.0.1" and fields["Preferred-Languages"] == "en"
    left = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert timedelta(days=290) < left < timedelta(days=365)
    moved = client.get("/security.txt")
    assert (moved.status_code, moved["Location"]) == (301, "/.well-known/security.txt")
    assert settings.SITE_NAME in client.get("/humans.txt").text


def test_robots_are_told_of_both(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
    assert f"Sitemap: {settings.SITE_URL}/sitemap-news.xml" in lines
    kept_out = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    asked_in = ("/", "/search/?q=umbra", "/questions/ask/", "/newsletter/")
    assert not [path for path in asked_in for begin in kept_out if path.startswith(begin)]
