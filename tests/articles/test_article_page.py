"""The page of an article, and what its address answers when the article is not there."""

import json
import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article, Author, Topic
from articles.publishing import publish, withdraw
from changes import addresses, log
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_fact,
    make_model,
    make_product,
    make_topic,
)

pytestmark = pytest.mark.django_db


def page(client: Client, article: Article) -> str:
    """The HTML of an article's page."""
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_readers_and_programs_are_led_to_what_its_figures_rest_on(client: Client, publisher: User) -> None:
    first, second = make_fact(source="A <count>"), make_fact(as_of="2025", source="Another count")
    third = make_fact(as_of="2024")
    type(third).objects.filter(pk=third.pk).update(source=first.source)
    cited = "".join(
        f'<p><data value="fact:{fact.pk}">163 million</data></p>' for fact in (first, second, third)
    )
    article = make_article(body=cited)
    publish(article, by=publisher)
    html = page(client, article)
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert block is not None
    works = json.loads(block[1])["citation"]
    assert sorted(work["name"] for work in works) == ["A <count>", "Another count"]
    for work in works:
        path = work["@id"].removeprefix("http://127.0.0.1:8000")
        assert f'<a href="{path}">' in html
        assert client.get(path).status_code == 200


def test_linked_data_names_the_article_and_cannot_end_its_block(client: Client, publisher: User) -> None:
    headline = "An eclipse </script><script>alert(1)</script> & more"
    article = make_article(headline, slug="an-eclipse", authors=[make_author("Ada Umber")])
    publish(article, by=publisher)
    html = page(client, article)
    assert "<script>alert" not in html
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert block is not None
    data = json.loads(block[1])
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == headline
    assert data["author"][0]["name"] == "Ada Umber"


def test_search_engines_get_the_title_for_them_and_whoever_shares_it_the_headline(
    client: Client, publisher: User
) -> None:
    article = make_article("Moon & late", search_title="When the moon rises")
    publish(article, by=publisher)
    html = page(client, article)
    assert "<title>When the moon rises | AIWatch</title>" in html
    assert '<meta property="og:title" content="Moon &amp; late">' in html


def test_what_readers_modes_leave_out_holds_nothing_of_the_text(client: Client, publisher: User) -> None:
    article = make_article(body='<p>So.</p><aside data-callout="warning"><p>Do not.</p></aside>')
    publish(article, by=publisher)
    text = BeautifulSoup(page(client, article), "html.parser").article
    assert text is not None and text.aside is None
    assert [note["aria-label"] for note in text.find_all(role="note")] == ["Warning"]


def test_the_closing_line_leads_to_its_topic_only_while_that_is_public(
    client: Client, publisher: User
) -> None:
    topic = make_topic("Shadows")
    article = make_article(closing="More about it here.", closing_topic=topic)
    publish(article, by=publisher)
    assert f"/topics/{topic.slug}/" not in page(client, article)
    publish(make_article("Another", topics=[topic]), by=publisher)
    log.forget_version()
    html = client.get(article.get_absolute_url()).content.decode()
    assert (
        f'More about it <a href="/topics/{topic.slug}/">here<span class="vh">: stories on Shadows</span></a>.'
        in html
    )


def test_a_withdrawn_article_answers_gone_with_its_note_and_nothing_else(
    client: Client, publisher: User
) -> None:
    article = make_article("Secret eclipse", standfirst="Secret standfirst.")
    publish(article, by=publisher)
    withdraw(article, by=publisher, note="Its source took it back.")
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "Its source took it back." in response.content.decode()
    assert "Secret" not in response.content.decode()


def test_a_former_slug_leads_to_the_address_of_today(client: Client, publisher: User) -> None:
    article = make_article(slug="old-slug")
    publish(article, by=publisher)
    Article.objects.filter(pk=article.pk).update(slug="new-slug")
    article.refresh_from_db()
    publish(article, by=publisher, note="A new address.")
    response = client.get("/articles/old-slug/")
    assert (response.status_code, response["Location"]) == (301, "/articles/new-slug/")


