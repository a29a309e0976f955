"""A page of the ledger, at a cost that does not grow with it: subjects are walked by name, from where one left off."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from companies.models import Record
from facts.models import Fact

#: Of so few figures all are put in order at once: what is rare would be sought long among subjects.
FEW = 400
ORDER = ("subject__name", "subject_id", "metric__name", "-as_of_earliest", "-pk")


class NoSuchFigure(LookupError):
    """The figure after which a page was asked for is not there."""


def walked(narrowed: Any, *, after: int | None, size: int) -> tuple[list[int], bool]:
    """Up to so many ids among figures by subject, metric and time, behind one of them, and whether there are more.

    Raises NoSuchFigure. Where that one is no longer among them, its subject is begun anew, so that none is passed
    over. Four queries at most.
    """
    at = Fact.objects.select_related("subject").filter(pk=after).first() if after else None
    if after and not at:
        raise NoSuchFigure
    few = list(narrowed.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        found = _behind(after, Fact.objects.filter(pk__in=few))
    else:
        found = _behind(after, narrowed.filter(subject=at.subject_id)) if at else []
        if len(found) <= size:
            found += _of_subjects(narrowed, at.subject if at else None, size + 1 - len(found))
    return found[:size], len(found) > size


def _behind(after: int | None, facts: Any) -> list[int]:
    """The ids of facts in their order, those behind one of them."""
    ids = list(facts.order_by(*ORDER).values_list("pk", flat=True))
    return ids[ids.index(after) + 1 :] if after in ids else ids


def _of_subjects(narrowed: Any, behind: Record | None, size: int) -> list[int]:
    """The first ids among facts of the subjects behind one: each has a figure, so no more of them than ids are met."""
    subjects = Record.objects.filter(Exists(narrowed.order_by().filter(subject=OuterRef("pk"))))
    if behind:
        # Said twice, for an index is only entered by the first.
        further = Q(name__gt=behind.name) | Q(name=behind.name, pk__gt=behind.pk)
        subjects = subjects.filter(further, name__gte=behind.name)
    met = list(subjects.order_by("name", "pk").values_list("pk", flat=True)[:size])
    return list(narrowed.filter(subject__in=met).order_by(*ORDER).values_list("pk", flat=True)[:size])
