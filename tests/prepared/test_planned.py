"""Queries that are put together once are planned once, where the database plans."""

from datetime import datetime

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Topic
from prepared import Prepared
from tests.factories import make_topic

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps statements by itself"),
]


def planned() -> list[str]:
    """The statements that the server keeps for this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE NOT from_sql")
        return [statement for (statement,) in cursor.fetchall()]


def test_a_prepared_query_is_planned_once_whatever_it_is_asked_for() -> None:
    topic = make_topic()
    called = Prepared(
        lambda pk, slug, at: Topic.objects.public(at).filter(pk=pk, slug=slug).values("pk"),
        int,
        str,
        datetime,
    )
    before = planned()
    for pk in (topic.pk, 2**40, 1):
        called(pk, topic.slug, timezone.now())
    assert len(planned()) == len(before) + 1


def test_other_queries_are_planned_as_they_are_asked() -> None:
    before = planned()
    for _ in range(10):
        list(Topic.objects.all())
    assert planned() == before
