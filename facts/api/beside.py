"""What the lists of other apps say of facts when `expand` asks for them."""

from collections import defaultdict
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from api.choosing import Asked
from api.resources import Row
from facts.api.lists import Facts
from facts.models import Fact

#: So many figures of a record stand with it; the list has the others.
MOST = 20


def of_records(ids: list[int], asked: Asked) -> dict[int, list[Row]]:
    """The figures of records that stand, those of the newest time first, the first MOST of each, by record."""
    newest = F("as_of_earliest").desc(nulls_last=True), F("pk").desc()
    place = Window(RowNumber(), partition_by="subject_id", order_by=newest)
    standing: Any = Fact.objects.listed(asked.at).current_to_readers(asked.at)
    rows = list(
        standing.filter(subject__in=ids)
        .annotate(place=place)
        .filter(place__lte=MOST)
        .order_by("subject_id", "place")
        .values_list("subject_id", "pk")
    )
    return by_what_has_them(rows, asked)


def by_what_has_them(rows: list[tuple[int, int]], asked: Asked) -> dict[int, list[Row]]:
    """Public facts as the list tells of them, from the ids of what has them and theirs, in order. Two queries."""
    whole = Facts.by_id({fact for _, fact in rows}, asked)
    found: dict[int, list[Row]] = defaultdict(list)
    for holder, fact in rows:
        if fact in whole:
            found[holder].append(whole[fact])
    return found
