"""The archive by month, and the pages that stand."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management.sql import emit_post_migrate_signal
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import standing
from articles.models import Edition, StandingPage, StandingVersion
from articles.publishing import publish
from changes import log
from changes.models import Change
from questions.letters.forgetting import PROMISE
from tests.editing import signed_in
from tests.factories import make_article

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def publish_on(headline: str, day: datetime, by: User) -> None:
    edition = publish(make_article(headline, by=by), by=by)
    Edition.objects.filter(pk=edition.pk).update(dated=timezone.make_aware(day))


def test_the_archive_counts_by_the_newsrooms_months(publisher: User, client: Client) -> None:
    publish_on("At the end", datetime(2025, 6, 30, 23, 59), publisher)  # in London still June, in UTC too
    publish_on("At the beginning", datetime(2025, 7, 1, 0, 0), publisher)  # in UTC still June
    publish_on("Later", datetime(2026, 1, 5), publisher)
    make_article("A draft", by=publisher)
    page = client.get("/articles/archive/")
    assert [(year, [(m.address, m.number) for m in months]) for year, months in page.context["years"]] == [
        (2026, [("/articles/2026/01/", 1)]),
        (2025, [("/articles/2025/07/", 1), ("/articles/2025/06/", 1)]),
    ]
    july = client.get("/articles/2025/07/")
    assert [story["headline"] for story in july.context["stories"]] == ["At the beginning"]
    assert july.context["before"].address == "/articles/2025/06/"
    assert july.context["after"].address == "/articles/2026/01/"


def test_a_month_takes_the_same_queries_whatever_it_has(
    publisher: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(3):
        publish_on(f"Story {n}", datetime(2025, 6, 1 + n), publisher)
    # The content version; editions, authors, topics, pictures; the months before and after.
    with django_assert_num_queries(7):
        assert client.get("/articles/2025/06/").status_code == 200
    # The content version; the months.
    with django_assert_num_queries(1):
        assert client.get("/articles/archive/").status_code == 200


@pytest.mark.parametrize("odd", ["2025/13", "2025/00", "2025/6", "2025/061", "0000/01", "9999/12", "2024/06"])
def test_odd_and_empty_months_are_not_found(publisher: User, client: Client, odd: str) -> None:
    publish_on("Story", datetime(2025, 6, 1), publisher)
    assert client.get(f"/articles/{odd}/").status_code == 404
    assert client.get("/articles/2025/06/?page=2").status_code == 404


def test_the_pages_are_there_from_the_first_migration_on(client: Client) -> None:
    for slug in ("about", "privacy", "editorial-policy"):
        page = client.get(f"/{slug}/")
        assert page.status_code == 200 and "Last changed on" in page.text
        assert f'href="/{slug}/"' in client.get("/").text
    assert PROMISE.replace("’", "&#x27;") in client.get("/privacy/").text
    assert "double line" in client.get("/about/").text


def change(client: Client, **given: str) -> Any:
    page = StandingPage.objects.get(slug="about")
    form = {"title": page.title, "body": page.body, "note": "", "based_on": str(page.version)}
    rows = {"versions-TOTAL_FORMS": "0", "versions-INITIAL_FORMS": "0"}
    return client.post(reverse("admin:articles_standingpage_change", args=[page.pk]), form | rows | given)


def test_a_publisher_changes_a_page_and_readers_see_when_and_what(publisher: User, client: Client) -> None:
    client.get("/about/")  # kept
    body = '<h2>New</h2><p onclick="x()">We <script>x()</script>moved. <img src="/images/1/x.png"></p>'
    response = change(signed_in(publisher), body=body, note="We moved.")
    assert response.status_code == 302, response.context["errors"]
    page = StandingPage.objects.get(slug="about")
    assert page.body == "<h2>New</h2><p>We moved. </p>"
    log.forget_version()
    text = client.get("/about/").text
    assert "We moved." in text and "What changed on this page" in text
    versions = list(page.versions.values_list("number", "note", "by__username"))
    assert versions == [(2, "We moved.", "publisher"), (1, "", None)]
    assert Change.objects.filter(about="page", silent=True).count() == 1
    change(signed_in(publisher))  # the same words
    assert page.versions.count() == 2


def test_an_older_version_does_not_go_over_a_newer_one(editor: User, publisher: User) -> None:
    page = StandingPage.objects.get(slug="about")
    standing.change(page, title="About", body="<p>Theirs.</p>", note="", by=editor)
    response = change(signed_in(publisher), body="<p>Mine.</p>", based_on="1")
    assert response.status_code == 200
    assert "editor changed this page while you were writing" in response.text
    assert "Mine." in response.text and "Theirs." in response.text
    assert StandingPage.objects.get(slug="about").body == "<p>Theirs.</p>"


@pytest.mark.parametrize("body", ["", "<p> </p>", "<h2></h2>"])
def test_a_page_says_something(publisher: User, body: str) -> None:
    assert change(signed_in(publisher), body=body).status_code == 200
    assert change(signed_in(publisher), title=" ").status_code == 200
    assert StandingPage.objects.get(slug="about").version == 1


def test_pages_that_a_flush_took_are_begun_anew() -> None:
    StandingVersion.objects.all().delete()
    StandingPage.objects.all().delete()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert {*StandingPage.objects.values_list("slug", flat=True)} == {*StandingPage.Slug.values}
