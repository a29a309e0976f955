"""All readers' pages: sound HTML, nothing inline, and as many queries for much as for little."""

import gzip
import hashlib
import json
import re
from base64 import b64encode
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import connection
from django.db.transaction import atomic, set_rollback
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from pytest_django import DjangoDbBlocker

from articles.publishing import publish, withdraw
from changes import log
from changes.corrections import Said, Thing, correct
from companies.models import Ownership
from companies.releases import claim
from facts.supersession import supersede
from newsletter import links
from newsletter.issues.freezing import begin
from newsletter.models import Asking, Follow, Issue
from questions.answering.giving import answer
from questions.indexing import index
from questions.models import Question
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_fact,
    make_family,
    make_issue,
    make_market,
    make_model,
    make_product,
    make_subscriber,
    make_topic,
    someday,
)

pytestmark = pytest.mark.django_db

#: Links that say where something is, which no browser loads by itself.
TOLD_ONLY = " or ".join(
    f"@rel='{name}'" for name in ("canonical", "alternate", "license", "author", "next", "prev")
)


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
        self.correction = correct(
            Said("It was two.", "It was three."),
            touches=[Thing("company", self.company.pk, "Umbra Labs", self.company.get_absolute_url())],
            by=by,
        )
        self.issue = self.send()
        self.reader = make_subscriber()
        self.asking = Asking.objects.create(sealed="x", digest="x", weekly=True)
        self.more()

    def send(self) -> Issue:
        """An issue of the newsletter that carries the article, the figure, the model and the question."""
        issue = make_issue(self.article, send_at=timezone.now())
        things = [("figure", self.fact.pk), ("release", self.model.pk), ("question", self.question.pk)]
        for position, (section, pk) in enumerate(things, start=1):
            issue.items.create(section=section, about_id=pk, position=position)
        begin(issue, timezone.now())
        issue.refresh_from_db()
        return issue

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
        self.send()
        for about, row in (("release", model), ("company", other), ("topic", topics[1]), ("fact", told)):
            Follow.objects.create(subscriber=self.reader, about=about, about_id=row.pk)
            self.asking.follows.append([about, row.pk])
        self.asking.save()

    def addresses(self) -> list[str]:
        """Every kind of page."""
        rows = (self.company, self.product, self.family, self.model, self.market, self.topic, self.author)
        more = (self.fact, self.fact.source, self.article, self.question, self.open, self.issue)
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
            "newsletter",
        )
        return [
            "/",
            "/changes/",
            "/corrections/",
            self.correction.get_absolute_url(),
            "/about/",
            "/privacy/",
            "/editorial-policy/",
            "/newsletter/issues/",
            "/articles/archive/",
            f"/articles/{timezone.localdate():%Y/%m}/",
            "/questions/ask/",
            f"/newsletter/?about=release&id={self.model.pk}",
            "/newsletter/thanks/",
            *self.by_link(),
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

    def by_link(self) -> list[str]:
        """The pages behind the links in a mail of the newsletter."""
        token = links.token_of(links.Reader(self.reader.key))
        found = (
            links.to_confirm(self.asking.pk, self.asking.digest),
            links.to_leave(token),
            links.to_choose(token),
        )
        return [address.removeprefix(settings.SITE_URL) for address in found]

    def nothing(self) -> list[str]:
        """Where there is nothing, and where there is nothing any more."""
        gone = make_article()
        publish(gone, by=self.by)
        withdraw(gone, by=self.by, note="It was another eclipse.")
        links_only = [f"/newsletter/{name}/1.x/" for name in ("confirm", "choose")]
        return [
            "/there-is-nothing-here/",
            "/companies/umbra-lab/",
            f"/articles/{gone.slug}/",
            "/newsletter/?about=model&id=0",
            "/newsletter/?of=x",
            *links_only,
        ]


@pytest.fixture
def world(publisher: User) -> World:
    """Everything twice."""
    return World(publisher)


class Page(NamedTuple):
    """A page as it was answered, and as a tree."""

    address: str
    seen: HttpResponse
    text: str
    tree: Any

    @property
    def kept_out(self) -> bool:
        """Whether it asks search engines to leave it out."""
        return bool(self.tree.xpath('//meta[@name="robots" and contains(@content, "noindex")]'))


def every_kind(blocker: DjangoDbBlocker) -> list[Page]:
    """A page of each kind, of a world that is gone again when they are read.

    For a module that is marked `django_db`: without it there is no database of the tests.
    """
    with blocker.unblock(), atomic():
        by, client = User.objects.create_user("publisher", is_staff=True), Client()
        by.groups.add(Group.objects.get(name="publisher"))
        world = World(by)
        answers = [(address, client.get(address)) for address in [*world.addresses(), *world.nothing()]]
        set_rollback(True)
    cache.clear()
    log.forget_version()
    return [Page(address, one, one.text, html.fromstring(one.text)) for address, one in answers]


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[Page]:
    """A page of each kind, asked for once for all that is said of them."""
    return every_kind(django_db_blocker)


def test_pages_are_sound(pages: list[Page]) -> None:
    for address, seen, _, page in pages:
        assert seen["Content-Type"] == "text/html; charset=utf-8", address
        assert page.get("lang") == "en", address
        assert len(page.xpath("//h1")) == len(page.xpath("//main")) == len(page.xpath("//main//h1")) == 1, (
            address
        )
        assert page.xpath("//title/text()")[0].strip(), address
        assert page.xpath('//a[@class="skip"]/@href') == ["#main"], address
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), (address, ids)
        for reference in page.xpath("//@aria-labelledby | //@aria-describedby | //@for | //@aria-controls"):
            assert set(reference.split()) <= set(ids), (address, reference)
        for within in page.xpath('//a[starts-with(@href, "#")]/@href'):
            assert within[1:] in ids, (address, within)
        levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
        assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels)), (address, levels)


