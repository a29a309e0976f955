"""The vocabulary of facts: what is public, what still stands."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from facts import series
from prepared.conditions import Kept

if TYPE_CHECKING:
    from companies.models import Record
    from facts.models import Fact, Metric, Source

Use = Callable[[OuterRef, datetime], Exists]

_uses: list[Kept] = []
_past_uses: list[Kept] = []


def public_while(use: Use, *, once: Use) -> None:
    """Add a way in which a fact is public: while something public further up the arrows cites it.

    `once` gives the condition that it is or was cited so.
    """
    _uses.append(Kept(use))
    _past_uses.append(Kept(once))


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts."""

    def public(self, at: datetime | None = None) -> "FactQuerySet":
        """Those that the public may see: published by hand, or cited by something that is public now."""
        at = at or timezone.now()
        condition = Q(published_from__lte=at)
        for use in _uses:
            condition |= Q(use(F("pk"), at=at))
        return self.filter(condition)

    def once_public(self, at: datetime | None = None) -> "FactQuerySet":
        """Those that are public or ever were, by hand or by what cites them; without those hidden by hand since."""
        at = at or timezone.now()
        condition = Q(published_from__lte=at)
        for use in _past_uses:
            condition |= Q(use(F("pk"), at=at))
        return self.filter(condition)

    def current(self) -> "FactQuerySet":
        """Those that stand: that nothing has superseded and nobody has withdrawn."""
        return self.filter(successor__isnull=True, withdrawn_at__isnull=True)

    def gave_way(self) -> "FactQuerySet":
        """The others: something superseded them, or they were withdrawn."""
        return self.filter(Q(successor__isnull=False) | Q(withdrawn_at__isnull=False))

    def current_to_readers(self, at: datetime | None = None) -> "FactQuerySet":
        """Those that stand as far as the public may know: a successor that is private is not told of."""
        at = at or timezone.now()
        return self.filter(~Q(_superseded_to_readers(F("pk"), at=at)), withdrawn_at__isnull=True)

    def past_to_readers(self, at: datetime | None = None) -> "FactQuerySet":
        """The others, as far as the public may know: of these nobody should take the value for today's."""
        at = at or timezone.now()
        return self.filter(Q(_superseded_to_readers(F("pk"), at=at)) | Q(withdrawn_at__isnull=False))

    def held_on(self, at: datetime) -> "FactQuerySet":
        """Those that we held to be true at a past moment, whatever was learnt since. Never changes."""
        return self._held(at, self.model._default_manager.all())

    def held_to_readers(self, on: datetime, *, at: datetime | None = None) -> "FactQuerySet":
        """Those that we held at a past moment, as far as the public may know now (`at`): what a private
        successor took the place of is still told as held, or its absence would tell of that one.
        """
        return self._held(on, self.model._default_manager.all().public(at))

    def _held(self, on: datetime, successors: "FactQuerySet") -> "FactQuerySet":
        replaced = successors.filter(supersedes=OuterRef("pk"), held_from__lte=on)
        standing = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=on)
        return self.filter(~Exists(replaced), standing, held_from__lte=on)

    def wanting_attention(self, at: datetime) -> "FactQuerySet":
        """Those that do not simply stand: superseded, withdrawn, forecasts whose time has come, past their
        review, or with a newer period that the public knows. Which of these it is says facts/watching.py.
        """
        known = self.model._default_manager.all().public(at).current()
        newer = _newer(known, *map(OuterRef, _OF_A_TIME))
        return self.filter(_wanting(at, superseded=Q(successor__isnull=False), newer=Q(newer)))

    def stale(self, at: datetime | None = None) -> "FactQuerySet":
        """The same as far as the public may know: those whose standing (facts/watching.py) is not current."""
        return self.filter(self._stale(at))

    def not_stale(self, at: datetime | None = None) -> "FactQuerySet":
        """The others: those that simply stand, as far as the public may know."""
        return self.exclude(self._stale(at))

    def _stale(self, at: datetime | None) -> Q:
        at = at or timezone.now()
        newer = _newer_to_readers(*map(F, _OF_A_TIME), at=at)
        return _wanting(at, superseded=Q(_superseded_to_readers(F("pk"), at=at)), newer=Q(newer))

    def of_series(self, fact: "Fact") -> "FactQuerySet":
        """Those of a fact's series, itself among them."""
        return self.filter(**{column: getattr(fact, column) for column in series.COLUMNS})

    def beside_others(self) -> "FactQuerySet":
        """Those beside which another of their series may speak of the same time and say something else.

        Of two such the one that begins first, or both; forecasts among them, and what nothing contradicts:
        facts/disputes.py decides. One index is read through.
        """
        begun, others = self.filter(as_of_earliest__isnull=False), self.filter(_of_one_matter())
        last = Coalesce(OuterRef("as_of_latest"), OuterRef("as_of_earliest"))
        near = others.alias(last=last).filter(
            as_of_earliest__gte=OuterRef("as_of_earliest"), as_of_earliest__lte=F("last")
        )
        # First by what stands in the index alone; the rows are only read of those few.
        few = begun.filter(Exists(near)).order_by().values("pk")
        found = begun.filter(Exists(near.filter(_differing())), pk__in=few)
        around = Q(as_of_earliest__lte=OuterRef("as_of_latest"), as_of_latest__gte=OuterRef("as_of_latest"))
        same = others.filter(Q(as_of_earliest__isnull=True) | around, _differing())
        return found | self.filter(Exists(same), as_of_earliest__isnull=True)

    def of_history(self, fact: "Fact") -> "FactQuerySet":
        """Those of a fact's series, and what took their place or gave way to them in another unit or length."""
        everything = self.model._default_manager.all().order_by()
        ids = everything.of_series(fact).values("pk")
        # One after the other: with “or” between them neither database finds an index for it.
        after, before = everything.filter(supersedes__in=ids), everything.filter(successor__in=ids)
        return self.filter(pk__in=ids.union(after.values("pk"), before.values("pk")))

    def about(self, record: "Record") -> "FactQuerySet":
        """Facts whose subject is the record."""
        return self.filter(subject_id=record.pk)

    def with_story(self) -> "FactQuerySet":
        """Facts with all that a list shows of them, in the same query, and why an editor prefers one."""
        found = self.select_related("subject", "metric", "source")
        return found.annotate(preferred_because=F("preference__because"))

    def with_neighbours(self, at: datetime | None = None) -> "FactQuerySet":
        """With `successor_told` and `predecessor_told`: whether readers may know of the facts before and after."""
        at = at or timezone.now()
        found: Any = self  # the model says what these columns are, and mypy that it says so twice
        neighbours: FactQuerySet = found.annotate(
            successor_told=_superseded_to_readers(F("pk"), at=at),
            predecessor_told=_public(F("supersedes_id"), at=at),
        )
        return neighbours

    def told(self, at: datetime | None = None) -> "FactQuerySet":
        """Public facts as pages, API and files tell of them, in one query.

        `named`: whether their subject is public, so that it may be named. `successor_told` and
        `predecessor_told`: whether readers may know of the facts before and after them.
        """
        at = at or timezone.now()
        told: Any = self.public(at).with_neighbours(at)
        told = told.annotate(named=_named(F("subject_id"), at=at))
        whole: FactQuerySet = told.select_related("subject", "metric", "source", "successor")
        return whole

    def of_public_subjects(self, at: datetime | None = None) -> "FactQuerySet":
        """Public facts of subjects that are public: those of `listed`, told of no others."""
        at = at or timezone.now()
        return self.public(at).filter(_named(F("subject_id"), at=at))

    def listed(self, at: datetime | None = None) -> "FactQuerySet":
        """Those that lists show: told, and of subjects that are public."""
        named = Q(named=True)
        return self.told(at).filter(named)


