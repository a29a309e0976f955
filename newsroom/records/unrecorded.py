"""Names in our articles that look like records and are none: found, kept for an editor to decide, forgotten."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.tasks import task

from articles.bodies import text_of
from articles.models import Article, Edition
from companies.models import Record
from companies.naming import matcher
from newsroom.importing.proposing import Proposed, propose_records
from newsroom.importing.saving import known_records
from newsroom.models import LookedAt, Unrecorded
from search.normalising import fold

BATCH = 100

Say = Callable[[int, int], None]


def waiting() -> "QuerySet[Article]":
    """The articles that were not looked at as they stand now, the newest first."""
    looked = LookedAt.objects.filter(article=OuterRef("pk"), at__gte=OuterRef("updated_at"))
    found: QuerySet[Article] = Article.objects.exclude(Exists(looked))
    return found.order_by("-updated_at", "-pk")


def look(say: Say = lambda done, left: None) -> int:
    """Look at all that wait, a batch in a transaction, so that it can be stopped and run again at will.

    Tells `say` after each batch how many were done and are left; returns how many it was.
    """
    done, left = 0, waiting().count()
    while articles := list(waiting()[:BATCH]):
        look_at(articles)
        done, left = done + len(articles), max(0, left - len(articles))
        say(done, left)
    return done


def look_soon(article: Article) -> None:
    """Look at an article once the transaction that saves it is committed."""
    transaction.on_commit(lambda: look_task.enqueue(article.pk))


@task
def look_task(pk: int) -> None:
    """Look at one article, where nobody did meanwhile."""
    if articles := list(waiting().filter(pk=pk)):
        look_at(articles)


def look_at(articles: list[Article]) -> None:
    """Keep what these articles name in their working copies and live editions, instead of what they named before.

    The same few queries however many they are. Reading takes long, so it comes before the transaction, which
    keeps other writers waiting; what is saved meanwhile is newer than what is noted, and waits on.
    """
    _keep(dict(_found_in(articles)), {article.pk: article.updated_at for article in articles})


@transaction.atomic
def _keep(found: dict[int, dict[str, Proposed]], looked: dict[int, datetime]) -> None:
    """Write down what was found in the articles that are still there, and as of when."""
    there = list(Article.objects.filter(pk__in=looked).values_list("pk", flat=True))
    proposed = {key: name for names in found.values() for key, name in names.items()}
    Unrecorded.objects.bulk_create(
        [
            Unrecorded(name=name.name, folded=key, kind=name.kind, parent=(name.parent or "")[:120])
            for key, name in proposed.items()
        ],
        ignore_conflicts=True,  # it is known from other articles
    )
    ids = dict(Unrecorded.objects.filter(folded__in=proposed).values_list("folded", "pk"))
    naming = Unrecorded.articles.through
    naming.objects.filter(article__in=there).delete()
    naming.objects.bulk_create(
        [
            naming(article_id=article, unrecorded_id=ids[key])
            for article in there
            for key in found[article]
            if key in ids
        ],
        ignore_conflicts=True,
    )
    LookedAt.objects.bulk_create(
        [LookedAt(article_id=article, at=looked[article]) for article in there],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["at"],
    )


def _found_in(articles: list[Article]) -> Iterator[tuple[int, dict[str, Proposed]]]:
    """For each article the names by which they are compared, with what they seem to be."""
    models.prefetch_related_objects(articles, "faq")
    live = {e.article_id: _published(e) for e in Edition.objects.live().filter(article__in=articles)}
    known, names = known_records(), matcher()
    for article in articles:
        texts = {_working_copy(article), live.get(article.pk, "")}
        proposed = [p for text in texts for p in propose_records(text, names.find(text), known)]
        yield article.pk, {key: p for p in proposed if (key := compared(p.name)) and len(p.name) <= 120}


def _working_copy(article: Article) -> str:
    faq = [(entry.question, entry.answer) for entry in article.faq.all()]
    return _words(article.headline, article.standfirst, article.body, faq)


def _published(edition: Edition) -> str:
    faq = [(entry["question"], entry["answer"]) for entry in edition.faq]
    return _words(edition.headline, edition.standfirst, edition.body, faq)


def _words(headline: str, standfirst: str, body: str, faq: list[tuple[str, str]]) -> str:
    """All that readers read, a paragraph a block."""
    answered = [words for question, answer in faq for words in (question, text_of(answer))]
    return "\n".join([headline, standfirst, text_of(body), *answered]).replace("\n", "\n\n")


def compared(name: str) -> str:
    """A name as it is compared with others: without case, width, spaces and hyphens; empty where nothing is left."""
    return "".join(fold(name).split())[:240]


def forget(record: Record) -> None:
    """Offer no longer what is a record by now, under any of its names."""
    names = [record.name, record.native_name, *record.aliases.values_list("text", flat=True)]
    Unrecorded.objects.filter(folded__in={compared(name) for name in names}).delete()


def never_offer(name: Unrecorded, *, by: User) -> None:
    """Decide that a name is never to be a record."""
    Unrecorded.objects.filter(pk=name.pk).update(dismissed_by=by)


def offer_again(name: Unrecorded) -> None:
    """Take that decision back."""
    Unrecorded.objects.filter(pk=name.pk).update(dismissed_by=None)
