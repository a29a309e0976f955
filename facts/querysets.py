"""The vocabulary of facts: what is public, what still stands."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from facts import series

if TYPE_CHECKING:
    from companies.models import Record
    from facts.models import Fact, Source

Use = Callable[[OuterRef, datetime], Exists]

_uses: list[Use] = []


def public_while(use: Use) -> None:
    """Add a way in which a fact is public: while something public further up the arrows cites it."""
    _uses.append(use)


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts."""

    def public(self, at: datetime | None = None) -> "FactQuerySet":
        """Those that the public may see: published by hand, or cited by something that is public now."""
        at = at or timezone.now()
        condition = Q(published_from__lte=at)
        for use in _uses:
            condition |= Q(use(OuterRef("pk"), at))
        return self.filter(condition)

    def current(self) -> "FactQuerySet":
        """Those that stand: that nothing has superseded and nobody has withdrawn."""
        return self.filter(successor__isnull=True, withdrawn_at__isnull=True)

    def current_to_readers(self, at: datetime | None = None) -> "FactQuerySet":
        """Those that stand as far as the public may know: a successor that is private is not told of."""
        told = self.model._default_manager.all().public(at).filter(supersedes=OuterRef("pk"))
        return self.filter(~Exists(told), withdrawn_at__isnull=True)

    def held_on(self, at: datetime) -> "FactQuerySet":
        """Those that we held to be true at a past moment, whatever was learnt since. Never changes."""
        replaced = self.model._default_manager.filter(supersedes=OuterRef("pk"), held_from__lte=at)
        standing = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at)
        return self.filter(~Exists(replaced), standing, held_from__lte=at)

    def of_series(self, fact: "Fact") -> "FactQuerySet":
        """Those of a fact's series, itself among them."""
        return self.filter(**{column: getattr(fact, column) for column in series.COLUMNS})

    def about(self, record: "Record") -> "FactQuerySet":
        """Facts whose subject is the record."""
        return self.filter(subject_id=record.pk)

    def with_story(self) -> "FactQuerySet":
        """Facts with all that a list shows of them, in the same query, and why an editor prefers one."""
        found = self.select_related("subject", "metric", "source")
        return found.annotate(preferred_because=F("preference__because"))


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
