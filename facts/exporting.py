"""The ledger as a table: one row a fact, with both of its times."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import batched
from typing import Any

from api.cells import harmless
from companies.jsonld import address, moment
from facts.models import Fact
from facts.rivals import mark_for_readers

#: How many rows are read and sent at a time.
CHUNK = 500


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _time(at: datetime | None) -> str:
    return moment(at) if at else ""


#: docs/ledger.md says what each holds.
COLUMNS: dict[str, Callable[[Fact], Any]] = {
    "id": lambda fact: fact.pk,
    "url": lambda fact: address(f"/facts/{fact.pk}/"),
    "subject": lambda fact: fact.subject.slug,
    "subject_kind": lambda fact: fact.subject.kind,
    "subject_name": lambda fact: fact.subject.name,
    "metric": lambda fact: fact.metric.code,
    "metric_name": lambda fact: fact.metric.name,
    "scope": lambda fact: fact.scope_id,
    "dimensions": lambda fact: fact.dimensions,
    "qualifier": lambda fact: fact.qualifier,
    "value": lambda fact: _number(fact.value),
    "high": lambda fact: _number(fact.high),
    "unit": lambda fact: fact.unit,
    "shown": lambda fact: fact.shown,
    "as_of": lambda fact: fact.as_of,
    "as_of_words": lambda fact: fact.as_of_in_words,
    "as_of_earliest": lambda fact: fact.as_of_earliest,
    "as_of_latest": lambda fact: fact.as_of_latest,
    "length": lambda fact: fact.length,
    "nature": lambda fact: fact.nature,
    "observation_status": lambda fact: Fact.Nature(fact.nature).observation_status,
    "disputed": lambda fact: "yes" if fact.is_disputed else "no",
    "state": lambda fact: fact.state,
    "held_from": lambda fact: _time(fact.held_from),
    "held_until": lambda fact: _time(fact.held_until),
    "because": lambda fact: fact.because,
    "superseded_by": lambda fact: fact.after.pk if fact.after else None,
    "supersedes": lambda fact: fact.before_id,
    "source": lambda fact: fact.source_id,
    "source_title": lambda fact: fact.source.title,
    "source_publisher": lambda fact: fact.source.publisher,
    "source_url": lambda fact: fact.source.url,
    "source_archived_url": lambda fact: fact.source.archived_url,
    "quotation": lambda fact: fact.quotation,
}


def pieces(facts: Any, at: datetime) -> Iterator[str]:
    """A CSV file of facts from `listed`, by id: the header, then CHUNK rows at a time.

    One query, and two for each of the CHUNKs, for what contradicts what.
    """
    yield "\ufeff" + _written([list(COLUMNS)])
    rows = facts.order_by("pk").iterator(chunk_size=CHUNK)
    for some in batched(rows, CHUNK, strict=False):
        yield _written(
            [_cell(column(fact)) for column in COLUMNS.values()] for fact in mark_for_readers(some, at)
        )


def _written(rows: Iterable[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    return "" if value is None else harmless(str(value))
