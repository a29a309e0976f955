"""Figures that moved, as the front page tells of them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from facts.models import Fact
from facts.moving import Moved, moved
from facts.supersession import supersede
from tests.factories import make_fact, make_product

pytestmark = pytest.mark.django_db


def public(**values: Any) -> Fact:
    now = timezone.now()
    return make_fact(published_from=now, held_from=now, **values)


def told() -> list[tuple[int, int, bool, str]]:
    return [(one.old.pk, one.new.pk, one.revised, one.by) for one in moved(timezone.now(), limit=9)]


def test_a_newer_period_and_a_better_value_moved_it_and_our_error_did_not(client: Client) -> None:
    product = make_product(published_from=timezone.now())
    old = public(subject=product, value=100, as_of="2026-01")
    new = public(subject=product, value=128, as_of="2026-02")
    better = supersede(new, by=None, because="better source", value=Decimal(150))
    assert told() == [(new.pk, better.pk, True, "up 17%")]
    page = client.get("/").text
    assert "Figures that moved" in page and "<b>Up 17%</b> on <s>128</s>, better source" in page
    supersede(better, by=None, because="our error", value=Decimal(90))
    assert told() == []
    assert old.pk


def test_only_what_readers_may_know_moves(client: Client) -> None:
    product = make_product(published_from=timezone.now())
    old = public(subject=product, value=100, as_of="2026-01")
    secret = make_fact(product, value=777_777, as_of="2026-03")
    assert told() == []
    new = public(subject=product, value=50, as_of="2026-02")
    assert told() == [(old.pk, new.pk, False, "down 50%")]
    assert "777,777" not in client.get("/").text
    Fact.objects.filter(pk=new.pk).update(held_from=timezone.now() - timedelta(days=40))
    assert told() == []
    assert secret.pk


def test_a_forecast_an_older_period_and_the_same_value_move_nothing() -> None:
    product = make_product(published_from=timezone.now())
    public(subject=product, value=100, as_of="2026-02")
    public(subject=product, value=90, as_of="2026-01")  # learnt later, of an earlier time
    public(subject=product, value=500, as_of="2027-02", nature="forecast")
    # Of 2026-02 the newest is known before, and 90 of 2026-01 came to be known after it: it moved up from there.
    assert [by for *_, by in told()] == ["up 11%"]
    public(subject=product, value=100, as_of="2026-03")
    assert told() == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ((100, None), (104, None), "up 4%"),
        ((1000, None), (1004, None), "up 0.4%"),
        ((100, None), (350, None), "3.5 times as much"),
        ((100, 120), (110, 130), ""),
        ((100, 110), (120, 130), "up 19%"),
        ((0, None), (5, None), ""),
    ],
)
def test_by_how_much(old: tuple[int, int | None], new: tuple[int, int | None], words: str) -> None:
    def fact(value: int, high: int | None) -> Fact:
        return Fact(value=Decimal(value), high=None if high is None else Decimal(high), unit="people")

    assert Moved(fact(*old), fact(*new), revised=False).by == words


def test_shares_move_by_points() -> None:
    old, new = (Fact(value=Decimal(value), unit="percent") for value in (40, "37.5"))
    assert Moved(old, new, revised=False).by == "down 2.5 percentage points"


def test_the_same_queries_however_many_moved(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(4):
        product = make_product(published_from=timezone.now())
        public(subject=product, value=100, as_of="2026-01")
        public(subject=product, value=110, as_of="2026-02")
    # What is new; what is near it; what was settled.
    with django_assert_num_queries(3):
        assert len(moved(timezone.now(), limit=9)) == 4
