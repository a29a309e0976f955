"""The feeds: the newest articles with their frozen text, of the site, a topic, an author and each record."""

from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from lxml import html as pages

from articles.models import Article, Author, Topic
from articles.publishing import publish, withdraw
from changes import addresses, log
from changes.corrections import Said
from companies.releases import claim
from facts.supersession import supersede
from feeds.texts import for_readers
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_fact,
    make_image,
    make_model,
    make_product,
    make_topic,
    someday,
)

pytestmark = pytest.mark.django_db

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
ATOM = "{http://www.w3.org/2005/Atom}"
FORMS = ("rss", "atom", "json")
BOTH = ["Ada Umber", "Bo Penn"]


@pytest.fixture(autouse=True)
def article(publisher: User) -> Article:
    """A live article with a figure and a link within the site, and a draft."""
    fact = make_fact()
    figure = f'<data value="fact:{fact.pk}">163 million</data>'
    body = f'<p>It has {figure} users, <a href="/facts/">see</a> &lt;data&gt;.</p>'
    made = make_article("Eclipse & light", body=body, authors=[make_author(name) for name in BOTH])
    publish(made, by=publisher)
    make_article("A draft")
    return made


def entries(client: Client, feed: str) -> list[dict[str, Any]]:
    """What a feed has now, as JSON."""
    log.forget_version()
    found: list[dict[str, Any]] = client.get(f"{feed}.json").json()["items"]
    return found


def test_what_changed_leads_to_what_is_there(client: Client, publisher: User) -> None:
    gone, kept = make_article("Gone"), make_article("Kept")
    publish(kept, by=publisher)
    publish(gone, by=publisher)
    withdraw(gone, by=publisher, note="It was another eclipse.")
    items = client.get("/feeds/changes.json").json()["items"]
    assert {item["title"].split(":")[0] for item in items} >= {"Withdrawn", "Published"}
    paths = {urlsplit(item["url"]).path for item in items}
    assert f"/articles/{kept.slug}/" in paths and len({item["id"] for item in items}) == len(items)
    assert {client.get(path).status_code for path in paths} == {200}


def test_rss_carries_the_whole_text_without_marks_and_with_full_addresses(client: Client) -> None:
    feed = etree.fromstring(client.get("/feeds/latest.rss").content)
    (item,) = feed.iter("item")
    assert item.findtext("title") == "Eclipse & light"
    text = item.findtext(CONTENT) or ""
    assert "It has 163 million users" in text
    assert '<a href="http://127.0.0.1:8000/facts/">' in text
    assert "&lt;data&gt;" in text
    assert item.findtext("description") == "The standfirst."
    assert [creator.text for creator in item.iter(CREATOR)] == BOTH


def test_atom_names_the_authors_in_order_and_keeps_its_ids(client: Client) -> None:
    feed = etree.fromstring(client.get("/feeds/latest.atom").content)
    (entry,) = feed.iter(f"{ATOM}entry")
    assert [name.text for name in entry.iter(f"{ATOM}name")] == BOTH
    assert "/articles/#" in (entry.findtext(f"{ATOM}id") or "")
    assert entry.find(f"{ATOM}content").get("type") == "html"


def test_names_that_xml_cannot_hold_break_no_feed(client: Client) -> None:
    author = Author.objects.get(name="Ada Umber", editions__isnull=False)
    Author.objects.filter(pk=author.pk).update(name="Ada\x08 Umber\ufffe\u202e")
    Topic.objects.update(name="Sha\x07dows" + "\u0301" * 60)
    topic = Topic.objects.get(editions__isnull=False)
    for feed in ("latest", f"topics/{topic.slug}", f"authors/{author.slug}"):
        for kind in ("rss", "atom"):
            told = etree.fromstring(client.get(f"/feeds/{feed}.{kind}").content)
            assert "Ada Umber</" in etree.tostring(told, encoding="unicode")
    assert "Ada Umber" in client.get("/feeds/latest.json").text


def test_the_json_feed_is_version_1_1(client: Client) -> None:
    response = client.get("/feeds/latest.json")
    assert response["Content-Type"] == "application/feed+json"
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert [author["name"] for author in item["authors"]] == BOTH
    assert "163 million users" in item["content_html"]


@pytest.mark.parametrize(
    ("within", "whole"),
    [
        ('<a lang="en" href="/facts/?a=1&amp;b">', '<a lang="en" href="{}/facts/?a=1&amp;b">'),
        ('<a href="#part">', '<a href="{}/articles/x/#part">'),
        ('<img alt="src=&quot;/" src="/images/1/a.png">', '<img alt="src=&quot;/" src="{}/images/1/a.png">'),
        ('<a href="https://example.org/">', '<a href="https://example.org/">'),
    ],
)
def test_what_is_within_the_site_is_told_by_its_whole_address(within: str, whole: str) -> None:
    assert for_readers(within, "/articles/x/") == whole.format(settings.SITE_URL)