def test_parts_that_one_jumps_between_are_told_apart_by_their_names(pages: list[Page]) -> None:
    for address, _, _, page in pages:
        parts = page.xpath(
            "//nav | //aside | //*[@role='region' or @role='search'] | //section[@aria-labelledby]"
        )
        names = [(part.get("role") or part.tag, _name(part, page)) for part in parts]
        assert all(name or kind == "search" for kind, name in names), (address, names)
        assert len(names) == len(set(names)), (address, names)


def _name(part: Any, page: Any) -> str:
    """What a reader hears a part called."""
    by = (part.get("aria-labelledby") or "").split()
    heard = part.get("aria-label") or " ".join(page.get_element_by_id(one).text_content() for one in by)
    return " ".join(heard.split())


def test_pages_hold_nothing_inline_and_load_nothing_from_elsewhere(pages: list[Page]) -> None:
    for address, seen, _, page in pages:
        assert seen["Content-Security-Policy"].startswith("default-src 'none'; "), address
        assert "unsafe" not in seen["Content-Security-Policy"], address
        assert not page.xpath("//style | //@style | //@*[starts-with(name(), 'on')]"), address
        assert not page.xpath('//script[not(@src) and not(@type="application/ld+json")]'), address
        assert not page.xpath("//iframe | //object | //embed | //base | //@tabindex[. > 0]"), address
        loaded = page.xpath(f"//@src | //link[not({TOLD_ONLY})]/@href | //@action | //@poster | //use/@href")
        sets = [
            part.split()[0] for one in page.xpath("//@srcset | //@imagesrcset") for part in one.split(",")
        ]
        for one in [*loaded, *sets]:
            assert re.match(r"/(?!/)|\?|#", one), (address, one)


def test_pages_know_nobody_and_are_light(pages: list[Page]) -> None:
    for address, seen, text, _ in pages:
        assert not seen.cookies and "Cookie" not in seen.get("Vary", ""), address
        assert len(gzip.compress(text.encode(), 4)) < 20_000, address


def test_pages_run_only_scripts_that_the_policy_names_by_their_content(pages: list[Page]) -> None:
    for address, seen, _, page in pages:
        allowed = seen["Content-Security-Policy"].split("script-src ")[1].split(";")[0].split()
        scripts = page.xpath("//script[@src]")
        assert scripts
        for script in scripts:
            assert f"'{script.get('integrity')}'" in allowed, address
            content = (settings.BASE_DIR / script.get("src").removeprefix("/")).read_bytes()
            digest = b64encode(hashlib.sha384(content).digest()).decode()
            assert script.get("integrity") == f"sha384-{digest}"


def test_pages_say_what_and_where_they_are(pages: list[Page]) -> None:
    for page in pages:
        assert page.tree.xpath('//meta[@name="description"]/@content')[0].strip(), page.address
        # What is found changes daily: it stands under the address of the search.
        where = f"http://127.0.0.1:8000{re.sub('(?<=^/search/)[?].*', '', page.address)}"
        told = page.tree.xpath('//link[@rel="canonical"]/@href')
        assert told == [where] or (page.kept_out and not told), page.address
        assert page.tree.xpath('//meta[@property="og:url"]/@content') == told
        for name in ("og:type", "og:title", "og:description") if told else ():
            assert page.tree.xpath(f'//meta[@property="{name}"]/@content')[0].strip(), (page.address, name)


def test_only_what_is_somebodys_own_is_kept_from_search_engines(pages: list[Page]) -> None:
    assert all(page.kept_out for page in pages if page.seen.status_code != 200)
    whole = [page for page in pages if page.seen.status_code == 200 and "?" not in page.address]
    link = re.compile(r"^(/newsletter/\w+)/[0-9a-f]+[.-][^/]+/$")
    kept_out = {link.sub(r"\1/LINK/", page.address) for page in whole if page.kept_out}
    behind_links = {f"/newsletter/{name}/LINK/" for name in ("confirm", "leave", "choose")}
    assert kept_out == {"/newsletter/thanks/"} | behind_links


def test_pages_say_to_programs_what_they_are_about(pages: list[Page]) -> None:
    for page in pages:
        if page.kept_out:
            continue
        address, tree = page.address, page.tree
        things = [json.loads(text) for text in tree.xpath('//script[@type="application/ld+json"]/text()')]
        assert things, address
        assert {thing["@context"] for thing in things} == {"https://schema.org"}, address
        trails = [thing["itemListElement"] for thing in things if thing["@type"] == "BreadcrumbList"]
        ways = [[step["item"].removeprefix("http://127.0.0.1:8000") for step in trail] for trail in trails]
        shown = tree.xpath('//nav[@aria-label="Where you are"]//a/@href')
        over = [step for level in zip(*(way[:-1] for way in ways), strict=True) for step in level]
        assert shown == list(dict.fromkeys(over)), address
        assert all(way[-1] == address for way in ways), address


def test_times_are_told_to_the_second(pages: list[Page]) -> None:
    """HTML takes fractions of three digits at most."""
    for address, _, _, page in pages:
        for time in page.xpath("//time/@datetime"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", time), (address, time)


def test_chinese_says_that_it_is_chinese(pages: list[Page]) -> None:
    for address, _, _, page in pages:
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
