"""Every word of ours that readers see can be translated.

A language is made up in which every text that the interface looks up stands between ⟦ and ⟧. Whatever Latin letters
a page then shows outside them are the newsroom's own words, taken away here since the database holds them, or words
that nobody marked.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db.transaction import atomic, set_rollback
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import trans_real
from lxml import html
from pytest_django import DjangoDbBlocker, Settings

from api.problems import below_api
from articles.models import StandingPage
from articles.publishing import publish
from changes import log
from companies.releases import counted
from newsroom.standing import first_text
from questions.answering.giving import answer
from questions.letters.writing import written
from readers.limits import TooOften
from tests.factories import make_article, make_company, make_fact, make_letter
from tests.project.test_pages import World
from tests.words.gathering import gathered, kept

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#: Any language that Django knows and nobody here reads.
MADE_UP = "eo"
#: What stays as it is in every language, and why.
STAYS = {
    "name of the site, of a project, a format or a standard": (
        *("AIWatch", "RSS", "Atom", "JSON Feed", "API", "CSV", "BibTeX", "RIS", "CSL-JSON", "Wikidata"),
        *("CC", "BY", "Markdown", "OpenAPI"),
    ),
    "zone of the newsroom's clock": ("GMT", "BST", "UTC"),
    "host of an address, or an address": ("a.example", "127.0.0.1", "http", "https"),
    "what the test asked for": ("umbra", "nope"),
}
#: The apps whose tables hold what the newsroom and readers wrote.
WRITTEN = ("changes", "companies", "facts", "articles", "questions", "newsletter")
#: What a reader sees or hears of an element besides its text.
SAID = ("alt", "title", "aria-label", "placeholder")
#: Text of programs: it is in English everywhere.
OF_PROGRAMS = "//script | //style | //pre | //code"


class Marking:
    """A catalogue that knows every text."""

    def gettext(self, message: str) -> str:
        """The text, marked."""
        return f"⟦{message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]}⟧"

    def ngettext(self, one: str, many: str, number: int) -> str:
        """One of the two, marked."""
        return self.gettext(one if number == 1 else many)

    def to_language(self) -> str:
        """What it is of."""
        return MADE_UP


@contextmanager
def made_up() -> Iterator[None]:
    """The interface in the language that is made up, and nothing kept from before."""
    with pytest.MonkeyPatch.context() as patch, override_settings(LANGUAGE_CODE=MADE_UP):
        patch.setitem(trans_real._translations, MADE_UP, Marking())
        with translation.override(MADE_UP):
            forget()
            yield
    forget()


def forget() -> None:
    """Keep no page."""
    cache.clear()
    log.forget_version()


def unmarked(text: str) -> str:
    """A text without what is marked in it."""
    while (less := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = less
    return text


def not_ours() -> list[str]:
    """Every text that the newsroom or a reader wrote, and what stays, the longest first."""
    found: set[str] = set()
    for model in [model for app in WRITTEN for model in apps.get_app_config(app).get_models()]:
        fields = [
            field.attname
            for field in model._meta.concrete_fields
            if field.get_internal_type() in {"CharField", "TextField", "SlugField"} and not field.choices
        ]
        for row in model._base_manager.values_list(*fields) if fields else ():
            for value in row:
                found.update(_texts(str(value or "")))
    stays = {word for words in STAYS.values() for word in words}
    return sorted((text for text in found | stays if re.search("[A-Za-z]{2}", text)), key=len, reverse=True)


def _texts(value: str) -> Iterator[str]:
    """A text as pages show it: whole, within a sentence, and by the pieces of its mark-up."""
    whole = " ".join(value.split())
    yield from (whole, whole[:1].lower() + whole[1:])
    if "<" in value:
        yield from (" ".join(text.split()) for text in html.fromstring(f"<div>{value}</div>").itertext())


def shown(page: str) -> Iterator[str]:
    """What readers see and hear of a page: its text as a whole, and each attribute that is read out."""
    tree: Any = html.fromstring(re.sub("<wbr>|</?mark>", "", page))
    for element in tree.xpath(OF_PROGRAMS):
        element.drop_tree()
    yield " ".join(tree.xpath("string(//title)").split())
    yield from tree.xpath('//meta[@name="description"]/@content')
    for name in ("og:title", "og:description", "og:image:alt"):
        yield from tree.xpath(f'//meta[@property="{name}"]/@content')
    yield " ".join(" ".join(tree.xpath("//body//text()")).split())
    for name in SAID:
        yield from tree.xpath(f"//@{name}")
    yield from tree.xpath("//button/@value | //input[@type='submit']/@value")


def untold(page: str, known: list[str]) -> set[str]:
    """The words of a page that no translation reaches. known: what is not ours, the longest first."""
    found = set()
    for text in shown(page):
        left = unmarked(unescape(text))
        for one in known if re.search("[A-Za-z]{2}", left) else ():
            if one in left:
                left = re.sub(rf"(?<![A-Za-z]){re.escape(one)}(?![A-Za-z])", " ", left)
        found.update(re.findall(r"[A-Za-z]{2,}(?:[ ,.:’]+[A-Za-z]+)*", left))
    return found


class Seen(NamedTuple):
    """What was answered in the language that is made up, and what of it is not ours; the API also in English."""

    pages: dict[str, str]
    known: list[str]
    english: dict[str, bytes]
    again: dict[str, bytes]


#: What refuses what it is asked for, in a sentence.
REFUSED = (
    *(
        "/facts/?nature=nope",
        "/facts/?q=nope&q=nope",
        "/facts/?from_year=2030&to_year=2020",
        "/facts/?from_year=1",
    ),
    *("/facts/?as_known_on=nope", "/facts/?as_known_on=2999-01-01", "/facts/?metric=nope", "/facts/?nope=1"),
    *("/releases/?status=nope", "/releases/?company=nope&year=1", "/releases.ics?openness=nope"),
    *(
        "/questions/?topic=nope",
        "/questions/?record=nope",
        "/questions/?record=company/nope",
        "/questions/open/?q=nope",
    ),
    *(
        "/questions/?q=nope",
        "/compare/?model=nope",
        "/compare/?nope=1",
        "/compare/?model=1&model=2&model=3&model=4&model=5",
    ),
    *("/questions/forget/nope/", "/compny/", "/articles/2020/01/"),
)
#: What the browser says of a form that is sent from our own page.
OURS = {"sec-fetch-site": "same-origin"}
NOTHING_YET = (
    *(
        "/",
        "/articles/",
        "/articles/archive/",
        "/companies/",
        "/models/",
        "/facts/",
        "/sources/",
        "/changes/",
    ),
    *("/questions/", "/questions/open/", "/releases/", "/corrections/", "/compare/"),
)
OF_THE_API = (
    "articles",
    "companies",
    "models",
    "releases",
    "facts",
    "questions",
    "changes",
    "corrections",
    "topics",
)


@pytest.fixture(scope="module")
def seen(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Seen:
    """Every kind of page, asked for once; the world that they are of is gone again."""
    client = Client(raise_request_exception=False)
    with django_db_blocker.unblock(), atomic():
        by = User.objects.create_user("publisher", is_staff=True)
        by.groups.add(Group.objects.get(name="publisher"))
        with made_up():
            pages = {f"{address} of nothing": client.get(address).text for address in NOTHING_YET}
            forget()
            world = World(by)
            addresses = [*world.addresses(), *world.nothing(), *REFUSED]
            pages |= {address: client.get(address).text for address in addresses if not below_api(address)}
            pages |= _of_forms(client, world)
            letter = make_letter()
            answer(letter.subscriber.question, text="<p>Umbra.</p>", by=by, published_from=timezone.now())
            mail: Any = written(letter, timezone.now())
            pages["a mail"] = f"<p>{mail.subject}</p><p>{mail.body}</p>{mail.alternatives[0][0]}"
            known = not_ours()
        asked = [*(f"/api/v1/{name}/" for name in OF_THE_API), "/api/v1/facts/?nature=nope", "/facts.csv"]
        asked += [
            f"/api/v1{row.get_absolute_url()}"
            for row in (world.company, world.model, world.article, world.fact)
        ]
        english = {address: _whole(client, address) for address in asked}
        with made_up():
            again = {address: _whole(client, address) for address in asked}
        set_rollback(True)
    forget()
    return Seen(pages, known, english, again)


def _whole(client: Client, address: str) -> bytes:
    response: Any = client.get(address)
    return bytes(response.getvalue())


def _of_forms(client: Client, world: World) -> dict[str, str]:
    """The pages by which readers send something, as they come and with what is wrong."""
    join = f"/questions/join/{world.open.pk}/"
    sent: list[dict[str, str]] = [
        {},
        {"q": "nope", "name": "1", "email": "nope"},
        {"q": "https://a.example", "email": "nope." * 50 + "@a.example"},
        {"q": "nope@a.example", "name": "nope@a.example"},
        {"q": "nope " * 150, "name": "nope" * 30},
        {"q": "umbra umbra umbra", "started": "nope"},
    ]
    pages = {
        f"asking, {n}": client.post("/questions/ask/", data, headers=OURS).text for n, data in enumerate(sent)
    }
    pages["elsewhere"] = client.post("/questions/ask/", {}, headers={"sec-fetch-site": "cross-site"}).text
    pages["joining"] = client.get(join).text
    pages["joining, wrongly"] = client.post(join, {"send": "", "email": ""}, headers=OURS).text
    for address in (
        reverse("questions:asked"),
        reverse("questions:joined"),
        f"/questions/ask/?about=company/{world.company.slug}",
    ):
        pages[address] = client.get(address).text
    for name in ("400", "403", "429", "500", "503"):
        about = {"refusal": TooOften(9000, sent=name == "429"), "stale": name == "403"}
        pages[name] = render_to_string(f"{name}.html", about)
    return pages


def test_every_page_can_be_translated(seen: Seen) -> None:
    left = {address: untold(page, seen.known) for address, page in seen.pages.items()}
    assert {address: words for address, words in left.items() if words} == {}


def test_the_api_says_the_same_whatever_the_language(seen: Seen) -> None:
    assert seen.english == seen.again


def test_the_first_words_of_standing_pages_can_be_translated() -> None:
    stays = sorted((word for words in STAYS.values() for word in words), key=len, reverse=True)
    with made_up():
        for slug in StandingPage.Slug:
            assert untold(f"<p>{slug.label}</p>{first_text(slug)}", stays) == set(), slug


def test_the_catalogue_holds_what_is_marked_today() -> None:
    """`make words` brings it up to date."""
    assert {(one.id, one.context) for one in kept()} == {(one.id, one.context) for one in gathered()}


def test_a_translation_is_one_file(
    client: Client, publisher: User, settings: Settings, tmp_path: Path
) -> None:
    translated = Catalog(locale="zh_Hans")
    translated.add("Releases", "发布")
    translated.add("j F Y", "Y年n月j日")
    translated.add(("%(number)s day", "%(number)s days"), ("%(number)s天",))
    file = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        write_mo(out, translated)
    fact = make_fact(
        make_company(published_from=timezone.now()), published_from=timezone.now(), qualifier="over"
    )
    article = make_article(body=f'<p><data value="fact:{fact.pk}">1.63亿</data></p>')
    settings.LOCALE_PATHS, settings.LANGUAGE, settings.LANGUAGE_CODE = [str(tmp_path)], "zh-Hans", "zh-hans"
    publish(article, by=publisher)
    page = html.fromstring(client.get(f"/articles/{article.slug}/").text)
    assert page.get("lang") == "zh-Hans"
    assert page.xpath("//link[@rel='alternate']/@hreflang") == ["zh-Hans", "x-default"]
    assert page.xpath("//nav//a[@href='/releases/']/text()") == ["发布"]
    assert "超过1.63亿" in page.text_content()
    assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日", page.text_content())
    assert page.xpath("//a[@href='/companies/']/text()") == ["Companies"]  # not translated yet
    assert counted(2) == "2天"
    assert client.get(f"/api/v1/facts/{fact.pk}/").json()["shown"] == "over 163 million"


def test_a_day_within_a_sentence_is_the_newsrooms() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in London
    shown = Template("{% load moments %}{{ at|on_day }} {{ at|at_the_clock }}").render(Context({"at": late}))
    assert shown.count("2 July 2026") == 3 and "00:30 BST" in shown
