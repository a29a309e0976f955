"""Two writers at once come one after the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Edition
from articles.publishing import PublishingRefused, publish, schedule, withdraw
from facts.models import Fact
from facts.supersession import SupersessionRefused, supersede
from tests.factories import make_article, make_fact

pytestmark = pytest.mark.django_db(transaction=True)


def at_once[T](*acts: Callable[[], T]) -> list[T | Exception]:
    """The results of acts that run in threads of their own; a refusal is a result."""

    def act(what: Callable[[], T]) -> T | Exception:
        try:
            return what()
        except (PublishingRefused, SupersessionRefused) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(act, acts))


def test_many_publishers_leave_one_live_edition_and_numbers_without_gaps() -> None:
    article = make_article()
    at_once(*[lambda: publish(article, by=None, note="Again.") for _ in range(6)])
    assert sorted(article.editions.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert Edition.objects.live().filter(article=article).count() == 1


def test_publishing_and_withdrawing_and_scheduling_at_once_keep_the_laws() -> None:
    article = make_article()
    publish(article, by=None)
    soon = timezone.now() + timedelta(hours=1)
    at_once(
        lambda: publish(article, by=None, note="Again."),
        lambda: withdraw(article, by=None, note="Gone."),
        lambda: schedule(article, by=None, at=soon, note="Soon."),
        lambda: publish(article, by=None, major=False),
    )
    assert Edition.objects.live().filter(article=article).count() <= 1
    assert Edition.objects.live(soon).filter(article=article).count() <= 1
    assert Edition.objects.waiting().filter(article=article).count() <= 1


def test_one_slug_goes_to_one_article() -> None:
    articles = [make_article(slug="the-same") for _ in range(4)]
    results = at_once(*[lambda article=article: publish(article, by=None) for article in articles])
    assert sum(isinstance(result, Edition) for result in results) == 1
    assert Edition.objects.live().filter(slug="the-same").count() == 1


def test_a_fact_gets_one_successor() -> None:
    fact = make_fact()
    results = at_once(*[lambda: supersede(fact, by=None, because="better source", value=1) for _ in range(4)])
    assert sum(isinstance(result, Fact) for result in results) == 1
