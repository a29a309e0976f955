"""The demonstration's figures: first all of them, later those that give way or fall with their source."""

from datetime import datetime, timedelta

from facts.models import Fact, Metric, Scope, Source
from facts.supersession import supersede
from facts.withdrawal import withdraw_source
from newsroom.demo import contents
from newsroom.demo.contents import Table
from newsroom.demo.loading.cast import Cast, valid


def add_facts(cast: Cast) -> int:
    given = contents.tables("facts")
    metrics = {key: valid(Metric(code=key, **row)) for key, row in given["metric"].items()}
    accessed = cast.today - timedelta(days=10)
    for key, row in given["source"].items():
        if isinstance(row.get("published"), str):
            row["published"] = contents.day(row["published"], cast.today)
        cast.sources[key] = valid(Source(accessed=accessed, **row))
    for key, row in given["fact"].items():
        cast.facts[key] = _fact(cast, metrics, row)
    return len(cast.facts)


def _fact(cast: Cast, metrics: dict[str, Metric], row: Table) -> Fact:
    row |= {
        "subject": cast.records[row["subject"]],
        "metric": metrics[row["metric"]],
        "source": cast.sources[row["source"]],
        "as_of": contents.edtf(row["as_of"], cast.today),
        "published_from": None if (private := row.pop("private", False)) else cast.now,
        "held_from": None if private else _held_from(cast, row["source"]),
        "recorded_by": cast.users["editor"],
    }
    # the subject is a child of Record and the field wants the Record itself
    row["subject"] = row["subject"].record_ptr
    if "scope" in row:
        row["scope"], _ = Scope.objects.get_or_create(name=row["scope"])
    if "review_after" in row:
        row["review_after"] = contents.day(row["review_after"], cast.today)
    return valid(Fact(**row))


def _held_from(cast: Cast, source: str) -> datetime:
    """A week after its source came out: the ledger of a newsroom that has been at it for a while has a past."""
    published = cast.sources[source].published
    ago = cast.today - published - timedelta(days=7) if published else timedelta(days=90)
    return cast.now - max(ago, timedelta())


def supersede_facts(cast: Cast) -> int:
    rows = contents.tables("facts")["supersession"]
    for row in rows:
        fact, because = cast.facts[row.pop("fact")], row.pop("because")
        source = cast.sources[row.pop("source")]
        supersede(fact, by=cast.users["editor"], because=because, source=source, **row)
    return len(rows)


def withdraw_sources(cast: Cast) -> int:
    rows = contents.tables("facts")["withdrawal"]
    for row in rows:
        withdraw_source(cast.sources[row["source"]], because=row["because"])
    return len(rows)
