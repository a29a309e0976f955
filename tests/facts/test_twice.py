"""Entering a fact shows first what the ledger says of the same time."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from facts.models import Fact, Source
from tests.editing import signed_in
from tests.factories import make_fact

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

ADD = "/admin/facts/fact/add/"


@pytest.fixture
def held() -> Fact:
    return make_fact(source="A count")


@pytest.fixture
def desk(editor: User) -> Client:
    return signed_in(editor)


def typed(held: Fact, value: str, **values: Any) -> dict[str, Any]:
    source = Source.objects.create(title="A filing", publisher="Umbra Labs")
    fields = {"subject": held.subject_id, "metric": held.metric_id, "value": value, "as_of": "2026-01"}
    return fields | {"nature": "claimed", "source": source.pk, "quotation": "As we said."} | values


def test_another_value_of_the_same_time_is_shown_first(desk: Client, held: Fact) -> None:
    sent = typed(held, "172 million")
    page = desk.post(ADD, sent).content.decode()
    assert Fact.objects.get() == held
    assert "163 million" in page and "Shadow Count, A count" in page and "January 2026" in page
    assert "Both cannot be right." in page and reverse("admin:facts_fact_change", args=[held.pk]) in page
    assert "172 million" in page and "As we said." in page, "nothing typed is lost"
    seen = re.findall('name="all_the_same" value="([^"]+)"', page)[0]
    desk.post(ADD, sent | {"all_the_same": seen})
    assert list(Fact.objects.order_by("pk").values_list("value", flat=True)) == [163 * 10**6, 172 * 10**6]


def test_a_second_source_that_agrees_is_shown_too(desk: Client, held: Fact) -> None:
    assert "It agrees with yours." in desk.post(ADD, typed(held, "about 160 million")).content.decode()


def test_what_was_changed_since_is_shown_again(desk: Client, held: Fact) -> None:
    page = desk.post(ADD, typed(held, "172 million")).content.decode()
    seen = re.findall('name="all_the_same" value="([^"]+)"', page)[0]
    page = desk.post(ADD, typed(held, "182 million", all_the_same=seen)).content.decode()
    assert "The ledger speaks of this time already" in page
    assert Fact.objects.get() == held


@pytest.mark.parametrize(
    "values", [{"as_of": "2025-12"}, {"as_of": "2026"}, {"nature": "forecast", "as_of": "2030-01"}]
)
def test_another_time_or_length_is_recorded_at_once(desk: Client, held: Fact, values: dict[str, str]) -> None:
    desk.post(ADD, typed(held, "172 million", **values))
    assert Fact.objects.count() == 2


def test_what_fell_is_not_shown(desk: Client, held: Fact) -> None:
    Fact.objects.update(withdrawn_at="2026-02-01T00:00Z", withdrawn_because="Retracted.")
    desk.post(ADD, typed(held, "172 million"))
    assert Fact.objects.count() == 2


def test_an_open_fact_is_edited_without_being_shown_its_rival_again(desk: Client, held: Fact) -> None:
    rival = make_fact(held.subject, value=172 * 10**6)
    page = reverse("admin:facts_fact_change", args=[rival.pk])
    unit = {"unit": "people", "qualifier": "exactly", "source": rival.source_id, "nature": "measured"}
    desk.post(page, typed(held, "172000000", quotation="Their words.", **unit))
    rival.refresh_from_db()
    assert rival.quotation == "Their words."
    shown = desk.post(page, typed(held, "173000000", **unit)).content.decode()
    assert "The ledger speaks of this time already" in shown


def test_one_mistake_is_one_sentence_beside_its_field(desk: Client, held: Fact) -> None:
    errors = {
        ("lots", "", ""): {"value"},
        ("163 million", "USD", ""): {"unit"},
        ("163 million", "", "100000000"): {"high"},
        ("100–90 million", "", ""): {"value"},
    }
    for (value, unit, high), fields in errors.items():
        form = desk.post(ADD, typed(held, value, unit=unit, high=high)).context["adminform"].form
        assert set(form.errors) == fields and all(len(said) == 1 for said in form.errors.values())
