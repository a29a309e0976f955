"""Whoever keeps a copy is told of all that changes it: by every verb, by time alone, and in any order."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Author, Edition
from articles.publishing import cancel, move, publish, withdraw
from changes.admin import tell
from changes.corrections import Said, Thing, correct
from changes.following import Moved, gone, since
from changes.marks import Mark
from changes.models import Correction
from companies import releases
from companies.indexing import saved
from companies.models import Alias, Company
from facts.deciding import prefer
from facts.models import Fact, Source
from facts.supersession import supersede
from facts.withdrawal import withdraw as withdraw_fact
from facts.withdrawal import withdraw_source
from newsroom.records.merging import merge
from questions.answering.giving import answer, still_right
from questions.deciding import merging, moderation
from questions.models import Question
from tests.factories import (
    ask,
    make_article,
    make_company,
    make_fact,
    make_model,
    someday,
)
from tests.laws import slow

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
BEGINNING = Mark.read("1970-01-01T00:00:00Z")
KINDS = (
    "correction",
    *("article", "author", "topic", "question", "fact", "source", "metric"),
    *("company", "product", "family", "model", "market"),
)
Expected = set[tuple[str, int]]


def this(thing: Any) -> tuple[str, int]:
    return str(getattr(thing, "kind", thing._meta.model_name)), thing.pk


def followed(kind: str, mark: Mark, at: datetime) -> tuple[list[Moved], Mark]:
    """All that changed of a kind, page by page."""
    told: list[Moved] = []
    more = True
    while more:
        changed, mark, more = since({kind}, Mark.read(str(mark)), limit=3, at=at)
        told += changed
    return told, mark


class World:
    """What readers see before something happens."""

    def __init__(self, publisher: User) -> None:
        hour_ago = timezone.now() - HOUR
        self.by = publisher
        self.company = make_company("Umbra", published_from=hour_ago)
        self.named = make_company("Penumbra Works")
        self.model = make_model("Corona 7", developer=self.company, published_from=hour_ago)
        self.fact = make_fact(self.company, published_from=hour_ago)
        self.cited = make_fact(self.named, value=5_000_000)
        words = f'<data value="fact:{self.fact.pk}">163 million</data>'
        cited = f'<data value="fact:{self.cited.pk}">5 million</data>'
        body = f"<p>Penumbra Works has {cited} and Umbra {words}.</p>"
        self.article = make_article(body=body)
        self.question = ask("How dark?", article=self.article)
        self.open = ask("How long?")
        answer(self.question, text="<p>Very.</p>", by=None)
        for record in (self.company, self.model, self.named):
            saved(record)
        tell("fact", self.fact.pk)

    def publish(self, **how: Any) -> None:
        publish(self.article, by=self.by, **how)


def published(world: World) -> Expected:
    world.publish()
    carried = {*world.article.topics.all(), *world.article.authors.all()}
    made = {world.named, world.cited, world.question, world.cited.source}
    return {("article", world.article.pk), *map(this, carried | made)}


def published_by_time(world: World) -> Expected:
    world.publish(at=timezone.now() + HOUR)
    return {("article", world.article.pk), this(world.named), this(world.cited), this(world.question)}


def expired_by_time(world: World) -> Expected:
    world.publish(expires_at=timezone.now() + HOUR)
    settle(world)
    return {("article", world.article.pk), this(world.named), this(world.cited), this(world.question)}


def moved(world: World) -> Expected:
    world.publish(at=timezone.now() + 5 * HOUR)
    settle(world)
    move(world.article, to=timezone.now() + HOUR, by=world.by)
    return {("article", world.article.pk), this(world.named)}


def out(world: World) -> None:
    world.publish()
    settle(world)


def edited(world: World) -> Expected:
    out(world)
    world.publish(major=False)
    return {("article", world.article.pk)}


def corrected(world: World) -> Expected:
    out(world)
    world.publish(correction=Said("It was dark.", "It was light."))
    return {("article", world.article.pk), this(Correction.objects.get())}


def corrected_by_hand(world: World) -> Expected:
    out(world)
    edition = Edition.objects.get()
    touches = [
        Thing("company", world.company.pk, "Umbra", world.company.get_absolute_url()),
        Thing("article", world.article.pk, edition.headline, edition.get_absolute_url()),
    ]
    made = correct(Said("It was dark.", "It was light."), touches=touches, by=None)
    return {("article", world.article.pk), this(world.company), this(made)}


def withdrawn(world: World) -> Expected:
    out(world)
    withdraw(world.article, by=world.by, note="It was not so.")
    carried = {*world.article.topics.all(), *world.article.authors.all()}
    return {("article", world.article.pk), *map(this, carried | {world.named, world.cited, world.question})}


def no_longer_cited(world: World) -> Expected:
    out(world)
    world.article.body = "<p>Nothing is cited and nobody named.</p>"
    world.article.save()
    world.publish(note="Shorter.")
    return {this(world.named), this(world.cited), this(world.cited.source)}


def superseded(world: World) -> Expected:
    out(world)
    new = supersede(world.fact, by=None, because="better source", value=172_000_000)
    return {this(world.fact), this(new), ("article", world.article.pk)}


def our_error(world: World) -> Expected:
    out(world)
    new = supersede(world.fact, by=None, because="our error", value=172_000_000)
    return {this(world.fact), this(new), ("article", world.article.pk)}


def fact_withdrawn(world: World) -> Expected:
    out(world)
    withdraw_fact(world.cited, because="It was never measured.")
    return {this(world.cited), ("article", world.article.pk)}


def source_withdrawn(world: World) -> Expected:
    out(world)
    withdraw_source(world.fact.source, because="Taken back.")
    return {this(world.fact), this(world.fact.source), ("article", world.article.pk)}


def preferred(world: World) -> Expected:
    prefer(world.fact, by=None, because="it is measured")
    return {this(world.fact)}


def record_edited(world: World) -> Expected:
    saved(world.company)
    return {this(world.company), this(world.fact)}


def alias_added(world: World) -> Expected:
    Alias.objects.create(record_id=world.company.pk, text="Umbra Inc", kind="former")
    saved(world.company)
    return {this(world.company)}


def record_appears(world: World) -> Expected:
    world.named.published_from = timezone.now() + HOUR
    world.named.save()
    saved(world.named)
    return {this(world.named)}


def claimed(world: World) -> Expected:
    releases.claim(world.model, status="announced", window="2026-12", claimed_on=someday())
    return {this(world.model)}


def merged(world: World) -> Expected:
    gone = make_company("Umbra GmbH", published_from=timezone.now() - HOUR)
    saved(gone)
    settle(world)
    expected = {this(gone), this(world.company)}
    merge(gone, into=world.company, by=None)
    return expected


def answered(world: World) -> Expected:
    out(world)
    answer(world.question, text="<p>Quite.</p>", by=None, note="Less.")
    return {this(world.question), ("article", world.article.pk)}


def answered_by_time(world: World) -> Expected:
    text = f'<p><data value="fact:{world.cited.pk}">5 million</data></p>'
    answer(world.open, text=text, by=None, published_from=timezone.now() + HOUR)
    return {this(world.open), this(world.cited)}


def looked_at(world: World) -> Expected:
    out(world)
    still_right(world.question)
    return {this(world.question)}


def opened(world: World) -> Expected:
    moderation.open_to_readers(world.open, by=world.by)
    return {this(world.open)}


def declined(world: World) -> Expected:
    opened(world)
    settle(world)
    moderation.decline(Question.objects.get(pk=world.open.pk), by=world.by, reason="No.")
    return {this(world.open)}


def questions_merged(world: World) -> Expected:
    opened(world)
    settle(world)
    merging.merge(Question.objects.get(pk=world.open.pk), world.question, world.by)
    return {this(world.open)}


HAPPENS = [
    *(published, published_by_time, expired_by_time, moved, edited, corrected, corrected_by_hand),
    *(withdrawn, no_longer_cited, superseded, our_error, fact_withdrawn, source_withdrawn),
    *(preferred, record_edited, alias_added, record_appears, claimed, merged, answered),
    *(answered_by_time, looked_at, opened, declined, questions_merged),
]

_marks: dict[str, Mark] = {}


def settle(world: World) -> None:
    """Whoever follows is up to date."""
    for kind in KINDS:
        _, _marks[kind] = followed(kind, _marks.get(kind, BEGINNING), timezone.now())


@pytest.fixture(autouse=True)
def nobody_follows() -> Iterator[None]:
    _marks.clear()
    yield


@pytest.mark.parametrize("happens", HAPPENS, ids=lambda happens: happens.__name__)
def test_whoever_follows_is_told(happens: Callable[[World], Expected], publisher: User) -> None:
    world = World(publisher)
    settle(world)
    expected = happens(world)
    later = timezone.now() + 2 * HOUR
    told = {(one.about, one.about_id) for kind in KINDS for one in followed(kind, _marks[kind], later)[0]}
    assert expected - told == set()


def a_publisher() -> User:
    user = User.objects.create_user("law", is_staff=True)
    user.groups.add(Group.objects.get(name="publisher"))
    return user


class Copy:
    """What a client keeps of the public API, and how it keeps it in step."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int], Any] = {}
        self.marks: dict[str, Mark] = dict.fromkeys(STANDS, BEGINNING)

    def sync(self, kind: str, *, pages: int = 1000) -> None:
        """Fetch some pages of what changed, and apply them."""
        at = timezone.now()
        for _ in range(pages):
            changed, self.marks[kind], more = since({kind}, Mark.read(str(self.marks[kind])), limit=2, at=at)
            for one in gone(changed, at):
                self.rows.pop((kind, one.about_id), None)
            ids = [one.about_id for one in changed]
            self.rows |= {key: row for key, row in public(kind, at).items() if key[1] in ids}
            if not more:
                break


