"""Where a company's shares are traded: on its page, for programs, in files, and out of the text it once was."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from companies.models import Company, Listing
from tests.companies.test_exchange import exported, imported, refusals, tried
from tests.editing import record_form, signed_in
from tests.factories import make_company

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def listed(company: Company, exchange: str, ticker: str, **values: Any) -> Listing:
    """A listing that an editor could have saved."""
    listing = Listing(company=company, exchange=exchange, ticker=ticker, **values)
    listing.full_clean()
    listing.save()
    return listing


def public(name: str = "Umbra", **values: Any) -> Company:
    """A public company."""
    return make_company(name, published_from=timezone.now() - timedelta(days=1), **values)


def test_a_page_tells_every_listing_by_the_name_of_its_exchange(client: Client) -> None:
    umbra = public()
    listed(umbra, "XNYS", "UMBR", since="2014-09", until="2024")
    listed(umbra, "XHKG", "9999")
    listed(umbra, "ZZZZ", "UMB.A")
    page: Any = html.fromstring(client.get(umbra.get_absolute_url()).text)
    told = [" ".join(one.itertext()) for one in page.xpath('//*[@class="listed"]')]
    assert told == ["Hong Kong 9999", "NYSE UMBR Since September 2014, until 2024", "ZZZZ UMB.A"]


def test_programs_are_told_the_listings_that_have_no_end(client: Client) -> None:
    umbra, nova = public(), public("Nova")
    listed(umbra, "XNYS", "UMBR", until="2024")
    assert '"@type": "Organization"' in client.get(umbra.get_absolute_url()).text
    listed(nova, "XHKG", "9999")
    page = client.get(nova.get_absolute_url()).text
    assert '"@type": "Corporation"' in page and '"tickerSymbol": "XHKG:9999"' in page
    listed(nova, "XNAS", "NOVA")
    assert (
        '"tickerSymbol": ["XHKG:9999", "XNAS:NOVA"]' in client.get(f"{nova.get_absolute_url()}?page=2").text
    )


def test_the_api_gives_listings_in_as_many_queries_for_any_list(client: Client) -> None:
    def asked() -> tuple[int, Any]:
        with CaptureQueriesContext(connection) as queries:
            answered = client.get("/api/v1/companies/").json()
        return len(queries), answered["results"][-1]["listings"]

    listed(public("A"), "XHKG", "1")
    client.get("/api/v1/companies/")  # the version of what is public is read once
    cache.clear()
    few, (first,) = asked()
    assert [first[name] for name in ("exchange", "ticker", "since", "until")] == ["XHKG", "1", "", ""]
    for number in range(2, 8):
        listed(public(f"B{number}"), "XHKG", f"{number}")
    cache.clear()
    assert asked()[0] == few


def test_a_ticker_belongs_to_one_company_until_its_listing_ends() -> None:
    first = listed(make_company(), "XHKG", "9999")
    with pytest.raises(ValidationError, match="This ticker is recorded already"):
        listed(make_company(), "XHKG", "9999")
    listed(make_company(), "XNYS", "9999")
    first.until = "2024"
    first.full_clean()
    first.save()
    listed(make_company(), "XHKG", "9999")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"exchange": "NYSE!"}, "it has at most 4"),
        ({"exchange": "xhkg"}, "Four capitals or digits as in ISO 10383"),
        ({"ticker": "XHKG:9988"}, "The ticker alone"),
        ({"since": "2024", "until": "2020"}, "A listing cannot end before it began."),
    ],
)
def test_a_listing_typed_wrongly_gets_one_sentence(
    editor: User, wrong: dict[str, str], sentence: str
) -> None:
    typed = {"exchange": "XHKG", "ticker": "9988"} | wrong
    rows = {f"listings-0-{name}": value for name, value in typed.items()} | {"listings-TOTAL_FORMS": 1}
    page = signed_in(editor).post("/admin/companies/company/add/", record_form(**rows)).text
    assert sentence in page
    assert not Company.objects.exists()


def test_a_form_lists_a_company(editor: User) -> None:
    rows = {"listings-0-exchange": "XHKG", "listings-0-ticker": "9988", "listings-0-since": "early 2019"}
    form = record_form(**rows, **{"listings-TOTAL_FORMS": 1})
    assert signed_in(editor).post("/admin/companies/company/add/", form).status_code == 302
    listing = Listing.objects.get()
    assert (str(listing), listing.since_words, listing.company.slug) == ("XHKG 9988", "early 2019", "umbra")


def test_listings_go_out_as_one_cell(editor: User) -> None:
    umbra = make_company(slug="umbra")
    listed(umbra, "XNYS", "UMBR", since="2014-09")
    listed(umbra, "XNAS", "UMB")
    client = signed_in(editor)
    assert "XNAS UMB | XNYS UMBR (since 2014-09)" in exported(client, Company)


def test_a_cell_of_listings_is_the_companys_listings(editor: User) -> None:
    umbra = make_company(slug="umbra")
    stays = listed(umbra, "XNYS", "UMBR", since="2014-09")
    listed(umbra, "XNAS", "UMB")
    client = signed_in(editor)
    cell = "XHKG:9999 | XNYS UMBR (since 2025) | XNYS UMBR (since 2014-09, until 2024)"
    file = f'slug,listings\numbra,"{cell}"\n'
    assert imported(client, Company, file).counts["changed"] == 1
    stays.refresh_from_db()
    assert (stays.until, umbra.listings.count()) == ("2024", 3)
    assert imported(client, Company, file).counts["unchanged"] == 1


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("9988", "“9988” is not an exchange and a ticker such as XHKG 9988."),
        ("HK 9988", "“HK 9988”: Four capitals or digits"),
        ("XHKG 1 | XHKG:1", "“XHKG:1” stands twice."),
        ("XHKG 9999", "“XHKG 9999”: This ticker is recorded already."),
        ("XHKG 1 (since whenever)", "whenever"),
    ],
)
def test_a_cell_that_is_wrong_gets_one_sentence(editor: User, cell: str, sentence: str) -> None:
    listed(make_company(), "XHKG", "9999")
    make_company(slug="umbra")
    ((row, column, said),) = refusals(tried(signed_in(editor), Company, f"slug,listings\numbra,{cell}\n"))
    assert (row, column) == (2, "listings")
    assert sentence in said


BEFORE, AFTER = [("companies", "0002_ties_end_after_they_begin")], [("companies", "0005_no_listing_as_text")]


@pytest.fixture
def texts(transactional_db: None) -> Iterator[Any]:
    """Companies as they were when a listing was a text; the database is whole again afterwards."""
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps.get_model("companies", "Company")
    MigrationExecutor(connection).migrate(latest)


def told(company: Any, **texts: str) -> None:
    for slug, text in texts.items():
        company.objects.create(kind="company", name=slug, slug=slug, listing=text)


def test_texts_become_listings_and_listings_texts_and_none_that_says_something_else_is_lost(
    texts: Any,
) -> None:
    told(texts, alder="XHKG 9988", birch="NYSE: BABA, XHKG:1", cedar="", dill="Nasdaq goog; XETR ABEA")
    told(texts, elm="")
    for text in ("9988", "on the stock exchange", "XHKG 9988 and Elsewhere 3", "XHKG 9988"):
        texts.objects.filter(slug="elm").update(listing=text)
        with pytest.raises(ValueError, match=f"Write listings as .* elm: “{text}”"):
            MigrationExecutor(connection).migrate(AFTER)
        assert texts.objects.get(slug="elm").listing == text
    texts.objects.filter(slug="elm").delete()
    MigrationExecutor(connection).migrate(AFTER)
    rows = Listing.objects.order_by("company__slug", "exchange").values_list(
        "company__slug", "exchange", "ticker"
    )
    assert list(rows) == [
        ("alder", "XHKG", "9988"),
        ("birch", "XHKG", "1"),
        ("birch", "XNYS", "BABA"),
        ("dill", "XETR", "ABEA"),
        ("dill", "XNAS", "GOOG"),
    ]
    MigrationExecutor(connection).migrate(BEFORE)
    back = dict(texts.objects.values_list("slug", "listing"))
    assert back == {
        "alder": "XHKG 9988",
        "birch": "XHKG 1, XNYS BABA",
        "cedar": "",
        "dill": "XETR ABEA, XNAS GOOG",
    }
