"""Laws that hold whatever editors do, in whatever order, and whatever time it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, Edition
from articles.publishing import PublishingRefused, cancel, move, publish, schedule, withdraw
from companies.models import Record
from facts.models import Fact
from facts.supersession import SupersessionRefused, supersede
from tests.factories import make_article, make_company, make_fact

pytestmark = pytest.mark.django_db

MINUTES = st.integers(min_value=1, max_value=300)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.booleans(), st.none() | MINUTES),
        st.tuples(st.just("schedule"), MINUTES, st.none() | MINUTES),
        st.tuples(st.just("move"), MINUTES, st.none()),
        st.tuples(st.sampled_from(["cancel", "withdraw", "supersede", "edit"]), st.none(), st.none()),
    ),
    max_size=8,
)


def do(article: Article, fact: Fact, step: tuple[str, Any, Any]) -> None:
    """One step; a refusal is an answer too."""
    verb, first, second = step
    now = timezone.now()
    ends = {"expires_at": now + timedelta(minutes=second)} if second else {}
    try:
        match verb:
            case "publish":
                publish(article, by=None, note="Changed.", major=first, **ends)
            case "schedule":
                schedule(article, by=None, at=now + timedelta(minutes=first), note="Changed.", **ends)
            case "move":
                move(article, to=now + timedelta(minutes=first), by=None)
            case "cancel":
                cancel(article, by=None)
            case "withdraw":
                withdraw(article, by=None, note="Withdrawn.")
            case "supersede":
                supersede(
                    Fact.objects.current().latest("pk"),
                    by=None,
                    because="better source",
                    value=fact.value + 1,
                )
            case "edit":
                Article.objects.filter(pk=article.pk).update(headline=f"Edited {now}")
    except (PublishingRefused, SupersessionRefused):
        pass


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_at_most_one_edition_is_live_and_nothing_private_shows(steps: list[tuple[str, Any, Any]]) -> None:
    with transaction.atomic():
        company, fact = make_company("Gloaming Systems"), make_fact()
        body = f'<p>Gloaming Systems: <data value="fact:{fact.pk}">163 million</data>.</p>'
        article = make_article(body=body)
        for step in steps:
            before = frozen(article)
            do(article, fact, step)
            assert before.items() <= frozen(article).items()
            check(article, company.pk, fact.pk)
        transaction.set_rollback(True)


def frozen(article: Article) -> dict[int, tuple[Any, ...]]:
    """What must never change of the editions that there are."""
    rows = Edition.objects.filter(article=article)
    return {row[0]: row for row in rows.values_list("number", "headline", "body", "layout")}


def check(article: Article, company: int, fact: int) -> None:
    """The laws, now and at every moment at which something begins or ends."""
    edges = {timezone.now()}
    for row in Edition.objects.filter(article=article).values("visible_from", "visible_until"):
        edges |= {row["visible_from"], min(row["visible_until"], timezone.now() + timedelta(days=9))}
    assert Edition.objects.waiting().filter(article=article).count() <= 1
    for at in edges:
        live = Edition.objects.live(at).filter(article=article).count()
        assert live <= 1
        assert Record.objects.public(at).filter(pk=company).exists() == bool(live)
        assert Fact.objects.public(at).filter(pk=fact).exists() == bool(live)
