"""The search page, its suggestions, and the same for programs."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.publishing import publish
from companies.indexing import put_in_search
from companies.models import Alias, Record
from facts.supersession import supersede
from tests.factories import make_article, make_company, make_fact, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def gloaming() -> Record:
    company = make_company("Gloaming Systems", native_name="暮光")
    Alias.objects.create(record=company, text="GLS")
    Record.objects.filter(pk=company.pk).update(published_from=timezone.now() - timedelta(minutes=1))
    put_in_search(company)
    return company


def test_results_are_told_by_kind_and_what_was_looked_for_is_marked(client: Client, gloaming: Record) -> None:
    publish(
        make_article("A shadow falls", body="<p>暮光 says &lt;i&gt; it <em>eclipsed</em> rivals.</p>"),
        by=None,
    )
    page = client.get("/search/", {"q": "gls"}).content.decode()
    assert page.index("Gloaming Systems") < page.index("A shadow falls")
    assert '<mark><span lang="zh-Hans">暮光</span></mark> says &lt;i&gt; it' in page
    assert "Stories 1" in page and "Companies 1" in page
    only = client.get("/search/", {"q": "gls", "kind": "article"}).content.decode()
    assert "A shadow falls" in only and "/companies/gloaming" not in only


def test_a_misspelt_name_is_mended_and_the_page_says_so(client: Client, gloaming: Record) -> None:
    page = client.get("/search/", {"q": "gloamign"}).content.decode()
    assert "These are results for" in page and "/companies/gloaming" in page
    assert "Ask us" in client.get("/search/", {"q": "zzyzx"}).content.decode()


def test_search_engines_know_the_search_and_nothing_that_was_looked_for(
    client: Client, gloaming: Record
) -> None:
    asked = lambda query: client.get(f"/search/{query}").content.decode()  # noqa: E731
    for query in ("", "?q=gls"):
        assert f'<link rel="canonical" href="{settings.SITE_URL}/search/">' in asked(query)
        assert "noindex" not in asked(query)
    for query in ("?q=zzyzx", "?q=gls&kind=planet"):
        assert '<meta name="robots" content="noindex">' in asked(query) and "canonical" not in asked(query)


def test_a_name_that_is_not_public_yet_tells_nothing(client: Client) -> None:
    publish(make_article("On antumbra labs and others"), by=None)
    secret = make_company("Antumbra Labs")
    Alias.objects.create(record=secret, text="Nightjar")
    put_in_search(secret)
    found = client.get("/search/", {"q": "nightjar"}).content.decode()
    assert "Antumbra" not in found and "antumbra" not in found
    assert client.get("/search/suggest/", {"q": "nightj"}).json() == {"suggestions": []}


def test_it_is_narrowed_by_topic_record_and_day(client: Client, gloaming: Record) -> None:
    topic = make_topic()
    publish(make_article("Eclipse of Gloaming Systems", topics=[topic]), by=None)
    publish(make_article("Eclipse of others"), by=None)
    today = timezone.now().date()
    for asked, count in (
        ({}, 2),
        ({"topic": topic.slug}, 1),
        ({"record": "暮光"}, 1),
        ({"record": gloaming.slug}, 1),
        ({"after": today.isoformat()}, 2),
        ({"before": (today - timedelta(days=1)).isoformat()}, 0),
    ):
        page = client.get("/search/", {"q": "eclipse", **asked}).content.decode()
        assert page.count("<li><h2>") == count, asked
    api = client.get("/api/v1/search/", {"q": "eclipse", "company": gloaming.slug}).json()
    assert [hit["name"] for hit in api["results"]] == ["Eclipse of Gloaming Systems"]
    assert api["results"][0]["name_marks"] == [[0, 7]]
    for record in (f"company/{gloaming.slug}", f"companies/{gloaming.slug}", gloaming.slug):
        again = client.get("/api/v1/search/", {"q": "eclipse", "record": record}).json()
        assert len(again["results"]) == 1, record
    for wrong in ("20260217", "2026-W47", "2026-1-4", "0001-01-01"):
        refused = client.get("/api/v1/search/", {"q": "eclipse", "after": wrong})
        assert (refused.status_code, list(refused.json()["errors"])) == (400, ["after"]), wrong
    assert client.get("/api/v1/search/", {"q": "x", "record": f"model/{gloaming.slug}"}).status_code == 404


@pytest.mark.parametrize(
    ("asked", "sentence", "to_programs"),
    [
        ({"q": "x" * 201}, "at most 200 letters", 400),
        ({"q": "x", "kind": "planet"}, "nothing of the kind “planet”", 400),
        ({"q": "x", "topic": "none"}, "no topic “none”", 404),
        ({"q": "x", "record": "none"}, "no company, product or model “none”", 404),
        ({"q": "x", "after": "soon"}, "2026-02-17", 400),
        ({"q": "x", "after": "2026-02-02", "before": "2026-02-01"}, "comes after", 409),
        ({"q": "x", "planet": "1"}, "no filter “planet”", 400),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(
    client: Client, asked: dict[str, str], sentence: str, to_programs: int
) -> None:
    page = client.get("/search/", asked)
    assert page.status_code == 400 and sentence in page.content.decode()
    assert client.get("/api/v1/search/", asked).status_code == to_programs


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("q=x&topic=&record=&after=", "?q=x"),
        ("q=+&topic=", ""),
        ("q=a%26b&kind=", "?q=a%26b"),
        ("q=x&q=", "?q=x"),
    ],
)
def test_fields_that_are_left_empty_leave_the_address(client: Client, sent: str, kept: str) -> None:
    answer = client.get(f"/search/?{sent}")
    assert (answer.status_code, answer["Location"]) == (302, f"/search/{kept}")
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    "query", ["\x00", "\u200b", "🙂", "AND OR NOT NEAR *", '"', "مرحبا", "x" * 350, "' OR 1=1 --"]
)
def test_odd_queries_are_answered_with_what_helps(client: Client, query: str) -> None:
    for path in ("/search/", "/search/suggest/", "/api/v1/search/", "/questions/", "/api/v1/articles/"):
        answer = client.get(path, {"q": query})
        assert answer.status_code in (200, 400), path
    page = client.get("/search/", {"q": query}).content.decode()
    assert ("Ask us" in page or "Search anew" in page) and "\x00" not in page


def test_a_figure_is_found_by_its_subject_and_its_sources_words(client: Client, gloaming: Record) -> None:
    fact = make_fact(gloaming, quotation="Lanterns were lit in every window.", published_from=timezone.now())
    for query in ("lanterns window", "GLS lanterns"):
        kinds = {
            hit["type"]: hit["id"] for hit in client.get("/api/v1/search/", {"q": query}).json()["results"]
        }
        assert kinds["fact"] == fact.pk


def test_a_figure_that_gave_way_says_so_and_comes_behind_what_stands(
    client: Client, gloaming: Record, publisher: User
) -> None:
    public = {"published_from": timezone.now()}
    old = make_fact(
        gloaming, value=100, quotation="Lanterns were lit in every window, every window.", **public
    )
    make_fact(make_company("Umbra Works", **public), quotation="A lantern.", **public)
    supersede(old, by=publisher, because="revised by its source", value=90)
    found = client.get("/api/v1/search/", {"q": "lantern"}).json()["results"]
    assert [hit["id"] for hit in found][-1] == old.pk and len(found) > 1
    told = {hit["id"]: hit["name"].endswith("(superseded)") for hit in found}
    assert [pk for pk, gave_way in told.items() if gave_way] == [old.pk]


def test_names_and_headlines_are_offered_as_one_types(client: Client, gloaming: Record) -> None:
    publish(make_article("Companies in the gloaming"), by=None)
    offered = client.get("/search/suggest/", {"q": "gloam"}).json()["suggestions"]
    assert [one["title"] for one in offered] == ["Gloaming Systems", "Companies in the gloaming"]
    assert client.get("/search/suggest/", {"q": "暮"}).json()["suggestions"][0]["title"] == "Gloaming Systems"
    assert client.get("/search/suggest/", {"q": "companies in the gl"}).json()["suggestions"]


def test_it_takes_as_many_queries_for_many_results_as_for_few(
    client: Client, gloaming: Record, django_assert_max_num_queries
) -> None:
    for _ in range(12):
        publish(make_article("Gloaming eclipse of the moon"), by=None)
    with django_assert_max_num_queries(30):
        client.get("/search/", {"q": "gloaming eclipse moon"})
