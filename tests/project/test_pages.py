"""All readers' pages: sound HTML, nothing inline, and as many queries for much as for little."""

import hashlib
import json
import re
from base64 import b64encode
from itertools import pairwise
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from articles.publishing import publish
from companies.models import Ownership
from companies.releases import claim
from facts.supersession import supersede
from questions.answering.giving import answer
from questions.indexing import index
from questions.models import Question
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_fact,
    make_family,
    make_market,
    make_model,
    make_product,
    make_topic,
    someday,
)

pytestmark = pytest.mark.django_db


class World:
    """One of everything, public, and as many more as asked for, all related to the first."""

    def __init__(self, by: User) -> None:
        now = {"published_from": timezone.now()}
        self.by, self.now, self.year = by, now, 2020
        self.company = make_company("Umbra Labs", native_name="本影", **now)
        self.product = make_product(owner=self.company, **now)
        self.family = make_family(developer=self.company, **now)
        self.model = make_model(developer=self.company, family=self.family, **now)
        self.other = make_model("Umbra 3", native_name="本影三", developer=self.company, **now)
        self.market = make_market(**now)
        self.topic, self.author = make_topic(), make_author()
        self.fact = make_fact(self.company, **now)
        self.article = make_article(topics=[self.topic], authors=[self.author], body=self.body())
        publish(self.article, by=by)
        self.question, self.open = self.ask(), self.leave_open()
        self.more()

    def body(self) -> str:
        """A text that names and cites."""
        return (
            "<h2>A heading</h2><p>Umbra Labs and Penumbra 2 have "
            f'<data value="fact:{self.fact.pk}">163 million</data> users.</p>'
        )

    def ask(self) -> Question:
        """An answered question about the company, on the article."""
        asked = Question.objects.create(text="千问 and Umbra?", slug="umbra", article=self.article)
        asked.records.add(self.company)
        answer(asked, text="<p>Yes.</p>", by=self.by, published_from=timezone.now())
        return asked

    def leave_open(self) -> Question:
        """An open question about the company, on the article."""
        wanted = Question.objects.create(text="本影 when?", slug="when", article=self.article, state="open")
        wanted.records.add(self.company)
        index(wanted)
        return wanted

    def more(self) -> None:
        """One more of everything."""
        family = make_family(developer=self.company, **self.now)
        model = make_model(developer=self.company, family=self.family, predecessor=self.model, **self.now)
        for one in (self.model, model):
            claim(one, status="announced", window="2026-02", claimed_on=someday(), source="https://a.example")
        product = make_product(owner=self.company, **self.now)
        product.powered_by.add(self.family, family)
        self.product.powered_by.add(self.family, family)
        other, owner = make_company(**self.now), make_company(**self.now)
        Ownership.objects.create(owner=self.company, owned=other, type="minority")
        Ownership.objects.create(owner=other, owned=make_company(**self.now), type="parent")
        Ownership.objects.create(owner=owner, owned=self.company, type="parent", until="2024")
        self.year += 1
        for subject in (self.company, self.product, product, self.model, model, self.market):
            make_fact(subject, as_of=str(self.year), **self.now)
        told = make_fact(self.company, as_of=str(self.year), **self.now)
        supersede(told, by=self.by, because="better source", value=self.year, source=self.fact.source)
        make_market(**self.now)
        authors, topics = [self.author, make_author()], [self.topic, make_topic()]
        publish(make_article(topics=topics, authors=authors, body=self.body()), by=self.by)
        self.ask()
        self.leave_open()

    def addresses(self) -> list[str]:
        """Every kind of page."""
        rows = (self.company, self.product, self.family, self.model, self.market, self.topic, self.author)
        more = (self.fact, self.fact.source, self.article, self.question, self.open)
        own = [row.get_absolute_url() for row in (*rows, *more)]
        records = ("companies", "products", "families", "models", "markets")
        lists = (
            "articles",
            *records,
            "facts",
            "sources",
            "questions",
            "questions/open",
            "releases",
            "compare",
        )
        return [
            "/",
            "/changes/",
            "/api/v1/docs/",
            "/api/v1/docs/topics/",
            "/search/",
            "/search/?q=umbra",
            f"/compare/?model={self.model.slug}&model={self.other.slug}",
            "/facts/?q=umbra&nature=measured",
            f"/questions/?record=company/{self.company.slug}",
            f"/questions/open/?q=when&topic={self.topic.slug}",
            *own,
            *(f"/{name}/" for name in lists),
        ]


@pytest.fixture
def world(publisher: User) -> World:
    """Everything twice."""
    return World(publisher)


def parsed(text: str) -> Any:
    """A page as a tree."""
    return html.fromstring(text)


