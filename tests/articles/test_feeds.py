"""The feeds: the newest articles with their frozen text."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import etree

from articles.models import Author, Topic
from articles.publishing import publish
from tests.factories import make_article, make_author, make_fact

pytestmark = pytest.mark.django_db

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def article(publisher: User) -> None:
    """A live article with a figure and a link within the site, and a draft."""
    fact = make_fact()
    figure = f'<data value="fact:{fact.pk}">163 million</data>'
    body = f'<p>It has {figure} users, <a href="/facts/">see</a> &lt;data&gt;.</p>'
    authors = [make_author("Ada Umber"), make_author("Bo Penn")]
    publish(make_article("Eclipse & light", body=body, authors=authors), by=publisher)
    make_article("A draft")


def test_rss_carries_the_whole_text_without_marks_and_with_full_addresses(client: Client) -> None:
    feed = etree.fromstring(client.get("/feeds/latest.rss").content)
    (item,) = feed.iter("item")
    assert item.findtext("title") == "Eclipse & light"
    text = item.findtext(CONTENT) or ""
    assert "It has 163 million users" in text
    assert '<a href="http://127.0.0.1:8000/facts/">' in text
    assert "&lt;data&gt;" in text
    assert item.findtext("description") == "The standfirst."


def test_atom_names_the_authors_in_order_and_keeps_its_ids(client: Client) -> None:
    feed = etree.fromstring(client.get("/feeds/latest.atom").content)
    (entry,) = feed.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ada Umber and Bo Penn"
    assert "/articles/#" in (entry.findtext(f"{ATOM}id") or "")
    assert entry.find(f"{ATOM}content").get("type") == "html"


def test_names_that_xml_cannot_hold_break_no_feed(client: Client) -> None:
    Author.objects.filter(name="Ada Umber").update(name="Ada\x08 Umber\ufffe\u202e")
    Topic.objects.update(name="Sha\x07dows" + "\u0301" * 60)
    for kind in ("rss", "atom"):
        feed = client.get(f"/feeds/latest.{kind}")
        assert "Ada Umber and Bo Penn" in etree.tostring(etree.fromstring(feed.content), encoding="unicode")
    assert "Ada Umber" in client.get("/feeds/latest.json").text


def test_the_json_feed_is_version_1_1(client: Client) -> None:
    response = client.get("/feeds/latest.json")
    assert response["Content-Type"] == "application/feed+json"
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert [author["name"] for author in item["authors"]] == ["Ada Umber", "Bo Penn"]
    assert "163 million users" in item["content_html"]
