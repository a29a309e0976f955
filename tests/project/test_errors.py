"""What readers are told where they get nothing: 400, 403, 404, 410, 429, 500 and 503, each with a page of its own."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from lxml import html

from aiwatch.urls import handler404, handler500, urlpatterns
from articles.publishing import publish, withdraw
from readers.limits import TooOften
from tests.factories import make_article, make_company, make_family, make_model

pytestmark = pytest.mark.django_db
__all__ = ["handler404", "handler500"]


def fall(request: HttpRequest) -> HttpResponse:
    """An address of which the view fails."""
    raise RuntimeError


def refuse(request: HttpRequest) -> HttpResponse:
    """An address that was asked for too often."""
    raise TooOften(125)


urlpatterns = [*urlpatterns, path("fall/", fall), path("api/v1/fall/", fall), path("refuse/", refuse)]


@pytest.fixture
def closed(tmp_path: Path, settings: Any) -> Path:
    """The file while which is there the site is closed; it is not yet."""
    settings.CLOSED_WHILE = tmp_path / "closed"
    return tmp_path / "closed"


def page(response: Any, status: int) -> Any:
    """The page of an error as a tree."""
    assert response.status_code == status
    found = html.fromstring(response.content.decode())
    assert len(found.xpath("//main//h1")) == 1
    assert found.xpath('//meta[@name="robots"]/@content') == ["noindex"]
    assert not found.xpath("//style | //@style")
    return found


def meant(client: Client, address: str) -> list[str]:
    """What the 404 of an address offers."""
    return list(page(client.get(address), 404).xpath('//nav[@aria-labelledby="meant"]//a/@href'))


def test_what_is_not_there_is_searched_for_in_its_words(client: Client) -> None:
    found = page(client.get("/articles/the-great-penumbra/"), 404)
    assert found.xpath('//main//form[@action="/search/"]//input/@value') == ["the great penumbra"]


def test_what_may_be_meant_is_offered_and_nothing_that_readers_do_not_see(
    client: Client, publisher: User
) -> None:
    shown = {"published_from": timezone.now()}
    make_company("Penumbra", slug="penumbra", **shown)
    family = make_family("Umbral One", **shown)
    make_model("Penumbrae", slug="penumbrae")
    publish(make_article("Gloaming", slug="gloaming"), by=publisher)
    make_article("Gloaming draft", slug="gloaming-draft")
    assert meant(client, "/companies/penumbera/") == ["/companies/penumbra/"]
    assert meant(client, "/company/PENUMBRA/")[0] == "/companies/penumbra/"
    assert meant(client, f"/products/{family.slug}/")[0] == f"/families/{family.slug}/"
    assert meant(client, "/models/penumbrae/") == ["/companies/penumbra/"]
    assert meant(client, "/gloaming/") == meant(client, "/topics/gloaming/") == ["/articles/gloaming/"]
    assert meant(client, "/articles/gloaming-draft/") == ["/articles/"]
    assert meant(client, "/modles/") == ["/models/"]


@pytest.mark.parametrize(
    "address", ["/wp-login.php", "/a/b/c/", "/%00/", "/%F0%9F%98%80/", "/" + "a" * 3000, "/-/"]
)
def test_what_resembles_no_address_of_ours_is_not_looked_for(
    client: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    client.get("/nowhere/")
    with django_assert_max_num_queries(3):
        assert meant(client, address) == []


def test_what_was_withdrawn_is_gone_with_its_note_and_a_search(client: Client, publisher: User) -> None:
    article = make_article(slug="gloaming")
    publish(article, by=publisher)
    withdraw(article, by=publisher, note="It was another eclipse.")
    found = page(client.get("/articles/gloaming/"), 410)
    assert "It was another eclipse." in found.xpath("string(//main)")
    assert found.xpath('//main//form[@action="/search/"]')


@pytest.mark.urls(__name__)
def test_what_fails_says_so_and_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.raise_request_exception = False
    client.get("/")
    with django_assert_num_queries(0):
        found = page(client.get("/fall/"), 500)
    assert found.xpath('string(//a[@class="brand"])') == django_settings.SITE_NAME
    for address in found.xpath("//link/@href"):
        assert (django_settings.BASE_DIR / address.removeprefix("/")).exists()
    assert client.get("/api/v1/fall/")["Content-Type"] == "application/problem+json"


@pytest.mark.urls(__name__)
def test_what_was_tried_too_often_says_how_long_to_wait(client: Client) -> None:
    response = client.get("/refuse/")
    assert "Wait 3 minutes and try again." in page(response, 429).xpath("string(//main)")
    assert response["Retry-After"] == "125" and response["Cache-Control"] == "private, no-store"


def test_a_form_that_is_not_ours_is_told_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)
    found = page(strict.post("/admin/forgotten/", {"email": "a@example.org"}), 403)
    assert "load the page anew" in found.xpath("string(//main)")


def test_while_it_is_closed_everything_says_so_and_what_is_kept_is_not_shown(
    client: Client, closed: Path, django_assert_num_queries: Any
) -> None:
    assert client.get("/").status_code == 200
    closed.touch()
    with django_assert_num_queries(0):
        for address in ("/", "/admin/", "/feeds/latest.rss", "/nowhere/"):
            response = client.get(address)
            page(response, 503)
            assert (response["Retry-After"], response["Cache-Control"]) == ("300", "no-store")
        assert client.post("/questions/ask/", {"q": "Why?"}).status_code == 503
        problem = client.get("/api/v1/articles/")
    assert problem["Content-Type"] == "application/problem+json" and problem["Retry-After"] == "300"
    assert problem["Access-Control-Allow-Origin"] == "*" and problem.json()["status"] == 503
    assert client.get("/healthz").status_code == 200
    styles: Any = client.get("/static/css/base.css")
    assert b"@layer base" in b"".join(styles.streaming_content)
    styles.close()
    closed.unlink()
    assert client.get("/").status_code == 200


def test_pages_may_ask_a_browser_for_nothing(client: Client) -> None:
    for address in ("/", "/nowhere/", "/search/"):
        headers = client.get(address).headers
        assert "camera=()" in headers["Permissions-Policy"]
        assert (
            headers["Cross-Origin-Resource-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
        )
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "Set-Cookie" not in headers
    assert "Cross-Origin-Resource-Policy" not in client.get("/feeds/latest.rss").headers