@pytest.mark.parametrize("kind", ["topic", "author"])
def test_a_former_slug_of_a_topic_or_an_author_leads_on(client: Client, publisher: User, kind: str) -> None:
    publish(make_article(), by=publisher)
    found = (Topic if kind == "topic" else Author).objects.get()
    addresses.claim(kind, "of-old", found.pk)
    response = client.get(f"/{kind}s/of-old/")
    assert (response.status_code, response["Location"]) == (301, found.get_absolute_url())
    withdraw(Article.objects.get(), by=publisher, note="Taken back.")
    log.forget_version()
    assert client.get(f"/{kind}s/of-old/").status_code == 404


def test_what_changed_is_told_with_its_date(client: Client, publisher: User) -> None:
    article = make_article()
    publish(article, by=publisher)
    publish(article, by=publisher, note="The second paragraph names its source.")
    assert "The second paragraph names its source." in page(client, article)


def test_what_an_article_names_most_says_how_it_stands(client: Client, publisher: User) -> None:
    company = make_company("Umbra Labs", native_name="本影", sort="lab", country="GB")
    model = make_model("Penumbra 2", developer=company, status="released", released="2026-02-10")
    make_fact(company, published_from=timezone.now(), nature="claimed")
    make_product("Umbra Chat", owner=company)
    article = make_article(body="<p>Penumbra 2, by Umbra Labs. Umbra Labs also has Umbra Chat.</p>")
    publish(article, by=publisher)
    shown = BeautifulSoup(page(client, article), "lxml").select('nav[aria-labelledby="rec"]')[0]
    cards = [" ".join(card.get_text().split()) for card in shown.select(".mentions li")]
    assert cards == [
        "Umbra Labs 本影 Lab, United Kingdom Monthly active users: 163 million, January 2026, claimed",
        "Penumbra 2 Model by Umbra Labs Released 10 February 2026",
    ]
    assert shown.select(".ln")[0]["class"] == ["ln", "ln-claimed"]
    assert shown.select(".also")[0].get_text() == "Also products: Umbra Chat"
    assert model.get_absolute_url() in {link["href"] for link in shown.select("a")}


def test_an_edition_is_cited_in_words_and_in_the_forms_of_reference_managers(
    client: Client, publisher: User
) -> None:
    article = make_article(
        "100% {braces} & 豆包?", slug="braces", authors=[make_author("Wu Mei"), make_author()]
    )
    publish(article, by=publisher, dated=datetime(2026, 2, 9, 12, tzinfo=UTC))
    words = BeautifulSoup(page(client, article), "lxml").select("[data-copy]")[0].get_text()
    url = "http://127.0.0.1:8000/articles/braces/"
    assert (
        words == f"Wu Mei and Ada Umber. “100% {{braces}} & 豆包?” AIWatch, 9 February 2026, edition 1. {url}"
    )
    told = {form: client.get(f"/articles/braces/cite.{form}") for form in ("bib", "ris", "json")}
    bib, ris, csl = (answer.content.decode() for answer in told.values())
    assert "author = {{Wu Mei} and {Ada Umber}}" in bib
    assert r"title = {{100\% \{braces\} \& 豆包?}}" in bib
    assert f"AU  - Wu Mei\r\nAU  - Ada Umber\r\nTI  - {article.headline}\r\n" in ris
    (entry,) = json.loads(csl)
    assert (entry["author"][0], entry["issued"]["date-parts"]) == ({"literal": "Wu Mei"}, [[2026, 2, 9]])
    assert told["bib"]["Content-Disposition"] == 'attachment; filename="braces.bib"'
    withdraw(article, by=publisher, note="Taken back.")
    log.forget_version()
    assert client.get("/articles/braces/cite.ris").status_code == 410
    assert client.get("/articles/braces/cite.doc").status_code == 404


def test_times_are_told_with_their_zone(client: Client, publisher: User) -> None:
    article = make_article()
    publish(article, by=publisher, dated=datetime(2026, 7, 1, 8, tzinfo=UTC))
    html = page(client, article)
    assert 'title="1 July 2026, 09:00 BST (UTC+01:00)">1 July 2026, 09:00 BST</time>' in html
    assert 'class="toc"' not in html  # a text without parts has no contents
