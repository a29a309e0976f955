"""Whatever stands in an address, the answer is never an error of ours."""

from collections.abc import Iterable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.publishing import publish
from tests.factories import make_article, make_company, make_model

pytestmark = pytest.mark.django_db

LISTS = (
    "/",
    "/articles/",
    "/companies/",
    "/facts/",
    "/questions/",
    "/search/",
    "/sitemap.xml",
    "/corrections/",
)
API = tuple(f"/api/v1/{name}/" for name in ("articles", "companies", "models", "releases", "questions"))
NUMBERS = (
    "0",
    "-1",
    "1e9",
    "NaN",
    "９",
    "00100000",
    "9999999999999999999",
    "9" * 5000,
    "%00",
    "%ff",
    "[]",
    "",
)
TIMES = (
    "0001-01-01T00:00:00%2B14:00",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01",
    "2026-02-30",
    "%00",
    "x",
    "",
)
ASKED = [
    *(f"{address}?{name}={value}" for address in LISTS for name in ("page", "p") for value in NUMBERS),
    *(f"{address}?{name}={value}" for address in API for name in ("page", "page_size") for value in NUMBERS),
    *(f"{address}?page=1&page=2" for address in (*LISTS, *API)),
    *(f"/api/v1/articles/?published_{side}={time}" for side in ("after", "before") for time in TIMES),
    *(f"/api/v1/models/?released_{side}={time}" for side in ("after", "before") for time in TIMES),
    *(f"/api/v1/articles/?{name}=%00" for name in ("topic", "mentions", "kind", "format")),
    *(f"/api/v1/models/?{name}=%00" for name in ("company", "family", "modality", "openness", "status")),
    *(f"/api/v1/{address}=%00" for address in ("products/?family", "families/?company", "markets/?country")),
    *(f"/api/v1/releases/?window_{side}={time}" for side in ("after", "before") for time in TIMES),
    *(f"/api/v1/releases/?{name}=%00" for name in ("company", "modality", "openness", "status")),
    *(f"/releases/?{name}={value}" for name in ("year", "by", "company", "x") for value in NUMBERS),
    *(f"/releases.ics?{name}={value}" for name in ("company", "x") for value in NUMBERS),
    *(f"/compare/?{name}={value}" for name in ("model", "x") for value in NUMBERS),
    *(f"/compare/?model=a&model={value}&model=%ED%A0%80" for value in NUMBERS),
    *(f"/api/v1/schema/?{name}=%00" for name in ("format", "lang", "version")),
    *(
        "/search/?q=" + words
        for words in ("%ED%A0%80", "%00", "%F0%9F%98%80", "%CC%81" * 10_000, "a" * 100_000)
    ),
    "/?" + "&".join(f"a{n}=1" for n in range(10_001)),
    "/api/v1/articles/?" + "&".join(f"a{n}=1" for n in range(10_001)),
]
NOWHERE = [
    *(
        f"/{kind}/{pk}/"
        for kind in ("facts", "companies")
        for pk in ("9" * 20, "9" * 5000, "%00", "%ff%fe", "豆包")
    ),
    *(f"/questions/{pk}-x/" for pk in ("9" * 20, "9" * 5000)),
    *(f"/images/{pk}/x.png" for pk in ("9" * 18, "9" * 20)),
    *(
        f"/api/v1/{name}/{slug}/"
        for name in ("articles", "questions")
        for slug in ("9" * 20, "%00", "a%00b", "%0a")
    ),
    *(
        "/%00/",
        "/articles/a%0a/",
        "/articles/../admin/",
        "/static/%00",
        "/media/x",
        "/api/v1/%00",
    ),
]

ORACLES = [
    *("author__password__startswith=p", "authors__user__email=a", "article__body__icontains=x", "id__in=1"),
    *("status__in=draft", "ordering=author__password", "fields=body", "include=x", "search=x"),
    *("edition__withdrawn_at=1", "published_from__isnull=1", "slug=x", "article__state=draft"),
]


@pytest.fixture(autouse=True)
def something(publisher: User) -> None:
    """A little of everything, so that queries are asked."""
    publish(make_article(), by=publisher)
    model = make_model()
    for record in (make_company(), model):
        type(record).objects.filter(pk=record.pk).update(published_from="2026-01-01T00:00:00Z")


def answers(client: Client, addresses: Iterable[str], method: str = "get") -> dict[str, int]:
    """The status of each address; what is no refusal or page of ours is told by its beginning."""
    return {address[:80]: getattr(client, method)(address).status_code for address in addresses}


def test_no_query_is_an_error_of_ours(client: Client) -> None:
    assert set(answers(client, ASKED).values()) == {200, 302, 400, 404}


@pytest.mark.parametrize("method", ["get", "head", "options", "post"])
def test_no_path_is_an_error_of_ours(client: Client, method: str) -> None:
    # OPTIONS of the API says what it can do anywhere, without a look at what is there.
    allowed = {200, 404, 405} if method == "options" else {404, 405}
    assert set(answers(client, NOWHERE, method).values()) <= allowed


def test_a_page_of_the_api_is_never_larger_than_a_hundred(client: Client) -> None:
    sizes = ("0", "101", "00100", "00100000", "1_0", "%EF%BC%91", "%205", "-5", "9" * 5000, "")
    asked = answers(client, [f"/api/v1/articles/?page_size={size}" for size in sizes])
    assert set(asked.values()) == {400}


def test_the_api_is_no_oracle_for_what_it_does_not_show(client: Client) -> None:
    for asked in ORACLES:
        for address in API:
            refused = client.get(f"{address}?{asked}")
            assert refused.status_code == 400, (address, asked)
            assert refused["Content-Type"] == "application/problem+json"
            # `ordering` and `fields` are parameters, which name the few that there are.
            told = ("There is no such parameter.", "Give one of: ", "There is no field body.")
            assert any(sentence in refused.text for sentence in told), (address, asked)
