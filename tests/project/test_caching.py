"""What lets others keep our answers: ETag, Last-Modified, 304, packed forms, Vary, HEAD, OPTIONS and CORS."""

import gzip
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from aiwatch.pages.coding import gzip_wanted
from aiwatch.pages.keys import markdown_wanted
from api.accepting import CSV, JSON, MARKDOWN, NDJSON, ranked
from articles.publishing import publish
from changes import log
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST, ONE = "/api/v1/articles/", "/api/v1/articles/timed-eclipse/"
FORMATS = (JSON, NDJSON, CSV, MARKDOWN)
#: The kinds of answers that anybody may keep.
ADDRESSES = (
    *("/", "/articles/", "/articles/timed-eclipse/", "/facts.csv", "/sitemap.xml", "/feeds/latest.rss"),
    *("/api/v1/", "/api/v1/docs/", "/api/v1/schema/", LIST, ONE),
    *(f"{LIST}?format=csv", f"{LIST}?format=ndjson"),
)
SHARED = ("ETag", "Last-Modified", "Cache-Control", "Vary")


@pytest.fixture(autouse=True)
def something(publisher: User) -> None:
    """One article, published a while ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=20)):
        publish(make_article("Timed eclipse", slug="timed-eclipse"), by=publisher)
    log.forget_version()


def body(response: Any) -> bytes:
    """The whole of an answer, unpacked."""
    sent = b"".join(response.streaming_content) if response.streaming else response.content
    return gzip.decompress(sent) if response.get("Content-Encoding") == "gzip" else sent


@pytest.mark.parametrize("address", ADDRESSES)
def test_whoever_holds_the_newest_is_told_so_for_one_query(client: Client, address: str) -> None:
    for coding in ("identity", "gzip, br"):
        first = client.get(address, headers={"accept-encoding": coding})
        assert body(first) and "s-maxage=1" in first["Cache-Control"]
        log.forget_version()
        for method in (client.get, client.head):
            with CaptureQueriesContext(connection) as queries:
                again = method(
                    address,
                    headers={
                        "accept-encoding": coding,
                        "if-none-match": f'W/"x", W/{first["ETag"]}',
                        "if-modified-since": http_date(0),  # is not looked at beside If-None-Match
                    },
                )
            assert (again.status_code, again.content) == (304, b"")
            assert {name: again[name] for name in SHARED} == {name: first[name] for name in SHARED}
            assert len(queries) <= 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_form_has_an_etag_of_its_own_and_head_is_get_without_a_body(
    client: Client, address: str
) -> None:
    plain, packed = client.get(address), client.get(address, headers={"accept-encoding": "gzip"})
    assert body(plain) == body(packed)
    assert packed["ETag"] == plain["ETag"][:-1] + '-gz"' and packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in plain["Vary"] and plain["Vary"] == packed["Vary"]
    assert ("Accept" in plain["Vary"].split(", ")) == ("/api/" in address or "timed" in address)
    for coding, whole in (("identity", plain), ("gzip", packed)):
        head = client.head(address, headers={"accept-encoding": coding})
        assert not body(head) if not head.streaming else True
        assert dict(head.items()) == dict(whole.items())
    # A packed answer is no plain one: whoever takes only the plain form does not have it by the other's tag.
    asked = {"if-none-match": packed["ETag"], "accept-encoding": "identity"}
    assert client.get(address, headers=asked).status_code == 200


def test_no_tag_makes_something_of_what_is_not_there(client: Client) -> None:
    etag = client.get(ONE)["ETag"]
    for address in ("/articles/nothing/", "/api/v1/articles/nothing/", "/api/v1/nothing/", f"{LIST}?x=1"):
        for held in ("*", '"x"', etag):
            assert client.get(address, headers={"if-none-match": held}).status_code in {400, 404}
    assert client.get(LIST, headers={"if-none-match": etag}).status_code == 200
    assert client.get(ONE, headers={"if-none-match": "*"}).status_code == 304
    assert client.get(ONE, headers={"if-match": '"x"'}).status_code == 412
    assert client.get(ONE, headers={"if-match": etag}).status_code == 200


def test_a_time_is_told_since_which_nothing_changed_and_may_be_asked_by(
    client: Client, publisher: User
) -> None:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    since = parse_http_date(client.get(ONE)["Last-Modified"])
    assert today <= since <= timezone.now().timestamp()
    for ago, status in ((0, 304), (-5, 304), (1, 200)):
        asked = {"if-modified-since": http_date(since - ago)}
        assert client.get(ONE, headers=asked).status_code == status
    for then in (0, since, since + 100):
        # While no time is settled, none is compared.
        assert client.get(ONE, headers={"if-unmodified-since": http_date(then)}).status_code == 200
    for wrong in ("", "x", "yesterday"):
        assert client.get(ONE, headers={"if-modified-since": wrong}).status_code == 200
    assert (
        client.get("/articles/nothing/", headers={"if-modified-since": http_date(since)}).status_code == 404
    )


def test_two_changes_within_a_second_are_not_taken_for_one(client: Client, publisher: User) -> None:
    with time_machine.travel(timezone.now().replace(microsecond=100_000), tick=False) as clock:
        publish(make_article("First"), by=publisher)
        log.forget_version()
        first = client.get(LIST)
        clock.shift(0.5)
        publish(make_article("Second"), by=publisher)
        for minutes in (0, 15):
            clock.shift(minutes * 60)
            log.forget_version()
            again = client.get(LIST, headers={"if-modified-since": first["Last-Modified"]})
            assert again.status_code == 200 and "Second" in again.text


def test_a_changed_article_is_another_and_a_withdrawn_one_has_no_tag(client: Client, publisher: User) -> None:
    before = client.get(ONE)["ETag"]
    publish(make_article("Another"), by=publisher)
    log.forget_version()
    after = client.get(ONE, headers={"if-none-match": before})
    assert after.status_code == 200 and after["ETag"] != before
    assert "ETag" not in client.get("/api/v1/articles/nothing/")


@pytest.mark.parametrize(
    ("accepted", "wanted"),
    [
        *(("", False), ("gzip", True), ("GZIP, br", True), ("x-gzip", True), ("*", True), ("br", False)),
        *(("gzip;q=0", False), ("gzip; q=0.000, *", False), ("gzip;q=0.5, identity", False)),
        *(("gzip;q=0.5, identity;q=0.5", True), ("br;q=1, *;q=0.1", True), ("identity", False)),
        *(("gzip;q=1, *;q=0", True), ("identity;q=0, gzip", True), ("*;q=0", None)),
        *(("gzip;q=0, identity;q=0", None), ("gzip;q=x", True), (",;,=", False)),
    ],
)
def test_packing_follows_what_is_accepted(accepted: str, wanted: bool | None) -> None:
    assert gzip_wanted(accepted) is wanted


def test_who_takes_neither_form_is_told_so(client: Client) -> None:
    refused = client.get(LIST, headers={"accept-encoding": "*;q=0"})
    assert (refused.status_code, refused["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        *(("", JSON), ("*/*", JSON), ("text/csv", CSV), ("text/*", CSV), ("text/csv;q=0, text/*", MARKDOWN)),
        *(("application/json;q=0.5, text/csv", CSV), ("text/csv;q=0.5, */*", JSON), ("image/png", None)),
        *(
            ("*/*, application/x-ndjson", NDJSON),
            ("application/json; charset=utf-8", JSON),
            ("*/*;q=0", None),
        ),
        *(("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", JSON), (", ,", JSON)),
    ],
)
def test_a_format_follows_what_is_accepted(accept: str, best: str | None) -> None:
    assert next(iter(ranked(accept, FORMATS)), None) == best


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        *(("text/markdown", True), ("text/markdown, text/html, */*", True), ("text/markdown, */*", True)),
        *(("text/html, text/markdown", False), ("text/markdown;q=0.5, text/html", False), ("*/*", False)),
        *(("text/*", False), ("", False), ("text/markdown;q=0, */*", False), ("Text/Markdown", True)),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", False),
    ],
)
def test_no_browser_asks_for_markdown(accept: str, wanted: bool) -> None:
    assert markdown_wanted(accept) is wanted


def test_an_answer_is_in_the_format_that_is_wanted_most_and_else_refused(client: Client) -> None:
    for accept, kind in (("text/csv", "text/csv"), ("application/json;q=0.1, text/csv;q=0.9", "text/csv")):
        assert client.get(LIST, headers={"accept": accept})["Content-Type"].startswith(kind)
    assert client.get(ONE, headers={"accept": "text/csv, */*;q=0.1"})["Content-Type"] == "application/json"
    offered = {
        LIST: "application/json, application/x-ndjson, text/csv",
        ONE: "application/json, text/markdown",
        f"{ONE}?fields=slug": "application/json",
        "/api/v1/search/?q=x": "application/json",
    }
    for address, told in offered.items():
        refused = client.get(address, headers={"accept": "image/png"})
        assert refused.status_code == 406
        assert refused.json()["detail"] == f"This comes as {told}: accept one of them."
    assert client.get("/api/v1/schema/", headers={"accept": "image/png"}).json()["status"] == 406


@pytest.mark.parametrize("address", [LIST, ONE, "/api/v1/", "/api/v1/schema/", "/articles/timed-eclipse/"])
def test_a_tag_stands_for_what_is_answered_however_it_was_asked_for(client: Client, address: str) -> None:
    tags: dict[str, set[str]] = {}
    for accept in (
        *(
            "",
            "*/*",
            "application/json",
            "APPLICATION/JSON ;q=0.9, text/*;q=0.1",
            "text/csv",
            "text/csv, */*;q=0.1",
        ),
        *(
            "text/markdown",
            "text/markdown, application/json;q=0.5",
            "application/yaml",
            "text/html,*/*;q=0.8",
        ),
    ):
        answer = client.get(address, headers={"accept": accept})
        if answer.status_code == 200:
            tags.setdefault(answer["Content-Type"], set()).add(answer["ETag"])
    assert all(len(found) == 1 for found in tags.values())
    assert len(set.union(*tags.values())) == len(tags)


def test_a_format_in_the_address_makes_one_answer_of_all_that_is_accepted(client: Client) -> None:
    for form in ("csv", "ndjson", "json"):
        answers = [
            client.get(f"{LIST}?format={form}", headers={"accept": accept})
            for accept in ("", "text/csv", "text/html", "application/x-ndjson")
        ]
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer["ETag"] for answer in answers}) == 1, form


def test_a_file_is_named_by_its_list_and_the_day(client: Client) -> None:
    for kind in ("csv", "ndjson"):
        for ask in (client.get, client.head):
            named = ask(f"{LIST}?format={kind}")["Content-Disposition"]
            assert named == f'attachment; filename="aiwatch-articles-{timezone.localdate()}.{kind}"'
    assert "Content-Disposition" not in client.get(LIST)


def test_every_origin_may_read_and_none_may_write(client: Client) -> None:
    for address in (LIST, ONE, "/api/v1/", "/api/v1/nothing/"):
        for origin in ({}, {"origin": "https://reader.example"}):
            read = client.get(address, headers=origin)
            assert (
                read["Access-Control-Allow-Origin"] == "*" and "ETag" in read["Access-Control-Expose-Headers"]
            )
            assert "Access-Control-Allow-Credentials" not in read and "Origin" not in read["Vary"]
    for address, method, allowed in (
        (LIST, "GET", True),
        (LIST, "HEAD", True),
        (LIST, "POST", False),
        (LIST, "PATCH", False),
        ("/api/v1/staff/drafts/", "GET", False),
        ("/articles/", "GET", False),
    ):
        asked = {"origin": "https://reader.example", "access-control-request-method": method}
        answer = client.options(address, headers=asked)
        assert ("Access-Control-Allow-Origin" in answer) is allowed, (address, method)
        assert not allowed or "Content-Type" not in answer
        assert "content-type" not in answer.get("Access-Control-Allow-Headers", "").lower()
    assert "Access-Control-Allow-Origin" not in client.post(
        LIST, headers={"origin": "https://reader.example"}
    )
    assert "Access-Control-Allow-Origin" not in client.get("/articles/")
    assert client.get("/api/v1")["Access-Control-Allow-Origin"] == "*"


def test_options_say_what_an_address_takes(client: Client) -> None:
    for address in (LIST, ONE, "/api/v1/", "/api/v1/docs/", "/api/v1/schema/"):
        options = client.options(address)
        assert (options.status_code, options.content, options["Content-Length"]) == (200, b"", "0")
        assert options["Allow"] == "GET, HEAD, OPTIONS" and "Content-Type" not in options
    odd = {"accept": "image/png"}
    assert client.options("/api/v1/questions/", headers=odd)["Allow"] == "GET, POST, HEAD, OPTIONS"
    assert client.options("/api/v1/questions/1/votes/", headers=odd)["Allow"] == "POST, OPTIONS"


def test_public_reading_knows_no_cookie_and_no_token(client: Client, publisher: User) -> None:
    before = client.get(ONE)
    client.force_login(publisher)
    again = client.get(ONE, headers={"authorization": "Bearer x"})
    assert (again.content, again["ETag"], again["Cache-Control"]) == (
        before.content,
        before["ETag"],
        before["Cache-Control"],
    )


def test_a_charset_changes_nothing_of_what_is_kept(client: Client) -> None:
    for charset in ("latin-1", "utf-7"):
        odd = client.get("/search/?q=%C3%A9+AGk-", headers={"content-type": f"text/plain; charset={charset}"})
        assert odd.content == client.get("/search/?q=%C3%A9+AGk-").content
