"""What the editor's dialogs find while a name is typed."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.publishing import publish, withdraw
from companies.models import Company
from tests.editing import signed_in
from tests.factories import make_article, make_company, make_image, make_model

pytestmark = pytest.mark.django_db


def found(client: Client, page: str, **asked: str) -> list[dict[str, Any]]:
    """What a dialog lists."""
    results: list[dict[str, Any]] = client.get(reverse(page, query=asked)).json()["results"]
    return results


def links(client: Client, words: str, **asked: str) -> list[tuple[str, str]]:
    """What a link may lead to, and what is said of how it stands."""
    listed = found(client, "newsroom:editor_links", q=words, **asked)
    return [(result["text"], result["standing"]) for result in listed]


def test_records_are_found_by_any_of_their_names_and_those_that_are_not_public_say_so(
    contributor: User,
) -> None:
    company = make_company("Umbra Labs", native_name="本影", published_from=timezone.now())
    company.aliases.create(text="Shadow Works")
    make_model("Umbra 2", developer=company)
    client = signed_in(contributor)
    assert links(client, "umbra") == [("Umbra 2", "not public yet"), ("Umbra Labs", "")]
    for words in ("本影", "shadow works", "works umbra", "UMBRA labs"):
        assert links(client, words) == [("Umbra Labs", "")]
    (result,) = found(client, "newsroom:editor_links", q="本影")
    assert result["address"] == company.get_absolute_url()
    assert result["note"] == "Company, 本影"


def test_what_is_called_so_comes_before_what_begins_so_and_what_has_it_in_its_name(editor: User) -> None:
    for name in ("New Umbra", "Umbra Labs", "Umbra"):
        make_company(name)
    assert [text for text, _ in links(signed_in(editor), "umbra")] == ["Umbra", "Umbra Labs", "New Umbra"]


def test_articles_lead_to_where_readers_find_them(publisher: User) -> None:
    make_article("Eclipse draft")
    live, gone, archived = (make_article(f"Eclipse {n}") for n in ("live", "gone", "archived"))
    for article in (live, gone):
        publish(article, by=publisher)
    withdraw(gone, by=publisher, note="So.")
    live.slug, live.headline = "another", "Another eclipse"
    live.save()
    archived.state = "archived"
    archived.save()
    client = signed_in(publisher)
    assert dict(links(client, "eclipse")) == {
        "Eclipse live": "",
        "Eclipse gone": "no longer public",
        "Eclipse draft": "not public yet",
    }
    addresses = {
        row["text"]: row["address"] for row in found(client, "newsroom:editor_links", q="another eclipse")
    }
    assert addresses["Eclipse live"] != "/articles/another/"
    assert client.get(addresses["Eclipse live"]).status_code == 200


def test_records_and_articles_are_found_alone_where_only_one_is_asked_for(editor: User) -> None:
    make_company("Umbra")
    make_article("Umbra in the dark")
    client = signed_in(editor)
    assert links(client, "umbra", among="records") == [("Umbra", "not public yet")]
    assert links(client, "umbra", among="articles") == [("Umbra in the dark", "not public yet")]
    assert len(links(client, "umbra")) == 2


@pytest.mark.parametrize("words", ["%", "_", "\0", "a" * 5000, "'; --", "  "])
def test_whatever_is_typed_is_looked_for_as_words(editor: User, words: str) -> None:
    make_company("Umbra")
    assert links(signed_in(editor), words) == []


def test_pictures_are_found_by_title_and_credit(contributor: User) -> None:
    image = make_image("A shadow on the wall", credit="Ada Umber")
    make_image("A lamp")
    client = signed_in(contributor)
    (result,) = found(client, "newsroom:editor_pictures", q="umber shadow")
    assert result["address"] == image.address
    with image.file.open() as file:
        assert b"".join(client.get(result["thumb"])) == file.read()


def test_the_lists_take_the_same_few_queries_however_much_there_is(editor: User) -> None:
    def fill(count: int) -> None:
        for _ in range(count):
            make_article("Umbra")
            Company.objects.get(pk=make_company("Umbra").pk).aliases.create(text="Umbra!")
            make_image("Umbra")

    client = signed_in(editor)

    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert found(client, page, q="umbra")
        return len(queries)

    pages = ("newsroom:editor_links", "newsroom:editor_pictures")
    fill(1)
    few = [asked(page) for page in pages]
    fill(9)
    assert [asked(page) for page in pages] == few
    # the session, the user, how they stand, two of permissions; then records and articles, or pictures
    assert few == [7, 6]
