"""What walking the API's lists costs the database: the middle of a list what its beginning costs."""

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from api.paging import Order
from articles.api.lists import Articles
from articles.models import Article, Edition
from articles.publishing import publish
from tests.factories import make_article

pytestmark = pytest.mark.django_db
MANY = 400


@pytest.fixture
def many(publisher: User) -> None:
    """Live articles, each a minute older than the one before."""
    first = publish(make_article(), by=publisher)
    now = timezone.now()
    Article.objects.bulk_create(Article(pk=first.article_id + n, slug=f"copy-{n}") for n in range(1, MANY))
    plain = {field.attname: getattr(first, field.attname) for field in Edition._meta.concrete_fields}
    Edition.objects.bulk_create(
        Edition(
            **plain
            | {"id": first.pk + n, "article_id": first.article_id + n, "slug": f"copy-{n}"}
            | dict.fromkeys(("dated", "visible_from"), now - timedelta(minutes=n))
        )
        for n in range(1, MANY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_edition")


def steps(queryset: QuerySet[Any]) -> int:
    """What SQLite does for a page, in tens of instructions."""
    held: sqlite3.Connection = connection.connection
    found: list[None] = []
    held.set_progress_handler(lambda: found.append(None), 10)
    try:
        assert len(list(queryset[:20])) == 20
    finally:
        held.set_progress_handler(None, 0)
    return len(found)


def walked_by_an_index(name: str, *, backwards: bool) -> bool:
    """Whether the database finds the middle of an order without walking to it or sorting."""
    order, live = Order(Articles.orders[name]), Articles.public(timezone.now())
    ordered = order.of(live, backwards=backwards)
    behind = order.behind(ordered, order.place(order.of(live)[MANY // 2]), backwards=backwards)
    if connection.vendor == "sqlite":
        return steps(Articles.fetched(behind)) < 1.5 * steps(Articles.fetched(ordered))
    return "Sort" not in Articles.fetched(behind)[:20].explain()


@pytest.mark.usefixtures("many")
def test_every_order_of_articles_is_walked_from_its_middle_by_an_index() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # so few rows it would rather read whole
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    slow = [
        (name, backwards)
        for name in Articles.orders
        for backwards in (False, True)
        if not walked_by_an_index(name, backwards=backwards)
    ]
    assert slow == []