def _of_one_matter() -> Q:
    """Other facts of a fact's subject and metric."""
    return Q(subject=OuterRef("subject_id"), metric=OuterRef("metric_id")) & ~Q(pk=OuterRef("pk"))


def _differing() -> Q:
    """Facts that may contradict one of their series. Of two that took one another's place only one stands."""
    of_series = {name: OuterRef(name) for name in ("unit", "length", "dimensions")}
    agreeing = Q(value=OuterRef("value"), qualifier=OuterRef("qualifier")) | Q(nature="forecast")
    # Said with a number: what is not equal to null is unknown, which is no answer.
    follows = Q(supersedes=OuterRef("pk")) | Q(pk=Coalesce(OuterRef("supersedes_id"), 0))
    return Q(**of_series) & ~agreeing & ~follows


def _wanting(at: datetime, *, superseded: Q, newer: Q) -> Q:
    """That a fact does not simply stand."""
    today = timezone.localdate(at)
    forecast = Q(nature="forecast")
    return (
        superseded
        | Q(withdrawn_at__isnull=False)
        | forecast & Q(as_of_latest__lt=today)
        | ~forecast & (Q(review_after__lt=today) | newer)
    )


#: By what a newer period is found: a fact's series, and when what it speaks of begins.
_OF_A_TIME = (*series.COLUMNS, "as_of_earliest")


