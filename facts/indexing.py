"""Figures in the search: by what they are of, what they say, and their source's words."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from companies.models import Record
from facts.models import Fact
from facts.querysets import FactQuerySet
from search import documents
from search.documents import Entry, Hit


def held(kind: str) -> FactQuerySet:
    """All figures, to be indexed."""
    return Fact.objects.with_story()


def entry(fact: Fact) -> Entry:
    """How a figure is indexed."""
    return fact.in_search


def told(facts: FactQuerySet) -> list[Hit]:
    """Figures as the search shows them. Two queries."""
    rows = list(facts.select_related("subject", "metric", "source"))
    past = Fact.objects.past_to_readers().filter(pk__in=[fact.pk for fact in rows])
    over = set(past.values_list("pk", flat=True))
    return [
        Hit(
            *("fact", fact.pk, _called(fact, over), fact.get_absolute_url()),
            " – ".join(
                filter(None, (fact.as_of_in_words, fact.told_apart, fact.quotation, str(fact.source)))
            ),
        )
        for fact in rows
    ]


def _called(fact: Fact, over: Collection[int]) -> str:
    """What a figure says; and of one that does not stand any more, that."""
    figure = f"{fact.subject}: {fact.metric}, {fact.shown}"
    if fact.pk not in over:
        return figure
    said = gettext("%(figure)s (withdrawn)") if fact.withdrawn_at else gettext("%(figure)s (superseded)")
    return said % {"figure": figure}


def renamed(record: Record) -> None:
    """Index a record's figures anew, which are found by its names."""
    if facts := list(held("fact").filter(subject=record)):
        documents.keep([fact.in_search for fact in facts])


def of(slug: str) -> "QuerySet[Any, Any]":
    """Ids of the figures of a record with an address."""
    return Fact.objects.filter(subject__slug=slug).values("pk")
