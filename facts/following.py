"""What follows for the figures of a metric when it changes: which of them can be held against one another."""

from django.db import transaction

from facts import dimensions, lengths
from facts.models import Fact, Metric

COLUMNS = ("length", "dimensions")


@transaction.atomic
def follow(metric: Metric) -> int:
    """Have the figures of a metric told apart as it says now, also those that are held; returns how many moved.

    What a figure says stays: only the columns that follow from its metric are written again, its length of
    period and the order of its dimensions. Two queries, and one for each thousand that move.
    """
    metric = Metric.objects.locked(metric.pk)
    moved = []
    recorded = Fact.objects.filter(metric=metric).only(*COLUMNS, "as_of_earliest", "as_of_latest")
    for fact in recorded.select_for_update(of=("self",)).order_by("pk"):
        before = [getattr(fact, column) for column in COLUMNS]
        fact.length = lengths.of(fact.as_of_earliest, fact.as_of_latest) if metric.by_length else ""
        fact.dimensions = dimensions.written(dimensions.parse(fact.dimensions, metric.dimension_names))
        if before != [getattr(fact, column) for column in COLUMNS]:
            moved.append(fact)
    return Fact.objects.bulk_update(moved, COLUMNS, batch_size=1000)
