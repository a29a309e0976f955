"""What the search finds among the documents of a labelled file: in the index itself, and nothing of it stays."""

from collections.abc import Iterator

from django.db import transaction

from newsroom.evaluation.reading import Labelled, Row
from search import documents
from search.engines import Narrow
from search.models import Document
from search.ranking import rank
from search.reading import read

LOOKED_AT = 10
#: Records that are no document of the file are known by their names all the same.
RECORDS_FROM = 10**9


def searched(labelled: Labelled) -> Iterator[Row]:
    """A line for each query, with the ids of what is found. What is in the index is put aside meanwhile."""
    with transaction.atomic():
        Document.objects.all().delete()
        ids = _put(labelled)
        yield from [{"query": row["query"], "ranked": _found(row["query"], ids)} for row in labelled.rows]
        transaction.set_rollback(True)


def _put(labelled: Labelled) -> dict[tuple[str, int], int | str]:
    """Index the documents of a file, and its records where they are no documents; returns whose id is whose."""
    names = {record["name"]: [record["name"], *record["aliases"]] for record in labelled.records}
    kinds = {record["name"]: record["kind"] for record in labelled.records}
    ids = {}
    for n, one in enumerate(labelled.documents):
        own = one["kind"] == kinds.get(one["title"])
        called = names.pop(one["title"]) if own and one["title"] in names else [one["title"]]
        documents.put(documents.Entry(one["kind"], n, called, one["text"]))
        ids[one["kind"], n] = one["id"]
    for n, (name, called) in enumerate(names.items(), RECORDS_FROM):
        documents.put(documents.Entry(kinds[name], n, called, ""))
    return ids


def _found(query: str, ids: dict[tuple[str, int], int | str]) -> list[int | str]:
    found = rank(read(query, set), Narrow()).found
    return [ids[key] for key, _ in found if key in ids][:LOOKED_AT]
