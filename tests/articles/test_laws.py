"""Laws that hold whatever editors do, in whatever order, and whatever time it is."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, Edition
from articles.publishing import PublishingRefused, cancel, move, publish, schedule, withdraw
from facts.models import Fact
from facts.supersession import SupersessionRefused, supersede
from questions.answering.giving import answer
from questions.models import Question
from search.documents import find
from tests.factories import make_article, make_company, make_fact, make_image
from tests.laws import slow

pytestmark = pytest.mark.django_db

Step = tuple[str, Any, Any]

MINUTES = st.integers(min_value=1, max_value=300)
STEP = st.one_of(
    st.tuples(st.just("publish"), st.booleans(), st.none() | MINUTES),
    st.tuples(st.just("schedule"), MINUTES, st.none() | MINUTES),
    st.tuples(st.just("move"), MINUTES, st.none()),
    st.tuples(st.sampled_from(["cancel", "withdraw", "supersede", "edit"]), st.none(), st.none()),
)


def do(article: Article, fact: Fact, step: Step) -> None:
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


@slow(20)
@given(st.lists(st.tuples(STEP, st.booleans()), max_size=8))
def test_at_most_one_edition_is_live_and_nothing_private_shows(steps: list[tuple[Step, bool]]) -> None:
    with transaction.atomic(), time_machine.travel(timezone.now(), tick=False) as clock:
        used = Used()
        for step, wait in steps:
            before = frozen(used.article)
            clock.move_to(next_edge(used.article) if wait else timezone.now() + timedelta(seconds=1))
            do(used.article, used.fact, step)
            assert before.items() <= frozen(used.article).items()
            check(used)
        transaction.set_rollback(True)


class Used:
    """An article and what is public only through it."""

    def __init__(self) -> None:
        self.company, self.fact = make_company("Gloaming Systems"), make_fact()
        self.image, self.inside = make_image(), make_image()
        figure = f'<data value="fact:{self.fact.pk}">163 million</data>'
        body = f'<p>Gloaming Systems: {figure}.</p><figure><img src="{self.inside.address}"></figure>'
        self.article = make_article(body=body, lead_image=self.image, lead_image_alt="x")
        self.question = Question.objects.create(text="Why?", slug="why", article=self.article)
        answer(self.question, text="<p>Because.</p>", by=None)

    def public(self, at: datetime) -> list[bool]:
        """Whether each of it is public at a time, by its own door."""
        things = (
            *(self.company, self.fact, self.fact.subject, self.image, self.inside, self.question),
            *(self.article.authors.get(), self.article.topics.get()),
        )
        return [type(thing).objects.public(at).filter(pk=thing.pk).exists() for thing in things]


def frozen(article: Article) -> dict[int, tuple[Any, ...]]:
    """What must never change of the editions that there are."""
    rows = Edition.objects.filter(article=article)
    return {row[0]: row for row in rows.values_list("number", "headline", "body", "layout")}


def edges(article: Article) -> set[datetime]:
    """Every moment at which an edition begins or ends, as far as it lies near."""
    rows = Edition.objects.filter(article=article).values_list("visible_from", "visible_until")
    return {at for row in rows for at in row if at < timezone.now() + timedelta(days=9)}


def next_edge(article: Article) -> datetime:
    """When something begins or ends next; in an hour, where nothing does."""
    coming = [at for at in edges(article) if at > timezone.now()]
    return min(coming, default=timezone.now() + timedelta(hours=1))


def check(used: Used) -> None:
    """The laws, now and at every moment at which something begins or ends."""
    assert Edition.objects.waiting().filter(article=used.article).count() <= 1
    for at in edges(used.article) | {timezone.now()}:
        live = list(Edition.objects.live(at).filter(article=used.article))
        assert len(live) <= 1
        assert set(used.public(at)) == {bool(live)}
        if at >= timezone.now():  # the search keeps nothing of what is over
            found = [hit.title for hit in find("gloaming", at=at, limit=99) if hit.kind == "article"]
            assert found == [edition.headline for edition in live]
