"""Keeping what questions ask beside them, in the transaction that saves them or changes a record's names."""

import hashlib
from collections.abc import Collection, Iterable
from functools import cache, reduce
from itertools import batched
from pathlib import Path
from typing import Any

from django.apps import apps as global_apps
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from companies import naming
from companies.mentions import Matcher
from companies.models import Record
from questions.matching.names import Names
from questions.matching.understanding import Meaning, plain, understand, words_of
from questions.models import Question, Term

BATCH = 500
LONGEST = 80
NOTHING_NAMED = "r:-"

_built: tuple[Matcher, Names] | None = None


def names() -> Names:
    """All names as they stand now, built again only when one has changed. Two queries."""
    global _built
    matcher = naming.matcher()
    kept = _built
    if kept is None or kept[0] is not matcher:
        _built = kept = (matcher, Names(naming.names()))
    return kept[1]


@cache
def edition() -> str:
    """A mark of the code and the tables by which questions are read."""
    read = hashlib.sha256()
    here = Path(__file__).parent
    for path in (
        *sorted(here.glob("wording/*.txt")),
        here / "names.py",
        here / "understanding.py",
        here / "vocabulary.py",
    ):
        read.update(path.read_bytes())
    return f"read by {read.hexdigest()[:12]}"


def written(meaning: Meaning) -> set[str]:
    """The terms as they are stored: those of each language apart."""
    terms = meaning.terms if meaning.records else meaning.terms | {NOTHING_NAMED}
    return {stored(meaning.language, term) for term in terms}


def stored(language: str, term: str) -> str:
    """A term as it is stored."""
    return f"{language}/{term}"[:LONGEST]


def meaning_of(rows: Iterable[str]) -> Meaning:
    """What a question asks, from its stored terms."""
    parts = [row.partition("/") for row in rows if "/" in row]
    terms = {term for _, _, term in parts if term != NOTHING_NAMED}
    return Meaning(parts[0][0] if parts else "", frozenset(terms))


@transaction.atomic
def keep(questions: Iterable[Question]) -> None:
    """Store what questions ask, as it is read now. Four queries for each five hundred."""
    known = names()
    for batch in batched(questions, BATCH):
        Term.objects.filter(question__in=[one.pk for one in batch]).delete()
        Term.objects.bulk_create(
            Term(question=one, term=term)
            for one in batch
            for term in (*written(understand(one.text, known)), edition())
        )


def keep_up(apps: Any = global_apps, **of_the_signal: Any) -> int:
    """Read what was never read, or by other tables and code; returns how many. After each migration."""
    try:
        apps.get_model("questions", "Term")
    except LookupError:
        return 0  # Only some apps are migrated so far.
    read = Term.objects.filter(question=OuterRef("pk"), term=edition())
    left = list(Question.objects.filter(~Exists(read)).only("text"))
    keep(left)
    return len(left)


def saved(instance: Question, update_fields: Collection[str] | None, **of_the_signal: Any) -> None:
    """Have a question whose text was saved found by what it asks now."""
    if update_fields is None or "text" in update_fields:
        keep([instance])


def renamed(record: Record) -> None:
    """Read anew the questions that named a record until now, or that have one of its names in them."""
    called = [record.name, record.native_name, *record.aliases.values_list("text", flat=True)]
    found = Q(terms__term__in=[stored(language, f"r:{record.pk}") for language in ("en", "zh")])
    for name in filter(None, called):
        found |= Q(text__icontains=name)
        if words := words_of(plain(name)):
            has = [
                Exists(Term.objects.filter(question=OuterRef("pk"), term__endswith=f"/{one}"))
                for one in words
            ]
            found |= reduce(lambda a, b: a & b, map(Q, has))
    keep(Question.objects.filter(found).distinct().only("text"))