def public(kind: str, at: datetime) -> dict[tuple[str, int], Any]:
    """All that readers see of a kind, with what the API tells of its state."""
    return {(kind, row[0]): row[1:] for row in STANDS[kind](at)}


STANDS: dict[str, Callable[[datetime], Any]] = {
    "article": lambda at: Edition.objects.live(at).values_list("article", "pk"),
    "fact": lambda at: Fact.objects.listed(at).values_list("pk", "successor_told", "withdrawn_at"),
    "company": lambda at: Company.objects.public(at).values_list("pk", "name"),
    "question": lambda at: Question.objects.shown(at).values_list("pk", "state", "answer__text"),
    "source": lambda at: Source.objects.public(at).values_list("pk"),
    "author": lambda at: Author.objects.public(at).values_list("pk", "name"),
}

STEPS = st.one_of(
    st.tuples(st.sampled_from(["publish", "schedule", "expire", "move", "wait"]), st.integers(1, 90)),
    st.tuples(
        st.sampled_from(["cancel", "withdraw", "supersede", "hide", "rewrite", "answer", "decline", "merge"]),
        st.integers(0, 1),
    ),
    st.tuples(st.just("sync"), st.integers(1, 3)),
)


def do(world: World, verb: str, number: int) -> None:
    """One step; a refusal is an answer too."""
    now, minutes = timezone.now(), timedelta(minutes=number)
    try:
        match verb:
            case "publish":
                world.publish(note="Changed.", major=number % 2 == 0)
            case "schedule":
                world.publish(note="Changed.", at=now + minutes)
            case "expire":
                world.publish(note="Changed.", expires_at=now + minutes)
            case "move":
                move(world.article, to=now + minutes, by=None)
            case "cancel":
                cancel(world.article, by=None)
            case "withdraw":
                withdraw(world.article, by=None, note="It was not so.")
            case "supersede":
                standing = (
                    Fact.objects.current().filter(subject=(world.company, world.named)[number]).latest("pk")
                )
                supersede(standing, by=None, because="better source", value=standing.value + 1)
            case "hide":
                withdraw_fact(world.cited, because="It was never measured.")
            case "rewrite":
                world.article.body = "<p>Nothing is cited and nobody named.</p>"
                world.article.save()
            case "answer":
                answer(world.question, text=f"<p>At {now}.</p>", by=None, note="Changed.")
            case "decline":
                moderation.decline(Question.objects.get(pk=world.question.pk), by=world.by, reason="No.")
            case "merge":
                merge(world.named, into=world.company, by=None)
    except (ValueError, Company.DoesNotExist):
        pass


@slow(6)
@given(st.lists(STEPS, max_size=12))
def test_a_copy_that_is_kept_in_step_equals_what_readers_see(steps: list[tuple[str, int]]) -> None:
    noon = timezone.now().replace(hour=1, minute=0)
    with transaction.atomic(), time_machine.travel(noon, tick=False) as clock:
        world, copy = World(a_publisher()), Copy()
        for verb, number in steps:
            clock.shift(timedelta(minutes=number) if verb == "wait" else timedelta(seconds=1))
            if verb == "sync":
                for kind in STANDS:
                    copy.sync(kind, pages=number)
            else:
                do(world, verb, number)
        clock.shift(timedelta(minutes=45))
        for kind in STANDS:
            copy.sync(kind)
        now = timezone.now()
        assert copy.rows == {key: row for kind in STANDS for key, row in public(kind, now).items()}
        transaction.set_rollback(True)
