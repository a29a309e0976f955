"""Laws of the ledger that hold whatever is recorded, superseded, withdrawn and published, in whatever order."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import bodies
from articles.models import Article, Edition
from articles.publishing import PublishingRefused, publish, schedule
from articles.publishing import withdraw as withdraw_article
from facts.models import Fact, Metric, Source
from facts.supersession import SupersessionRefused, supersede
from facts.withdrawal import WithdrawalRefused, withdraw, withdraw_source
from newsroom.rollout.deciding import keep
from newsroom.rollout.flags import flagged
from tests.factories import make_article, make_product
from tests.laws import slow

pytestmark = pytest.mark.django_db

PICK = st.integers(min_value=0, max_value=5)
MONTH = st.integers(min_value=1, max_value=6)
STEP = st.one_of(
    st.tuples(st.just("record"), MONTH, st.sampled_from(["measured", "claimed", "forecast"])),
    st.tuples(st.just("supersede"), PICK, st.just(None)),
    st.tuples(st.just("withdraw"), PICK, st.just(None)),
    st.tuples(st.just("withdraw source"), PICK, st.just(None)),
    st.tuples(st.sampled_from(["publish", "schedule"]), PICK, PICK),
    st.tuples(st.just("withdraw article"), PICK, st.just(None)),
    st.tuples(st.just("keep"), PICK, PICK),
)
REFUSED = (PublishingRefused, SupersessionRefused, WithdrawalRefused)


class Ledger:
    """A product with figures by month, and articles that cite them."""

    def __init__(self) -> None:
        self.subject = make_product()
        self.metric = Metric.objects.create(code="mau", name="Monthly active users", unit="people")
        self.sources = [Source.objects.create(title=f"Count {n}") for n in range(3)]
        self.articles = [make_article(f"Article {n}") for n in range(3)]
        self.kept: dict[tuple[int, int], datetime] = {}
        self.record(1, "measured")

    def record(self, month: int, nature: str) -> None:
        """Another figure, of a month of 2026."""
        count = Fact.objects.count()
        Fact.objects.create(
            subject=self.subject,
            metric=self.metric,
            value=100 + count,
            unit="people",
            as_of=f"2026-{month:02}",
            nature=nature,
            source=self.sources[count % 3],
        )

    def fact(self, pick: int) -> Fact:
        """One of the figures."""
        facts = list(Fact.objects.order_by("pk"))
        return facts[pick % len(facts)]

    def do(self, verb: str, first: Any, second: Any) -> None:
        """One step; a refusal is an answer too."""
        acts: dict[str, Callable[[], object]] = {
            "record": lambda: self.record(first, second),
            "supersede": lambda: supersede(
                self.fact(first), by=None, because="our error", value=200 + Fact.objects.count()
            ),
            "withdraw": lambda: withdraw(self.fact(first), because="Miscounted."),
            "withdraw source": lambda: withdraw_source(self.sources[first % 3], because="Taken back."),
            "publish": lambda: self.publish(first, second, publish),
            "schedule": lambda: self.publish(first, second, schedule, at=timezone.now() + timedelta(hours=1)),
            "withdraw article": lambda: withdraw_article(
                self.articles[first % 3], by=None, note="Withdrawn."
            ),
            "keep": lambda: self.keep(first, second),
        }
        with suppress(REFUSED):
            acts[verb]()

    def publish(self, which: int, pick: int, verb: Callable[..., object], **settings: Any) -> None:
        """Have an article cite a figure."""
        fact, article = self.fact(pick), self.articles[which % 3]
        body = f'<p>It has <data value="fact:{fact.pk}">{fact.shown}</data> users.</p>'
        Article.objects.filter(pk=article.pk).update(body=body)
        verb(article, by=None, note="Changed.", **settings)

    def keep(self, which: int, pick: int) -> None:
        """Have an article keep a figure as of its day."""
        article, fact = self.articles[which % 3], self.fact(pick)
        keep(fact, [article], by=None)
        self.kept[fact.pk, article.pk] = timezone.now()

    def expected(self) -> dict[tuple[int, str], int]:
        """From scratch: what each edition that is or will be seen cites, held against all that is known."""
        now, found = timezone.now(), Counter[tuple[int, str]]()
        for edition in Edition.objects.all():
            if not (edition.visible_until > now and edition.visible_from < edition.visible_until):
                continue
            for pk in {citation.fact for citation in bodies.citations(edition.body)}:
                state, since = self.state(Fact.objects.get(pk=pk), now)
                kept = self.kept.get((pk, edition.article_id))
                if since and not (kept and kept >= since):
                    found[pk, state] += 1
        return dict(found)

    def state(self, fact: Fact, now: datetime) -> tuple[str, datetime | None]:
        """What became of a figure, and when."""
        last = fact
        while after := Fact.objects.filter(supersedes=last).first():
            last = after
        if last.withdrawn_at:
            return "withdrawn", last.withdrawn_at
        if last != fact:
            return "superseded", last.held_from
        if fact.nature == "forecast":
            over = fact.as_of_latest < timezone.localdate(now)
            return "due", after_day(fact.as_of_latest) if over else None
        newer = [
            other
            for other in Fact.objects.exclude(nature="forecast").filter(length=fact.length)
            if other.as_of_earliest > fact.as_of_earliest
            and not other.withdrawn_at
            and not Fact.objects.filter(supersedes=other).exists()
            and Fact.objects.public(now).filter(pk=other.pk).exists()
        ]
        if newer:
            newest = max(newer, key=lambda other: other.as_of_earliest)
            same = [other for other in newer if other.as_of_earliest == newest.as_of_earliest]
            return "newer", max(other.held_from or other.recorded_at for other in same)
        return "current", None


def after_day(day: date) -> datetime:
    """The first moment after a day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


@slow(12)
@given(st.lists(STEP, min_size=2, max_size=12))
def test_what_is_flagged_is_what_a_plain_recomputation_finds(steps: list[tuple[str, Any, Any]]) -> None:
    with transaction.atomic(), time_machine.travel("2026-11-26 12:00Z", tick=False) as clock:
        ledger = Ledger()
        for step in steps:
            clock.shift(60)
            ledger.do(*step)
            found = {(row.fact.pk, row.standing.state): row.articles for row in flagged()}
            assert found == ledger.expected()
        transaction.set_rollback(True)


@slow(12)
@given(st.lists(STEP, min_size=2, max_size=12))
def test_what_we_held_at_a_past_moment_never_changes(steps: list[tuple[str, Any, Any]]) -> None:
    with transaction.atomic(), time_machine.travel("2026-11-26 12:00Z", tick=False) as clock:
        ledger, told = Ledger(), {}
        for step in steps:
            clock.shift(60)
            ledger.do(*step)
            told[timezone.now()] = held(timezone.now())
            clock.shift(60)
            assert {at: held(at) for at in told} == told
        transaction.set_rollback(True)


def held(at: datetime) -> list[tuple[Any, ...]]:
    """What we held to be true, with all that it says."""
    rows = Fact.objects.held_on(at).order_by("pk")
    return list(rows.values_list("pk", "value", "as_of", "nature", "source_id", "unit"))
