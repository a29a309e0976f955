"""Figures in the admin: typed as they are written, never changed once cited, picked by any of their words."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.publishing import publish
from facts.models import Fact
from tests.editing import signed_in
from tests.factories import make_article, make_company, make_fact, make_product

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def fact_form(**values: Any) -> dict[str, Any]:
    fact = make_fact()
    form = {
        "subject": fact.subject_id,
        "metric": fact.metric_id,
        "source": fact.source_id,
        "as_of": "2026-02",
    }
    return (
        form
        | {"nature": "measured", "qualifier": "exactly", "unit": "", "value": "over 171 million"}
        | values
    )


def test_a_fact_is_typed_as_it_is_written(editor: User) -> None:
    signed_in(editor).post("/admin/facts/fact/add/", fact_form())
    fact = Fact.objects.latest("pk")
    assert (fact.value, fact.unit, fact.qualifier) == (171_000_000, "people", "over")
    assert fact.recorded_by == editor


def test_a_value_that_is_no_amount_is_refused_with_a_sentence(editor: User) -> None:
    response = signed_in(editor).post("/admin/facts/fact/add/", fact_form(value="a great many"))
    assert "is not an amount" in response.text


def test_a_cited_fact_is_append_only(publisher: User) -> None:
    fact = make_fact()
    client, url = signed_in(publisher), ""
    url = reverse("admin:facts_fact_change", args=[fact.pk])
    assert 'name="value"' in client.get(url).text
    publish(make_article(body=f'<p><data value="fact:{fact.pk}">163 million</data></p>'), by=publisher)
    page = client.get(url).text
    assert 'name="value"' not in page and "163000000" not in page
    assert "163 million" in page
    assert client.post(url, fact_form()).status_code == 403


def test_superseding_leaves_the_old_value_as_it_was(editor: User) -> None:
    fact = make_fact()
    form = {"value": "160 million", "because": "revised by its source"}
    signed_in(editor).post(f"/admin/figures/{fact.pk}/supersede/", form)
    fact.refresh_from_db()
    assert (fact.value, fact.successor.value) == (163_000_000, 160_000_000)


@pytest.mark.parametrize("words", ["163", "163 million", "umbra", "monthly 163", "shadow 163", "2026-01"])
def test_the_picker_finds_a_fact_by_any_of_its_words(editor: User, words: str) -> None:
    fact = make_fact(make_product("Umbra Chat"))
    make_fact(make_company("Elsewhere"), value=5, as_of="2020", source="Other", metric="staff")
    found = signed_in(editor).get("/admin/facts/fact/picker/", {"q": words}).json()["results"]
    assert [row["id"] for row in found] == [fact.pk]


def test_the_picker_is_for_the_newsroom_alone() -> None:
    assert Client().get("/admin/facts/fact/picker/?q=1").status_code == 302
