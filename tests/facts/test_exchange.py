"""Figures out and in as files: a file adds, what is held it never changes, and twice is once."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from companies.exchange.cells import Number
from facts.models import Fact, Metric, Scope, Source
from facts.supersession import supersede
from facts.typed import typed
from facts.withdrawal import withdraw
from newsroom.demo.loading import load
from tests.companies.test_exchange import (
    MODELS,
    confirmed,
    exported,
    fingerprint,
    imported,
    refusals,
    said_of_file,
    tried,
)
from tests.editing import signed_in
from tests.factories import make_fact, make_product

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

LEDGER = (Metric, Scope, Source, Fact)


@pytest.fixture
def desk(editor: User) -> Client:
    """An editor, signed in, with one product and three metrics to speak of."""
    product = make_product("Umbra Chat")
    type(product).objects.update(slug="umbra-chat")
    Metric.objects.create(code="mau", name="Monthly active users", unit="people")
    Metric.objects.create(code="revenue", name="Revenue", unit="money")
    Metric.objects.create(code="score", name="Score", unit="percent", by_length=False, dimensions="effort")
    Scope.objects.create(name="China")
    return signed_in(editor)


def file(*rows: dict[str, str], **shared: str) -> str:
    """A CSV file of rows about Umbra Chat's users, with what differs."""
    plain = {"subject_kind": "product", "subject": "umbra-chat", "metric": "mau", "value": "over 163 million"}
    plain |= {
        "as_of": "2026-01",
        "nature": "measured",
        "source": "The quiet count",
        "publisher": "Shadow Count",
    }
    whole = [plain | shared | row for row in rows or ({},)]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in whole for name in row)), restval="")
    writer.writeheader()
    writer.writerows(whole)
    return out.getvalue()


def counts(result: Any) -> tuple[int, ...]:
    """New, changed, unchanged, refused."""
    return tuple(result.counts.values())


def test_the_demonstrations_ledger_is_carried_over_to_an_empty_one_and_changes_nothing_at_home(
    admin_user: User,
) -> None:
    client = signed_in(admin_user)
    with transaction.atomic():
        load()
        files = [exported(client, model) for model in (*MODELS, *LEDGER)]
        for model, file in zip(LEDGER, files[-len(LEDGER) :], strict=True):
            rows = model.objects.current() if model is Fact else model.objects.all()
            for form, text in (("csv", file), ("json", exported(client, model, "json"))):
                result = tried(client, model, text, form).context["result"]
                assert counts(result) == (0, 0, rows.count(), 0), model
                assert not result.unknown and not result.notes
        transaction.set_rollback(True)
    for model, text in zip((*MODELS, *LEDGER), files, strict=True):
        imported(client, model, text)
    assert [sorted(exported(client, model).splitlines()) for model in LEDGER] == [
        sorted(text.splitlines()) for text in files[-4:]
    ]


def test_a_file_records_figures_as_the_form_does(desk: Client, editor: User) -> None:
    text = file(
        {
            "scope": "China",
            "source_url": "https://paper.test/count",
            "quotation": "“over 163m”",
            "review_after": "2026-06-01",
        },
        {
            "metric": "revenue",
            "value": "$90–100 billion",
            "as_of": "2025",
            "disputed": "yes",
            "nature": "estimated",
        },
        {
            "metric": "revenue",
            "value": "90000000",
            "unit": "CNY",
            "qualifier": "about",
            "as_of": "early 2026",
        },
        {
            "metric": "score",
            "value": "71.5",
            "high": "72",
            "dimensions": "Effort = high",
            "nature": "claimed",
        },
    )
    before = fingerprint()
    dry_run = tried(desk, Fact, text)
    assert fingerprint() == before
    assert dry_run.context["result"].notes == ["A new source is recorded: Shadow Count, The quiet count."] * 2
    assert "A new source is recorded" in dry_run.text
    assert confirmed(desk, Fact, dry_run).status_code == 302
    users, billions, yuan, score = Fact.objects.order_by("pk")
    assert (users.shown, users.unit, users.scope_id) == ("over 163 million", "people", "China")
    assert (users.quotation, str(users.review_after), users.recorded_by) == (
        "“over 163m”",
        "2026-06-01",
        editor,
    )
    assert (billions.shown, billions.disputed, billions.length) == ("$90–100 billion", True, "P1Y")
    assert (yuan.unit, yuan.qualifier, yuan.as_of_words) == ("CNY", "about", "early 2026")
    assert (score.dimensions, score.unit, score.high) == ("effort=high", "percent", Decimal(72))
    assert users.source.url == "https://paper.test/count"
    assert billions.source == yuan.source == score.source != users.source
    assert not Fact.objects.exclude(held_from=None, published_from=None).exists()


