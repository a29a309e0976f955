"""What each kind of page says of itself to programs that read schema.org, and by which address it wants to be known."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from lxml import html

from articles.publishing import publish
from companies.releases import claim
from tests.factories import make_article, make_company, make_fact, make_model, make_topic, someday

pytestmark = pytest.mark.django_db


def blocks(client: Client, address: str) -> dict[str, Any]:
    """What a page says of itself, by kind."""
    page = html.fromstring(client.get(address).text)
    said = [json.loads(text) for text in page.xpath('//script[@type="application/ld+json"]/text()')]
    assert all(one["@context"] == "https://schema.org" for one in said)
    return {one["@type"]: one for one in said}


def way(said: dict[str, Any]) -> list[str]:
    """The addresses on the way to a page, without the site's own."""
    steps = said["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    assert all(step["name"] for step in steps)
    return [step["item"].removeprefix(settings.SITE_URL) for step in steps]


def test_an_article_is_described_with_the_way_to_it(client: Client, publisher: User) -> None:
    fact = make_fact()
    body = f'<p><data value="fact:{fact.pk}">163 million</data></p>'
    article = make_article("Shade " * 33, slug="shade", body=body, backstory="We <counted>\nit twice.")
    article.faq.create(question="Why?", answer="<p>So.</p>", position=0)
    publish(article, by=publisher)
    said = blocks(client, article.get_absolute_url())
    news = said["NewsArticle"]
    assert len(news["headline"]) <= 110 and news["headline"].startswith("Shade Shade")
    assert news["datePublished"] <= news["dateModified"] and news["datePublished"][-6] in "+-"
    [author], publisher_ = news["author"], news["publisher"]
    assert client.get(author["url"].removeprefix(settings.SITE_URL)).status_code == 200
    assert publisher_["name"] == settings.SITE_NAME and publisher_["logo"].startswith(settings.SITE_URL)
    assert [work["name"] for work in news["citation"]] == [fact.source.title]
    assert said["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"] == "So."
    assert news["backstory"] == "We <counted> it twice."
    topic, name = article.topics.get(), article.authors.get()
    assert way(said) == ["/articles/", topic.get_absolute_url(), article.get_absolute_url()]
    for row in (topic, name):
        assert way(blocks(client, row.get_absolute_url())) == ["/articles/", row.get_absolute_url()]


def test_an_article_on_two_topics_is_reached_by_both_and_without_a_backstory_tells_none(
    client: Client, publisher: User
) -> None:
    article = make_article(topics=[make_topic("Stars"), make_topic("Lamps")])
    publish(article, by=publisher)
    page = html.fromstring(client.get(article.get_absolute_url()).text)
    said = [json.loads(text) for text in page.xpath('//script[@type="application/ld+json"]/text()')]
    ways = [way({"BreadcrumbList": one}) for one in said if one["@type"] == "BreadcrumbList"]
    own = article.get_absolute_url()
    assert ways == [
        ["/articles/", topic.get_absolute_url(), own] for topic in article.topics.order_by("name")
    ]
    assert "backstory" not in said[0] and not page.xpath('//*[@id="backstory"]')


def test_records_and_the_ledger_are_described_as_what_they_are(client: Client) -> None:
    public = {"published_from": timezone.now()}
    company = make_company(country="CN", founded="2023-07", seat="Hangzhou", **public)
    model = make_model(developer=company, licence="Apache-2.0", **public)
    claim(model, status="released", window="2026-02-10", claimed_on=someday(2026, 2, 10))
    make_fact(model, **public)
    organisation = blocks(client, company.get_absolute_url())["WebPage"]["mainEntity"]
    assert organisation["@type"] == "Organization" and organisation["foundingDate"] == "2023-07"
    assert organisation["address"]["addressCountry"] == "CN"
    software = blocks(client, model.get_absolute_url())["WebPage"]["mainEntity"]
    assert software["@type"] == "SoftwareApplication" and "Apache-2.0" in software["license"]
    assert software["publication"]["startDate"] == "2026-02-10"
    data = blocks(client, "/facts/")["Dataset"]
    assert 50 <= len(data["description"]) <= 5000 and data["license"] == settings.SITE_LICENCE
    assert len(data["variableMeasured"]) == 1 and "/" in data["temporalCoverage"]
    for file in data["distribution"]:
        answer = client.get(file["contentUrl"].removeprefix(settings.SITE_URL))
        assert answer["Content-Type"].partition(";")[0] == file["encodingFormat"]
        answer.getvalue()
    home = blocks(client, "/")
    assert home["NewsMediaOrganization"]["logo"] and home["WebSite"]["url"] == f"{settings.SITE_URL}/"


def test_a_page_of_a_list_is_known_by_its_own_address_in_each_language(client: Client) -> None:
    for _ in range(51):
        make_company(published_from=timezone.now())
    for asked, own in (("/companies/?page=2", "/companies/?page=2"), ("/companies/?x=1", "/companies/")):
        head = html.fromstring(client.get(asked).text)
        assert head.xpath("//link[@rel='canonical']/@href") == [settings.SITE_URL + own]
        told = {link.get("hreflang"): link.get("href") for link in head.xpath("//link[@hreflang]")}
        assert told == dict.fromkeys(("en", "x-default"), settings.SITE_URL + own)
