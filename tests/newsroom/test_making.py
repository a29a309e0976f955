"""Words of a text are made a fact: filled in from what they say, refused in a sentence, recorded once."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from companies.models import Record
from facts.models import Fact, Metric, Source
from newsroom.writing import making
from tests.editing import signed_in
from tests.factories import make_company, make_fact, make_family, make_product

pytestmark = pytest.mark.django_db

PAGE = "newsroom:make_fact"


@pytest.fixture
def chat() -> Record:
    """A product of whose users the ledger has a count, of December 2025."""
    product = make_product("Umbra Chat")
    make_fact(product, value=150_000_000, as_of="2025-12", source="A count")
    return product


def understood(words: str, before: str = "", after: str = "") -> dict[str, Any]:
    return making.understood(words, before=before, after=after, dated=None)


def send(client: Client, **data: Any) -> Any:
    """The form as the dialog sends it, for 163 million people in January 2026."""
    values = {
        "record": "1",
        "subject": Record.objects.get(name="Umbra Chat").pk,
        "metric": Metric.objects.get().pk,
        "value": "163 million",
        "qualifier": "exactly",
        "as_of": "2026-01",
        "nature": "claimed",
        "source": Source.objects.get(title="A count").pk,
    }
    return client.post(reverse(PAGE), values | data)


def refused(response: Any) -> dict[str, str]:
    """What is said beside each field."""
    pairs = re.findall(r'id="making_(\w+)_error"><li>(.*?)</li>', response.content.decode())
    return dict(pairs)


# What the words say of themselves


def test_the_form_is_filled_in_from_the_words_and_their_sentence(chat: Record) -> None:
    first = understood(
        "163 million", "A head\n\nIn January 2026 Umbra Chat had over ", " monthly active users."
    )
    assert first["subject"].pk == chat.pk
    assert first["metric"].name == "Monthly active users"
    assert (first["value"], first["unit"], first["qualifier"]) == ("163 million", "people", "over")
    assert (first["as_of"], first["nature"]) == ("2026-01", "measured")


def test_what_the_sentence_does_not_name_is_what_was_named_nearest_before(chat: Record) -> None:
    make_company("Penumbra")
    before = "Penumbra is older.\n\nUmbra Chat came later.\n\nThere were "
    assert understood("1.2 million", before, " then. Penumbra was sold.")["subject"].pk == chat.pk


def test_people_are_counted_of_the_product_where_a_family_has_its_name(chat: Record) -> None:
    make_family("Umbra Chat", meant_by_bare_name=True)
    assert understood("163 million", "Umbra Chat has ", " users.")["subject"].pk == chat.pk


@pytest.mark.parametrize("words", ["1.63亿", "$90 billion", "31%"])
def test_each_way_to_write_a_figure_is_understood(chat: Record, words: str) -> None:
    assert understood(words, "Umbra Chat: ")["value"] == words


def test_a_source_that_the_text_names_is_chosen_where_it_has_one_and_begun_where_not(chat: Record) -> None:
    before, after = "Umbra Chat has ", " users, Reuters said."
    assert understood("163 million", before, after)["new_publisher"] == "Reuters"
    source = Source.objects.create(title="A wire", publisher="Reuters")
    assert understood("163 million", before, after)["source"] == source


@pytest.mark.parametrize("words", ["the moon", "", "\0", "9" * 300])
def test_words_that_are_no_figure_open_the_form_all_the_same(editor: User, words: str) -> None:
    page = signed_in(editor).post(reverse(PAGE), {"words": words, "dated": "never"})
    assert page.status_code == 200


def test_the_form_takes_the_same_queries_however_many_records_are_named(editor: User, chat: Record) -> None:
    client = signed_in(editor)

    def asked() -> int:
        text = {"words": "163 million", "before": "Umbra Chat has ", "after": " users."}
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse(PAGE), text)
        return len(queries)

    few = asked()
    for n in range(9):
        make_company(f"Gloam {n}")
    assert asked() <= few < 25


# What is recorded


def test_the_fact_is_recorded_with_who_did_it_and_comes_back_to_be_cited(editor: User, chat: Record) -> None:
    answer = send(signed_in(editor), quotation="163 million people").json()
    fact = Fact.objects.get(pk=answer["id"])
    assert answer["shown"] == "163 million"
    assert (fact.subject_id, fact.value, fact.unit) == (chat.pk, 163_000_000, "people")
    assert (fact.recorded_by, fact.held_from, fact.quotation) == (editor, None, "163 million people")
    assert LogEntry.objects.get().object_id == str(fact.pk)


def test_a_new_source_is_recorded_with_it_and_one_that_we_have_is_not_recorded_twice(
    editor: User, chat: Record
) -> None:
    client = signed_in(editor)
    new = {
        "source": "",
        "new_title": "A filing",
        "new_publisher": "Umbra",
        "new_url": "https://example.org/f",
    }
    first = send(client, **new).json()["id"]
    second = send(client, **new, as_of="2026-02").json()["id"]
    filing = Source.objects.get(title="A filing")
    assert set(Fact.objects.filter(source=filing).values_list("pk", flat=True)) == {first, second}


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"subject": "", "subject_text": "Um"}, "subject", "type a name and choose it"),
        ({"subject": "999999"}, "subject", "not there to be chosen"),
        ({"metric": ""}, "metric", "Say what is measured"),
        ({"value": ""}, "value", "Give the value"),
        ({"value": "lots"}, "value", "is not an amount"),
        ({"value": "$5 billion"}, "unit", "Monthly active users is recorded in people"),
        ({"as_of": "the day of the moon"}, "as_of", ""),
        ({"as_of": "2031"}, "as_of", "only a forecast"),
        ({"nature": ""}, "nature", "Say how it is known"),
        ({"source": ""}, "source", "choose a source from the list"),
        ({"source": "", "new_publisher": "Umbra"}, "new_title", "Give the new source a title"),
        ({"source": "", "new_title": "A page", "new_url": "ftp://x.example"}, "new_url", "http"),
        ({"dimensions": "effort=high"}, "dimensions", ""),
        ({"quotation": "a\0b"}, "quotation", "Null"),
        ({"high": "1"}, "high", "larger than its beginning"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_recorded(
    editor: User, chat: Record, data: dict[str, str], field: str, sentence: str
) -> None:
    answer = send(signed_in(editor), **data)
    assert sentence in refused(answer)[field]
    assert (Fact.objects.count(), Source.objects.count()) == (1, 1)
    # What was typed stands in the form that comes back.
    for name, typed in data.items():
        if typed and name != "metric":
            assert typed in answer.content.decode()


def test_a_source_that_came_with_a_refused_fact_is_not_kept(editor: User, chat: Record) -> None:
    answer = send(signed_in(editor), source="", new_title="A filing", value="lots")
    assert refused(answer).keys() == {"value"}
    assert not Source.objects.filter(title="A filing").exists()


def test_the_same_figure_twice_is_shown_first_and_recorded_when_it_was_seen(
    editor: User, chat: Record
) -> None:
    client = signed_in(editor)
    held = Fact.objects.get()
    shown = send(client, as_of="2025-12").content.decode()
    assert "Both cannot be right." in shown
    assert f'data-cite="{held.pk}"' in shown
    assert Fact.objects.count() == 1
    (seen,) = re.findall(r'name="all_the_same" value="(.*?)"', shown)
    assert send(client, as_of="2025-12", all_the_same=seen).json()["id"] != held.pk