def test_a_file_applied_twice_changes_nothing_the_second_time(desk: Client) -> None:
    text = file(
        {},
        {"metric": "revenue", "value": "$5m", "scope": "China"},
        {"as_of": "2026-02", "value": "170m people"},
    )
    assert counts(imported(desk, Fact, text)) == (3, 0, 0, 0)
    before = fingerprint()
    result = imported(desk, Fact, text)
    assert counts(result) == (0, 0, 3, 0) and not result.notes
    assert fingerprint() == before


def test_what_nothing_relies_on_is_changed_and_its_history_says_so(desk: Client) -> None:
    imported(desk, Fact, file())
    result = imported(desk, Fact, file({"value": "165 million", "nature": "claimed"}))
    assert counts(result) == (0, 1, 0, 0)
    (row,) = result.outcomes
    assert [(change.column, change.before, change.after) for change in row.changes] == [
        ("value", "163000000", "165000000"),
        ("qualifier", "over", "exactly"),
        ("nature", "measured", "claimed"),
    ]
    assert Fact.objects.get().shown == "165 million"


@pytest.mark.parametrize(
    "other",
    [{"value": "165 million"}, {"nature": "claimed"}, {"quotation": "x"}, {"review_after": "2027-01-01"}],
)
def test_what_is_held_is_never_changed_by_a_file(desk: Client, other: dict[str, str]) -> None:
    imported(desk, Fact, file())
    Fact.objects.update(held_from=timezone.now())
    assert counts(imported(desk, Fact, file())) == (0, 0, 1, 0)
    before = fingerprint()
    dry_run = tried(desk, Fact, file({"as_of": "2026-02"}, other))
    ((number, column, sentence),) = refusals(dry_run)
    assert (number, column) == (3, "")
    assert "holds as “over 163 million”: supersede it" in sentence
    assert "confirm_form" not in dry_run.context
    assert fingerprint() == before


def test_what_is_held_between_the_dry_run_and_the_import_is_not_changed(desk: Client) -> None:
    imported(desk, Fact, file())
    dry_run = tried(desk, Fact, file({"value": "165 million"}))
    Fact.objects.update(held_from=timezone.now())
    response = confirmed(desk, Fact, dry_run)
    assert "Nothing was imported" in response.text and "supersede it" in response.text
    assert Fact.objects.get().shown == "over 163 million"


def test_what_was_superseded_or_withdrawn_does_not_come_back(desk: Client, editor: User) -> None:
    imported(desk, Fact, file({}, {"as_of": "2025-12"}))
    january, december = Fact.objects.order_by("-as_of_earliest")
    supersede(january, by=editor, because="revised by its source", value=160_000_000)
    withdraw(december, because="Counted twice.")
    assert counts(imported(desk, Fact, file({}, {"as_of": "2025-12"}))) == (0, 0, 2, 0)
    assert "over 160 million" not in exported(desk, Fact) and "160000000" in exported(desk, Fact)
    assert "2025-12" not in exported(desk, Fact)


def test_another_source_scope_unit_or_time_is_another_figure(desk: Client) -> None:
    rows: tuple[dict[str, str], ...] = (
        {},
        {"source": "Another"},
        {"publisher": ""},
        {"scope": "China"},
        {"as_of": "2026"},
    )
    money = ({"metric": "revenue", "value": "$5m"}, {"metric": "revenue", "value": "5m yuan"})
    assert counts(imported(desk, Fact, file(*rows, *money)))[0] == 7