def test_an_article_is_told_as_its_page_tells_it(client: Client, publisher: User, article: Article) -> None:
    article.lead_image, article.lead_image_alt = make_image(), "A <shadow>"
    article.faq.create(question="Who & why?", answer="<p>They.</p>", position=1)
    article.body += '<aside data-callout="pro-tip"><p>Look up.</p></aside>'
    article.closing, article.backstory = "More to come.", "Asked twice."
    article.save()
    before = entries(client, "/feeds/latest")[0]
    publish(article, by=publisher, correction=Said("It was <dark>.", "It was dim."))
    entry = entries(client, "/feeds/latest")[0]
    for part in (
        *("<strong>Pro Tip</strong>", "Who &amp; why?", "They.", "More to come.", "A &lt;shadow&gt;"),
        *("Correction, ", "It was &lt;dark&gt;. It was dim."),
    ):
        assert part in entry["content_html"]
    assert "Asked twice." not in entry["content_html"]
    assert client.get(urlsplit(entry["image"]).path).getvalue().startswith(b"\x89PNG")
    assert not pages.fromstring(f"<div>{entry['content_html']}</div>").xpath(
        "//@href[not(contains(., '://'))] | //@src[not(contains(., '://'))]"
    )
    assert entry["id"] == before["id"] and entry["date_modified"] > before["date_modified"]
    assert entry["date_published"] == before["date_published"]
    withdraw(article, by=publisher, note="It was not so.")
    assert entries(client, "/feeds/latest") == []


def test_topics_authors_and_records_have_feeds_that_their_pages_lead_to(
    client: Client, publisher: User, article: Article
) -> None:
    record = make_company("Gloom Works")
    model = make_model(developer=record, published_from=timezone.now())
    claim(model, status="announced", window="2026-02", claimed_on=someday(2026, 1))
    claim(model, status="announced", window="2026-03", claimed_on=someday(2026, 2))
    fact = make_fact(model, published_from=timezone.now())
    supersede(fact, by=publisher, because="our error", value=7)
    publish(make_article("Gloom again", body="<p>Gloom Works and Penumbra 2.</p>"), by=publisher)
    topic, author = article.topics.get(), article.authors.first()
    expected = {
        topic.get_absolute_url(): ["Eclipse & light"],
        author.get_absolute_url(): ["Eclipse & light"],
        record.get_absolute_url(): ["Gloom again"],
        model.get_absolute_url(): ["Gloom again", "Corrected: ", "Slipped: Penumbra 2"],
        "/changes/": ["Published: Gloom again"],
        "/corrections/": ["Correction: "],
    }
    for page, titles in expected.items():
        feed = f"/feeds{page.rstrip('/')}"
        log.forget_version()
        head = pages.fromstring(client.get(page).text)
        assert set(head.xpath("//link[@rel='alternate'][@type]/@href")) >= {
            f"{feed}.{form}" for form in FORMS
        }
        told = entries(client, feed)
        for title, entry in zip(titles, told, strict=False):
            assert entry["title"].startswith(title), page
        assert len(told) >= len(titles)
        assert all(later["date_published"] >= entry["date_published"] for later, entry in pairwise(told))
        for form in FORMS:
            first = client.get(f"{feed}.{form}")
            assert first["Last-Modified"]
            assert client.get(f"{feed}.{form}", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_feed_moves_with_the_slug_of_what_it_is_about(client: Client, publisher: User) -> None:
    topic = Topic.objects.get(editions__isnull=False)
    addresses.claim("topic", topic.slug, topic.pk)
    before, topic.slug = topic.slug, "shade"
    topic.save()
    log.forget_version()
    moved = client.get(f"/feeds/topics/{before}.atom")
    assert (moved.status_code, moved["Location"]) == (301, "/feeds/topics/shade.atom")
    hidden = make_topic("Hidden")
    for gone in ("topics/nothing", f"topics/{hidden.slug}", "companies/nothing", "accordions/eclipse"):
        assert client.get(f"/feeds/{gone}.rss").status_code == 404


def test_a_feed_asks_the_same_however_much_it_tells(
    client: Client, publisher: User, article: Article
) -> None:
    record = make_company("Gloom Works", published_from=timezone.now())
    feeds = [
        "/feeds/latest.rss",
        f"/feeds{record.get_absolute_url().rstrip('/')}.atom",
        "/feeds/changes.json",
    ]

    def counted() -> list[int]:
        counts: list[int] = []
        for feed in feeds:
            log.forget_version()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(f"{feed}?{len(counts)}").status_code == 200
            counts.append(len(queries))
        return counts

    def more(count: int) -> None:
        for _ in range(count):
            publish(make_article(body="<p>Gloom Works.</p>"), by=publisher, correction=None)
        publish(article, by=publisher, correction=Said(f"{count} suns.", "One sun."))

    more(1)
    few = counted()
    more(4)
    assert counted() == few
    assert max(few) <= 13


def test_one_figure_and_one_release_have_feeds_of_their_own(client: Client, publisher: User) -> None:
    now = timezone.now()
    subject = make_product(published_from=now)
    fact = make_fact(subject, published_from=now)
    newer = supersede(fact, by=publisher, because="revised by its source", value=172_000_000)
    make_fact(subject, published_from=None)
    model = make_model("Lamp 2", slug="lamp-2", published_from=now)
    claim(model, status="released", window="2026-05", claimed_on=date(2026, 5, 2))
    figure = client.get(f"/feeds/facts/{fact.pk}.json").json()
    assert [one["url"].rsplit("/", 2)[1] for one in figure["items"]] == [str(newer.pk), str(fact.pk)]
    assert "172 million" in figure["items"][0]["title"]
    release = client.get("/feeds/releases/lamp-2.json").json()
    assert [one["title"] for one in release["items"]] == ["Released: Lamp 2"]
    assert f"/feeds/facts/{fact.pk}.atom" in client.get(f"/facts/{fact.pk}/").text
    for missing in ("/feeds/facts/999.atom", "/feeds/releases/nothing.rss"):
        assert client.get(missing).status_code == 404
