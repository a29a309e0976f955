"""A metric that changes what its figures are told apart by: its figures follow, also those that are held."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from facts.following import follow
from facts.models import Fact, Metric
from tests.companies.test_exchange import imported
from tests.editing import signed_in
from tests.factories import make_fact, make_product

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


@pytest.fixture
def desk(editor: User) -> Client:
    """An editor, signed in."""
    return signed_in(editor)


def saved(client: Client, metric: Metric, **values: Any) -> Any:
    """What the admin answers to a metric's form with other values."""
    form = {
        **{name: getattr(metric, name) for name in ("name", "code", "unit", "definition", "dimensions")},
        **({"by_length": "on"} if metric.by_length else {}),
        "higher_is_better": "unknown",
    }
    form = {name: value for name, value in (form | values).items() if value is not None}
    return client.post(reverse("admin:facts_metric_change", args=[metric.pk]), form)


def file(**values: str) -> str:
    """A CSV file of one metric."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(values))
    writer.writeheader()
    writer.writerow(values)
    return out.getvalue()


def test_figures_are_told_apart_by_length_when_their_metric_says_so(desk: Client) -> None:
    subject, now = make_product(), timezone.now()
    month = make_fact(subject, as_of="2026-01", held_from=now)
    quarter = make_fact(subject, as_of="2026-33")
    elsewhere = make_fact(metric="revenue", unit="USD")
    assert saved(desk, month.metric, by_length=None).status_code == 302
    assert Fact.objects.of_series(Fact.objects.get(pk=month.pk)).count() == 2
    assert saved(desk, Metric.objects.get(pk=month.metric_id), by_length="on").status_code == 302
    for fact, length in ((month, "P1M"), (quarter, "P3M"), (elsewhere, "P1M")):
        fact.refresh_from_db()
        assert fact.length == length
    assert month.held_from == now


def test_so_they_are_when_a_file_says_so(desk: Client) -> None:
    fact = make_fact()
    imported(desk, Metric, file(code="mau", name="Monthly active users", unit="people", by_length="no"))
    fact.refresh_from_db()
    assert fact.length == ""


def test_figures_keep_one_form_when_dimensions_are_put_in_another_order(desk: Client) -> None:
    fact = make_fact()
    Metric.objects.update(dimensions="benchmark, effort")
    Fact.objects.update(dimensions="benchmark=MMLU-Pro; effort=high")
    saved(desk, Metric.objects.get(), dimensions="effort, harness, benchmark")
    fact.refresh_from_db()
    assert fact.dimensions == "effort=high; benchmark=MMLU-Pro"


def test_what_figures_are_told_apart_by_cannot_be_left_out(desk: Client) -> None:
    make_fact()
    Metric.objects.update(dimensions="benchmark, effort")
    Fact.objects.update(dimensions="benchmark=MMLU-Pro; effort=high")
    shown = saved(desk, Metric.objects.get(), dimensions="benchmark").content.decode()
    assert "Figures are told apart by “effort”: it cannot be left out." in shown
    assert Metric.objects.get().dimensions == "benchmark, effort"


def test_it_takes_two_queries_whatever_follows() -> None:
    def taken(count: int) -> int:
        facts = [make_fact() for _ in range(count)]
        Fact.objects.update(length="")
        with CaptureQueriesContext(connection) as queries:
            assert follow(facts[0].metric) >= count
        return len(queries)

    assert taken(1) == taken(5)