WRONG: dict[str, tuple[dict[str, str], str, str]] = {
    "kind": ({"subject_kind": "planet"}, "subject", "none of the kinds: company, "),
    "slug": ({"subject": "nobody"}, "subject", "no product with the slug “nobody”"),
    "kind of another": ({"subject_kind": "company"}, "subject", "no company with the slug"),
    "metric": ({"metric": "x"}, "metric", "no metric with the code “x”"),
    "no metric": ({"metric": ""}, "metric", "no metric with the code “”"),
    "value": ({"value": "many"}, "value", "“many” is not an amount"),
    "no value": ({"value": ""}, "value", "is not an amount"),
    "no currency": ({"metric": "revenue", "value": "5m"}, "value", "Write the currency"),
    "two units": ({"metric": "revenue", "value": "$5m", "unit": "CNY"}, "value", "written in USD"),
    "money of people": ({"value": "$5m"}, "unit", "is recorded in people"),
    "range": ({"value": "90", "high": "80"}, "", "must be larger than its beginning"),
    "high": ({"high": "x"}, "value", "not a number"),
    "qualifier": ({"value": "90", "qualifier": "nearly"}, "value", "none of: exactly"),
    "date": ({"as_of": "soonish"}, "as_of", "is no date"),
    "time to come": ({"as_of": "2099"}, "as_of", "only a forecast"),
    "nature": ({"nature": "guessed"}, "nature", "none of: measured"),
    "scope": ({"scope": "Mars"}, "scope", "no scope with the name “Mars”: add it first"),
    "dimension": (
        {"metric": "score", "value": "7%", "dimensions": "mood=x"},
        "dimensions",
        "not told apart by “mood”",
    ),
    "no source": ({"source": ""}, "source", "Name the source"),
    "address": ({"source_url": "ftp://paper.test/"}, "source", "begins with http://"),
    "review": ({"review_after": "soon"}, "review_after", "not a day such as"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_row_gets_one_sentence_and_nothing_of_the_file_is_imported(desk: Client, name: str) -> None:
    wrong, column, sentence = WRONG[name]
    before = fingerprint()
    said = refusals(tried(desk, Fact, file({"source": "Another"}, wrong)))
    assert [(number, where) for number, where, _ in said] == [(3, column)], said
    assert sentence in said[0][2]
    assert fingerprint() == before


def test_rows_about_the_same_figure_are_refused_however_they_are_written(desk: Client) -> None:
    text = file({}, {"value": "170 million", "as_of": "January 2026", "unit": "people"})
    assert refusals(tried(desk, Fact, text)) == [(3, "", "Row 2 is about the same.")]


def test_a_source_is_not_recorded_twice_under_another_name(desk: Client) -> None:
    url = "https://paper.test/count"
    imported(desk, Fact, file({"source_url": url}))
    (said,) = refusals(tried(desk, Fact, file({"source_url": url, "source": "A quiet count"})))
    assert said[1:] == (
        "source",
        "The source with this address is called “Shadow Count, The quiet count”: name it so.",
    )
    Source.objects.create(title="The quiet count", publisher="Shadow Count")
    (said,) = refusals(tried(desk, Fact, file({"as_of": "2025"})))
    assert said[1:] == ("source", "More than one source is called so: give publisher and source_url.")


def test_a_file_without_what_says_which_figure_is_refused(desk: Client) -> None:
    assert "The column “subject_kind” is missing" in said_of_file(tried(desk, Fact, "subject,metric\na,b\n"))
    row = {
        "subject_kind": "product",
        "subject": "umbra-chat",
        "metric": "mau",
        "as_of": "2026",
        "source": "x",
    }
    dry_run = tried(desk, Fact, json.dumps([row | {"value": 5}, row]), "json")
    assert [said[:2] for said in refusals(dry_run)] == [(1, "nature"), (2, "value")]


def test_what_a_spreadsheet_would_run_is_made_harmless(desk: Client) -> None:
    imported(desk, Fact, file({"quotation": "=HYPERLINK(1)", "source": "@SUM(1)"}))
    text = exported(desk, Fact)
    assert "'=HYPERLINK(1)" in text and "'@SUM(1)" in text
    assert counts(imported(desk, Fact, text)) == (0, 0, 1, 0)


def test_an_export_takes_the_same_queries_whatever_its_length(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            exported(desk, Fact)
        return len(asked)

    make_fact(scope="China")
    queries()
    few = queries()
    for n in range(5):
        make_fact(metric=f"metric-{n}", scope=f"Scope {n}")
    assert queries() == few


def test_a_metric_that_is_neither_better_nor_worse_stays_so(desk: Client) -> None:
    Metric.objects.filter(code="mau").update(higher_is_better=True)
    Metric.objects.filter(code="score").update(higher_is_better=False)
    text = exported(desk, Metric)
    assert counts(tried(desk, Metric, text).context["result"]) == (0, 0, 3, 0)
    imported(desk, Metric, "code,higher_is_better\nmau,\nscore,yes\n")
    assert list(Metric.objects.order_by("code").values_list("higher_is_better", flat=True)) == [
        None,
        None,
        True,
    ]


@given(
    st.decimals(0, 10**29, places=6),
    st.sampled_from(Fact.Qualifier.values),
    st.sampled_from([("people", "people"), ("money", "CNY"), ("price", "USD/Mtoken"), ("count", "count")]),
)
def test_what_is_exported_of_a_value_is_read_back(
    value: Decimal, qualifier: str, units: tuple[str, str]
) -> None:
    sort, unit = units
    amount = typed(Number().render(value), metric=Metric(unit=sort), unit=unit, qualifier=qualifier)
    assert (amount.value, amount.high, amount.unit, amount.qualifier) == (value, None, unit, qualifier)
