"""A kept page never differs from a fresh one, whatever happened in between and however much time passed."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from aiwatch.sitemaps.kinds import KINDS
from articles.models import Edition
from articles.publishing import publish
from changes import log
from changes.admin import tell
from companies.indexing import saved
from companies.models import Record
from companies.releases import claim
from questions.answering.giving import answer
from questions.models import Answer, Question
from tests.articles.test_laws import MINUTES, STEP, Step, do
from tests.factories import make_article, make_company, make_fact, make_model
from tests.laws import slow

pytestmark = pytest.mark.django_db

MOMENTS = st.lists(
    st.one_of(
        STEP,
        st.tuples(st.just("pass"), MINUTES, st.none()),
        st.tuples(st.just("wait"), st.none(), st.none()),
        st.tuples(st.sampled_from(["appear", "answer"]), st.none() | st.integers(-5, 300), st.none()),
        st.tuples(st.sampled_from(["rename", "rename author", "claim"]), st.none(), st.none()),
    ),
    max_size=5,
)
WAIT = ("wait", None, None)


class World:
    """An article with a figure, a record that it names and one that it does not, a model and a question."""

    def __init__(self) -> None:
        self.company, self.other, self.fact = make_company("Gloaming Systems"), make_company(), make_fact()
        self.model = make_model(published_from=timezone.now(), developer=self.other)
        body = f'<p>Gloaming Systems: <data value="fact:{self.fact.pk}">163 million</data>.</p>'
        self.article = make_article("Timed eclipse", slug="timed-eclipse", body=body)
        self.question = Question.objects.create(text="Why?", slug="why", article=self.article)
        publish(self.article, by=None)

    def addresses(self) -> list[str]:
        """Pages of each kind that what happens can change."""
        rows = (self.company, self.other, self.model, self.fact, self.question, self.article.authors.get())
        return [
            *(
                "/",
                "/changes/",
                "/articles/timed-eclipse/",
                "/companies/",
                "/releases/",
                "/releases.ics",
                "/sitemap.xml",
                *(f"/sitemaps/{name}-1.xml" for name in (*KINDS, "lists")),
                "/search/?q=gloaming",
            ),
            *(
                "/feeds/latest.atom",
                "/corrections/",
                "/api/v1/articles/",
                "/api/v1/articles/timed-eclipse/",
                "/api/v1/companies/",
            ),
            *(row.get_absolute_url() for row in rows),
            *("/questions/", "/feeds/questions.json"),
            *("/facts/", "/facts/?as_known_on=2026-01-01", "/sources/", "/api/v1/facts/"),
            f"/facts/{self.fact.pk}.bib",
            f"{self.fact.get_absolute_url()}?as_known_on=2026-01-01",
            self.fact.source.get_absolute_url(),
        ]

    def edges(self) -> set[Any]:
        """The times at which something begins or ends."""
        found = set(Edition.objects.values_list("visible_from", flat=True))
        found |= set(Edition.objects.values_list("visible_until", flat=True))
        found |= set(Record.objects.values_list("published_from", flat=True))
        return found | set(Answer.objects.values_list("published_from", flat=True))

    def happens(self, step: Step, clock: time_machine.Traveller) -> None:
        """One step."""
        now = timezone.now()
        verb, minutes, _ = step
        at = None if minutes is None else now + timedelta(minutes=minutes)
        match verb:
            case "pass":
                clock.move_to(at)
            case "wait":
                coming = [edge for edge in self.edges() if edge and now < edge < now + timedelta(days=9)]
                clock.move_to(min(coming, default=now + timedelta(days=1)))
            case "rename":
                self.company.name += "x"
                self.company.save()
                saved(self.company)
            case "rename author":
                author = self.article.authors.get()
                author.name += "x"
                author.save()
                tell("author", author.pk)
            case "appear":
                self.other.published_from = at
                self.other.save()
                saved(self.other)
                tell("company", self.other.pk)
            case "answer":
                answer(self.question, text=f"<p>Since {now}.</p>", by=None, published_from=at, note="Later.")
            case "claim":
                claim(self.model, status="announced", window="2027", claimed_on=now.date())
            case _:
                do(self.article, self.fact, step)


@slow(2)
@given(MOMENTS)
@example([("publish", False, 3), ("schedule", 2, None), ("move", 9, None), WAIT, WAIT])
@example([("schedule", 5, 9), ("cancel", None, None), ("publish", False, 3), ("withdraw", None, None), WAIT])
@example([("appear", 3, None), ("appear", 9, None), WAIT, ("appear", None, None)])
@example([("answer", -1, None), ("answer", 5, None), WAIT, ("answer", None, None), ("withdraw", None, None)])
def test_a_kept_page_is_what_a_fresh_one_would_be(moments: list[Step]) -> None:
    client = Client()
    cache.clear()
    log.forget_version()
    with transaction.atomic(), time_machine.travel(timezone.now(), tick=False) as clock:
        world = World()
        for address in world.addresses():
            client.get(address)
        for step in moments:
            clock.shift(timedelta(seconds=1))
            world.happens(step, clock)
            log.forget_version()  # as a second later
            kept = {address: seen(client, address) for address in world.addresses()}
            cache.clear()
            for address, page in kept.items():
                assert page == seen(client, address), address
        transaction.set_rollback(True)


def seen(client: Client, address: str) -> list[str]:
    """What a reader gets of a page, by lines, so that a difference can be read."""
    response = client.get(address)
    return [str(response.status_code), response.get("ETag", ""), *response.text.splitlines()]
