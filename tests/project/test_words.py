"""Every word of ours that readers see can be translated.

A language is made up in which every text that the interface looks up stands between ⟦ and ⟧. Whatever Latin letters
a page then shows outside them are the newsroom's own words, taken away here since the database holds them, or words
that nobody marked.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real
from lxml import html

from articles.models import StandingPage
from newsroom.standing import first_text
from tests.project.test_pages import World

pytestmark = pytest.mark.django_db

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
WRITTEN = ("changes", "companies", "facts", "articles", "questions")
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


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The interface in the language that is made up."""
    monkeypatch.setitem(trans_real._translations, MADE_UP, Marking())
    with translation.override(MADE_UP):
        yield


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
    tree: Any = html.fromstring(page.replace("<wbr>", ""))
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


def test_every_page_can_be_translated(made_up: None, client: Client, publisher: User) -> None:
    world = World(publisher)
    addresses = [
        one for one in [*world.addresses(), *world.nothing()] if not one.startswith(("/api/", "/search/"))
    ]
    known = not_ours()
    left = {address: untold(client.get(address).text, known) for address in addresses}
    assert {address: words for address, words in left.items() if words} == {}


def test_the_first_words_of_standing_pages_can_be_translated(made_up: None) -> None:
    stays = sorted((word for words in STAYS.values() for word in words), key=len, reverse=True)
    for slug in StandingPage.Slug:
        assert untold(f"<p>{slug.label}</p>{first_text(slug)}", stays) == set(), slug
