"""A figure that is recorded while its metric changes: whichever is first, it is told apart as the metric says then."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from facts.following import follow
from facts.models import Fact, Metric
from facts.supersession import supersede
from tests.factories import make_fact
from tests.newsroom.test_merging_races import in_a_thread, until_it_waits

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="there one transaction writes at a time"),
]


def told_apart_no_more(pk: int) -> None:
    """Change a metric as the admin does: save it, and have its figures follow."""
    metric = Metric.objects.get(pk=pk)
    metric.by_length = False
    metric.save()
    follow(metric)


def lengths() -> set[str]:
    return set(Fact.objects.values_list("length", flat=True))


def test_a_figure_recorded_while_its_metric_changes_has_the_new_length() -> None:
    one = make_fact()
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            told_apart_no_more(one.metric_id)
            other = in_a_thread(threads, lambda: make_fact(one.subject))
            until_it_waits(other)
        other.result()
    assert lengths() == {""}


def test_a_metric_that_changes_while_a_figure_is_recorded_finds_it() -> None:
    one = make_fact()
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            make_fact(one.subject)
            other = in_a_thread(threads, lambda: told_apart_no_more(one.metric_id))
            until_it_waits(other)
        other.result()
    assert lengths() == {""}


@pytest.mark.parametrize("first", ["superseding", "changing"])
def test_superseding_a_figure_and_changing_its_metric_wait_for_one_another(first: str) -> None:
    one = make_fact()
    acts = [
        lambda: supersede(one, by=None, because="better source", value=1),
        lambda: told_apart_no_more(one.metric_id),
    ]
    if first == "changing":
        acts.reverse()
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            acts[0]()
            other = in_a_thread(threads, acts[1])
            until_it_waits(other)
        other.result()
    assert Fact.objects.count() == 2
    assert lengths() == {""}