def test_pages_are_sound_and_hold_nothing_inline(client: Client, world: World) -> None:
    for address in [*world.addresses(), "/there-is-nothing-here/"]:
        text = client.get(address).content.decode()
        page = parsed(text)
        assert page.get("lang") == "en", address
        assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1, address
        assert page.xpath("//title/text()")[0].strip(), address
        assert page.xpath('//a[@class="skip"]/@href') == ["#main"], address
        assert not page.xpath("//style | //@style | //@*[starts-with(name(), 'on')]"), address
        assert not page.xpath('//script[not(@src) and not(@type="application/ld+json")]'), address
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), (address, ids)
        for reference in page.xpath("//@aria-labelledby"):
            assert set(reference.split()) <= set(ids), (address, reference)
        for within in page.xpath('//a[starts-with(@href, "#")]/@href'):
            assert within[1:] in ids, (address, within)
        levels = [
            int(heading.tag[1]) for heading in page.xpath("//main//*[self::h1 or self::h2 or self::h3]")
        ]
        assert all(b - a <= 1 for a, b in pairwise(levels)), (address, levels)


def test_pages_run_only_scripts_that_the_policy_names_by_their_content(client: Client, world: World) -> None:
    for address in [*world.addresses(), "/there-is-nothing-here/"]:
        response = client.get(address)
        allowed = response["Content-Security-Policy"].split("script-src ")[1].split(";")[0].split()
        scripts = parsed(response.content.decode()).xpath("//script[@src]")
        assert scripts
        for script in scripts:
            assert f"'{script.get('integrity')}'" in allowed, address
            content = (settings.BASE_DIR / script.get("src").removeprefix("/")).read_bytes()
            digest = b64encode(hashlib.sha384(content).digest()).decode()
            assert script.get("integrity") == f"sha384-{digest}"
        assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(allowed)


def test_pages_say_what_and_where_they_are(client: Client, world: World) -> None:
    for address in world.addresses():
        if address.startswith("/search/"):
            continue
        page = parsed(client.get(address).content.decode())
        where = f"http://127.0.0.1:8000{address}"
        assert page.xpath('//link[@rel="canonical"]/@href') == [where]
        assert page.xpath('//meta[@property="og:url"]/@content') == [where]
        for name in ("og:type", "og:title", "og:description"):
            assert page.xpath(f'//meta[@property="{name}"]/@content')[0].strip(), (address, name)
        assert page.xpath('//meta[@name="description"]/@content')[0].strip(), address


def test_pages_say_to_programs_what_they_are_about(client: Client, world: World) -> None:
    for address in world.addresses():
        if address.startswith("/search/"):
            continue
        page = parsed(client.get(address).content.decode())
        things = [json.loads(text) for text in page.xpath('//script[@type="application/ld+json"]/text()')]
        assert things, address
        assert {thing["@context"] for thing in things} == {"https://schema.org"}, address
        trails = [thing["itemListElement"] for thing in things if thing["@type"] == "BreadcrumbList"]
        ways = [[step["item"].removeprefix("http://127.0.0.1:8000") for step in trail] for trail in trails]
        shown = page.xpath('//nav[@aria-label="Where you are"]//a/@href')
        over = [step for level in zip(*(way[:-1] for way in ways), strict=True) for step in level]
        assert shown == list(dict.fromkeys(over)), address
        assert all(way[-1] == address for way in ways), address


def test_times_are_told_to_the_second(client: Client, world: World) -> None:
    """HTML takes fractions of three digits at most."""
    for address in world.addresses():
        page = parsed(client.get(address).content.decode())
        for time in page.xpath("//time/@datetime"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", time), (address, time)


def test_chinese_says_that_it_is_chinese(client: Client, world: World) -> None:
    for address in world.addresses():
        page = parsed(client.get(address).content.decode())
        for words in page.xpath("//main//text()"):
            if re.search(r"[\u3400-\u9fff]", words):
                element = words.getparent() if words.is_text else words.getparent().getparent()
                assert element.xpath("ancestor-or-self::*[@lang]")[-1].get("lang").startswith("zh"), (
                    address,
                    words,
                )


def queries(client: Client, address: str) -> int:
    """How many queries a page takes that is not kept.

    Without those for the content version: the clock says when it is read, once a second, not the page.
    """
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum('AS "past"' not in query["sql"] for query in captured)


def test_pages_ask_as_much_for_little_as_for_much(client: Client, world: World) -> None:
    before = {address: queries(client, address) for address in world.addresses()}
    for _ in range(3):
        world.more()
    after = {address: queries(client, address) for address in world.addresses()}
    assert not {
        address: (before[address], count) for address, count in after.items() if count > before[address]
    }