def _newer(standing: FactQuerySet, *of_a_time: Any) -> Exists:
    """That some figures have a newer period of a fact's series."""
    same = dict(zip(_OF_A_TIME, of_a_time, strict=True))
    # Two without a scope have the same; to SQL, two nulls are not.
    scope = Coalesce(same.pop("scope_id"), Value(""))
    begun = same.pop("as_of_earliest")
    newer = standing.exclude(nature="forecast").alias(of=Coalesce("scope", Value("")))
    return Exists(newer.filter(of=scope, as_of_earliest__gt=begun, **same))


def _to_readers(at: datetime) -> FactQuerySet:
    facts: FactQuerySet = apps.get_model("facts", "Fact").objects.public(at)
    return facts


def _subjects(subject: Any, at: datetime) -> Exists:
    return Exists(apps.get_model("companies", "Record").objects.public(at).filter(pk=subject))


_named = Kept(_subjects)
_public = Kept(lambda fact, at: Exists(_to_readers(at).filter(pk=fact)))
# What supersedes nothing is said to be left out: PostgreSQL may look through all beforehand.
_superseded_to_readers = Kept(
    lambda fact, at: Exists(_to_readers(at).filter(supersedes=fact, supersedes__isnull=False))
)
_newer_to_readers = Kept(lambda *of: _newer(_to_readers(of[-1]).current_to_readers(of[-1]), *of[:-1]))


class MetricQuerySet(models.QuerySet["Metric"]):
    """Metrics."""

    def having(self, facts: FactQuerySet) -> "MetricQuerySet":
        """Those of some facts."""
        return self.filter(Exists(facts.filter(metric=OuterRef("pk"))))

    def locked(self, pk: int) -> "Metric":
        """One as it stands, held until the transaction around this ends; read alone where there is none.

        Held before any figure of it, by whoever holds both.
        """
        with transaction.atomic():
            return self.select_for_update(no_key=True).get(pk=pk)


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources."""

    def locked(self, pk: int) -> "Source":
        """One, held until the transaction around this ends; read alone where there is none."""
        with transaction.atomic():
            return self.select_for_update().get(pk=pk)

    def public(self, at: datetime | None = None) -> "SourceQuerySet":
        """Those that a public fact rests on."""
        facts = apps.get_model("facts", "Fact").objects.public(at)
        return self.filter(Exists(facts.filter(source=OuterRef("pk"))))

    def due(self, every: timedelta, again: timedelta, at: datetime | None = None) -> "SourceQuerySet":
        """Those whose address is to be asked, the longest unasked first; what began to fail after `again`."""
        at = at or timezone.now()
        failing = Q(failing_since__isnull=False, dead_since__isnull=True, asked_at__lte=at - again)
        waiting = Q(asked_at__isnull=True) | Q(asked_at__lte=at - every) | failing
        return self.exclude(url="").filter(waiting).order_by(F("asked_at").asc(nulls_first=True), "pk")

    def in_state(self, state: str) -> "SourceQuerySet":
        """Those in one of SOURCE_STATES."""
        return self.filter(SOURCE_STATES[state])

    def with_facts(self) -> "SourceQuerySet":
        """With `rest`: how many facts rest on each."""
        return self.annotate(rest=Count("facts"))


#: What can be said of a source. One may be dead and withdrawn.
SOURCE_STATES = {
    "answers": Q(answer__in=["yes", "shut"]),
    "fails": Q(failing_since__isnull=False, dead_since__isnull=True),
    "dead": Q(dead_since__isnull=False),
    "withdrawn": Q(withdrawn_at__isnull=False),
    "never asked": Q(asked_at__isnull=True) & ~Q(url=""),
    "not to be asked": Q(answer="not asked") | Q(url=""),
}
