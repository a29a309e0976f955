"""Countries, licences and languages: only codes that exist, and in words for readers."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from lxml import html

from companies import countries
from companies.licences import spdx_page
from companies.models import AIModel, Alias, Company, Record
from tests.companies.test_exchange import refusals, tried
from tests.editing import record_form, signed_in
from tests.factories import make_company, make_market, make_model

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def out() -> dict[str, Any]:
    """The values of a record that is public."""
    return {"published_from": timezone.now() - timedelta(days=1)}


def told(client: Client, record: Record) -> dict[str, str]:
    """What the page's first table says, by its heading."""
    page: Any = html.fromstring(client.get(record.get_absolute_url()).text)
    rows = page.xpath('//dl[@class="stats"]/div')
    return {row.xpath("dt")[0].text: " ".join(row.xpath("dd")[0].itertext()) for row in rows}


@pytest.mark.parametrize("code", ["ZZ", "XX", "UK", "EU", "cn", "C", "ＣＮ", "13"])
def test_a_country_that_iso_does_not_have_is_refused(code: str) -> None:
    with pytest.raises(ValidationError, match=f"“{code}” is no country of ISO 3166-1"):
        Company._meta.get_field("country").clean(code, None)


def test_countries_have_the_names_that_readers_know() -> None:
    assert len(countries.names()) == 249
    named = [countries.common_name(code) for code in ("CN", "GB", "KR", "US", "")]
    assert named == ["China", "United Kingdom", "South Korea", "United States", ""]


def test_the_form_and_a_file_say_which_code_is_wrong(editor: User) -> None:
    client = signed_in(editor)
    umbra = make_company("Umbra", slug="umbra", country="FR")
    address = f"/admin/companies/company/{umbra.pk}/change/"
    response = client.post(address, record_form(country="ZZ", native_language="Chinese"))
    assert response.status_code == 200
    assert "“ZZ” is no country of ISO 3166-1" in response.text and "A language as in BCP 47" in response.text
    ((row, column, reason, *_),) = refusals(tried(client, Company, "slug,name,country\numbra,Umbra,ZZ\n"))
    assert (row, column) == (2, "country") and "“ZZ”" in reason
    umbra.refresh_from_db()
    assert umbra.country == "FR"


@pytest.mark.parametrize(
    "licence", ["MIT", "Apache-2.0", "CC-BY-NC-4.0", "MIT OR Apache-2.0", "LicenseRef-Llama-3", "proprietary"]
)
def test_spdx_identifiers_are_taken_as_they_are_written(licence: str) -> None:
    AIModel._meta.get_field("licence").clean(licence, None)


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("apache-2.0", "SPDX writes it “Apache-2.0”."),
        ("Proprietary", "Write it “proprietary”."),
        ("Apache 2.0", "SPDX knows no licence “Apache 2.0”."),
        ("Llama 3 Community", "LicenseRef-Llama-3"),
        ("MIT <b>", "SPDX knows no licence"),
    ],
)
def test_what_is_no_licence_is_refused_with_what_to_write(licence: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AIModel._meta.get_field("licence").clean(licence, None)
    assert said in refused.value.messages[0]


def test_only_a_single_listed_licence_has_a_page() -> None:
    assert spdx_page("MIT") == "https://spdx.org/licenses/MIT"
    assert not any(map(spdx_page, ["", "proprietary", "LicenseRef-Llama-3", "MIT OR Apache-2.0"]))


@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant-HK", "en-GB", "ja", "yue", "es-419"])
def test_a_language_may_name_its_script_and_region(tag: str) -> None:
    Alias._meta.get_field("language").clean(tag, None)


@pytest.mark.parametrize("tag", ["Chinese", "zh_Hans", "zh-hans", "中文", "zh-", "ZH"])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(ValidationError, match="BCP 47"):
        Alias._meta.get_field("language").clean(tag, None)


def test_readers_are_told_the_country_of_a_company_and_a_market(client: Client) -> None:
    assert (
        told(client, make_company("Umbra", seat="Seoul", country="KR", **out()))["Seat"]
        == "Seoul South Korea"
    )
    assert told(client, make_company("Nova", country="GB", **out()))["Country"] == "United Kingdom"
    assert not {"Seat", "Country"} & told(client, make_company("Nemo", **out())).keys()
    assert told(client, make_market("AI cloud in China", country="CN", **out()))["Where"] == "China"
    assert told(client, make_market("Chips", **out()))["Where"] == "The world"


def test_a_model_of_two_licences_says_nothing_false_to_programs(client: Client) -> None:
    page = client.get(make_model("Lumen", licence="MIT OR Apache-2.0", **out()).get_absolute_url()).text
    assert "MIT OR Apache-2.0" in page and "spdx.org" not in page
